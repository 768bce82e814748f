"""The privacy notice in short, and what follows from the answer."""

from __future__ import annotations

from typing import Final

AGREED: Final = "ขอบคุณที่ให้ความยินยอม"
DRAFT_GONE: Final = "ข้อมูลที่กรอกไว้ก่อนหน้านี้ถูกลบแล้วตามระยะเวลาที่กำหนด กรุณาเริ่มรายการใหม่"
SUBMITTED_STAYS: Final = (
    "คำร้องที่ส่งแล้วยังดำเนินการต่อ แต่ข้อความใหม่ในแชตนี้จะไม่ส่งถึงเจ้าหน้าที่ หากไม่ต้องการคำร้องแล้ว พิมพ์ “ยกเลิก”"
)
WITHDRAWN: Final = "ผู้ร้องถอนความยินยอมแล้ว ข้อความหลังจากนี้จะไม่แสดงที่นี่"
ANSWER_AFTERWARDS: Final = "เจ้าหน้าที่จะได้รับคำตอบเมื่อท่านให้ความยินยอมแล้วเท่านั้น จากนั้นกรุณาพิมพ์คำตอบอีกครั้ง"


def notice(*, office: str, what: str, days: int, hours: int, url: str) -> str:
    """Ask for consent: what for, how long, and what happens without it."""
    more = f"\nอ่านฉบับเต็ม: {url}" if url else ""
    return (
        f"ก่อนดำเนินการต่อ {office} ขอความยินยอมในการเก็บและใช้{what} และข้อความในแชตนี้ "
        "เพื่อตรวจสอบตัวตน จัดเตรียมเอกสาร และติดต่อกลับเท่านั้น "
        f"ข้อมูลจะถูกลบภายใน {days} วันหลังเสร็จสิ้นคำร้อง "
        f"หากยังไม่ให้ความยินยอม สิ่งที่พิมพ์ไว้จะถูกลบภายใน {hours} ชั่วโมง "
        f"ท่านถอนความยินยอมหรือขอลบข้อมูลได้ทุกเมื่อ โดยพิมพ์ “ถอนความยินยอม” หรือ “ลบข้อมูลของฉัน”{more}\n\n"
        "ท่านยินยอมหรือไม่"
    )


def declined(*, office: str, telephone: str) -> str:
    """Accept a no, and say how it goes without the chat."""
    call = f" หรือโทร. {telephone}" if telephone else ""
    return (
        "รับทราบ สิ่งที่กรอกไว้แต่ยังไม่ได้ส่งถูกลบแล้ว\n\n"
        f"ท่านยังขอเอกสารได้ที่{office} ในวันและเวลาราชการ โดยนำบัตรประจำตัวประชาชนตัวจริงมาด้วย{call} "
        "หากเปลี่ยนใจ พิมพ์ขอเอกสารที่นี่ได้ทุกเมื่อ"
    )
