"""The citizen's short answers, for which the question decides what they mean."""

from __future__ import annotations

import re
from typing import Final

from thai.text import fold

_ENDINGS: Final = re.compile(
    r"(?:\s|[.!…~ๆ\u2190-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]|นะคะ|นะครับ|ครับผม|ครับ|ครั[ชฟ]|คั[บฟช]|ค้า+บ|คร้า+บ"
    r"|ค่ะ|คะ|ค่า+|ข่ะ|(?<!เ)จ้า+|จ้ะ|จ๊ะ|นะ|(?<!ห)น้า+|งับ|ฮะ|ฮับ|อ่ะ|เลย|แล้ว)+$"
)
# The office says คำร้อง, citizens also คำขอ, and so did the buttons that stand in older chats.
_REQUEST: Final = "คำ(?:ขอ|ร้อง)"
_YES: Final = frozenset(
    {"ยืนยัน", "ยืนยันคำขอ", "ยืนยันคำร้อง", "ยืนยันข้อมูล", "ตกลง", "ถูกต้อง", "ถูก", "ใช่", "ช่าย", "ได้", "โอเค", "โอเช"}
    | {"ok", "okay", "yes", "yep", "yeah", "confirm"}
)
_NO: Final = frozenset(
    {"ไม่", "ไม่ใช่", "ไม่ถูกต้อง", "ไม่ถูก", "ผิด", "no", "nope", "แก้ไข", "แก้", "ขอแก้ไข", "ไม่ยืนยัน", "ไม่ยกเลิก"}
)
_MENU: Final = re.compile(
    r"(?:(?:สวัสดี|หวัดดี|ดีจ้า|hello|hi|hey|เมนู|menu|ช่วยเหลือ|ช่วยด้วย|help|วิธีใช้|เริ่มต้น(?!ใหม่)|start)"
    r"(?:\s|ครับ|ค่ะ|คะ|ตอนเช้า|ตอนบ่าย|เจ้าหน้าที่|แอดมิน|หน่อย)*)+"
)
_BACK: Final = re.compile(
    r"(?:ขอ)?(?:ย้อนกลับ|ย้อน|ถอยกลับ|กลับ|back)(?:ไป)?(?:ที่)?(?:ข้อ|ขั้นตอน|คำถาม|หน้า)?(?:ก่อนหน้า|ที่แล้ว|เดิม|นี้)*"
)
_RESTART: Final = re.compile(
    r"(?:ขอ)?(?:เริ่ม(?:ต้น)?(?:กรอก|ทำ|ทำรายการ)?ใหม่|ล้าง(?:ข้อมูล|รายการ)?|ลบ(?:รายการ|ข้อมูล)?ทั้งหมด|กรอกใหม่"
    r"|restart|start over)(?:ทั้งหมด|หมด|อีกครั้ง|ตั้งแต่ต้น)*"
)
_THANKS: Final = re.compile(
    r"(?:(?:ขอบคุณ|ขอบพระคุณ|ขอบใจ|thanks|thank you|รับทราบ|ทราบ)(?:\s|ครับ|ค่ะ|คะ|นะ|มาก|ๆ|แล้ว)*)+"
)
_CONSENT: Final = re.compile(r"ยินยอม|อนุญาต|เปิดเผย|ปฏิเสธ|ปฎิเสธ|(?:เก็บ|ให้|ใช้)ข้อมูล")
_COMING: Final = re.compile(
    r"(?:จะ|ยัง)?(?:ไป|มา)(?:รับ)?(?:เอกสาร)?(?:(?:ได้|ตาม(?:นัด|เวลา|กำหนด)(?:เดิม)?|แน่นอน|เหมือนเดิม)\s*)+"
)
_ANY_TIME: Final = re.compile(r"(?:เวลาใด|เวลาไหน|กี่โมง|ตอนไหน|เมื่อไหร่|เมื่อไร|เมื่อใด).{0,3}ก็ได้|any ?time")
_ANY_DAY: Final = re.compile(r"วัน(?:ใด|ไหน|อะไร)?(?:.{0,3})ก็ได้|เร็วที่สุด|any ?day")
_FREE_DAYS: Final = re.compile(
    r"(?:มี)?(?:วัน|เวลา|คิว)?(?:ไหน|ใด|อะไร)?(?:บ้าง)?(?:ที่)?(?:ยัง)?ว่าง(?:อยู่)?(?:บ้าง|ไหม|มั้ย|วันไหน|ตอนไหน|เมื่อไหร่|เมื่อไร)*"
)
_ANOTHER: Final = re.compile(rf"(?:ขอ|ยื่น)ใหม่|อีก(?:หนึ่ง)?{_REQUEST}|{_REQUEST}ใหม่|อีกชุด")
_SAME: Final = re.compile(rf"{_REQUEST}เดิม|ใช้เดิม|อันเดิม|ของเดิม")
_NO_LASER: Final = re.compile(r"(?:บัตร)?ไม่มี(?:รหัส|เลข)(?:หลังบัตร|เลเซอร์|laser)?|หารหัสไม่เจอ")
_SEVERAL: Final = re.compile(r"[1-5](?:\s*(?:,|/|\+|-|และ|กับ)?\s*[1-5])*#?")
_CALL: Final = re.compile(r"5 ?#?|(?:ขอ|อยาก)?สอบถาม(?:เจ้าหน้าที่|ข้อมูล|หน่อย)*|(?:ขอ)?(?:คุย|ติดต่อ)(?:กับ)?เจ้าหน้าที่")
_OWN: Final = frozenset({"ตนเอง", "ตัวเอง", "ของตนเอง", "ของตัวเอง", "ผม", "ดิฉัน", "ฉัน"})
_RELATIVE: Final = re.compile("ญาติ|พ่อ|แม่|บิดา|มารดา|ปู่|ย่า|ตา|ยาย|พี่|น้อง|ลุง|ป้า|น้า|อา|สามี|ภรรยา|ลูก|หลาน|คนอื่น")
_ORDER: Final = re.compile(r"[1-4] ?#|ขอ(?!บคุณ)|คัด|สำเนา|ต้องการ|อยากได้|จำนวน|[0-9] ?ฉบับ|ชุด")
_PID: Final = re.compile(
    r"(?<![0-9-])[0-9][ -]?[0-9]{4}[ -]?[0-9]{5}[ -]?[0-9]{2}[ -]?[0-9](?![0-9-])", re.ASCII
)
_CODE: Final = re.compile(r"[a-z0-9]+(?:[ ./-]+[a-z0-9]+)*")
_CHECK_IN: Final = re.compile(r"เช็?[กค]อิน|check[ -]?in")
_QUEUE: Final = re.compile(
    r"กี่ ?(?:คิว|คน|ลำดับ)|ถึงคิว|คิว(?:ที่)? ?(?:เท่า|ไหน|อะไร)|(?:คิว|ลำดับ)(?:ของ)?(?:ฉัน|ผม|หนู|เรา)"
)


def bare(text: str) -> str:
    """Return a text as it is compared, without the polite words and signs at its end."""
    return _ENDINGS.sub("", fold(text[:200])).strip()


def is_yes(text: str) -> bool:
    """Whether a text is nothing but a yes."""
    return bare(text) in _YES


def is_no(text: str) -> bool:
    """Whether a text is nothing but a no, or asks for a correction."""
    return bare(text) in _NO


def asks_for_menu(text: str) -> bool:
    """Whether a text greets or asks for the menu."""
    return _MENU.fullmatch(bare(text)) is not None


def is_talk(text: str) -> bool:
    """Whether a text is a greeting, thanks, a yes, a no or a step: nothing that is being given."""
    tests = (is_yes, is_no, asks_for_menu, is_thanks, wants_back, wants_restart, any_time, any_day)
    return any(test(text) for test in tests)


def wants_back(text: str) -> bool:
    """Whether a text asks for the question before."""
    return _BACK.fullmatch(bare(text)) is not None


def wants_restart(text: str) -> bool:
    """Whether a text asks to begin anew."""
    return _RESTART.fullmatch(bare(text)) is not None


def is_thanks(text: str) -> bool:
    """Whether a text does nothing but thank, or say that something was taken note of."""
    return _THANKS.fullmatch(bare(text)) is not None


def speaks_of_consent(text: str) -> bool:
    """Whether a no is about the use of data, not about what was asked last."""
    return _CONSENT.search(fold(text[:200])) is not None


def says_coming(text: str) -> bool:
    """Whether a text says nothing but that the appointment is kept."""
    return _COMING.fullmatch(bare(text)) is not None


def any_time(text: str) -> bool:
    """Whether a text says that every time is good."""
    return _ANY_TIME.search(fold(text[:200])) is not None


def any_day(text: str) -> bool:
    """Whether a text says that every day is good."""
    return _ANY_DAY.search(fold(text[:200])) is not None


def asks_free_days(text: str) -> bool:
    """Whether a text asks for nothing but which days are free."""
    return _FREE_DAYS.fullmatch(bare(text).replace(" ", "")) is not None


def wants_another(text: str) -> bool:
    """Whether a text asks for one more request of the same kind."""
    return _ANOTHER.search(bare(text)) is not None


def wants_same(text: str) -> bool:
    """Whether a text is content with the request that there is."""
    return _SAME.search(bare(text)) is not None


def has_no_laser(text: str) -> bool:
    """Whether a text says that the card has no laser code."""
    return _NO_LASER.search(bare(text)) is not None


def services(text: str) -> tuple[int, ...]:
    """Read ``2`` or ``1 และ 4`` as services; nothing else."""
    plain = bare(text)
    if not _SEVERAL.fullmatch(plain):
        return ()
    return tuple(dict.fromkeys(int(digit) for digit in re.findall(r"[1-5]", plain)))


def is_call(text: str) -> bool:
    """Whether a text only asks to be heard by a person, without saying why."""
    return _CALL.fullmatch(bare(text)) is not None


def orders(text: str) -> bool:
    """Whether a text that names a document also says that it is wanted."""
    return _ORDER.search(fold(text[:500])) is not None


def is_own(text: str) -> bool:
    """Whether a text says that something is for the citizen who writes."""
    return bare(text) in _OWN


def is_relative(text: str) -> bool:
    """Whether a text says that something is for somebody else."""
    return _RELATIVE.search(bare(text)) is not None


def number(text: str) -> int | None:
    """Read a text that is nothing but a number of at most three digits."""
    plain = bare(text)
    return int(plain) if re.fullmatch(r"[0-9]{1,3}", plain, re.ASCII) else None


def clock(text: str) -> tuple[int, int] | None:
    """Read a text that is nothing but ``10``, ``10.30`` or ``10:30`` as hour and minute, possible or not."""
    match = re.fullmatch(r"([0-9]{1,2})(?:[.:]([0-9]{2}))?\s*(?:น\.?)?", bare(text), re.ASCII)
    return (int(match[1]), int(match[2] or 0)) if match else None


def looks_like_code(text: str) -> bool:
    """Whether a text can only be meant as an identity number: Latin letters, five digits or more."""
    plain = bare(text)
    return _CODE.fullmatch(plain) is not None and sum(sign.isdigit() for sign in plain) >= 5


def pid(text: str) -> tuple[str | None, bool]:
    """Return a valid personal number in a text, and whether anything of its form stands there."""
    from thai.identity import parse_pid

    runs = _PID.findall(fold(text[:5000]))
    return next((found for run in runs if (found := parse_pid(run))), None), bool(runs)


def speaks_of_checking_in(text: str) -> bool:
    """Whether a short text is about checking in at the office."""
    return len(text) <= 60 and _CHECK_IN.search(fold(text)) is not None


def asks_for_the_queue(text: str) -> bool:
    """Whether a short text asks how long it will be until one is called."""
    return len(text) <= 60 and _QUEUE.search(fold(text)) is not None
