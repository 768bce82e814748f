"""A hint for each kind of mistake: what was not right, and an example; never the number itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from thai.dates import clock, long_date

LASER_FORMAT: Final = (
    "ขออภัย รหัสหลังบัตรไม่ครบหรือไม่ถูกต้อง รหัสมีอักษรภาษาอังกฤษ 2 ตัว ตามด้วยเลข 10 ตัว "
    "เช่น JC1-0000000-00 กรุณาดูที่บัตรอีกครั้ง (อักษร O กับเลข 0 ต่างกัน)"
)
CARD_FORMAT: Final = "ขออภัย เลขใต้รูปถ่ายด้านหน้าบัตรต้องมี 14 หลัก เช่น 1040-02-00000000 กรุณาตรวจสอบแล้วพิมพ์อีกครั้ง"
PID_NOT_CARD: Final = (
    "เลข 13 หลักคือเลขประจำตัวประชาชน ซึ่งยังไม่ต้องใช้ในขั้นตอนนี้ "
    "ที่ต้องการคือเลข 14 หลักใต้รูปถ่ายด้านหน้าบัตร เช่น 1040-02-00000000"
)
PID_NOT_LASER: Final = (
    "เลข 13 หลักคือเลขประจำตัวประชาชน ซึ่งยังไม่ต้องใช้ในขั้นตอนนี้ ที่ต้องการคือรหัสหลังบัตร เช่น JC1-0000000-00"
)
PID_FORMAT: Final = (
    "ขออภัย เลข 13 หลักนี้ไม่ใช่เลขประจำตัวประชาชนที่ถูกต้อง (เลขใต้รูปถ่ายมี 14 หลัก) "
    "กรุณาตรวจสอบแล้วพิมพ์อีกครั้ง เช่น 1-0000-00000-00-0"
)
DATE_INVALID: Final = "ขออภัย วันที่ไม่ชัดเจนหรือไม่มีในปฏิทิน กรุณาพิมพ์วันเดียว เช่น 01/12/2569 หรือ 1 ธ.ค. 69"
DATE_PAST: Final = "ขออภัย วันที่นี้ผ่านมาแล้ว กรุณาเลือกวันข้างหน้า"
TIME_INVALID: Final = "ขออภัย เวลาไม่ถูกต้อง กรุณาพิมพ์ เช่น 10.30 น. หรือ บ่ายสอง"
SERVICE_UNKNOWN: Final = "ขออภัย ไม่มีบริการหมายเลขนี้ บริการมีหมายเลข 1 ถึง 5 เช่น 1# คือสำเนาทะเบียนบ้าน"
CONFIRM_FIRST: Final = "ข้อมูลมีการเปลี่ยนแปลง กรุณาตรวจสอบสรุปอีกครั้ง"


def copies_range(most: int) -> str:
    """Say how many copies can be asked for."""
    return f"ขออภัย ขอได้ครั้งละ 1 ถึง {most} ฉบับต่อรายการ กรุณาระบุจำนวน เช่น 2 ฉบับ"


def too_many_open(most: int) -> str:
    """Say that no further request can be made until one of the open ones has ended."""
    return (
        f"ขออภัย ท่านมีคำร้องที่ยังไม่เสร็จ {most} รายการแล้ว จึงยังยื่นเพิ่มไม่ได้ "
        "กรุณารับเอกสารหรือยกเลิกคำร้องเดิมก่อน แล้วยืนยันคำร้องนี้อีกครั้ง"
    )


def closed(day: dt.date, why: str, days: Sequence[dt.date]) -> str:
    """Say that the office is closed on a day, and when it is open next."""
    reason = f" ({why})" if why else ""
    return f"ขออภัย {long_date(day)} สำนักงานปิดทำการ{reason}{_next(days)}"


def full(day: dt.date, days: Sequence[dt.date]) -> str:
    """Say that a day has no free places."""
    return f"ขออภัย {long_date(day)} ไม่มีเวลาว่างแล้ว{_next(days)}"


def too_early(day: dt.date, ahead: int, days: Sequence[dt.date]) -> str:
    """Say that a day is too near; ``ahead`` is how many days ahead it has to be."""
    return f"ขออภัย {long_date(day)} เร็วเกินไป กรุณานัดล่วงหน้าอย่างน้อย {ahead} วัน{_next(days)}"


def too_late(ahead: int, days: Sequence[dt.date]) -> str:
    """Say that a day is too far away."""
    return f"ขออภัย นัดล่วงหน้าได้ไม่เกิน {ahead} วัน{_next(days)}"


def past(days: Sequence[dt.date]) -> str:
    """Say that a day is over."""
    return f"{DATE_PAST}{_next(days)}"


def outside_hours(at: dt.time, opens: dt.time, closes: dt.time) -> str:
    """Say when the office works."""
    return f"ขออภัย เวลา {clock(at)} อยู่นอกเวลาทำการ สำนักงานเปิด {clock(opens)} ถึง {clock(closes)}"


def lunch(at: dt.time, begins: dt.time, ends: dt.time) -> str:
    """Say when nobody can be served because of lunch."""
    return f"ขออภัย เวลา {clock(at)} เป็นช่วงพักกลางวัน ({clock(begins)} ถึง {clock(ends)})"


def in_slot(at: dt.time, slot: dt.time) -> str:
    """Say which slot a time falls into that is not the beginning of one."""
    return f"นัดหมายเป็นรอบ เวลา {clock(at)} อยู่ในรอบ {clock(slot)}"


def time_full(at: dt.time, near: Sequence[dt.time]) -> str:
    """Say that a time has no free places, and which are closest to it."""
    others = f" เวลาใกล้เคียงที่ยังว่าง: {', '.join(map(clock, near))}" if near else ""
    return f"ขออภัย เวลา {clock(at)} เต็มแล้ว{others}"


def _next(days: Sequence[dt.date]) -> str:
    if not days:
        return ""
    return "\nวันที่ยังว่าง:\n" + "\n".join(f"- {long_date(day)}" for day in days)
