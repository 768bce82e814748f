"""Texts of the sign-in screen."""

from __future__ import annotations

from typing import Final

TITLE: Final = "เข้าใช้งาน"
LOCKED_TITLE: Final = "ล็อกอยู่"
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


def away(offline_days: int) -> str:
    """Say that the daemon cannot be reached, who can sign in all the same, and what the others do."""
    happened, others = "ขาดการเชื่อมต่อ: ติดต่อเครื่องกลางไม่ได้", "กรุณารอให้เชื่อมต่อได้ หรือแจ้งผู้ดูแลระบบ"
    if not offline_days:
        return f"{happened}\n{others}"
    return f"{happened}\nผู้ที่เข้าใช้งานเครื่องนี้ภายใน {offline_days} วัน เข้าด้วยรหัสลับเดิมได้\nผู้อื่น{others}"


def meanwhile(released: int, untold: int) -> str:
    """Say at the lock how much waits to be told, and of a release by somebody else that it is one."""
    first = f"เรื่องที่ท่านรับไว้ถูกคืน {released} เรื่อง" if released else f"มีเรื่องแจ้งถึงท่าน {untold} เรื่อง"
    return f"{first}\nกรอกรหัสลับเพื่ออ่าน"


def locked(name: str) -> str:
    """Say whose work waits behind the lock, and that others may work here too."""
    return f"งานของ {name} ยังอยู่ครบ กรอกรหัสลับเพื่อกลับไปทำต่อ\nเปลี่ยนคน: กด ↑ แล้วกรอกรหัสเจ้าหน้าที่ของท่าน"
