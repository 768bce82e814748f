"""What goes wrong, told to a clerk: a title, what happened, and the next step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from desk.errors import (
    MirrorError,
    NotThere,
    NotWhileAway,
    Offline,
    OutboxError,
    SessionEnded,
    SignInRefused,
    StorageError,
    Unanswered,
)
from desk.messages import away, outbox
from desk.messages.self_test import KEYS_PROBLEM_STEP
from printer.errors import PrinterError
from registry.commands import Outcome
from registry.errors import RefusalCode
from thai.dates import duration

if TYPE_CHECKING:
    from desk.outbox import Kept


@dataclass(frozen=True, slots=True)
class Told:
    """A failure in words."""

    title: str
    text: str
    next_step: str


OFFLINE: Final = Told(
    "ขาดการเชื่อมต่อ",
    "ติดต่อเครื่องกลางไม่ได้ สิ่งที่สั่งจึงยังไม่ได้ทำ",
    "กรุณารอสักครู่แล้วสั่งอีกครั้ง กด F1 ดูสิ่งที่ทำได้ขณะขาดการเชื่อมต่อ",
)
UNANSWERED: Final = Told(
    "ขาดการเชื่อมต่อ",
    "ไม่ได้รับคำตอบจากเครื่องกลาง จึงไม่ทราบว่าสิ่งที่สั่งทำไปแล้วหรือยัง",
    "กรุณารอสักครู่ ดูสถานะล่าสุดก่อนสั่งอีกครั้ง กด F1 ดูสิ่งที่ทำได้ขณะขาดการเชื่อมต่อ",
)
SESSION_ENDED: Final = Told(
    "หมดเวลาใช้งาน",
    "การเข้าใช้งานครั้งนี้สิ้นสุดแล้ว ข้อมูลไม่หาย",
    "กรุณาเข้าใช้งานใหม่ด้วยรหัสเจ้าหน้าที่และรหัสลับ",
)
RECONNECTED: Final = Told(
    "เชื่อมต่อเครื่องกลางได้แล้ว",
    "เข้าใช้งานไว้ขณะขาดการเชื่อมต่อ สิ่งที่ทำและกรอกไว้ยังอยู่ครบ",
    "กรุณากรอกรหัสลับอีกครั้ง เพื่อส่งรายการที่ค้างและทำงานต่อ",
)
MIRROR: Final = Told(
    "สำเนาในเครื่องเปิดไม่ได้",
    "สำเนารายการในเครื่องนี้เสียหาย",
    "โปรแกรมจะขอรายการใหม่จากเครื่องกลางให้เอง กรุณารอสักครู่",
)
STORAGE: Final = Told(
    "เครื่องนี้บันทึกหรืออ่านไฟล์ไม่ได้",
    "เนื้อที่ในเครื่องอาจเต็ม หรือมีโปรแกรมอื่นใช้ไฟล์อยู่ สิ่งที่สั่งเมื่อครู่อาจยังไม่ได้บันทึก",
    "กรุณาลบไฟล์ที่ไม่ใช้หรือปิดโปรแกรมอื่น แล้วลองอีกครั้ง หากยังไม่ได้กรุณาเปิดโปรแกรมใหม่หรือแจ้งผู้ดูแลระบบ",
)
OUTBOX: Final = Told(
    "อ่านรายการที่ค้างส่งไม่ได้",
    "ไฟล์รายการที่ค้างส่งเสียหาย จึงเก็บแยกไว้ในเครื่องนี้ บันทึกที่ยังไม่ได้ส่งอาจไม่ถึงเครื่องกลาง",
    "กรุณาตรวจคำร้องที่มอบเอกสารหรือรับเงินไปล่าสุด บันทึกใหม่หากยังไม่มี และแจ้งผู้ดูแลระบบ",
)
_KEYS_SHOWN: Final = 6
SPOOL: Final = Told(
    "อ่านรายการพิมพ์ไม่ได้",
    "ไฟล์รายการพิมพ์เสียหาย จึงเก็บแยกไว้ในเครื่องนี้แล้วเริ่มรายการใหม่",
    "กรุณาดูที่เครื่องพิมพ์ก่อนพิมพ์บัตรคิวซ้ำ และแจ้งผู้ดูแลระบบ",
)
NOT_THERE: Final = Told(
    "ไม่มีแล้ว",
    "สิ่งที่เปิดไม่มีในระบบแล้ว ผู้ร้องอาจลบหรือเลิกส่ง หรือครบกำหนดเก็บ",
    "กรุณาขอให้ผู้ร้องส่งใหม่ หากยังต้องใช้",
)
UNEXPECTED: Final = Told(
    "เกิดข้อผิดพลาดที่ไม่คาดไว้",
    "สิ่งที่สั่งทำไม่สำเร็จ",
    "กรุณาลองอีกครั้ง หากยังไม่ได้กรุณาแจ้งผู้ดูแลระบบ",
)

SIGN_IN: Final = {
    "bad_sign_in": Told("เข้าใช้งานไม่ได้", "รหัสเจ้าหน้าที่หรือรหัสลับไม่ถูกต้อง", "กรุณาตรวจแล้วกรอกใหม่"),
    "other_desk_key": Told(
        "เข้าใช้งานไม่ได้",
        "ช่องบริการนี้ผูกกับเครื่องอื่นอยู่",
        "กรุณาให้ผู้ดูแลระบบสั่ง bangkhae-sync desk forget ตามด้วยหมายเลขช่องบริการ แล้วเข้าใช้งานใหม่",
    ),
    "offline_unknown": Told(
        "เข้าใช้งานไม่ได้",
        "ติดต่อเครื่องกลางไม่ได้ และรหัสนี้เข้าใช้งานที่เครื่องนี้โดยไม่เชื่อมต่อไม่ได้",
        "กรุณารอให้เชื่อมต่อได้ หรือแจ้งผู้ดูแลระบบ",
    ),
    "offline_expired": Told(
        "เข้าใช้งานไม่ได้",
        "ติดต่อเครื่องกลางไม่ได้ และไม่ได้เข้าใช้งานที่เครื่องนี้นานเกินกำหนด",
        "กรุณารอให้เชื่อมต่อได้ หรือให้เจ้าหน้าที่ที่เพิ่งใช้เครื่องนี้เข้าใช้งาน",
    ),
    "wait": Told("กรุณารอสักครู่", "กรอกผิดหลายครั้งเกินไป", "กรุณารอแล้วลองใหม่"),
}

_TOLD: Final = (
    (Unanswered, UNANSWERED),
    (Offline, OFFLINE),
    (SessionEnded, SESSION_ENDED),
    (MirrorError, MIRROR),
    (StorageError, STORAGE),
    (OutboxError, STORAGE),
    (NotThere, NOT_THERE),
)

REFUSAL: Final = {
    RefusalCode.NOT_FOUND: ("ไม่พบคำร้องนี้ในระบบ", "กรุณากลับไปที่รายการแล้วเลือกใหม่"),
    RefusalCode.ILLEGAL_MOVE: ("สถานะของคำร้องเปลี่ยนไปแล้ว จึงทำขั้นตอนนี้ไม่ได้", "กรุณากลับไปดูสถานะล่าสุดในรายการ"),
    RefusalCode.HELD_BY_OTHER: ("มีผู้รับเรื่องนี้อยู่แล้ว", "กรุณาเลือกเรื่องอื่น หรือสอบถามผู้รับเรื่อง"),
    RefusalCode.NOT_HOLDER: ("เรื่องนี้ไม่ได้อยู่กับช่องบริการนี้", "กรุณากลับไปที่รายการแล้วรับเรื่องใหม่"),
    RefusalCode.CHECK_INCOMPLETE: ("ยังตรวจไม่ครบทุกข้อ", "กรุณาตรวจข้อที่เหลือให้ครบ"),
    RefusalCode.CHECK_MISMATCH: ("มีข้อที่ไม่ตรง จึงอนุมัติไม่ได้", "กรุณาแก้ข้อนั้น หรือขอข้อมูลเพิ่ม หรือไม่อนุมัติ"),
    RefusalCode.COLLECTOR_NOT_ALLOWED: (
        "สำนักงานยังไม่เปิดให้ผู้รับมอบอำนาจมารับแทน",
        "กรุณาให้เจ้าของเรื่องมารับด้วยตนเอง",
    ),
    RefusalCode.ATTORNEY_NOT_SHOWN: (
        "ยังไม่ได้บันทึกหลักฐานการมอบอำนาจตามที่สำนักงานกำหนด",
        "กรุณาเลือกผู้มารับใหม่ แล้วเลือกหลักฐานที่เห็น",
    ),
    RefusalCode.FEE_NEEDS_REASON: ("ค่าธรรมเนียมต่างจากตาราง ต้องมีเหตุผล", "กรุณากรอกเหตุผล"),
    RefusalCode.REASON_MISSING: ("ยังไม่มีเหตุผล", "กรุณากรอกเหตุผล"),
    RefusalCode.SLOT_FULL: ("เวลานัดนี้เต็มแล้ว", "กรุณาเลือกเวลาอื่น"),
    RefusalCode.OFFICE_CLOSED: ("สำนักงานปิดในวันเวลานั้น", "กรุณาเลือกวันหรือเวลาอื่น"),
    RefusalCode.NOT_TODAY: ("ไม่ใช่นัดของวันนี้", "กรุณาตรวจวันนัด หรือเลื่อนนัดก่อน"),
    RefusalCode.TOO_MANY_CALLS: (
        "เรียกคิวนี้ครบจำนวนครั้งแล้ว",
        "กรุณาพักคิว คืนคิวให้ต่อท้ายรอบนี้ หรือบันทึกว่าไม่มา",
    ),
    RefusalCode.NOBODY_WAITS: ("ไม่มีคิวที่รอเรียกสำหรับช่องนี้", "กรุณารอผู้ร้องมาถึง หรือเลือกเรียกจากรายการ"),
    RefusalCode.STILL_SERVING: (
        "ช่องนี้เรียกคิวไว้แล้วและยังไม่เสร็จ",
        "กรุณามอบเอกสาร พักคิว ส่งต่อ หรือคืนคิวนั้นก่อน แล้วเรียกคิวถัดไป",
    ),
    RefusalCode.NO_SUCH_COUNTER: ("ไม่พบช่องบริการนี้", "กรุณาเลือกช่องอื่นที่เปิดใช้งานอยู่"),
    RefusalCode.CONSENT_MISSING: ("ผู้ร้องยังไม่ได้ให้ความยินยอม", "กรุณาแจ้งการใช้ข้อมูลและขอความยินยอมก่อน"),
    RefusalCode.ALREADY_THERE: ("รับคำร้องนี้ไว้แล้ว", "กรุณาดูในรายการรอตรวจ"),
    RefusalCode.NO_CHAT: (
        "ผู้ร้องมาเองที่ช่องบริการ ไม่มีการสนทนาให้ส่งคำถาม",
        "กรุณาถามผู้ร้องโดยตรง",
    ),
    RefusalCode.NOT_ALLOWED: (
        "บทบาทของท่านทำขั้นตอนนี้ไม่ได้",
        "กรุณาให้เจ้าหน้าที่หรือหัวหน้าเป็นผู้ทำ",
    ),
    RefusalCode.TOO_LATE: (
        "ส่งข้อความถึงผู้ร้องไปแล้ว จึงย้อนกลับไม่ได้",
        "กรุณาแก้ผลคำร้องด้วยปุ่ม K ที่รายการ “เสร็จวันนี้” ระบบจะส่งข้อความใหม่ให้ผู้ร้อง",
    ),
    RefusalCode.ERASED: (
        "ข้อมูลของผู้ร้องถูกลบไปแล้ว จึงแก้ไขผลคำร้องนี้ไม่ได้",
        "หากผู้ร้องยังต้องการเอกสาร กรุณาให้ยื่นคำร้องใหม่",
    ),
    RefusalCode.SECOND_NOT_PROVEN: (
        "การยืนยันของผู้ร่วมรับรองหมดเวลา หรือคำร้องเปลี่ยนไปแล้ว",
        "กรุณาให้ผู้ร่วมรับรองยืนยันใหม่",
    ),
    RefusalCode.SECOND_IS_FIRST: (
        "ผู้ร่วมรับรองต้องเป็นคนละคนกับผู้อนุมัติ",
        "กรุณาให้เจ้าหน้าที่คนอื่นหรือหัวหน้ายืนยัน",
    ),
    RefusalCode.STALE: ("คำร้องเปลี่ยนไปหลังจากที่เปิดดู", "กรุณาดูข้อมูลล่าสุดแล้วสั่งอีกครั้ง"),
    RefusalCode.OTHER_BODY: ("คำสั่งนี้ซ้ำกับคำสั่งอื่น", "กรุณาสั่งอีกครั้ง"),
}
"""What happened and the next step, for each reason of a refusal."""


def keys(problems: Sequence[str]) -> Told:
    """Say which of the office's own keys cannot be, in the configuration's words."""
    shown = [*problems[:_KEYS_SHOWN], *(["…"] if len(problems) > _KEYS_SHOWN else [])]
    return Told("ปุ่มที่สำนักงานตั้งเองบางปุ่มใช้ไม่ได้", "\n".join(shown), KEYS_PROBLEM_STEP)


def unsent(waiting: Sequence[Kept], to_settle: Sequence[Kept], now: dt.datetime) -> Told:
    """Say why nobody can sign out yet: what is unsent, how old it is, how it gets sent."""
    parts = []
    if waiting:
        age = duration((now - min(each.made_at for each in waiting)).total_seconds())
        parts.append(f"ยังไม่ได้ส่ง {len(waiting):,} รายการ เก่าสุด {age}: {_kinds(waiting)}")
    if to_settle:
        parts.append(f"เครื่องกลางไม่รับ {len(to_settle):,} รายการ: {_kinds(to_settle)}")
    return Told(
        "ยังออกจากระบบไม่ได้",
        "\n".join(parts),
        "กด Ctrl+O ดูรายการ F9 ส่งเดี๋ยวนี้ หรือจัดการรายการที่ไม่รับ"
        " หากเปลี่ยนคนหรือลุกจากโต๊ะ กด F12 ล็อกแทน รายการจะส่งเองเมื่อเชื่อมต่อได้",
    )


def _kinds(commands: Sequence[Kept]) -> str:
    kinds = (outbox.what(each.envelope) for each in commands)
    return ", ".join(dict.fromkeys(kinds))


FACT_TITLE: Final = "บันทึกที่ส่งไปใช้ไม่ได้แล้ว"
FACT_NEXT: Final = "รายการนี้อยู่ในหน้ารายการค้างส่ง (Ctrl+O) เลือกทำอีกครั้ง ให้หัวหน้าจัดการ หรือปิดรายการพร้อมเหตุผล"
REFUSED_TITLE: Final = "ทำไม่ได้"


def told(error: Exception) -> Told:
    """Return an error in words, never its own text: that may hold what nobody should read."""
    if isinstance(error, SignInRefused):
        return _sign_in(error)
    if isinstance(error, NotWhileAway):
        reason, next_step = away.why(error)
        return Told(OFFLINE.title, f"{away.HAPPENED}: {reason}", next_step)
    if isinstance(error, PrinterError):
        return Told("เครื่องพิมพ์", error.thai, error.next_step)
    return next((words for kind, words in _TOLD if isinstance(error, kind)), UNEXPECTED)


def _sign_in(error: SignInRefused) -> Told:
    words = SIGN_IN.get(error.code, SIGN_IN["bad_sign_in"])
    if error.code == "wait" and error.wait:
        return Told(words.title, words.text, f"กรุณารอ {error.wait:,} วินาทีแล้วลองใหม่")
    return words


def refused(outcome: Outcome) -> Told:
    """Return a refused or conflicting outcome in words, with who came first where that is known."""
    try:
        text, next_step = REFUSAL[RefusalCode(outcome.code or "")]
    except (ValueError, KeyError):
        text, next_step = UNEXPECTED.text, UNEXPECTED.next_step
    return Told(REFUSED_TITLE, text + _by_whom(outcome), next_step)


def _by_whom(outcome: Outcome) -> str:
    name, counter = outcome.detail.get("holder", ""), outcome.detail.get("counter", "")
    last = outcome.last_change
    if not name and last is not None:
        name, counter = last.actor, last.counter
    if not name:
        return ""
    return f": {name} (ช่อง {counter})" if counter else f": {name}"
