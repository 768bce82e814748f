"""Texts of the work lists, their rows and the preview."""

from __future__ import annotations

from typing import Final

from desk.backend import Sort, View, WorkList
from registry.labels import SERVICE_SHORT
from registry.request import AdvanceKind, Group, Queue
from thai.dates import short_date

NAME: Final = {
    WorkList.PENDING: "รอตรวจ",
    WorkList.TODAY: "นัดวันนี้",
    WorkList.PREPARATION: "เตรียมเอกสาร",
    WorkList.INQUIRIES: "สอบถาม",
    WorkList.MINE: "ของเรา",
    WorkList.CALLED: "เรียกแล้ว",
    WorkList.PARKED: "พัก",
    WorkList.DONE: "เสร็จวันนี้",
}
SHORT_NAME: Final = {
    WorkList.PENDING: "ตรวจ",
    WorkList.TODAY: "นัด",
    WorkList.PREPARATION: "เตรียม",
    WorkList.INQUIRIES: "ถาม",
    WorkList.MINE: "เรา",
    WorkList.CALLED: "เรียก",
    WorkList.PARKED: "พัก",
    WorkList.DONE: "เสร็จ",
}
"""The names where there is no room for the whole ones."""
EMPTY: Final = {
    WorkList.PENDING: "ไม่มีเรื่องรอตรวจ",
    WorkList.TODAY: "วันนี้ไม่มีนัด",
    WorkList.PREPARATION: "ไม่มีเอกสารที่ต้องเตรียม",
    WorkList.INQUIRIES: "ไม่มีเรื่องสอบถามที่เปิดอยู่",
    WorkList.MINE: "ไม่มีเรื่องที่เรารับไว้หรือถามไว้",
    WorkList.CALLED: "ไม่มีผู้ร้องที่เรียกไว้",
    WorkList.PARKED: "ไม่มีผู้ร้องที่พักไว้",
    WorkList.DONE: "วันนี้ยังไม่มีเรื่องที่เสร็จ",
}
EMPTY_VIEW: Final = "ไม่มีเรื่องตามที่กรอง กด Esc เพื่อดูทั้งหมด"

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

QUEUE: Final = "คิว"
COUNTER: Final = "ช่อง"
SINCE: Final = "เมื่อ"
MATTER: Final = "เรื่อง"
GROUP: Final = "กลุ่มงาน"
ANSWER: Final = "คำตอบ"
NOTE: Final = "หมายเหตุ"
GROUP_SHORT: Final = {
    Group.POPULATION: "ทะเบียนราษฎร",
    Group.CARD: "บัตรฯ",
    Group.GENERAL: "ทะเบียนทั่วไป",
}
ADVANCE_SHORT: Final = {
    AdvanceKind.PRECHECK: "ตรวจเอกสาร",
    AdvanceKind.HOME_CARD: "ทำบัตรถึงบ้าน",
    AdvanceKind.VISIT: "ออกหน่วย",
}
QUESTION_MATTER: Final = "สอบถาม"
ANSWERED: Final = "ตอบแล้ว"
MINE_ANSWERED: Final = "ผู้ร้องตอบแล้ว"
MINE_ASKED: Final = "รอผู้ร้องตอบ"
PAST_DUE: Final = "เลยนัด !"
LEASE_OVER: Final = "หมดเวลาถือเรื่อง"

NOTHING_TO_FILTER: Final = "รายการนี้ไม่มีอะไรให้กรองด้วยปุ่มนี้"
FILTER: Final = "กรอง"
SORTED: Final = "เรียง"
CLEAR_VIEW: Final = "Esc ดูทั้งหมด"
OVERDUE: Final = "เกินเวลา"
SORT: Final = {
    Sort.USUAL: "ตามรายการ",
    Sort.WAITING: "ที่รอนานก่อน",
    Sort.APPOINTMENT: "ตามวันนัด",
    Sort.REFERENCE: "ตามเลขอ้างอิง",
}
BY_SERVICE: Final = "กรองบริการ"
BY_SERVICE_HELP: Final = "ดูเฉพาะบริการหนึ่ง กดอีกครั้งไปบริการถัดไป"
BY_DAY: Final = "กรองวัน"
BY_DAY_HELP: Final = "ดูเฉพาะวันนัดหรือวันขอรับวันหนึ่ง กดอีกครั้งไปวันถัดไป"
BY_COUNTER: Final = "กรองช่อง"
BY_COUNTER_HELP: Final = "ดูเฉพาะที่ช่องบริการหนึ่งรับเรื่องหรือเรียกไว้ กดอีกครั้งไปช่องถัดไป"
BY_GROUP: Final = "กรองกลุ่มงาน"
BY_GROUP_HELP: Final = "ดูเฉพาะเรื่องสอบถามของกลุ่มงานหนึ่ง กดอีกครั้งไปกลุ่มถัดไป"
ONLY_OVERDUE: Final = "เฉพาะเกินเวลา"
ONLY_OVERDUE_HELP: Final = "ดูเฉพาะเรื่องที่รอนานหรือเลยเวลาแล้ว"
SORT_BY: Final = "เรียงลำดับ"
SORT_BY_HELP: Final = "เปลี่ยนลำดับ: ตามรายการ รอนานก่อน วันนัด เลขอ้างอิง"

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
LISTS_HELP: Final = "ไปรายการถัดไป"
GO_TO_HELP: Final = "ไปที่รายการนี้"
QUIT: Final = "ออก"
QUIT_HELP: Final = "ออกจากโปรแกรม (ถามก่อน)"
MOVE: Final = "เลื่อน"
MOVE_HELP: Final = "เลื่อนขึ้นลงทีละเรื่อง PgUp PgDn ทีละหน้า Home End ต้นและท้ายรายการ"

PREVIEW: Final = {
    WorkList.PENDING: "ดูก่อนรับเรื่อง",
    WorkList.TODAY: "ดูก่อนเปิด",
    WorkList.PREPARATION: "ดูก่อนเตรียม",
    WorkList.INQUIRIES: "ดูก่อนตอบ",
    WorkList.MINE: "ดูก่อนเปิด",
    WorkList.CALLED: "ดูก่อนเปิด",
    WorkList.PARKED: "ดูก่อนเปิด",
    WorkList.DONE: "เรื่องที่เสร็จ",
}
PREVIEW_EMPTY: Final = "ยังไม่ได้เลือกเรื่อง"
LASER: Final = "รหัสหลังบัตร"
CARD: Final = "เลขใต้รูป"
LAST_MESSAGE: Final = "ข้อความล่าสุด"
QUESTION: Final = "ถามไปแล้ว"
NO_NUMBER: Final = "ไม่ได้แจ้ง"
PERSON: Final = "ผู้ร้อง"
FEE: Final = "ค่าธรรมเนียม"
ATTORNEY: Final = "ผู้รับมอบ"
NEW_DAY: Final = "ต้องหาวันใหม่"
COMING: Final = "แจ้งว่าจะมา"
QUEUE_NOTE: Final = "หมายเหตุคิว"
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
NOTHING_UNTOLD: Final = "เรื่องนี้ไม่มีข้อความที่ส่งไม่ถึงผู้ร้อง"
TOLD_SAID: Final = "บันทึกแล้วว่าแจ้งผู้ร้องแล้ว"
NO_PARTICULARS: Final = "ยังเปิดข้อมูลผู้ร้องไม่ได้ รอเชื่อมต่อกับเครื่องกลาง"


def not_told(what: str) -> str:
    """Say what a citizen could not be sent, and what to do."""
    return f"{_NOT_TOLD.get(what, _NOT_TOLD['decision'])} – โทรแล้วกด T"


def held_by(counter: str, name: str) -> str:
    """Say who holds a request."""
    return f"ช่อง {counter} {name}"


def queue(place: Queue, state: str, alone: str = "") -> str:
    """Say a queue number and where its holder is or is sent; whether they came late, and by phone.

    ``alone`` says in place of late that they came without an appointment, for which nobody can be late.
    """
    state = f"→ช่อง {place.for_counter}" if place.for_counter else state
    late = alone or (CAME_LATE if place.late else "")
    marks = [mark for mark in (late, BY_PHONE if place.came_by == "phone" else "") if mark]
    return " ".join([f"คิว {place.number} {state}", *marks])


def at(counter: str) -> str:
    """Name a counter in few words."""
    return f"ช่อง {counter}"


def home(counter: str) -> str:
    """Name an appointment's home counter."""
    return f"ช่องประจำ {counter}"


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


def lease_left(words: str) -> str:
    """Say how much longer a request is held."""
    return f"รับเรื่องอยู่ อีก {words}"


def answer_late(words: str) -> str:
    """Say by how much an answer is late."""
    return f"{OVERDUE} {words} {VERY_LATE_SIGN}"


def answer_due(words: str) -> str:
    """Say how much time is left for an answer."""
    return f"ตอบใน {words}"


def called(times: int, words: str) -> str:
    """Say how often and how long ago somebody was called."""
    return f"{words} (ครั้งที่ {times})" if times > 1 else words


def view(chosen: View) -> str:
    """Say what of a list is shown, and in what order; empty where it is the whole in its own order."""
    filters = [
        SERVICE_SHORT[chosen.service] if chosen.service is not None else "",
        short_date(chosen.day) if chosen.day is not None else "",
        f"{COUNTER} {chosen.counter}" if chosen.counter is not None else "",
        GROUP_SHORT[chosen.group] if chosen.group is not None else "",
        OVERDUE if chosen.overdue else "",
    ]
    said = [f"{FILTER}: {' + '.join(filter(None, filters))}"] if any(filters) else []
    if chosen.sort is not Sort.USUAL:
        said.append(f"{SORTED}: {SORT[chosen.sort]}")
    return " · ".join(said)


def shown_of(shown: int, all_of_them: int) -> str:
    """Say how many of a list are shown."""
    return f"{shown:,} จาก {all_of_them:,}"
