"""Texts of the sign-in screen."""

from __future__ import annotations

from typing import Final

TITLE: Final = "เข้าใช้งาน"
CLERK: Final = "รหัสเจ้าหน้าที่"
PIN: Final = "รหัสลับ"
COUNTER: Final = "ช่องบริการ"
WORKING: Final = "กำลังเข้าใช้งาน…"
CLERK_MISSING: Final = "กรุณากรอกรหัสเจ้าหน้าที่"
PIN_MISSING: Final = "กรุณากรอกรหัสลับอย่างน้อย 4 ตัว"
ENTER: Final = "ถัดไป/เข้าใช้งาน"
ENTER_HELP: Final = "ไปช่องถัดไป ที่ช่องสุดท้ายคือเข้าใช้งาน"
BACK: Final = "ออก"
BACK_HELP: Final = "ออกจากโปรแกรม (ถามก่อน)"
