"""What is said of the particulars that the office asks for: their names, the questions, the hints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from registry.settings import ChatParticular
from sync.line.messages import asking, hints

LABEL: Final[dict[ChatParticular, str]] = {
    "laser": "รหัสหลังบัตร",
    "card": "เลขใต้รูป",
    "pid": "เลขประจำตัวประชาชน",
    "name": "ชื่อ-สกุล",
    "birth_date": "วันเกิด",
}
ASK: Final[dict[str, str]] = {
    "laser": asking.LASER,
    "pid": "กรุณาพิมพ์เลขประจำตัวประชาชน 13 หลัก เช่น 1-0000-00000-00-0",
    "name": "กรุณาพิมพ์คำนำหน้า ชื่อ และนามสกุล ตามบัตรประชาชน เช่น นางสาวสมมติ ตัวอย่าง",
    "birth_date": "กรุณาพิมพ์วันเดือนปีเกิด เช่น 31/12/2530 หรือ 31 ธันวาคม 2530",
}
ODD: Final[dict[str, str]] = {
    "pid": hints.PID_FORMAT,
    "name": (
        "ขออภัย ยังอ่านชื่อไม่ได้ กรุณาพิมพ์คำนำหน้า ชื่อ และนามสกุล เป็นตัวอักษรเท่านั้น "
        "เช่น นางสาวสมมติ ตัวอย่าง หรือ Miss Sommut Tuayang"
    ),
    "birth_date": "ขออภัย วันเกิดไม่ถูกต้อง กรุณาพิมพ์วัน เดือน และปีให้ครบ เช่น 31/12/2530 หรือ 31 ธันวาคม 2530",
}


def names(which: Sequence[ChatParticular]) -> str:
    """List particulars in a sentence."""
    return " ".join(LABEL[one] for one in which)


def line(which: ChatParticular, masked: str) -> str:
    """Say one of them in a summary."""
    return f"{LABEL[which]}: {masked}"


def said(which: ChatParticular, masked: str) -> str:
    """Say one of them back."""
    return f"{LABEL[which]} {masked}"
