"""Texts of the screen on which a request is only looked at."""

from __future__ import annotations

from typing import Final

TITLE: Final = "ดูคำร้อง"
CHAT: Final = "การสนทนา"
PAST: Final = "คำร้องอื่นของผู้ร้องคนนี้"
NO_PAST: Final = "ไม่พบคำร้องอื่นในเครื่องนี้"
READ: Final = "เลื่อนอ่าน"
READ_HELP: Final = "เลื่อนอ่านขึ้นลง"
KEY: Final = "ประวัติ"
KEY_HELP: Final = "ดูคำร้องอื่นของผู้ร้องคนนี้และการสนทนา ดูได้อย่างเดียว"


def heading(reference: str, state: str) -> str:
    """Say which request it is and how it stands."""
    return f"{TITLE} {reference} · {state}"
