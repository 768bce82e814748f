"""What stands on buttons: at most 20 characters each, or LINE cuts it."""

from __future__ import annotations

import datetime as dt
from typing import Final

from registry.labels import SERVICE, SERVICE_SHORT
from registry.request import AdvanceKind, Group, Request
from thai.dates import SHORT_MONTHS, clock, long_date, short_date

CONSENT: Final = "ยินยอม"
DECLINE: Final = "ไม่ยินยอม"
CONFIRM: Final = "ยืนยัน"
EDIT: Final = "แก้ไข"
STATUS: Final = "สถานะ"
MENU: Final = "เมนู"
COMING: Final = "มาได้"
CHANGE_DAY: Final = "เปลี่ยนวัน"
ORDER: Final = "ขอคัดเอกสาร"
OWN: Final = "ขอของตนเอง"
INQUIRY: Final = "สอบถามเจ้าหน้าที่"
MOVE: Final = "เลื่อนนัด"
CANCEL: Final = "ยกเลิก"
CANCEL_REQUEST: Final = "ยกเลิกคำร้อง"
END_TALK: Final = "จบการสนทนา"
ASK_PERSON: Final = "ถามเจ้าหน้าที่"
HELPED: Final = "ได้คำตอบแล้ว"
GROUP_BUTTONS: Final = {
    Group.POPULATION: "ทะเบียนราษฎร",
    Group.CARD: "บัตรประชาชน",
    Group.GENERAL: "ทะเบียนทั่วไป",
}
ADVANCE_BUTTONS: Final = {
    AdvanceKind.PRECHECK: "ตรวจเอกสารล่วงหน้า",
    AdvanceKind.HOME_CARD: "ทำบัตรผู้ป่วย",
    AdvanceKind.VISIT: "ออกหน่วยชุมชน",
}
KEEP: Final = "ไม่ยกเลิก"
CONTINUE: Final = "ทำรายการต่อ"
BACK: Final = "ย้อนกลับ"
RESTART: Final = "เริ่มใหม่"
DROP_DRAFT: Final = "ลบรายการ"
OTHER_DAY: Final = "เลือกวันอื่น"
ANY_TIME: Final = "เวลาใดก็ได้"
ANOTHER: Final = "ยื่นคำร้องใหม่"
SAME: Final = "ใช้คำร้องเดิม"
NO_LASER: Final = "บัตรไม่มีรหัส"
DRAFT: Final = "รายการที่กำลังกรอก"
ADVANCE_DRAFT: Final = "นัดหมายล่วงหน้า"
EDIT_PARTS: Final = {
    "services": "แก้บริการ",
    "copies": "แก้จำนวน",
    "date": "แก้วัน",
    "time": "แก้เวลา",
    "laser": "แก้รหัสหลังบัตร",
    "pid": "แก้เลขประชาชน",
    "name": "แก้ชื่อ-สกุล",
    "birth_date": "แก้วันเกิด",
    "card": "แก้เลขใต้รูป",
}
ERASE_MINE: Final = "ลบข้อมูลของฉัน"
ERASE: Final = "ลบข้อมูล"
ERASE_ALL: Final = "ลบและยกเลิกคำร้อง"
ERASE_NOT: Final = "ไม่ลบ"
SKIP: Final = "ข้าม"
STOP: Final = "ไม่ตอบต่อ"
SCORES: Final = {5: "5 มากที่สุด", 4: "4 มาก", 3: "3 ปานกลาง", 2: "2 น้อย", 1: "1 น้อยที่สุด"}


def service(number: int) -> str:
    """Return a service's name with its number."""
    return f"{number} {SERVICE_SHORT[number]}"


def service_shown(number: int) -> str:
    """Return what the citizen seems to say by choosing a service."""
    return SERVICE[number]


def copies(count: int) -> str:
    """Return e.g. ``2 ฉบับ``."""
    return f"{count} ฉบับ"


def day(date: dt.date) -> str:
    """Return e.g. ``พฤ. 26 พ.ย. 2569``."""
    return short_date(date)


def day_shown(date: dt.date) -> str:
    """Return what the citizen seems to say by choosing a day."""
    return long_date(date)


def time(at: dt.time) -> str:
    """Return e.g. ``09.30 น.``."""
    return clock(at)


def offer(day: dt.date, at: dt.time) -> str:
    """Return e.g. ``30 พ.ย. 10.00 น.``, short enough for a button."""
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {clock(at)}"


def offer_shown(day: dt.date, at: dt.time) -> str:
    """Return what the citizen seems to say by choosing a time that was offered."""
    return f"{long_date(day)} เวลา {clock(at)}"


def request(which: Request) -> str:
    """Return a request's reference and its first service."""
    names = [SERVICE_SHORT[item.service] for item in which.items[:1]]
    return " ".join([which.reference, *names])
