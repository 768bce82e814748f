"""What is kept about a citizen, and its removal: the question, the receipt, and what has to stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from registry.labels import SERVICE_SHORT
from registry.particulars import Particulars
from registry.request import Item, Request
from sync.line.messages import standing
from thai.dates import long_date, short_datetime
from thai.identity import mask_birth_date, mask_card, mask_laser, mask_name, mask_pid

BY_LAW: Final = (
    "สำนักงานต้องเก็บตามกฎหมาย: ค่าธรรมเนียมที่ชำระ และบันทึกว่าเจ้าหน้าที่คนใดทำอะไรเมื่อใด ทั้งสองอย่างไม่มีชื่อและเลขบัตรของท่าน"
)
SURVEY_APART: Final = "คำตอบแบบสอบถามเก็บแยกไว้โดยไม่รู้ว่าเป็นของใคร จึงหาเพื่อลบไม่ได้"
NOT_ERASED: Final = "ไม่ได้ลบข้อมูลใด ทุกอย่างเหมือนเดิม"
ASK_AGAIN: Final = "ปุ่มนี้เก่าแล้ว กรุณาเลือกอีกครั้ง"
NOTHING: Final = "ไม่มีคำร้องหรือรายการที่มีข้อมูลของท่าน"
_CHAT: Final = "ข้อความในแชต"
_AT_ONCE: Final = (
    "ลบทันที: รายการที่กำลังกรอก ข้อความและภาพในแชต เลขบัตร ชื่อ และรายละเอียดของคำร้องที่สิ้นสุดแล้ว รวมทั้งความยินยอมของท่าน"
)


def ask(open_requests: Sequence[Request], *, days: int) -> str:
    """Ask whether everything is to be removed: what goes, what must stay and why, what the law keeps."""
    parts = ["ท่านต้องการลบข้อมูลของท่านหรือไม่", _AT_ONCE]
    if open_requests:
        parts.append(_must_stay(open_requests, days))
        parts.append("หากไม่ต้องการคำร้องแล้ว เลือก “ลบและยกเลิกคำร้อง”")
    return "\n\n".join([*parts, BY_LAW, SURVEY_APART])


def receipt(
    now: dt.datetime, *, cancelled: Sequence[str], closed: int, kept: Sequence[Request], days: int
) -> str:
    """Say what was removed and when, what was cancelled for it, and what stays."""
    done = [f"ลบข้อมูลของท่านแล้วเมื่อ {short_datetime(now)}"]
    if cancelled:
        done.append(f"ยกเลิกคำร้อง {' '.join(cancelled)}")
    if closed:
        done.append(f"ลบเลขบัตร ชื่อ ข้อความ และรายละเอียดของคำร้องที่สิ้นสุดแล้ว {closed} คำร้อง")
    done.append("ลบรายการที่กำลังกรอก ข้อความ และความยินยอม")
    parts = ["\n".join(done)]
    if kept:
        parts.append(_must_stay(kept, days))
    parts.append(BY_LAW)
    parts.append("ข้อความในโทรศัพท์ของท่านยังอยู่ ท่านลบได้เองในแชตนี้ ขอบคุณที่ใช้บริการ")
    return "\n\n".join(parts)


def consent(version: str | None, at: dt.datetime | None, withdrawn_at: dt.datetime | None) -> str:
    """Say how consent stands."""
    if version is not None and at is not None:
        return f"ความยินยอม: ให้ไว้เมื่อ {short_datetime(at)} ตามประกาศฉบับที่ {version}"
    if withdrawn_at is not None:
        return f"ความยินยอม: ถอนแล้วเมื่อ {short_datetime(withdrawn_at)}"
    return "ความยินยอม: ยังไม่ได้ให้"


def draft(services: Sequence[int], given: Particulars, *, lines: int) -> str:
    """Tell what is in a request that is being talked about."""
    items = ", ".join(SERVICE_SHORT[number] for number in services)
    return _told("รายการที่กำลังกรอก", [*([items] if items else []), *_numbers(given), *_lines(lines)])


def request(which: Request, given: Particulars) -> str:
    """Tell what is kept with a request, masked."""
    lines = sum(line.who == "citizen" for line in given.chat)
    return _told(f"คำร้อง {which.reference}", [_services(which.items), *_numbers(given), *_lines(lines)])


def ended(which: Request, given: Particulars, gone_by: dt.date) -> str:
    """Tell what is still kept with a request that has ended, and until when."""
    lines = sum(line.who == "citizen" for line in given.chat)
    parts = [*_numbers(given), *_lines(lines)] or ["ไม่มีเลขบัตรหรือข้อความ"]
    return _told(f"คำร้อง {which.reference} (สิ้นสุดแล้ว จะลบภายใน{long_date(gone_by)})", parts)


def kept(parts: Sequence[str]) -> str:
    """Put together the answer to what is kept."""
    line = "บัญชี LINE: รหัสผู้ใช้ที่ LINE ให้มา เพื่อส่งข้อความถึงท่าน (เข้ารหัสไว้)"
    head = "ข้อมูลที่ระบบเก็บไว้เกี่ยวกับท่าน เลขบัตรแสดงเพียงบางส่วนเพื่อความปลอดภัย"
    return "\n\n".join([head, *parts, line, BY_LAW, "หากต้องการให้ลบ พิมพ์ “ลบข้อมูลของฉัน”"])


def withdrawn(now: dt.datetime) -> str:
    """Confirm that consent was taken back, and say how the rest is removed."""
    return f"บันทึกการถอนความยินยอมแล้วเมื่อ {short_datetime(now)} หากต้องการให้ลบข้อมูลที่เก็บไว้ด้วย พิมพ์ “ลบข้อมูลของฉัน”"


def _must_stay(requests: Sequence[Request], days: int) -> str:
    which = "\n".join(f"- {standing.request(one).splitlines()[0]}" for one in requests)
    return (
        f"ยังต้องเก็บไว้ เพราะเจ้าหน้าที่ใช้ตรวจสอบตัวตนและมอบเอกสารของคำร้องที่ยังไม่เสร็จ:\n{which}\n"
        f"ข้อมูลของคำร้องเหล่านี้จะถูกลบเองภายใน {days} วันหลังเสร็จสิ้น หรือพิมพ์ “ลบข้อมูลของฉัน” อีกครั้งเมื่อเสร็จแล้ว"
    )


def _services(items: Sequence[Item]) -> str:
    return ", ".join(SERVICE_SHORT[item.service] for item in items)


def _numbers(given: Particulars) -> list[str]:
    shown = {
        "รหัสหลังบัตร": mask_laser(given.laser) if given.laser else "",
        "เลขใต้รูป": mask_card(given.card) if given.card else "",
        "เลขประจำตัวประชาชน": mask_pid(given.pid) if given.pid else "",
        "ชื่อ": mask_name(given.name) if given.name else "",
        "วันเกิด": mask_birth_date(given.birth_date) if given.birth_date else "",
    }
    return [f"{name} {value}" for name, value in shown.items() if value]


def _lines(count: int) -> list[str]:
    return [f"{_CHAT} {count} ข้อความ"] if count else []


def _told(head: str, parts: Sequence[str]) -> str:
    return "\n".join([f"{head}:", *(f"- {part}" for part in parts)])
