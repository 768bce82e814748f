"""Texts of the search screen."""

from __future__ import annotations

from typing import Final

TITLE: Final = "ค้นหา"
PROMPT: Final = "เลขอ้างอิง หมายเลขคิว เลข 4 ตัวท้าย หรือชื่อ"
NOTHING: Final = "ไม่พบคำร้อง"
NOTHING_YET: Final = "พิมพ์อย่างน้อย 2 ตัว หรือสแกนรหัส"
STATE: Final = "สถานะ"
WHEN: Final = "นัด / ขอรับ"
OPEN: Final = "เปิด"
OPEN_HELP: Final = "เปิดคำร้องที่เลือก"


def held_elsewhere(reference: str, name: str, counter: str) -> str:
    """Say who works on a request that was opened, and what may be done."""
    return f"{name} (ช่อง {counter}) รับเรื่อง {reference} อยู่ ดูได้อย่างเดียว กรุณาเลือกเรื่องอื่น หรือสอบถามผู้รับเรื่อง"


def only_looked_at(reference: str, state: str) -> str:
    """Say that nothing is left to be done on a request that was opened."""
    return f"{reference} สถานะ {state} ไม่อยู่ในรายการงาน จึงดูได้จากผลการค้นหาเท่านั้น"
