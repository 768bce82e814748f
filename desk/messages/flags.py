"""What the flags of a request say to a clerk."""

from __future__ import annotations

from typing import Final

from registry.labels import state_of
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
_OF_INQUIRY: Final = {
    "handed_over": "เสร็จแล้ว",
    "handed_over_unchecked": "บันทึกว่าเสร็จโดยไม่มีบันทึกการตรวจบัตร",
}
"""What is said in place of these where nothing is handed over: service 5 in person."""
_WHILE: Final = {f"{fact}_while_{state.value}": (fact, state) for fact in _FACTS for state in State}


def told(request: Request) -> str:
    """Return the flags in words; the state and the day tell those of what waits and of a day that closed."""
    return " · ".join(said for flag in request.flags if (said := _told(flag, request)))


def _told(flag: str, request: Request) -> str:
    own = _OF_INQUIRY if request.only_inquiry else {}
    if flag not in _WHILE:
        return own.get(flag) or _PLAIN.get(flag, "")
    fact, state = _WHILE[flag]
    return f"บันทึก “{own.get(fact) or _FACTS[fact]}” ขณะสถานะ “{state_of(request, state)}”"
