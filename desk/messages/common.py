"""What several screens say in the same words: numbers of copies, trays and places, and what is under way."""

from __future__ import annotations

from typing import Final

TRAY: Final = "ถาด"
FULL: Final = "เต็ม"
SENDING: Final = "กำลังส่ง…"
READING_SLOTS: Final = "กำลังอ่านเวลาว่าง…"
GONE: Final = "คำร้องนี้ไม่มีในรายการแล้ว กด Esc เพื่อกลับ"


def copies(number: int) -> str:
    """Say how many copies."""
    return f"{number} ฉบับ"


def tray(name: str) -> str:
    """Say in which tray documents lie."""
    return f"{TRAY} {name}"


def places(number: int) -> str:
    """Say how many places a time has left."""
    return f"ว่าง {number} ที่" if number else FULL
