"""Texts of the command palette."""

from __future__ import annotations

from typing import Final

TITLE: Final = "คำสั่ง"
COLOURS: Final = "จอ"
PROMPT: Final = "พิมพ์คำไทยหรืออังกฤษ เช่น ค้นหา หรือ search"
NOTHING: Final = "ไม่พบคำสั่ง"
RUN: Final = "ทำ"
RUN_HELP: Final = "ทำคำสั่งที่เลือก"
MOVE: Final = "เลือก"
MOVE_HELP: Final = "เลื่อนขึ้นลงในรายการคำสั่ง"
BACK: Final = "ปิด"
BACK_HELP: Final = "ปิดรายการคำสั่ง ไม่ทำอะไร"
GO_TO: Final = "ไปที่รายการนี้"
