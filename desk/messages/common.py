"""What several screens say in the same words: numbers of copies, trays and places, and what is under way."""

from __future__ import annotations

from typing import Final

TRAY: Final = "ถาด"
FULL: Final = "เต็ม"
KEPT: Final = "กันที่ไว้แล้ว"
SENDING: Final = "กำลังส่ง…"
READING_SLOTS: Final = "กำลังอ่านเวลาว่าง…"
GONE: Final = "คำร้องนี้ไม่มีในรายการแล้ว กด Esc เพื่อกลับ"


def copies(number: int) -> str:
    """Say how many copies."""
    return f"{number} ฉบับ"


def tray(name: str) -> str:
    """Say in which tray documents lie."""
    return f"{TRAY} {name}"


def places(number: int, kept: int = 0) -> str:
    """Say how many places a time has left, and how many of them LINE does not give."""
    if not number:
        return FULL
    if not kept:
        return f"ว่าง {number} ที่"
    return f"ว่าง {number} ที่ (กันไว้ให้ผู้ที่มาเอง{'' if kept == number else f' {kept}'})"
