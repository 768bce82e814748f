"""What is said about people who come without an appointment."""

from __future__ import annotations

from typing import Final

TITLE: Final = "ผู้ที่มาเอง (ไม่ได้นัด)"
CAME_ALONE: Final = "มาเอง"
DOCUMENTS: Final = "กด 1–4 เพิ่มทีละฉบับ · ⌫ ลบ"
PARTICULAR: Final = {
    "laser": "รหัสหลังบัตร",
    "card": "เลขใต้รูปถ่าย",
    "pid": "เลขประจำตัวประชาชน",
    "name": "ชื่อ-สกุลบนบัตร",
}
CONSENT: Final = (
    "แจ้งผู้ร้องแล้วว่าสำนักงานใช้ข้อมูลบัตรเพื่อตรวจและคัดสำเนาเท่านั้น และผู้ร้องยินยอม\nEnter ต่อท้าย หรือ F9 = ผู้ร้องยินยอม เริ่มตรวจ"
)
TAKE_IN: Final = "ยินยอม เริ่มตรวจ"
TAKE_IN_HELP: Final = "บันทึกว่าผู้ร้องยินยอม รับเรื่อง และเปิดหน้าตรวจ"
DRAW: Final = "ให้คิวรอ"
DRAW_HELP: Final = "ให้หมายเลขคิวและพิมพ์บัตรคิว ผู้ร้องรอเรียกตามลำดับ ยังไม่ต้องเลือกเอกสารหรือใช้บัตร"
NEXT_FIELD: Final = "ช่องถัดไป"
NEXT_FIELD_HELP: Final = "ไปช่องถัดไป"
BACK: Final = "กลับ"
BACK_HELP: Final = "กลับไปที่รายการ สิ่งที่กรอกไว้ยังอยู่"
DOCUMENT_NEEDED: Final = "กรุณาเลือกเอกสารอย่างน้อยหนึ่งฉบับ"
NOW: Final = "รับเอกสารวันนี้ที่ช่องนี้"
PRINT: Final = "อนุมัติและพิมพ์"
PRINT_HELP: Final = "อนุมัติ แล้วพิมพ์บัตรคิวทันที (ผู้ที่มาเอง)"


WAITS: Final = "ผู้ที่มาเอง ยังไม่ได้รับเรื่อง"
TAKE_IN_NEXT: Final = "เมื่ออยู่ที่ช่อง กด F9 รับเรื่อง: เอกสารที่ขอ บัตร และความยินยอม"
CAME_NEXT: Final = "มาแล้วกด F9 รับเรื่อง"
CHECK_AFTER: Final = "ตรวจได้หลังรับเรื่อง (F9)"
NOT_TAKEN_IN: Final = "ยังไม่ได้รับเรื่อง กด F9 ก่อน"
TAKE: Final = "รับเรื่อง"
CAME: Final = "มาแล้ว: รับเรื่อง"
GONE: Final = "ไม่มา: จบคิวนี้"
LEFT: Final = "ไม่อยู่แล้ว: จบคิวนี้"
LEFT_ASK: Final = "จบคิวของผู้ที่มาเอง หากกลับมาอีก ให้คิวใหม่ได้"
NO_SHOW_ASK: Final = "บันทึกว่าผู้ร้องไม่มา ผู้ที่มาเองไม่มีการสนทนา จึงไม่มีข้อความถึงผู้ร้อง"


def title(number: str) -> str:
    """Name the dialog, with the number that the citizen waited with."""
    return f"{TITLE} · คิว {number}" if number else TITLE


def left(reference: str) -> str:
    """Say that somebody who waited with a number is gone."""
    return f"จบคิวของ {reference} แล้ว"


def wrong(particular: str) -> str:
    """Say that a particular is not one at all."""
    return f"{PARTICULAR[particular]}ไม่ครบหรือไม่ถูกต้อง กรุณาดูที่บัตรแล้วพิมพ์ใหม่"


def approved(reference: str, queue: str) -> str:
    """Say which number somebody has who came by themselves."""
    return f"อนุมัติ {reference} แล้ว คิว {queue}"
