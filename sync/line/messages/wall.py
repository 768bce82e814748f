"""What stands on the page on the office's wall, line by line."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from thai.dates import long_date


class PageLine(NamedTuple):
    """A line of the page and its size in dots."""

    text: str
    size: int
    bold: bool = False


def heading(office: str, place: str) -> list[PageLine]:
    """Say whose page it is and what for."""
    return [
        PageLine(office, 70, bold=True),
        PageLine(place, 48),
        PageLine("เช็กอินรับเอกสารตามนัดด้วย LINE", 92, bold=True),
    ]


def steps(text: str, day: dt.date) -> list[PageLine]:
    """Say what to do, what to type by hand, and for which day it is good."""
    return [
        PageLine("1. สแกน QR ด้วยกล้องโทรศัพท์หรือ LINE", 56),
        PageLine("2. กดส่งข้อความที่ขึ้นในแชต", 56),
        PageLine("3. รอเรียกคิวตามเลขที่ได้รับในแชต", 56),
        PageLine("สแกนไม่ได้ พิมพ์ในแชตของสำนักงานว่า", 44),
        PageLine(text, 84, bold=True),
        PageLine(f"ใช้ได้เฉพาะ{long_date(day)}", 56, bold=True),
        PageLine("ไม่มีนัด หรือไม่ใช้ LINE กรุณาแจ้งเจ้าหน้าที่ที่จุดบริการ", 44),
    ]
