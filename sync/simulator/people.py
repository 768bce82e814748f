"""Invented citizens and the ways they write: who asks for what, and how each question is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sync.simulator.questions import Question
from thai.dates import MONTHS

_FIRST_NAMES = (
    "สมศรี", "ประสิทธิ์", "มาลี", "วิชัย", "บุญมี", "นพดล", "อนงค์", "ดาวเรือง", "กิตติ", "รัตนา", "สุรชัย", "พิมพ์ใจ",
)  # fmt: skip
_FAMILY_NAMES = ("ใจดี", "รักไทย", "บางแคน้อย", "แสนสุข", "ทองมาก", "ศรีเพชร", "สวนผัก", "เพชรเกษม", "คลองขวาง")
_TIMES = ("10.30", "09.00", "13.30", "09.30", "14.00", "11.00", "13.00", "10.00", "14.30", "11.30")
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_TUESDAY, _SUNDAY = 1, 6

OFFERED = "[แตะปุ่มแรกที่เสนอ]"
"""An answer: tap the first button offered that fits; where none is, say the particular in words."""


@dataclass(frozen=True)
class Person:
    """An invented citizen; laser code and number under the photo as they are printed on the card."""

    name: str
    laser: str = field(repr=False)
    card: str = field(repr=False)
    pid: str = field(repr=False)
    time: str = "10.30"
    weekday: int = 1
    """The day to come to the office, Monday is 0: citizens spread over the middle of the week."""


def person(number: int) -> Person:
    """Make the citizen of this number, from 0; the first has the codes of the office's own example."""
    first = _FIRST_NAMES[number % len(_FIRST_NAMES)]
    turn, family = number // len(_FIRST_NAMES), _FAMILY_NAMES[number % len(_FAMILY_NAMES)]
    again = f" ({turn + 1})" if turn else ""
    laser = f"JC{1 + number % 9}-{(1234567 + 7919 * number) % 10_000_000:07d}-{(12 + number) % 100:02d}"
    card = f"1040-{2 + number % 7:02d}-{(12345678 + 104_729 * number) % 100_000_000:08d}"
    weekday = _TUESDAY + number // len(_TIMES) % 3
    time = _TIMES[number % len(_TIMES)]
    return Person(f"{first} {family}{again}", laser, card, _pid(number), time, weekday)


def _pid(number: int) -> str:
    """Make up an identity number with a right check digit (weights 13 to 2, modulo 11)."""
    digits = f"11040{number % 100_000:05d}{1 + number % 99:02d}"
    check = (11 - sum(int(digit) * (13 - place) for place, digit in enumerate(digits)) % 11) % 10
    return f"1-1040-{digits[5:10]}-{digits[10:]}-{check}"


@dataclass(frozen=True)
class Style:
    """A way of writing: what is written first, and the answers to each question in order of asking."""

    name: str
    about: str
    opening: tuple[str, ...]
    answers: Mapping[Question, tuple[str, ...]] = field(default_factory=dict)
    taps: bool = False
    """Whether offered buttons are preferred to writing."""

    def answer(self, question: Question, asked_before: int) -> str:
        """Choose the template of the answer to a question asked so often before; the last one is repeated."""
        known = self.answers.get(question) or USUAL[question]
        return known[min(asked_before, len(known) - 1)]


USUAL: Mapping[Question, tuple[str, ...]] = {
    Question.CONSENT: ("ยินยอม",),
    Question.CONFIRM: ("ยืนยัน",),
    Question.SERVICE: ("ทะเบียนบ้าน",),
    Question.LASER: ("{laser}",),
    Question.COPIES: ("1 ฉบับ",),
    Question.DAY: ("รับเอกสารวันที่ {day} เวลา {time} น.", OFFERED, "{later_day}"),
    Question.TIME: ("{time} น.", OFFERED),
    Question.CARD: ("{card}",),
    Question.PID: ("{pid}",),
    Question.MORE: ("ข้อมูลตามบัตรถูกต้องแล้ว",),
    Question.SURVEY_MARK: ("5",),
    Question.SURVEY_SOURCE: (OFFERED,),
    Question.SURVEY_COMMENT: ("สะดวกและรวดเร็ว ขอบคุณ",),
}

STYLES: tuple[Style, ...] = (
    Style(
        "manual",
        "ตามคู่มือของเขต",
        ("1#{laser}",),
        {
            Question.COPIES: ("ต้องการ 2 ฉบับ รับเอกสารวันที่ {day} เวลา {time} น.", "2 ฉบับ"),
            Question.SERVICE: ("1#{laser}",),
        },
    ),
    Style(
        "all-at-once",
        "ทุกอย่างในข้อความเดียว",
        ("2#{laser} ต้องการ 1 ฉบับ รับเอกสารวันที่ {day} เวลา {time} น. เลขใต้รูป {card}",),
        {Question.SERVICE: ("ทะเบียนสมรส",)},
    ),
    Style(
        "wrong-laser",
        "เลขหลังบัตรผิดก่อนแล้วจึงถูก",
        ("3#{wrong_laser}",),
        {
            Question.LASER: ("{wrong_laser}", "{laser}"),
            Question.SERVICE: ("3#{laser}",),
            Question.COPIES: ("สองฉบับค่ะ",),
        },
    ),
    Style(
        "several",
        "หลายบริการในคำร้องเดียว",
        ("สวัสดีค่ะ", "อยากคัดทะเบียนบ้านและทะเบียนสมรสค่ะ"),
        {
            Question.SERVICE: ("คัดทะเบียนบ้านและทะเบียนสมรส",),
            Question.COPIES: ("อย่างละ 1 ฉบับค่ะ", "1 ฉบับ"),
            Question.DAY: ("{day_words} {time} น.", OFFERED, "{later_day}"),
        },
    ),
    Style(
        "thai-digits",
        "เลขไทยทั้งหมด",
        ("๔#{laser_thai}",),
        {
            Question.SERVICE: ("๔#{laser_thai}",),
            Question.LASER: ("{laser_thai}", "{laser}"),
            Question.COPIES: ("๑ ฉบับ",),
            Question.DAY: ("รับวันที่ {day_thai} เวลา {time_thai} น.", OFFERED, "{later_day}"),
            Question.TIME: ("{time_thai} น.", OFFERED),
            Question.CARD: ("{card_thai}", "{card}"),
        },
    ),
    Style(
        "hostile",
        "ข้อความที่มีมาร์กอัปและอักขระควบคุม",
        (
            "[/] [bold]ด่วน[/bold] [@click=app.quit]กดที่นี่[/] \x1b[2J\x1b]52;c;aGVsbG8=\x07 '; DROP TABLE x;--",
            "4#{laser}\u202e\u200b",
        ),
        {
            Question.SERVICE: ("4#{laser}",),
            Question.COPIES: ("<b>1</b> ฉบับ [/]", "1 ฉบับ"),
        },
    ),
    Style(
        "closed-day",
        "ขอวันปิดทำการก่อน แล้วจึงขอวันทำการ",
        ("ขอคัดทะเบียนบ้าน 1 ฉบับ รับวันที่ {closed_day} ครับ",),
        {Question.DAY: ("รับวันที่ {day} เวลา {time} น. ครับ", OFFERED, "{later_day}")},
    ),
    Style(
        "buttons",
        "แตะปุ่มแทนการพิมพ์",
        ("สวัสดี",),
        {Question.SERVICE: (OFFERED, "ทะเบียนบ้าน"), Question.COPIES: (OFFERED, "1 ฉบับ")},
        taps=True,
    ),
)


def particulars(who: Person, today: date) -> dict[str, str]:
    """Tell what the templates can name, for this citizen writing today."""
    day = _next(today + timedelta(days=2), who.weekday)
    return {
        "laser": who.laser,
        "wrong_laser": who.laser[:-4] + who.laser[-3:],
        "laser_thai": who.laser.translate(_THAI_DIGITS),
        "card": who.card,
        "card_thai": who.card.translate(_THAI_DIGITS),
        "pid": who.pid,
        "time": who.time,
        "time_thai": who.time.translate(_THAI_DIGITS),
        "day": _slashed(day),
        "iso_day": day.isoformat(),
        "day_words": _in_words(day),
        "day_thai": _in_words(day).translate(_THAI_DIGITS),
        "later_day": _slashed(day + timedelta(days=1)),
        "closed_day": _slashed(_next(today + timedelta(days=1), _SUNDAY)),
    }


def _next(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _slashed(day: date) -> str:
    return f"{day:%d/%m}/{day.year + 543}"


def _in_words(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year + 543}"
