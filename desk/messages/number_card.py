"""What stands on the card of who waits with a number, and what is said of it."""

from __future__ import annotations

from typing import Final

TITLE: Final = "บัตรคิว"
WANTED: Final = "เอกสารที่ขอ"
NOTES: Final = (
    "กรุณารอเรียกหมายเลขคิว ผู้ที่นัดไว้และมาตรงเวลาได้รับบริการก่อนในรอบเดียวกัน",
    "กรุณาเตรียมบัตรประจำตัวประชาชนตัวจริง",
)
AGAIN: Final = "พิมพ์ซ้ำ"
NOT_SEEN_YET: Final = "ให้คิวแล้ว จะขึ้นในรายการ “นัดวันนี้” เปิดแล้วกด F6 พิมพ์บัตรคิว"

ANOTHER: Final = f"F6 พิมพ์อีกใบ มีคำว่า{AGAIN}"


def paper(paper_mm: int) -> str:
    """Name the card by its paper."""
    return f"{TITLE} ({paper_mm} มม.)"


def given(number: str, *, printed: bool) -> str:
    """Say which number somebody has, and where it stands."""
    return f"ได้คิว {number} · {'กำลังพิมพ์บัตรคิว' if printed else 'เครื่องพิมพ์ไม่พร้อม กรุณาเขียนเลขให้ผู้ร้อง'}"


def printing_again(number: str) -> str:
    """Say that the card is printed once more, and how that one differs."""
    return f"พิมพ์บัตรคิว {number} อีกใบ มีคำว่า “{AGAIN}”"
