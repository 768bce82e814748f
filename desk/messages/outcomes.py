"""What became of a command, with who did what before it and the next step."""

from __future__ import annotations

from typing import Final

from desk.messages.errors import Told, refused
from registry.commands import Outcome
from thai.dates import clock

ACTION: Final = {
    "submitted": "ส่งคำร้อง",
    "erased": "ผู้ร้องขอลบข้อมูล",
    "answered": "ตอบข้อมูลเพิ่ม",
    "wish_changed": "เปลี่ยนวันที่ขอรับ",
    "expired": "หมดเวลา",
    "taken": "รับเรื่อง",
    "released": "คืนเรื่อง",
    "approved": "อนุมัติ",
    "asked": "ขอข้อมูลเพิ่ม",
    "rejected": "ไม่อนุมัติ",
    "taken_back": "ย้อนกลับผลที่เพิ่งตัดสิน",
    "corrected": "แก้ผล",
    "prepared": "เตรียมเอกสาร",
    "unprepared": "ยกเลิกพร้อม",
    "arrived": "บันทึกว่ามาถึง",
    "called": "เรียกคิว",
    "parked": "พักคิว",
    "requeued": "คืนคิว",
    "sent_on": "ส่งต่อช่องอื่น",
    "walked_in": "รับเรื่องผู้ที่มาเอง",
    "drew_number": "ให้คิวผู้ที่มาเอง",
    "left": "จบคิวผู้ที่มาเอง",
    "checked_again": "ตรวจซ้ำ",
    "no_show": "บันทึกว่าไม่มา",
    "rescheduled": "เลื่อนนัด",
    "cancelled": "ยกเลิก",
    "slip_printed": "พิมพ์บัตรคิว",
    "slip_doubtful": "ไม่ทราบว่าบัตรคิวพิมพ์ออกหรือไม่",
    "fee_paid": "รับเงิน",
    "said": "ตอบผู้ร้อง",
    "handed_on": "ส่งต่อกลุ่มงานอื่น",
    "arranged": "นัดหมาย",
    "closed": "จบการสนทนา",
    "ended": "จบการสนทนา",
    "handed_over": "มอบเอกสาร",
    "displaced": "ยกเลิกวันนัดเพราะสำนักงานปิด",
}
_LAST: Final = ACTION | {"handed_over": "บันทึกว่าเสร็จเรื่อง"}
"""As the last change: what is refused does not say whether documents were handed over or a meeting held."""
CITIZEN: Final = "ผู้ร้อง"
SYSTEM: Final = "ระบบ"
BUSY: Final = "กำลังส่งคำสั่งก่อนหน้า กรุณารอสักครู่"


def told_outcome(outcome: Outcome) -> Told:
    """Return a refusal or conflict in words: what, who did what when, what to do now."""
    words = refused(outcome)
    last = outcome.last_change
    if last is None:
        return words
    who = {"citizen": CITIZEN, "system": SYSTEM}.get(last.actor, last.actor) or CITIZEN
    place = f" (ช่อง {last.counter})" if last.counter else ""
    done = _LAST.get(last.action, "เปลี่ยนคำร้อง")
    return Told(words.title, f"{words.text}\nล่าสุด {who}{place} {done} เมื่อ {clock(last.at)}", words.next_step)
