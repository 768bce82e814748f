"""Texts of the work lists, their rows and the preview."""

from __future__ import annotations

from typing import Final

from desk.backend import WorkList
from registry.request import Queue

NAME: Final = {
    WorkList.PENDING: "รอตรวจ",
    WorkList.TODAY: "นัดวันนี้",
    WorkList.PREPARATION: "เตรียมเอกสาร",
}
EMPTY: Final = {
    WorkList.PENDING: "ไม่มีเรื่องรอตรวจ",
    WorkList.TODAY: "วันนี้ไม่มีนัด",
    WorkList.PREPARATION: "ไม่มีเอกสารที่ต้องเตรียม",
}

REFERENCE: Final = "อ้างอิง"
SERVICE: Final = "บริการ"
COPIES: Final = "ฉบับ"
WISH: Final = "ขอรับ"
WAITING: Final = "รอ"
HOLDER: Final = "ผู้รับเรื่อง"
TIME: Final = "เวลา"
STATE: Final = "สถานะ"
APPOINTMENT: Final = "นัด"
REGISTER: Final = "ทะเบียน"
"""What the names of several services begin with; in a list it is said once."""
ANY_DAY: Final = "วันใดก็ได้"
MINE: Final = "เรา"

CAME_LATE: Final = "สาย"
BY_PHONE: Final = "QR"
LATE_SIGN: Final = "!"
VERY_LATE_SIGN: Final = "!!"

TAKE: Final = "รับเรื่อง"
TAKING: Final = "กำลังรับเรื่อง รอคำตอบจากเครื่องกลาง…"
PICK_UP: Final = "รับเอกสาร"
PREPARE: Final = "เตรียม"
OPEN: Final = "เปิด"
OPEN_HELP: Final = "เปิดเรื่องที่เลือก: รับมาตรวจ เตรียมเอกสาร หรือรับเอกสาร ตามรายการที่เปิดอยู่"
FORWARD_HELP: Final = "เหมือน Enter"
LISTS: Final = "รายการ"
LISTS_HELP: Final = "สลับรายการ: รอตรวจ นัดวันนี้ เตรียมเอกสาร"
QUIT: Final = "ออก"
QUIT_HELP: Final = "ออกจากโปรแกรม (ถามก่อน)"
MOVE: Final = "เลื่อน"
MOVE_HELP: Final = "เลื่อนขึ้นลงทีละเรื่อง PgUp PgDn ทีละหน้า Home End ต้นและท้ายรายการ"

PREVIEW: Final = {
    WorkList.PENDING: "ดูก่อนรับเรื่อง",
    WorkList.TODAY: "ดูก่อนเปิด",
    WorkList.PREPARATION: "ดูก่อนเตรียม",
}
PREVIEW_EMPTY: Final = "ยังไม่ได้เลือกเรื่อง"
LASER: Final = "รหัสหลังบัตร"
CARD: Final = "เลขใต้รูป"
LAST_MESSAGE: Final = "ข้อความล่าสุด"
QUESTION: Final = "ถามไปแล้ว"
NO_NUMBER: Final = "ไม่ได้แจ้ง"
PERSON: Final = "ผู้ร้อง"
FEE: Final = "ค่าธรรมเนียม"
NEW_DAY: Final = "ต้องหาวันใหม่"
COMING: Final = "แจ้งว่าจะมา"
AS_AGREED: Final = "ตามนัด"
NOT_TOLD: Final = "ไม่ได้แจ้ง"
_NOT_TOLD: Final = {
    "decision": "ผลคำร้อง",
    "closure": "สำนักงานปิด",
    "question": "คำถาม",
    "ready": "เอกสารพร้อม",
    "reminder": "เตือนนัด",
    "no_show": "ไม่มาตามนัด",
}
TOLD: Final = "แจ้งแล้ว"
TOLD_HELP: Final = "บันทึกว่าแจ้งผู้ร้องทางโทรศัพท์หรือต่อหน้าแล้ว เมื่อข้อความส่งไม่ถึง"
TOLD_SAID: Final = "บันทึกแล้วว่าแจ้งผู้ร้องแล้ว"
NO_PARTICULARS: Final = "ยังเปิดข้อมูลผู้ร้องไม่ได้ รอเชื่อมต่อกับเครื่องกลาง"


def not_told(what: str) -> str:
    """Say what a citizen could not be sent, and what to do."""
    return f"{_NOT_TOLD.get(what, _NOT_TOLD['decision'])} – โทรแล้วกด T"


def held_by(counter: str, name: str) -> str:
    """Say who holds a request."""
    return f"ช่อง {counter} {name}"


def queue(place: Queue, state: str) -> str:
    """Say a queue number and where its holder is; whether they came late, and by phone."""
    marks = [mark for mark, there in ((CAME_LATE, place.late), (BY_PHONE, place.came_by == "phone")) if there]
    return " ".join([f"คิว {place.number} {state}", *marks])


def place(number: int, of: int) -> str:
    """Say which row of how many is in hand."""
    return f"{number:,}/{of:,}"


def history(times: int, collected: int) -> str:
    """Say how often the same citizen has asked before."""
    if not times:
        return "ไม่พบคำร้องก่อนหน้า"
    if collected == times:
        return f"เคยขอ {times} ครั้ง รับแล้วทั้งหมด"
    return f"เคยขอ {times} ครั้ง รับแล้ว {collected} ครั้ง"
