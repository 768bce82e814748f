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
