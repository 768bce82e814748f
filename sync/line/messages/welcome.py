"""What the office says to whoever comes in, asks for help, or sends what is not text."""

from __future__ import annotations

from typing import Final

from registry.labels import SERVICE

EXAMPLE: Final = "1#JC1-0000000-00"

_SERVICES = "\n".join(f"{number}# {name}" for number, name in SERVICE.items())

HOW: Final = (
    f"บริการที่ขอได้ (เฉพาะเอกสารของตนเอง)\n{_SERVICES}\n\n"
    f"พิมพ์เลขบริการ ตามด้วย # และรหัสหลังบัตรประชาชน เช่น {EXAMPLE} "
    "หรือพิมพ์เป็นคำพูด เช่น “ขอคัดทะเบียนบ้าน 2 ฉบับ รับวันศุกร์หน้า 10 โมง”\n\n"
    "พิมพ์ “สถานะ” “เลื่อนนัด” หรือ “ยกเลิก” ได้ทุกเมื่อ"
)
NOT_UNDERSTOOD: Final = "ขออภัย ระบบยังไม่เข้าใจข้อความนี้"
PLEASURE: Final = "ยินดีให้บริการ"
THANKED: Final = f"{PLEASURE} หากต้องการสิ่งใดเพิ่มเติม พิมพ์ได้ทุกเมื่อ"
CONTINUES: Final = "รายการที่ทำค้างไว้ยังอยู่ กด “ทำรายการต่อ” ได้เลย"
PICTURE: Final = (
    "ขอบคุณที่ส่งภาพมา ภาพนี้ไม่ได้เก็บไว้ เพราะระบบรับภาพเฉพาะเมื่อขอตรวจเอกสารล่วงหน้า กรุณาพิมพ์สิ่งที่ต้องการ "
    "หรือกด “ตรวจเอกสารล่วงหน้า” และเพื่อความปลอดภัย กรุณาอย่าส่งภาพบัตรประชาชนโดยไม่จำเป็น"
)
OTHER: Final = "ขอบคุณที่ส่งมา ขณะนี้ระบบรับเฉพาะข้อความ กรุณาพิมพ์สิ่งที่ต้องการ หรือเลือกจากปุ่มด้านล่าง"
OLD_BUTTON: Final = "ปุ่มนี้ใช้ไม่ได้แล้ว กรุณาเลือกรายการใหม่"


def welcome(office: str) -> str:
    """Greet a citizen who has just added the account."""
    return f"ยินดีต้อนรับสู่ “บางแคนัดหมายคัดทะเบียนออนไลน์” ของ{office}\n\n{HOW}"


def menu(office: str) -> str:
    """Say what can be done here."""
    return f"สวัสดี ยินดีให้บริการจาก{office}\n\n{HOW}"


def not_understood() -> str:
    """Say that a text made no sense, and what would."""
    return f"{NOT_UNDERSTOOD}\n\n{HOW}"
