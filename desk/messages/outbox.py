"""Texts of the screen with what waits to be sent and what the daemon refused."""

from __future__ import annotations

import datetime as dt
from typing import Final

from registry.commands import Envelope
from thai.dates import clock, duration

TITLE: Final = "รายการค้างส่ง"
KEY: Final = "ค้างส่ง"
KEY_HELP: Final = "ดูสิ่งที่ยังไม่ได้ส่งและสิ่งที่เครื่องกลางไม่รับ"
OPEN: Final = "จัดการ"
OPEN_HELP: Final = "เลือกว่าจะทำอย่างไรกับรายการที่เครื่องกลางไม่รับ หรือย้อนกลับสิ่งที่ยังไม่ได้ส่ง"
RETRY: Final = "ส่งเดี๋ยวนี้"
RETRY_HELP: Final = "ลองส่งทุกรายการทันที ไม่ต้องรอรอบถัดไป"
RETRYING: Final = "กำลังลองส่ง"
NOTHING: Final = "ไม่มีรายการค้างส่ง ทุกอย่างถึงเครื่องกลางแล้ว"
COLUMN_WHAT: Final = "สิ่งที่ทำ"
COLUMN_REFERENCE: Final = "อ้างอิง"
COLUMN_AGE: Final = "ทำเมื่อ"
COLUMN_STATE: Final = "สถานะ"

WHAT: Final = {
    "slip_printed": "พิมพ์บัตรคิว",
    "slip_doubtful": "บัตรคิวที่ไม่แน่ใจ",
    "fee_paid": "รับเงิน",
    "handed_over": "มอบเอกสาร",
    "revealed": "เปิดดูเลข",
    "told": "แจ้งผู้ร้องแล้ว",
    "approve": "อนุมัติ",
    "ask": "ขอข้อมูลเพิ่ม",
    "reject": "ไม่อนุมัติ",
    "release": "คืนเรื่อง",
    "prepare": "เตรียมเอกสาร",
    "unprepare": "ยกเลิกการเตรียม",
    "arrive": "บันทึกว่ามาถึง",
    "call": "เรียกคิว",
    "park": "พักคิว",
    "requeue": "คืนคิว",
    "second_check": "ตรวจซ้ำ",
    "no_show": "บันทึกว่าไม่มา",
}
UNREADABLE: Final = "อ่านไม่ได้"
OTHER_COMMAND: Final = "คำสั่ง"

CHOOSE: Final = "เครื่องกลางไม่รับรายการนี้ จะทำอย่างไร"
AGAIN: Final = "ทำอีกครั้งกับข้อมูลล่าสุด"
TO_HEAD: Final = "ให้หัวหน้าจัดการ"
SHOW: Final = "ดูคำร้อง"
DROP: Final = "ปิดรายการ พร้อมเหตุผล"
WITHDRAW: Final = "ย้อนกลับ ไม่ต้องส่ง"
WITHDRAWN: Final = "ย้อนกลับแล้ว ยังไม่ได้ส่งถึงเครื่องกลาง"
DONE_AGAIN: Final = "ทำแล้ว"
LEFT_TO_HEAD: Final = "ให้หัวหน้าจัดการแล้ว หัวหน้าเปิดดูได้ที่เครื่องนี้"
DROPPED: Final = "ปิดรายการแล้ว"
NOT_HERE: Final = "คำร้องนี้ไม่อยู่ในเครื่องแล้ว"
DROP_FIELD: Final = "เหตุผล (เก็บไว้ในเครื่องนี้ 30 วัน)"
DROP_SEND: Final = "ปิดรายการ"
DROP_SEND_HELP: Final = "ปิดรายการนี้ด้วยเหตุผลที่กรอก"
DROP_REASONS: Final = (
    ("มีผู้ทำให้แล้ว", "มีผู้ทำให้แล้ว"),
    ("ไม่ต้องทำแล้ว", "ไม่ต้องทำแล้ว"),
    ("พิมพ์เหตุผลเอง", ""),
)


def what(envelope: Envelope | None) -> str:
    """Say what a command does."""
    return UNREADABLE if envelope is None else WHAT.get(envelope.command.kind, OTHER_COMMAND)


def heading(waiting: int, refused: int) -> str:
    """Say how much waits and how much is to be settled: ``รายการค้างส่ง · รอส่ง 3 · รอจัดการ 1``."""
    return f"{TITLE} · รอส่ง {waiting:,} · รอจัดการ {refused:,}"


def waits(tries: int) -> str:
    """Say how often a command was tried."""
    return f"รอส่ง · ลองแล้ว {tries:,} ครั้ง" if tries else "รอส่ง · ยังไม่ได้ลอง"


def not_left_yet(what: str) -> str:
    """Say that a decision waits of which nothing has left."""
    return f"{what}: ยังไม่ได้ส่งถึงเครื่องกลาง จะทำอย่างไร"


def refused(why: str, *, for_head: bool) -> str:
    """Say that a command was refused, and why."""
    return f"! {'รอหัวหน้า' if for_head else 'รอจัดการ'} · {why}"


def made(moment: dt.datetime, now: dt.datetime) -> str:
    """Say when something was done: ``10.42 น. (4 นาที)``."""
    return f"{clock(moment)} ({duration((now - moment).total_seconds())})"


def next_try(moment: dt.datetime | None, now: dt.datetime, *, online: bool) -> str:
    """Say when the next try is."""
    if moment is None:
        return "เชื่อมต่ออยู่ กำลังส่ง" if online else "จะส่งเมื่อเชื่อมต่อได้"
    return f"ลองส่งครั้งถัดไปในอีก {max(1, round((moment - now).total_seconds()))} วินาที"


def others(number: int) -> str:
    """Say how much of other people's work waits here, nothing of what it is."""
    return f"ของเจ้าหน้าที่ท่านอื่นอีก {number:,} รายการ" if number else ""
