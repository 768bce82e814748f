"""The one table by which scripted citizens understand what the office asks them.

A citizen looks at the messages of one answer. Buttons tell most; otherwise the last line that asks for
something and holds one of the words decides. Adapt the words here when the dialogue's texts change.
"""

import re
from enum import Enum

from sync.simulator.conversation import Entry


class Question(Enum):
    """What the office wants to hear; NONE where it only tells."""

    CONSENT = "consent"
    CONFIRM = "confirm"
    SURVEY_MARK = "survey mark"
    SURVEY_SOURCE = "survey source"
    SURVEY_COMMENT = "survey comment"
    CARD = "card"
    LASER = "laser"
    COPIES = "copies"
    TIME = "time"
    DAY = "day"
    SERVICE = "service"
    PID = "identity number"
    MORE = "whatever a clerk asks"
    NONE = "none"


BUTTON_WORDS: tuple[tuple[Question, str], ...] = (
    (Question.CONSENT, "ยินยอม"),
    (Question.CONFIRM, "ยืนยัน"),
)
NOT_THIS_BUTTON = ("ไม่", "ยกเลิก", "แก้", "เมนู", "สถานะ", "ติดต่อ", "สอบถาม", "อื่น")
"""Parts of labels that a citizen who agrees does not tap."""

WORDS: tuple[tuple[Question, tuple[str, ...]], ...] = (
    (Question.SURVEY_COMMENT, ("ข้อเสนอแนะ", "ความคิดเห็นเพิ่มเติม")),
    (Question.SURVEY_SOURCE, ("รู้จักบริการ", "ทราบข่าว", "รู้จักช่องทาง")),
    (Question.SURVEY_MARK, ("ความพึงพอใจ", "ให้คะแนน")),
    (Question.SERVICE, ("เลขบริการ", "เอกสารใด", "บริการใด")),
    (Question.PID, ("เลขประจำตัวประชาชน", "13 หลัก")),
    (Question.CARD, ("เลขใต้รูป", "ใต้รูป", "14 หลัก")),
    (Question.LASER, ("Laser", "laser", "เลเซอร์", "หลังบัตร")),
    (Question.COPIES, ("กี่ฉบับ", "จำนวนฉบับ", "กี่ชุด", "จำนวนสำเนา", "จำนวนเอกสาร", "ระบุจำนวน")),
    (Question.DAY, ("วันและเวลา", "วันใด", "วันไหน", "วันอื่น", "เลือกวัน", "วันที่", "วันรับ", "วันข้างหน้า")),
    (Question.TIME, ("กี่โมง", "เวลาใด", "เวลาไหน", "เวลาอื่น", "เลือกเวลา", "ช่วงเวลา", "เวลา")),
    (Question.SERVICE, ("เอกสารอะไร", "ต้องการคัด", "คัดสำเนา", "บริการ")),
)
ASKING = ("กรุณา", "โปรด", "ต้องการ", "ขอทราบ", "ไหม", "หรือไม่", "ใด", "ไหน", "กี่", "เลือก", "ระบุ", "พิมพ์", "?")
"""Words of a line that wants an answer."""

SUBMITTED = ("รอเจ้าหน้าที่", "ได้รับคำร้อง", "รอการตรวจสอบ", "รอตรวจสอบ")
"""Words that say the request is with an officer now."""

NOTICES = ("ได้รับอนุมัติ", "พร้อมรับ", "ยังไม่ได้มารับ", "ยกเลิกแล้ว", "เปลี่ยนเป็น", "เลขคิว", "ถึงคิว", "เตือนนัด")
"""Words of messages that tell what the office did: nothing is to be answered, whatever else they say."""

CLERK_ASKS = "ขอข้อมูลเพิ่ม"
"""An officer's own question, in the officer's own words."""

_REFERENCE = re.compile(r"\bBK-[0-9A-Z]{4,}\b")
_TIME = re.compile(r"\d{1,2}[.:]\d{2}")


def what_is_asked(entries: list[Entry]) -> Question:
    """Tell what these messages of the office ask for."""
    labels = [button.label for entry in entries for button in (*entry.quick_replies, *entry.buttons)]
    for question, word in BUTTON_WORDS:
        if any(word in label and not refuses(label) for label in labels):
            return question
    text = "\n".join(entry.text for entry in entries)
    if any(word in text for word in NOTICES):
        return Question.NONE
    if CLERK_ASKS in text:
        return _by_words(text) or Question.MORE
    asking = [line for line in text.splitlines() if asks(line)]
    return next(filter(None, map(_by_words, reversed(asking))), Question.NONE)


def asks(line: str) -> bool:
    """Whether a line wants an answer."""
    return any(word in line for word in ASKING) and not any(word in line for word in SUBMITTED)


def refuses(label: str) -> bool:
    """Whether a button leads away from the request."""
    return any(word in label for word in NOT_THIS_BUTTON)


def is_submitted(entries: list[Entry]) -> bool:
    """Whether these messages say that the request is with an officer now."""
    return any(word in entry.text for entry in entries for word in SUBMITTED)


def reference(entries: list[Entry]) -> str | None:
    """Find the request's reference, where these messages name it."""
    for entry in entries:
        if found := _REFERENCE.search(entry.text):
            return found[0]
    return None


def is_time(label: str) -> bool:
    """Whether a label offers a time of day."""
    return _TIME.search(label) is not None


def _by_words(text: str) -> Question | None:
    for question, words in WORDS:
        if any(word in text for word in words):
            return question
    return None
