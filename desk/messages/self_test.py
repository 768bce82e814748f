"""Texts of the self-test of terminal and font."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

TITLE: Final = "ตรวจจอและแป้นพิมพ์"
HELP: Final = "ตรวจว่าจอ ตัวอักษร แป้นพิมพ์ และการเชื่อมต่อของเครื่องนี้พร้อมใช้งาน"
SIGN: Final = {"good": "✓ ดี", "bad": "✗ ต้องแก้", "look": "? ดูเอง"}
LOOK_AT: Final = "ดูด้วยตา: เส้น | ท้ายสองบรรทัดนี้ตรงกันหรือไม่ และเห็นวรรณยุกต์ครบหรือไม่"
COLOUR_LINE: Final = "สีและกรอบ:"
LAST_KEY: Final = "ปุ่มล่าสุด:"
NONE_YET: Final = "(กดปุ่มใดก็ได้)"
AGAIN: Final = "วัดใหม่"
AGAIN_HELP: Final = "ถามความกว้างของตัวอักษรจากจออีกครั้ง"
BACK: Final = "ปิด"
BACK_HELP: Final = "ปิดการตรวจ"
SCROLL: Final = "เลื่อน"
SCROLL_HELP: Final = "เลื่อนดูผลตรวจ"

SILENT: Final = "จอไม่ตอบว่าตัวอักษรไทยกว้างเท่าใด"
LOOK_STEP: Final = "ดูสองบรรทัดข้างบน ถ้าเส้น | ไม่ตรงกัน ให้ใช้โปรแกรมจอหรือแบบอักษรอื่นตามคู่มือติดตั้ง"
WIDTHS_GOOD: Final = "จอนับสระและวรรณยุกต์ไทยถูกต้อง"
WIDTH_STEP: Final = "เปลี่ยนโปรแกรมจอหรือแบบอักษร (ดูคู่มือติดตั้ง) แล้วตรวจใหม่"
SIZE_STEP: Final = "ขยายหน้าต่างหรือลดขนาดตัวอักษรให้ได้อย่างน้อย 80×24"
KEYS_GOOD: Final = "ปุ่ม F ที่ใช้มาถึงครบ"
KEYS_STEP: Final = "กดทีละปุ่ม ปุ่มที่ไม่ขึ้นถูกโปรแกรมจอเก็บไว้ ให้ปลดในโปรแกรมจอ หรือตั้งปุ่มอื่นใน [desk.keys]"
THAI_GOOD: Final = "แป้นไทยใช้ได้"
THAI_MISSING: Final = "ยังไม่ได้ลองแป้นไทย"
THAI_STEP: Final = "สลับเป็นแป้นไทยแล้วกดตัวอักษรใดก็ได้"
NO_COLOURS: Final = "ไม่ใช้สี (NO_COLOR)"
KEYS_PROBLEM_STEP: Final = "แก้ใน config.toml แล้วเปิดโปรแกรมใหม่ ระหว่างนี้ใช้ปุ่มเดิม"
ONLINE: Final = "เชื่อมต่อกับเครื่องกลางได้"
OFFLINE: Final = "ติดต่อเครื่องกลางไม่ได้"
OFFLINE_STEP: Final = "ตรวจสายเครือข่าย และที่อยู่ใน [desk] server ถ้ายังไม่ได้แจ้งผู้ดูแลระบบ"
PRINTER_STEP: Final = "ดูที่เครื่องพิมพ์ หรือสั่ง bangkhae-printer doctor"
PRINTER_NONE: Final = "ไม่ได้ตั้งเครื่องพิมพ์"
PRINTER_SET: Final = "ตั้งเครื่องพิมพ์ไว้แล้ว ยังไม่ได้ลอง"
PRINTER_TRY: Final = "ลองด้วย bangkhae-printer test"
PICTURES: Final = {
    "sixel": "รูปเอกสาร: คมชัด อ่านตัวหนังสือได้ (Sixel)",
    "kitty": "รูปเอกสาร: คมชัด อ่านตัวหนังสือได้ (Kitty)",
    "cells": "รูปเอกสาร: หยาบ ต้องขยายดูทีละส่วน",
}
PICTURES_STEP: Final = (
    "จอนี้ไม่วาดรูป หากต้องอ่านเอกสาร ใช้โปรแกรมจอที่วาดได้ เช่น Windows Terminal 1.22 ขึ้นไป (ดูคู่มือติดตั้ง)"
)
CHECKING: Final = "กำลังตรวจ…"
GOOD: Final = "ปกติ"
WARNING: Final = "เตือน"
ERROR: Final = "ผิดพลาด"


def width(sample: str, wanted: int, cells: int) -> str:
    """Say that a text takes another width than it should."""
    return f"“{sample}” ควรกว้าง {wanted} ช่อง จอนับเป็น {cells}"


def size(columns: int, rows: int) -> str:
    """Say how large the screen is."""
    return f"ขนาดจอ {columns}×{rows} (อย่างน้อย 80×24)"


def keys_missing(missing: Sequence[str]) -> str:
    """Say which keys have not arrived yet."""
    return f"ยังไม่เห็นปุ่ม {' '.join(missing)}"


def colours(theme: str) -> str:
    """Say which colours the desk has."""
    return f"สีของจอ: {theme}"


def printer(words: str) -> str:
    """Say how the printer is."""
    return f"เครื่องพิมพ์: {words}"
