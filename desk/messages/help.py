"""Texts of the help screen."""

from __future__ import annotations

from typing import Final

TITLE: Final = "ปุ่มของหน้าจอนี้"
LAYOUTS: Final = "ใช้ปุ่มตัวอักษรได้ทั้งแป้นไทยและแป้นอังกฤษ · Ctrl+Q ออกจากโปรแกรม"
CLOSE: Final = "ปิด"
CLOSE_HELP: Final = "กลับไปหน้าจอเดิม"
