"""What the training says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desk.messages.outcomes import ACTION

HINT: Final = "ฝึกอบรม: ผู้ร้องสมมติ ใช้จริงไม่ได้ · Ctrl+T ใบคะแนน · ? ช่วยเหลือ"
PREPARING: Final = "กำลังเตรียมการฝึกอบรม: เครื่องกลาง LINE จำลอง ผู้ร้องสมมติ และเครื่องพิมพ์จำลอง …"
SHEET: Final = "ใบคะแนนฝึกอบรม"
SHEET_NEXT: Final = "ทำต่อได้เลย คะแนนคิดจากบันทึกในระบบ เมื่อออกจากโปรแกรมใบคะแนนจะเก็บเป็นไฟล์"
REFUSED: Final = (
    "ฝึกอบรมใช้ฐานข้อมูลและที่อยู่ของตนเองเท่านั้น กรุณาเอา --config และตัวแปร {names} ออกก่อน: ข้อมูลจริงไม่ถูกแตะต้อง"
)
_NOT_YET: Final = "ยังไม่ได้ทำ"
_REVEALED: Final = "เปิดดูเลข"


def dopa(outcome: int, pid: str, name: str, card: str) -> str:
    """Say what DOPA's program would show, in one line of 80 cells."""
    return f"ฝึก·ในระบบ: ผล {outcome} · {pid} · {name} · {card} · พบรายการ"


def sign_in(clerk: str, pin: str) -> str:
    """Say how to come back to the training after a lock."""
    return f"ฝึกอบรม: เข้าใช้งานด้วยรหัส {clerk} และรหัสลับ {pin}"


def here(who: str) -> str:
    """Say who stands at the counter."""
    return f"ฝึก·ที่เคาน์เตอร์: {who}"


def not_done(actions: Sequence[str]) -> str:
    """Say what is missing."""
    return "ยังขาด: " + " หรือ ".join(_name(each) for each in actions)


def done_wrongly(action: str) -> str:
    """Say what should not have been done."""
    return f"ไม่ควร: {_name(action)}"


def more_than_once(action: str) -> str:
    """Say what was done twice."""
    return f"ทำซ้ำ: {_name(action)}"


def total(good: int, of: int) -> str:
    """Sum up."""
    return f"รวม {good} จาก {of}"


def line(number: int, title: str, missed: Sequence[str], *, touched: bool) -> str:
    """Return a case's line of the sheet."""
    mark = "✓" if not missed else "✗"
    said = "; ".join(missed) if touched or not missed else _NOT_YET
    return f"{mark} {number} {title}" + (f" – {said}" if missed else "")


def why(trap: str, right: str) -> str:
    """Say what the trap was and what is right."""
    return f"    กับดัก: {trap}\n    ที่ควรทำ: {right}"


def kept(path: object) -> str:
    """Say where the sheet lies."""
    return f"ใบคะแนนอยู่ที่ {path}"


def _name(action: str) -> str:
    return ACTION.get(action, _REVEALED if action == "revealed" else action)
