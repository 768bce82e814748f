"""How many copies are wanted, in digits or words."""

import re
from dataclasses import dataclass

from sync.line.understanding.meaning import Problem
from sync.line.understanding.numbers import TENS, UNIT_WORD, WORD, number
from sync.line.understanding.reading import Mark, Reading

_UNIT = (
    "(?:ฉบับ|ฉบัย|ฉบัล|ฉบบ|ฉะบับ|ฉับบับ|ชุด|[ใไ]บ(?!หน้า)|แผ่น|ก(?:๊อ|็อ|อ๊)[ปบ](?:ปี้|ปี๊)?"
    "|สำเนา(?!ทะเบียน|บัตร)|cop(?:y|ies))"
)
_NUMBER = f"(?:(?<![0-9])[0-9]{{1,3}}(?:,[0-9]{{3}})+|(?<![0-9])[0-9]+|{WORD})"
# Behind a digit a number word is not read; nor may its second half be then (0ยี่สิบเอ็ด).
_NOT_INSIDE = "".join(f"(?!(?<=[0-9]{word})สิบ)" for word in TENS)
_COUNTED = re.compile(
    f"(?P<from>(?<![0-9./-]){_NUMBER}\\s*(?:-|ถึง|หรือ|~)\\s*|{UNIT_WORD}(?={UNIT_WORD}\\s*{_UNIT}))?"
    f"(?P<part>(?<![0-9])[0-9]+\\.)?(?<![0-9])(?P<number>{_NOT_INSIDE}{_NUMBER}) *{_UNIT}(?!ละ)"
)
# The last group of a laser code or card number, if a unit happens to follow it (…-12 ชุดเดียว).
_CODE_BEFORE = re.compile("[0-9]{7}-$|(?<![0-9])[0-9]{4}-[0-9]{2}-$|[a-z]{2}[0-9] ?[0-9]{7} $|[a-z]{2}$")
_SINGLE = re.compile(f"{_UNIT}\\s*(?:เดียว|หนึ่ง(?!ร้อย)|นึง)|อย่างละ\\s*{_UNIT}")
_STATED = re.compile(
    f"(?:จำนวน|อย่างละ|(?<![a-z0-9])x)\\s*[:=]?\\s*(?P<number>{_NUMBER})(?![0-9./:-]|\\s*(?:บาท|วัน|คน|โมง|น\\.))"
)
# 1/2 ฉบับ; but a list may be written with slashes (JC1-1234567-12/2 ฉบับ).
_FRACTION = re.compile("(?<![0-9a-z-])[0-9]{1,2}/$")
# ใบ also begins the name of a document, so that a number before it (…-05 ใบสมรส) need not count anything.
_DOCUMENT = re.compile("(?:สม|หย|สำคัญ|ทะเบียน|เกิด|ตาย|รับรอง|เปลี่ยน|แจ้ง|ย้าย|โสด)")
_WANTED = ("ขอ", "เอา", "อยากได้", "ต้องการ", "คัด", "รับ", "จำนวน")
_NUMBERED = ("ข้อ", "ที่", "หมายเลข", "บริการ", "เบอร์")


@dataclass(frozen=True, slots=True)
class Copies:
    """The number of copies, or why there is none."""

    number: int | None = None
    problem: Problem | None = None
    mentioned: bool = False


def read_copies(reading: Reading, max_copies: int) -> Copies:
    """Take the numbers of copies; several that differ (2 of one, 1 of another) leave it open."""
    written = counted(reading)
    mentioned = bool(written)
    written = [one for one in written if not reading.before(one[1]).endswith("ไม่ใช่")]
    if corrected := [value for value, place in written if reading.before(place).endswith("เป็น")]:
        written = [(corrected[-1], 0)]
    values = {value for value, _ in written}
    if any(value is not None and not 1 <= value <= max_copies for value in values):
        return Copies(problem=Problem.COPIES_RANGE, mentioned=True)
    return Copies(values.pop() if len(values) == 1 else None, mentioned=mentioned)


def counted(reading: Reading) -> list[tuple[int | None, int]]:
    """Take every number of copies with its place; None is one that was left open (2 or 3)."""
    return [*_counted(reading), *_single(reading), *_stated(reading)]


def _counted(reading: Reading) -> list[tuple[int | None, int]]:
    found: list[tuple[int | None, int]] = []
    for match in reading.search_all(_COUNTED):
        before = reading.before(match.start())
        if before.endswith(_NUMBERED) or _names_document(match, before) or _ends_code(match):
            continue
        if _FRACTION.search(before):
            reading.take(match.start(), match.end(), Mark.COPIES)
            continue
        start = match.start() if _is_range(match, reading) else match.start("number")
        value = (
            None
            if match["from"] and start == match.start()
            else 0
            if match["part"]
            else number(match["number"])
        )
        found.append((value, start))
        reading.take(start, match.end(), Mark.COPIES)
    return found


def _names_document(match: re.Match[str], before: str) -> bool:
    if not match[0].endswith(("ใบ", "ไบ")) or not _DOCUMENT.match(match.string, match.end()):
        return False
    return not before.endswith(_WANTED)


def _ends_code(match: re.Match[str]) -> bool:
    start = match.start("number")
    if match["from"] or not match["number"].isascii():
        return False
    return _CODE_BEFORE.search(match.string, max(0, start - 12), start) is not None


def _is_range(match: re.Match[str], reading: Reading) -> bool:
    """Tell "two or three copies" from a number that belongs to what stood before (บ่ายสาม สองฉบับ)."""
    first = (match["from"] or "").rstrip("-~ ")
    if not first or first.endswith(("ถึง", "หรือ")) or first.isascii():
        return True
    follows = number(match["number"]) == number(first) + 1
    return follows and not reading.before(match.start()).endswith(("บ่าย", "ตี"))


def _single(reading: Reading) -> list[tuple[int | None, int]]:
    found: list[tuple[int | None, int]] = []
    for match in reading.search_all(_SINGLE):
        found.append((1, match.start()))
        reading.take(match.start(), match.end(), Mark.COPIES)
    return found


def _stated(reading: Reading) -> list[tuple[int | None, int]]:
    found: list[tuple[int | None, int]] = []
    for match in reading.search_all(_STATED):
        found.append((number(match["number"]), match.start()))
        reading.take(match.start(), match.end(), Mark.COPIES)
    return found
