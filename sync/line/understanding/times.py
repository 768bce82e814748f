"""The time of day in a message, from 14:30 to บ่ายสองครึ่ง; bare เช้า or บ่าย is no time."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sync.line.understanding.calendar_words import MONTH_BEGINS
from sync.line.understanding.meaning import Problem
from sync.line.understanding.numbers import UNIT_WORD, WORD, number
from sync.line.understanding.reading import Mark, Reading

_HOUR = f"(?P<hour>(?<![0-9/.:,])[0-9]{{1,2}}|{WORD})"
_N = "(?:น\\.|น(?![ก-๎])|น(?=ครับ|คับ|ค่ะ|คะ|นะ)|นาฬิกา|นาฬกา)"
_TO = r"\s*(?:-|ถึง|~)\s*"
# Minutes after the hour's word; a number that begins a date or is counted is none.
_PAST = (
    rf"(?:\s*(?:(?P<half>ครึ่ง)|ตรง|เป๊ะ|กว่า|(?P<minute>[0-9]{{2}}(?![0-9/.:-]|\s*{MONTH_BEGINS})|(?<![0-9 ])"
    rf"(?:{WORD}))(?:\s*นาที)?|(?P<minute2>[0-9]{{1,2}}|{WORD})\s*นาที))?"
)
_SPAN = rf"(?:{_TO}[0-9]{{1,2}}(?:[.:][0-9]{{2}})?)?"
_PART = "(?P<part>บ่าย|เย็น|เช้า|สาย|ค่ำ)?(?:ๆ)?\\s*(?:เวลา|ประมาณ|สัก|ราว|ตอน)?\\s*"

_CLOCK = re.compile(
    rf"{_PART}(?<![0-9.:])(?P<hour>[0-9]{{1,2}})\s?(?P<sep>[:.])\s?(?P<minute>[0-9]{{1,2}})(?:[:.][0-9]{{2}})?"
    rf"(?![0-9]|[:.][0-9]){_SPAN}\s*(?P<unit>{_N}|(?:[ap]\.?m\.?)(?![a-z])|โมง)?\s*(?P<after>บ่าย|เย็น|เช้า)?"
)
_RUN_TOGETHER = re.compile(
    rf"(?:เวลา\s*(?P<hour>[0-9]{{1,2}})(?P<minute>[0-9]{{2}})(?![0-9])\s*{_N}?"
    rf"|(?<![0-9/.:-])(?P<hour2>[0-9]{{1,2}})(?P<minute2>[0-9]{{2}})\s*{_N})"
)
_WITH_N = re.compile(rf"(?:[0-9]{{1,2}}{_TO})?{_HOUR}\s*{_N}{_PAST}")
_ENGLISH = re.compile(r"(?<![0-9/.:])(?P<hour>[0-9]{1,2})\s*(?P<unit>[ap])\.?m\.?(?![a-z])")
_AFTERNOON = re.compile(
    rf"บ่าย\s*(?:(?P<hour>[0-9]{{1,2}}(?![0-9/.:-]|\s*(?:{MONTH_BEGINS}|เดือน))|{UNIT_WORD})\s*(?:โมง)?|โมง){_PAST}"
)
_O_CLOCK = re.compile(
    rf"{_PART}(?:(?P<from>[0-9]{{1,2}}|{WORD}){_TO})?{_HOUR}\s*โมง\s*(?P<after>เช้า|เย็น|บ่าย)?{_PAST}\s*(?P<after2>เช้า|เย็น|บ่าย)?"
)
_NOON = re.compile(rf"(?<!ก่อน)(?<!หลัง)(?<!พัก)เที่ยง\s*(?P<night>คืน)?(?:วัน(?!ที่|จ|อ|พ|ศ|ส)|ตรง)?{_PAST}")
_EVENING = re.compile(rf"{_HOUR}?\s*ทุ่ม(?!เท)(?:นึง|หนึ่ง)?{_PAST}")
_NIGHT = re.compile(
    rf"(?:(?<![ก-๎])|(?<=รับ)|(?<=ตอน)|(?<=เวลา)|(?<=ก่อน)|(?<=หลัง)|(?<=มา)|(?<=ไป)|(?<=นี้))ตี\s*(?P<hour>[0-9]{{1,2}}(?![0-9/.:-])|{UNIT_WORD}){_PAST}"
)
_LOOSE = re.compile(r"(?<![0-9/.:,-])(?P<hour>[0-9]{1,2})\.(?P<minute>[0-9]{2})(?![0-9.,]|\s*(?:บาท|%))")
_AT = re.compile(r"เวลา\s*(?P<hour>[0-9]{1,2})(?![0-9/.:-]|\s*(?:บาท|วัน|คน|คิว|นาที))")

_UNTIL = re.compile(r"\s*(?:น\.)?\s*(?:-|ถึง|~)\s*(?:ก่อน)?\s*")

# Start, end and the time; None is a time that no clock shows.
_Found = tuple[int, int, dt.time | None]


@dataclass(frozen=True, slots=True)
class ReadTime:
    """The one time that a message names, or why there is none."""

    time: dt.time | None = None
    problem: Problem | None = None


def take_times_with_units(reading: Reading) -> list[_Found]:
    """Take the times that cannot be anything else, before dates are read (1 ธ.ค. 10 โมง)."""
    found = [
        _taken(reading, match, *_clock(match))
        for match in reading.search_all(_CLOCK)
        if match["unit"]
        or match["sep"] == ":"
        or match["part"]
        or reading.before(match.start()).endswith("เวลา")
    ]
    found.extend(_run_together(reading))
    found.extend(_afternoon(reading))
    found.extend(_o_clock(reading))
    found.extend(_others(reading))
    return found


def take_loose_times(reading: Reading, found: list[_Found]) -> ReadTime:
    """Take 10.30 without a unit, once dates are gone, and say which time the message means."""
    found = found + [
        _taken(reading, match, int(match["hour"]), int(match["minute"]))
        for match in reading.search_all(_LOOSE)
    ]
    found += [
        _taken(reading, match, hour, 0)
        for match in reading.search_all(_AT)
        if (hour := int(match["hour"])) >= 7
    ]
    begun = _begun(sorted(found, key=lambda mention: mention[0]), reading)
    new = [time for place, _, time in begun if reading.before(place).endswith("เป็น")]
    kept = [time for place, _, time in begun if not reading.before(place).endswith("จาก")]
    times = set(new or kept or [time for _, _, time in begun])
    if not times:
        return ReadTime()
    time = times.pop()
    return ReadTime(problem=Problem.TIME_INVALID) if times or time is None else ReadTime(time=time)


def _begun(found: list[_Found], reading: Reading) -> list[_Found]:
    """Leave out the end of a span (9 โมงถึง 10 โมง): its beginning is when somebody comes."""
    ends = {
        later[0]
        for earlier, later in pairwise(found)
        if _UNTIL.fullmatch(reading.plain[earlier[1] : later[0]])
    }
    return [mention for mention in found if mention[0] not in ends]


def _taken(reading: Reading, match: re.Match[str], hour: int, minute: int) -> _Found:
    reading.take(match.start(), match.end(), Mark.TIME)
    return (
        match.start(),
        match.end(),
        dt.time(hour, minute) if 0 <= hour <= 23 and 0 <= minute <= 59 else None,
    )


def _clock(match: re.Match[str]) -> tuple[int, int]:
    hour, minute = int(match["hour"]), int(match["minute"]) if len(match["minute"]) == 2 else 99
    unit = (match["unit"] or "")[:1]
    if unit in {"a", "p"}:
        return (hour % 12 + (12 if unit == "p" else 0) if 1 <= hour <= 12 else 99), minute
    return _by_part(hour, match["part"] or match["after"]), minute


def _by_part(hour: int, part: str | None) -> int:
    return hour + 12 if part in {"บ่าย", "เย็น", "ค่ำ"} and 1 <= hour <= 6 else hour


def _minutes(match: re.Match[str]) -> int:
    written = match["minute"] or match["minute2"]
    return 30 if match["half"] else number(written) if written else 0


def _run_together(reading: Reading) -> Iterator[_Found]:
    for match in reading.search_all(_RUN_TOGETHER):
        yield _taken(
            reading, match, int(match["hour"] or match["hour2"]), int(match["minute"] or match["minute2"])
        )


def _afternoon(reading: Reading) -> Iterator[_Found]:
    for match in reading.search_all(_AFTERNOON):
        hour = number(match["hour"]) if match["hour"] else 1
        hour = hour + 12 if 1 <= hour <= 6 else hour if 12 <= hour <= 18 else 99
        yield _taken(reading, match, hour, _minutes(match))


def _o_clock(reading: Reading) -> Iterator[_Found]:
    for match in reading.search_all(_O_CLOCK):
        part = match["after"] or match["after2"] or match["part"]
        yield _taken(
            reading, match, _thai_hour(number(match["from"] or match["hour"]), part), _minutes(match)
        )


def _thai_hour(hour: int, part: str | None) -> int:
    """Count as Thai does: six hours of the morning from 6, of the afternoon from noon.

    Bare 1 to 5 โมง is the afternoon; with เช้า the old count from six (สามโมงเช้า is nine).
    """
    if part == "เช้า":
        return hour + 6 if 1 <= hour <= 5 else hour if hour <= 11 else 99
    if part in {"เย็น", "ค่ำ"}:
        return hour + 12 if 3 <= hour <= 7 else hour if 15 <= hour <= 19 else 99
    if part == "บ่าย":
        return _by_part(hour, part)
    return hour + 12 if 1 <= hour <= 5 else hour if hour >= 6 else 99


def _others(reading: Reading) -> Iterator[_Found]:
    for match in reading.search_all(_WITH_N):
        yield _taken(reading, match, number(match["hour"]), _minutes(match))
    for match in reading.search_all(_ENGLISH):
        yield _taken(reading, match, *_english(match))
    for match in reading.search_all(_NOON):
        yield _taken(reading, match, 0 if match["night"] else 12, _minutes(match))
    for match in reading.search_all(_EVENING):
        hour = number(match["hour"]) if match["hour"] else 1
        yield _taken(reading, match, hour + 18 if 1 <= hour <= 5 else 99, _minutes(match))
    for match in reading.search_all(_NIGHT):
        hour = number(match["hour"])
        yield _taken(reading, match, hour if 1 <= hour <= 5 else 99, _minutes(match))


def _english(match: re.Match[str]) -> tuple[int, int]:
    hour = int(match["hour"])
    return (hour % 12 + (12 if match["unit"] == "p" else 0) if 1 <= hour <= 12 else 99), 0
