"""Texts of what every screen has: status line, footer, dialogs, the keys that mean the same everywhere."""

from __future__ import annotations

from typing import Final

from registry.actors import Role
from registry.settings import ThemeName

APP_TITLE: Final = "บางแคเดสก์"
TRAINING: Final = "ฝึกอบรม"
COUNTER: Final = "ช่องบริการ"
ROLE: Final = {Role.CLERK: "เจ้าหน้าที่", Role.HEAD: "หัวหน้า", Role.ADMIN: "ผู้ดูแลระบบ"}

ONLINE: Final = "● เชื่อมต่อ"
OFFLINE: Final = "○ ขาดการเชื่อมต่อ F1"
ONLINE_SHORT: Final = "● เชื่อม"
OFFLINE_SHORT: Final = "○ ขาด F1"
CONNECTING: Final = "○ กำลังเชื่อมต่อ"
CONNECTING_SHORT: Final = "○ กำลังต่อ"
PRINTER_READY: Final = "▣"
PRINTER_NOT_READY: Final = "▢"
PRINTER_READY_SHORT: Final = "พร้อม"
PRINTER_SILENT: Final = "เครื่องพิมพ์ (ไม่ทราบสถานะ)"
PRINTER_SILENT_SHORT: Final = "ไม่ทราบ"
PRINTER_NONE: Final = "ไม่มีเครื่องพิมพ์"
PRINTER_SET: Final = "เครื่องพิมพ์พร้อม"
PRINTER_UNKNOWN: Final = "ไม่ทราบว่าพิมพ์ออกหรือไม่"
PRINTER_HELD: Final = "มีบัตรคิวรอถาม (F6)"


def unsent(number: int, age: str) -> str:
    """Say how many commands wait to be sent, and how old the oldest is."""
    return f"ค้างส่ง {number} ({age})" if number and age else f"ค้างส่ง {number}"


def unsent_short(number: int) -> str:
    """Say the same where there is little room."""
    return f"ค้าง {number}"


def who(office: str, counter: str, name: str, role: Role) -> str:
    """Say whose desk this is: ``สำนักงานเขตบางแค · ช่องบริการ 3 · สมหญิง (เจ้าหน้าที่)``."""
    return f"{office} · {COUNTER} {counter} · {name} ({ROLE[role]})"


def to_settle(number: int) -> str:
    """Say how many refused commands are to be settled."""
    return f"! รอจัดการ {number}"


def too_small(columns: int, rows: int) -> str:
    """Say that the window is too small, and what to do."""
    return f"จอเล็กเกินไป ({columns}×{rows}) กรุณาขยายให้ได้ 80×24"


HELP: Final = "ช่วยเหลือ"
HELP_HELP: Final = "ดูปุ่มทั้งหมดของหน้าจอนี้"
SEARCH: Final = "ค้นหา"
SEARCH_HELP: Final = "ค้นหาด้วยเลขอ้างอิง หมายเลขคิว เลข 4 ตัวท้าย หรือชื่อ หรือสแกนรหัสได้จากทุกหน้าจอ"
LOCK: Final = "ล็อก"
LOCK_HELP: Final = "ล็อกหน้าจอ กลับไปหน้าเข้าใช้งาน"
PALETTE: Final = "คำสั่ง"
PALETTE_HELP: Final = "รายการคำสั่งทั้งหมดที่ใช้ได้ตอนนี้ ค้นด้วยคำไทยหรืออังกฤษ"
BACK: Final = "กลับ"
BACK_HELP: Final = "ถอยกลับหนึ่งขั้น ไม่มีอะไรหาย"

THEME: Final[dict[ThemeName, str]] = {
    "dark": "สีเข้ม",
    "light": "สีสว่าง",
    "high-contrast": "ตัดกันชัด",
    "colour-blind": "สำหรับตาบอดสี",
}
THEME_HELP: Final = "เปลี่ยนสีของจอเครื่องนี้ และจำไว้"


def theme_chosen(name: ThemeName) -> str:
    """Say which colours there are now."""
    return f"เปลี่ยนเป็น{THEME[name]}แล้ว"


def theme_not_kept(name: ThemeName) -> str:
    """Say that the choice is good until the program ends."""
    return f"{theme_chosen(name)} แต่จำไว้ไม่ได้ เปิดโปรแกรมใหม่จะกลับเป็นสีเดิม"


LOCKS_SOON: Final = "จะล็อกจอในอีก 20 วินาที กดปุ่มใดก็ได้หากยังทำงานอยู่"
SIGN_OUT: Final = "ออกจากระบบ"
SIGN_OUT_HELP: Final = "เลิกใช้เครื่องนี้: ปิดหน้าจอและงานที่กรอกค้างของเรา (ถามก่อน)"
SIGN_OUT_TITLE: Final = "ออกจากระบบ"
SIGN_OUT_TEXT: Final = (
    "ต้องการออกจากระบบหรือไม่ สิ่งที่กรอกค้างไว้ในหน้าจอจะหายไป เรื่องที่รับไว้ยังเป็นของเราจนหมดเวลา\n"
    "ลุกจากโต๊ะชั่วคราวหรือเปลี่ยนคน กด F12 ล็อกแทน สิ่งที่กรอกไว้จะยังอยู่"
)

CONFIRM: Final = "ยืนยัน"
CONFIRM_HELP: Final = "ยืนยันสิ่งที่ถาม"
DISMISS: Final = "ไม่ทำ"
DISMISS_HELP: Final = "ไม่ทำ กลับไปหน้าเดิม"
CLOSE: Final = "ปิด"
CLOSE_HELP: Final = "ปิดข้อความนี้"

ALREADY_OPEN: Final = "โปรแกรมเปิดอยู่แล้วในเครื่องนี้ กรุณากลับไปใช้หน้าต่างที่เปิดไว้"
CHOOSE: Final = "เลือกด้วยตัวเลข หรือ ↑↓ แล้ว Enter"
CHOOSE_BACK_HELP: Final = "กลับโดยไม่เปลี่ยนอะไร"

LEAVE: Final = "ออกจากโปรแกรม"
LEAVE_HELP: Final = "ออกจากโปรแกรม (ถามก่อน)"
HOW_TO_QUIT: Final = "ออกจากโปรแกรมด้วย Ctrl+Q"
QUIT_TITLE: Final = "ออกจากโปรแกรม"
QUIT_TEXT: Final = "ต้องการออกจากโปรแกรมหรือไม่ เรื่องที่ค้างอยู่ไม่หาย"
QUIT: Final = "ออก"

SCAN_UNKNOWN: Final = "รหัสที่สแกนไม่ใช่เลขอ้างอิงของสำนักงาน"
SCAN_NOT_FOUND: Final = "ไม่พบคำร้องตามรหัสที่สแกน กด F3 เพื่อค้นหาด้วยวิธีอื่น"
SCAN_BUSY: Final = "มีคำถามเปิดอยู่ กรุณาตอบหรือปิดก่อน แล้วสแกนอีกครั้ง"
