"""The invented citizens of the colleague at the other counter: who they are and what they write."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

_NAMES: Final = (
    "อารี", "บุญส่ง", "จันทร์เพ็ญ", "ชูชาติ", "ดวงใจ", "ธนา", "นิภา", "ปรีชา", "พรทิพย์", "มนัส", "ยุพิน", "ลำดวน",
    "วารี", "สมพร", "สุชาติ", "อำนวย",
)  # fmt: skip
_FAMILY: Final = "ตัวอย่าง"
_WISHES: Final = (
    ("คัดทะเบียนบ้าน 2 ฉบับ", (1, 2)),
    ("คัดทะเบียนสมรส 1 ฉบับ", (2, 1)),
    ("คัดทะเบียนบ้าน 1 ฉบับ", (1, 1)),
    ("คัดทะเบียนหย่า 1 ฉบับ", (3, 1)),
)
CONSENT: Final = "ยินยอม"
_A_PERSON: Final = "ถามเจ้าหน้าที่"


@dataclass(frozen=True, slots=True)
class Visitor:
    """An invented citizen; numbers as they would stand on the card."""

    citizen: str
    name: str
    asks_for: str
    service: int
    copies: int
    laser: str = field(repr=False)
    card: str = field(repr=False)
    pid: str = field(repr=False)

    def writes(self, today_at: str) -> tuple[str, ...]:
        """Return the messages of a request for a time of today, such as 9.30."""
        wish = f"ขอ{self.asks_for} รับวันนี้ {today_at}"
        return wish, CONSENT, self.laser, self.card


@dataclass(frozen=True, slots=True)
class Question:
    """A citizen who wants to talk to a person of the office."""

    citizen: str
    texts: tuple[str, ...]
    with_picture: str = ""


QUESTIONS: Final = (
    Question("คุณกานดา", ("ย้ายเข้าทะเบียนบ้านต้องใช้เอกสารอะไรบ้างคะ", _A_PERSON, CONSENT)),
    Question(
        "คุณโชค",
        ("เปลี่ยนชื่อแล้วต้องแก้ทะเบียนบ้านด้วยไหมครับ", _A_PERSON, "ทะเบียนทั่วไป", CONSENT),
        with_picture="หนังสือตามรูปนี้ใช้ได้ไหมครับ",
    ),
    Question("คุณละออ", ("บัตรประชาชนหายต้องทำอย่างไรคะ", _A_PERSON, CONSENT)),
)
ANSWER: Final = "นำใบแจ้งความหรือบัตรอื่นที่มีรูปถ่ายมาที่ฝ่ายทะเบียนได้เลย หากไม่มี กรุณาพาผู้รับรองที่มีบัตรประจำตัวประชาชนมาด้วย"
PAPER_HEAD: Final = ("หนังสือสำคัญแสดงการเปลี่ยนชื่อ", "เอกสารสมมติสำหรับสาธิต")
PAPER_LINES: Final = ("ชื่อเดิม โชค ตัวอย่าง", "ชื่อใหม่ โชคชัย ตัวอย่าง", "ให้ไว้ ณ วันที่ 2 พฤศจิกายน 2569")
PAPER_MARK: Final = "ไม่ใช่เอกสารจริง"
PARKED: Final = "ลืมบัตรตัวจริง กลับไปนำมา"
WAITS_AT: Final = "ที่นั่งรอหน้าช่อง 1"
UNREADABLE: Final = "เลขใต้รูปที่แจ้งไม่ตรงกับในระบบ กรุณาพิมพ์เลขใต้รูปจากบัตรปัจจุบันอีกครั้ง"
DOUBT: Final = "รายการที่ขอไม่พบในระบบ กรุณานำหลักฐานมาติดต่อที่เคาน์เตอร์"


def visitor(number: int) -> Visitor:
    """Make the visitor of this number, from 0; no number is used twice, nor by other invented citizens."""
    name = _NAMES[number % len(_NAMES)]
    turn = number // len(_NAMES)
    asks_for, (service, copies) = _WISHES[number % len(_WISHES)]
    return Visitor(
        citizen=f"คุณ{name}" + (f" {turn + 1}" if turn else ""),
        name=f"{name} {_FAMILY}",
        asks_for=asks_for,
        service=service,
        copies=copies,
        laser=f"JT{1 + number % 9}-{(7654321 + 7919 * number) % 10_000_000:07d}-{(34 + number) % 100:02d}",
        card=f"1040-{9 + number % 7:02d}-{(87654321 + 104_729 * number) % 100_000_000:08d}",
        pid=_pid(number),
    )


def _pid(number: int) -> str:
    """Make up a number with a right check digit (weights 13 to 2, modulo 11)."""
    digits = f"51040{number % 100_000:05d}{50 + number % 50:02d}"
    return f"{digits}{(11 - sum(int(d) * (13 - at) for at, d in enumerate(digits)) % 11) % 10}"
