"""What the check screen and its lines say."""

from __future__ import annotations

from typing import Final

from desk.check_model import Problem
from desk.messages.errors import Told

TITLE: Final = "ตรวจคำร้อง"
CLAIM: Final = "ผู้ร้องแจ้งทาง LINE"
CLAIM_WALK_IN: Final = "ผู้ร้องแจ้งที่ช่องบริการ"
LASER: Final = "รหัสหลังบัตร"
CARD: Final = "เลขใต้รูปถ่าย"
PID_SHORT: Final = "เลขประชาชน"
NAME: Final = "ชื่อ-สกุล"
BIRTH_DATE: Final = "วันเกิด"
WISH: Final = "ขอรับ"
NO_WISH: Final = "ไม่ได้ระบุวัน"
ITEMS: Final = "ขอ"
FEE: Final = "ค่าธรรมเนียม"
NO_FEE: Final = "ไม่มีในตาราง"
NOT_GIVEN: Final = "ไม่ได้แจ้ง"
NO_PARTICULARS: Final = "ไม่มีข้อมูลผู้ร้องในเครื่องนี้ กรุณาขอข้อมูลเพิ่ม (F7)"
NO_CHAT: Final = "ยังไม่มีข้อความ"
CITIZEN: Final = "ผู้ร้อง"
OFFICE: Final = "ระบบ"
CLERK: Final = "เจ้าหน้าที่"
WHO: Final = {"citizen": CITIZEN, "office": OFFICE, "clerk": CLERK, "note": "หมายเหตุภายใน"}
BY_CHAT: Final = "(ระบบตอบแล้ว)"
QUESTION_ASKED: Final = "เคยถาม"

CLAIMED: Final = "แจ้ง"
FOUND: Final = "ในระบบ"
MATCHES: Final = "ตรงกัน"
WELL_FORMED: Final = "เลขถูกต้อง"
READ: Final = "อ่านแล้ว"
YES: Final = "ใช่"
NO: Final = "ไม่ใช่ / ไม่พบ"
MISMATCHED: Final = "ไม่ตรง"
OUTCOME: Final = "ผล"

PROBLEM: Final = {
    Problem.EMPTY: "ยังว่างอยู่ กรุณาพิมพ์ตามที่โปรแกรมแสดง",
    Problem.CHECK_DIGIT: "เลขตรวจสอบตัวท้ายไม่ถูก กรุณาดูแล้วพิมพ์ใหม่",
    Problem.FORM: "จำนวนหลักหรือรูปแบบไม่ถูก กรุณาดูแล้วพิมพ์ใหม่",
}

HINT_OUTCOME: Final = "กดเลขผลที่โปรแกรมแสดง"
HINT_TYPED: Final = "พิมพ์ตามที่โปรแกรมแสดง แล้วกด Enter"
HINT_ATTESTED: Final = "Enter ใช่ · X ไม่ใช่"
HINT_ANSWERED: Final = "Enter ข้อถัดไป · ⌫ แก้"

VERDICT: Final = "ผลรวม"
CLEAN: Final = "ตรงทุกข้อ: F9 อนุมัติ"


def title(reference: str, services: str) -> str:
    """Say which request is checked."""
    return f"{TITLE} {reference} · {services}"


def progress(done: int, total: int) -> str:
    """Head the office's steps: ``โปรแกรมกรมการปกครอง: 4 จาก 6 ข้อ``."""
    return f"โปรแกรมกรมการปกครอง: {done} จาก {total} ข้อ"


def reveals_for(seconds: int) -> str:
    """Say how long the numbers stay readable."""
    return f"เปิดดูอีก {seconds} วิ."


MASKED: Final = "F4 เปิดดูเลข"


def cut_off(number: int) -> str:
    """Say how much of a very long message is not shown."""
    return f"(ยาวอีก {number:,} ตัวอักษร)"


def differs(number: int) -> str:
    """Say in how many characters two texts differ."""
    return f"ต่างกัน {number} ตัว"


def asked_before(times: int) -> str:
    """Say how many other requests of the same citizen are known here."""
    return f"มีคำร้องอื่นของผู้ร้องคนนี้ {times} เรื่อง · Ctrl+L ดู"


def incomplete(left: int) -> str:
    """Say that lines are still open."""
    return f"เหลืออีก {left} ข้อ"


NOT_TO_APPROVE: Final = "อนุมัติไม่ได้"
WAYS: Final = "F7 ขอข้อมูลเพิ่ม · F8 ไม่อนุมัติ"
WAYS_WALK_IN: Final = "F8 ไม่อนุมัติ"
"""Who came by themselves cannot be asked by chat."""


def mismatch(number: int, blocked: str = NOT_TO_APPROVE) -> str:
    """Say that so many lines do not match, and what cannot be done as it stands."""
    return f"ไม่ตรง {number} ข้อ: {blocked}"


def way_out(lines: tuple[int, ...], ways: str = WAYS) -> str:
    """Say what can be done about mismatches in these lines (numbers from 1)."""
    return f"แก้ข้อ {', '.join(map(str, lines))} · {ways}"


TAKING: Final = "กำลังรับเรื่อง…"
NOT_YET: Final = "ยังตรวจไม่ครบ กรุณาตรวจข้อนี้ก่อน"
NOT_HELD: Final = "ยังไม่ได้รับเรื่องนี้ กด Enter เพื่อรับเรื่อง"
RELEASED: Final = "คืนเรื่องแล้ว ผู้อื่นรับต่อได้"
CHANGED: Final = "ข้อมูลของคำร้องเปลี่ยนแล้ว กรุณาดูอีกครั้ง สิ่งที่กรอกไว้ยังอยู่"
CHANGED_CLAIM: Final = "ผู้ร้องแก้ข้อมูลที่แจ้ง ระบบเทียบใหม่ให้แล้ว สิ่งที่กรอกไว้ยังอยู่"
CHANGED_WISH: Final = "ผู้ร้องเปลี่ยนวันเวลาที่ขอรับ สิ่งที่กรอกไว้ยังอยู่"
NEW_MESSAGE: Final = "มีข้อความใหม่จากผู้ร้อง"


def taken_away(reference: str, name: str) -> Told:
    """Say that somebody has taken the request from the clerk who worked on it."""
    return Told(
        "เรื่องนี้ไม่ได้อยู่กับเราแล้ว",
        f"{name} คืนเรื่อง {reference} ให้ผู้อื่นรับต่อ สิ่งที่กรอกไว้ยังอยู่ในเครื่องนี้",
        "หากต้องทำต่อ รับเรื่องอีกครั้งได้ที่หน้าตรวจหรือหน้าสอบถาม",
    )


def taken_by(name: str, counter: str) -> str:
    """Say that somebody else holds the request now."""
    return f"{name} (ช่อง {counter}) รับเรื่องนี้อยู่ กด Esc เพื่อกลับ"


def moved_on(state: str) -> str:
    """Say that the request has gone on to another state elsewhere."""
    return f"คำร้องนี้เปลี่ยนเป็น “{state}” แล้ว กด Esc เพื่อกลับ"


def approved(reference: str) -> str:
    """Confirm an approval."""
    return f"อนุมัติ {reference} แล้ว"


def asked(reference: str) -> str:
    """Confirm a question to the citizen."""
    return f"ส่งคำถามถึงผู้ร้อง {reference} แล้ว"


def rejected(reference: str) -> str:
    """Confirm a rejection."""
    return f"ไม่อนุมัติ {reference} แล้ว ระบบจะแจ้งผู้ร้อง"
