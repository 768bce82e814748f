"""The questions for what a request still needs, and what was understood said back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from registry.labels import SERVICE
from thai.dates import clock, long_date

SERVICES: Final = "ต้องการเอกสารใด กรุณาเลือกจากปุ่ม หรือพิมพ์ชื่อเอกสาร (เลือกได้มากกว่าหนึ่งรายการ)"
LASER: Final = "กรุณาพิมพ์รหัสหลังบัตรประชาชน 12 หลัก (อักษรอังกฤษ 2 ตัว ตามด้วยเลข 10 ตัว) เช่น JC1-0000000-00"
COPIES: Final = "ต้องการกี่ฉบับ"
DATE: Final = "ต้องการมารับเอกสารวันใด กรุณาเลือกจากปุ่ม หรือพิมพ์วันที่ เช่น 1 ธ.ค. หรือ ศุกร์หน้า"
NO_DATE: Final = "ขออภัย ขณะนี้ยังไม่มีวันว่างให้นัดหมาย กรุณาลองใหม่ภายหลัง หรือติดต่อเจ้าหน้าที่"
CHOOSE: Final = "ต้องการแก้ไขส่วนใด กรุณาเลือกจากปุ่ม หรือพิมพ์ข้อมูลใหม่ได้เลย"
NO_LASER: Final = (
    "บัตรบางใบ เช่น บัตรตลอดชีพรุ่นเก่า ไม่มีรหัสหลังบัตร "
    "กรณีนี้กรุณานำบัตรตัวจริงมาติดต่อที่เคาน์เตอร์ หรือกด “สอบถามเจ้าหน้าที่” หากพบรหัสแล้ว พิมพ์ต่อได้เลย"
)


def each_copies(services: Sequence[int]) -> str:
    """Ask how many copies, once for all services that have none yet."""
    if len(services) < 2:
        return f"{''.join(SERVICE[number] for number in services)} {COPIES}"
    names = "\n".join(f"- {SERVICE[number]}" for number in services)
    return f"{names}\nต้องการอย่างละกี่ฉบับ หากไม่เท่ากัน พิมพ์ทีละรายการ เช่น {SERVICE[services[0]]} 2 ฉบับ"


def time(day: dt.date) -> str:
    """Ask for a time on a day."""
    return f"สะดวกมารับ{long_date(day)} เวลาใด กรุณาเลือกจากปุ่ม หรือพิมพ์เวลา เช่น 10.30 น."


def understood(
    *,
    services: Sequence[int],
    removed: Sequence[int] = (),
    copies: int | None,
    numbers: Sequence[str],
    day: dt.date | None,
    at: dt.time | None,
) -> str:
    """Say back what was new in a message; numbers come masked."""
    said = [SERVICE[number] for number in services]
    if copies is not None:
        said.append(f"{copies} ฉบับ")
    said += numbers
    if day is not None:
        said.append(long_date(day))
    if at is not None:
        said.append(f"เวลา {clock(at)}")
    told = ["รับทราบ: " + ", ".join(said)] if said else []
    if removed:
        told.append(f"นำ{', '.join(SERVICE[number] for number in removed)}ออกแล้ว")
    return "\n".join(told)
