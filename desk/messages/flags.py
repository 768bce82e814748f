"""What the flags of a request say to a clerk."""

from __future__ import annotations

from typing import Final

from registry.labels import STATE
from registry.request import NUMBER_TWICE, Request
from registry.states import State

LABEL: Final = "ข้อสังเกต"
_PLAIN: Final = {
    NUMBER_TWICE: "หมายเลขคิวซ้ำกับผู้อื่น กรุณาดูเลขอ้างอิง",
    "handed_over_unchecked": "มอบโดยไม่มีบันทึกการตรวจซ้ำ",
}
_FACTS: Final = {
    "slip_printed": "พิมพ์บัตรคิว",
    "slip_doubtful": "บัตรคิวที่ไม่แน่ใจ",
    "fee_paid": "รับเงิน",
    "handed_over": "มอบเอกสาร",
}
_WHILE: Final = {
    f"{fact}_while_{state.value}": f"บันทึก “{said}” ขณะสถานะ “{STATE[state]}”"
    for fact, said in _FACTS.items()
    for state in State
}


def told(request: Request) -> str:
    """Return the flags in words; the state and the day tell those of what waits and of a day that closed."""
    return " · ".join(said for flag in request.flags if (said := _PLAIN.get(flag) or _WHILE.get(flag)))
