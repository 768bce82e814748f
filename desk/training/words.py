"""What the training says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desk.messages.outcomes import ACTION

HINT: Final = "ฝึกอบรม: ผู้ร้องสมมติ ทำเหมือนงานจริงทีละราย · Enter รับเรื่อง · Ctrl+T ใบคะแนน"
ALL_DONE: Final = "ฝึกอบรม: ครบทุกรายแล้ว · Ctrl+T ดูใบคะแนน · Ctrl+Q ออก"
WHO: Final = "ชื่อผู้ฝึก (ขึ้นบนใบคะแนน แล้วกด Enter): "
NOBODY_HERE: Final = "ยังไม่มีใครมา"
NOBODY: Final = "ผู้ฝึก"
PREPARING: Final = "กำลังเตรียมการฝึกอบรม: เครื่องกลาง LINE จำลอง ผู้ร้องสมมติ และเครื่องพิมพ์จำลอง …"
WRITING: Final = "  … ผู้ร้องสมมติกำลังเขียนมาทาง LINE"
SHEET: Final = "ใบคะแนนฝึกอบรม"
SHEET_NEXT: Final = "คะแนนคิดจากสิ่งที่บันทึกไว้ ↑↓ เลื่อนดู · ออกจากโปรแกรมแล้วเก็บเป็นไฟล์ให้"
CLOSE: Final = "ทำต่อ"
CLOSE_HELP: Final = "ปิดใบคะแนนและทำต่อ"
REFUSED: Final = "ฝึกอบรมใช้ฐานข้อมูลและที่อยู่ของตนเองเท่านั้น กรุณาเอา {names} ออกก่อน: ข้อมูลจริงไม่ถูกแตะต้อง"
QUIT_TEXT: Final = "จบการฝึกหรือไม่ ใบคะแนนจะเก็บเป็นไฟล์ ส่วนคำร้องสมมติจะถูกลบทิ้ง"
QUIT_UNSENT: Final = (
    "สิ่งที่บันทึกไว้ยังส่งไม่ถึงเครื่องกลาง ใบคะแนนจึงยังไม่เห็น รอให้ “ค้าง” เป็น 0 ก่อนจะดีกว่า\nจบการฝึกตอนนี้เลยหรือไม่"
)
TROUBLE_TITLE: Final = "เหตุการณ์ในการฝึกไม่เป็นไปตามบท"
TROUBLE: Final = "โปรแกรมจำลองขัดข้อง ไม่ใช่ความผิดของผู้ฝึก"
TROUBLE_NEXT: Final = "กด Ctrl+Q ออก แล้วเปิดฝึกอบรมใหม่"
FOLDER: Final = "ใบคะแนนฝึกอบรม"

RIGHT: Final = "ทำถูกต้อง"
NOT_YET: Final = "ยังไม่ได้ทำ"
UNDER_WAY: Final = "ยังทำไม่จบ"
_INDENT: Final = "    "


def dopa(outcome: int, pid: str, name: str, card: str) -> str:
    """Say what DOPA's program would show, in one line of 78 cells."""
    return f"ในระบบ: ผล {outcome} · {pid} · {name} · {card} · ข้ออื่นตรง"


def sign_in(clerk: str, pin: str) -> str:
    """Say how to come back to the training after a lock."""
    return f"ฝึกอบรม: เข้าใช้งานด้วยรหัส {clerk} และรหัสลับ {pin}"


def here(who: str) -> str:
    """Say who stands at the counter; in one line of 78 cells."""
    return f"ที่ช่อง: {who or NOBODY_HERE}"


def has_come(citizen: str, reference: str) -> str:
    """Say that somebody waits to be served, and where to find them."""
    return f"ฝึกอบรม: {citizen} ({reference}) มารับเอกสารแล้ว · กด 2 นัดวันนี้ แล้วเลือก {reference}"


def missing(ways: Sequence[str]) -> str:
    """Say what is missing; one of the ways would do."""
    return "ยังขาด " + " หรือ ".join(ACTION[each] for each in ways)


def wrong(action: str) -> str:
    """Say what should not have been done."""
    return f"ไม่ควร{ACTION[action]}"


def twice(action: str) -> str:
    """Say what was done more than once."""
    return f"{ACTION[action]}ซ้ำ"


def line(sign: str, citizen: str, reference: str, title: str, said: str) -> str:
    """Return a case's line of the sheet; without its title where that would give the trap away."""
    who = f"{sign} {reference} {citizen}"
    return " · ".join(part for part in (who, title, said) if part)


def trap(text: str) -> str:
    """Say what the trap was."""
    return f"{_INDENT}กับดัก: {text}"


def right_way(text: str) -> str:
    """Say what would have been right."""
    return f"{_INDENT}ที่ควรทำ: {text}"


def total(right: int, wrong: int, left: int) -> str:
    """Sum up."""
    parts = [f"ถูกต้อง {right} จาก {right + wrong + left} ราย"]
    parts += [f"พลาด {wrong}"] if wrong else []
    parts += [f"ยังไม่จบ {left}"] if left else []
    return " · ".join(parts)


def heading(clerk: str, when: str) -> str:
    """Head a sheet."""
    return f"{SHEET} · {clerk} · {when}"


def kept(path: object) -> str:
    """Say where the sheet lies."""
    return f"เก็บใบคะแนนไว้ที่ {path}"


def not_kept(reason: str) -> str:
    """Say that the sheet could not be kept."""
    return f"เก็บใบคะแนนเป็นไฟล์ไม่ได้ ({reason}) กรุณาจดหรือถ่ายรูปจากจอนี้"


def sheet_file(clerk: str) -> str:
    """Name the file of a clerk's sheets."""
    return f"ใบคะแนน {clerk}.txt"
