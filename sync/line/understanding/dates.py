"""The dates in a message: every way of naming one, and whether together they name one day."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sync.line.understanding.calendar_words import MONTH, MONTH_BEGINS, SHORT_WEEKDAYS, WEEKDAY
from sync.line.understanding.meaning import Problem
from sync.line.understanding.numbers import WORD, number
from sync.line.understanding.reading import Mark, Reading
from sync.line.understanding.weekdays import resolve_weekday

_DAY = f"(?P<day>(?<![0-9/.:-])[0-9]{{1,2}}|{WORD})"
_THE = r"(?:(?:วัน\s*ที่|ที่|วัน)\s*)?"
_ERA = r"(?:\s*,?\s*(?:พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|ปี|b\.?e\.?))*\s*[,.']?\s*"
_YEAR = r"(?P<year>[0-9]{2,5})(?![0-9]|[.:][0-9]|\s?-[0-9])"
_NO_MORE = r"(?![0-9]|[./:][0-9])"

_YEAR_FIRST = re.compile(
    rf"{_THE}(?<![0-9/.-])(?P<year>(?:19|20|2[4-6])[0-9]{{2}})\s?(?P<sep>[/.-])\s?(?P<month>[0-9]{{1,2}})\s?(?P=sep)\s?"
    rf"(?P<day>[0-9]{{1,2}}){_NO_MORE}"
)
_NUMERIC = re.compile(
    rf"{_THE}(?<![0-9/.])(?P<day>[0-9]{{1,2}})\s?(?P<sep>[/.-])\s?(?P<month>[0-9]{{1,2}})\s?(?P=sep){_ERA}"
    rf"(?P<year>[0-9]{{1,5}})(?![0-9]|[:/][0-9])"
)
_SPACED = re.compile(
    rf"{_THE}(?<![0-9/.:-])(?P<day>[0-9]{{1,2}}) (?P<month>[0-9]{{1,2}}) (?P<year>2[05][0-9]{{2}}){_NO_MORE}"
)
_RUN_TOGETHER = re.compile(r"วัน\s*ที่\s*(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>2[05][0-9]{2})(?![0-9])")
_ONE_OF_TWO = re.compile(
    rf"{_THE}(?<![0-9/.:-])[0-9]{{1,2}}\s*(?:-|ถึง|หรือ|และ|กับ|,)\s*{_THE}(?=[0-9]{{1,2}}(?:[\s/.-]*{MONTH_BEGINS}|\s?/\s?[0-9]))"
)
_WITH_MONTH = re.compile(rf"{_THE}{_DAY}[\s/.-]*(?:เดือน\s*)?{MONTH}(?:[\s/.-]*{_ERA}{_YEAR})?")
_MONTH_FIRST = re.compile(
    rf"{MONTH}\s*(?P<day>[0-9]{{1,2}})(?![0-9]|[.:][0-9])(?:st|nd|rd|th)?(?:\s*,?\s*(?P<year>[0-9]{{4}}))?"
)
_DAY_AND_MONTH_NUMBER = re.compile(
    rf"{_THE}{_DAY}\s*เดือน\s*(?:ที่\s*)?(?P<month>[0-9]{{1,2}})(?![0-9])(?:{_ERA}{_YEAR})?"
)
_DAY_SLASH_MONTH = re.compile(
    rf"{_THE}(?<![0-9/.:-])(?P<day>[0-9]{{1,2}})\s?/\s?(?P<month>[0-9]{{1,2}}){_NO_MORE}"
)
_DAY_SIGN_MONTH = re.compile(
    rf"(?:วัน\s*ที่\s*|(?m:^)(?=[0-9]+\s*-\s*[0-9]+$))(?P<day>[0-9]{{1,2}})\s?[.-]\s?(?P<month>[0-9]{{1,2}}){_NO_MORE}"
)
_DAY_ALONE = re.compile(
    rf"(?:วัน\s*ที่|(?<=[\ue001])\s*(?:วัน)?ที่)\s*{_DAY}{_NO_MORE}(?!-[0-9])"
    r"(?:\s*(?:ของ)?\s*เดือน\s*(?P<which>นี้|หน้า))?"
)
_DAY_OF_NEXT_MONTH = re.compile(rf"{_THE}(?<![0-9/.:-])(?P<day>[0-9]{{1,2}})\s*เดือน(?P<which>หน้า|นี้)")
_AFTER_DAYS = re.compile(
    rf"อีก\s*(?P<count>[0-9]{{1,6}}|{WORD})\s*(?P<unit>วัน(?!ที่|จันทร์|อังคาร|พุธ|พฤ|ศุกร์|เสาร์|อาทิตย์)|อาทิตย์|สัปดาห์)"
    rf"|(?P<count2>(?<![0-9])[0-9]{{1,6}}|{WORD})\s*(?P<unit2>วัน|อาทิตย์|สัปดาห์)\s*(?:ข้างหน้า|นับจาก(?:วัน)?นี้|ถัดไป)"
)
_RELATIVE = re.compile(
    r"(?P<tomorrow>(?:วัน)?พร?ุ[่้]?ง\s*นี[้่]?|พรุ่ง(?=เช้า|บ่าย|เย็น)|(?:วัน)?พน\.|(?<![ก-๎])พน(?![ก-๎])|tomorrow)|(?P<after>(?:วัน)?มะ?รืน(?:\s*นี้)?)"
    r"|(?P<third>(?:วัน)?มะเรื่?อง(?:\s*นี้)?)|(?P<yesterday>เมื่อ\s*วาน(?:ซืน)?(?:\s*นี้)?)"
    r"|(?P<end>สิ้นเดือน(?!หน้า)(?:นี้)?)|(?P<today>วัน\s*นี้|(?<![a-z])today)"
)
_RELATIVE_DAYS = {"tomorrow": 1, "after": 2, "third": 3, "yesterday": -1, "today": 0}
_WEEK = r"(?:ของ\s*)?(?:อาทิตย์|สัปดาห์|วีค)?\s*"
_NAMED_DAY = re.compile(
    rf"(?P<before>(?:อาทิตย์|สัปดาห์|วีค)\s*(?:หน้า|นี้)\s*)?(?P<the>วัน\s*)?{WEEKDAY}"
    rf"(?:\s*{_WEEK}(?P<which>นี้|หน้า(?!ที่|เขต|ร้าน|ต่าง)|ถัดไป|ที่จะถึง(?:นี้)?|ที่ผ่านมา|ที่แล้ว))?"
)
_SUNDAY = re.compile(r"(?<![ก-๎])อาทิตย์(?!\s*(?:หน้า|นี้|ถัดไป|ที่แล้ว|ที่ผ่านมา|ละ))(?![ก-๎])")
_WEEKEND = re.compile(r"(?:วัน)?เสาร์\s*-?\s*(?:วัน)?อาทิตย์")
_GREETING = re.compile(
    rf"(?:สวัสดี|หวัดดี|อรุณสวัสดิ์|ราตรีสวัสดิ์|สุขสันต์|happy )(?:ตอน)?(?:เช้า|บ่าย|เย็น)?(?:วัน)?{WEEKDAY}(?!หน้า|นี้|ที่)"
)
_SHORT_DAY = re.compile(r"(?<![ก-๎.])(?P<short>จ|อา|อ|พฤ|พ|ศ|ส)\.\s*(?:ที่\s*)?(?=\ue001)")
_NEXT_WEEK = re.compile(r"(?:(?<!วัน)อาทิตย์|สัปดาห์|วีค)\s*(?:หน้า|ถัดไป)")
# A day of the past that belongs to something else: สมรสเมื่อ 14/2/2550.
_OTHER_DAY = re.compile(r"(?:เมื่อ|เกิด|วันเกิด|หมดอายุ|ออกบัตร|ตั้งแต่|เสียชีวิต)\s*(?:วันที่|วัน|ปี)?$")
_OLD = re.compile(r"(?:จาก|ไม่ใช่|แทน|เดิม)\s*(?:เป็น|คือ)?$")
_BETWEEN = re.compile(r"\s*,?\s*(?:ตรงกับ)?\s*")


@dataclass(slots=True)
class _Mention:
    """One naming of a day; `day` None means that there is no such day, `weekday` a bare weekday."""

    start: int
    end: int
    day: dt.date | None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class ReadDate:
    """The one day that a message names, or why there is none."""

    date: dt.date | None = None
    problem: Problem | None = None


def read_date(reading: Reading, today: dt.date) -> ReadDate:
    """Take all namings of days and say which day they mean together."""
    for match in reading.search_all(_GREETING):
        reading.blank(match.start(), match.end())
    mentions = [*_explicit(reading, today), *_relative(reading, today)]
    mentions += _weekdays(reading, today)
    mentions.sort(key=lambda mention: mention.start)
    mentions = [mention for mention in mentions if not _OTHER_DAY.search(reading.before(mention.start))]
    return _together(_newest(_joined(mentions, reading), reading), today)


def _explicit(reading: Reading, today: dt.date) -> Iterator[_Mention]:
    for match in reading.search_all(_ONE_OF_TWO):
        yield _mention(reading, match, None)
    for pattern in (_YEAR_FIRST, _NUMERIC, _SPACED, _RUN_TOGETHER):
        for match in reading.search_all(pattern):
            yield _mention(reading, match, _day(match["year"], int(match["month"]), int(match["day"]), today))
    for pattern in (_WITH_MONTH, _MONTH_FIRST):
        for match in reading.search_all(pattern):
            yield _mention(reading, match, _day(match["year"], _month(match), number(match["day"]), today))
    for pattern in (_DAY_AND_MONTH_NUMBER, _DAY_SLASH_MONTH, _DAY_SIGN_MONTH):
        for match in reading.search_all(pattern):
            year = match.groupdict().get("year")
            yield _mention(reading, match, _day(year, int(match["month"]), number(match["day"]), today))


def days_with_year(reading: Reading) -> list[tuple[int, int, dt.date | None]]:
    """Return start, end and day of every date that is written with its year, in order; None: no such day."""
    found: list[tuple[int, int, dt.date | None]] = []
    for pattern in (_YEAR_FIRST, _NUMERIC, _SPACED, _RUN_TOGETHER, _WITH_MONTH, _MONTH_FIRST):
        for match in reading.search_all(pattern):
            parts = match.groupdict()
            if parts["year"] is None:
                continue
            month = int(parts["month"]) if "month" in parts else _month(match)
            day = _date(_gregorian(parts["year"]), month, number(match["day"]))
            reading.take(match.start(), match.end(), Mark.DATE)
            found.append((match.start(), match.end(), day))
    return sorted(found, key=lambda one: one[0])


def _mention(reading: Reading, match: re.Match[str], day: dt.date | None) -> _Mention:
    reading.take(match.start(), match.end(), Mark.DATE)
    return _Mention(match.start(), match.end(), day)


def _month(match: re.Match[str]) -> int:
    return next(month for month in range(1, 13) if match[f"m{month}"] is not None)


def _day(year: str | None, month: int, day: int, today: dt.date) -> dt.date | None:
    """Return the day meant, or None if the calendar has none; without a year, the next such day."""
    if year is None:
        return next(
            (d for y in range(today.year, today.year + 9) if (d := _date(y, month, day)) and d >= today), None
        )
    return _date(_gregorian(year), month, day)


def _gregorian(year: str) -> int:
    """Read a year: 24xx to 26xx and two digits are Buddhist, 19xx and 20xx Gregorian, others no year."""
    if len(year) == 2:
        return 2500 + int(year) - 543
    value = int(year)
    if 2400 <= value <= 2699:
        return value - 543
    return value if 1900 <= value <= 2099 else 0


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _relative(reading: Reading, today: dt.date) -> Iterator[_Mention]:
    for match in reading.search_all(_AFTER_DAYS):
        count = number(match["count"] or match["count2"])
        days = count if (match["unit"] or match["unit2"]) == "วัน" else 7 * count
        yield _mention(reading, match, _later(today, days))
    for match in reading.search_all(_RELATIVE):
        if match.lastgroup == "end":
            yield _mention(reading, match, _month_end(today))
        else:
            yield _mention(reading, match, _later(today, _RELATIVE_DAYS[match.lastgroup or "today"]))


def _later(today: dt.date, days: int) -> dt.date | None:
    try:
        return today + dt.timedelta(days=days)
    except OverflowError:
        return None


def _month_end(today: dt.date) -> dt.date | None:
    return next((d for day in (31, 30, 29, 28) if (d := _date(today.year, today.month, day))), None)


def _weekdays(reading: Reading, today: dt.date) -> Iterator[_Mention]:
    """Yield the weekdays, then the days of the month that may follow them (วันศุกร์ที่ 4)."""
    next_week = bool(_NEXT_WEEK.search(reading.rest))
    for match in reading.search_all(_WEEKEND):
        reading.take(match.start(), match.end(), Mark.DATE)
    for match in reading.search_all(_NAMED_DAY):
        weekday = next(at for at in range(7) if match[f"d{at}"] is not None)
        which = match["which"] or ("หน้า" if next_week else None)
        if which in {"ที่ผ่านมา", "ที่แล้ว"}:
            reading.take(match.start(), match.end(), Mark.DATE)
        else:
            yield _weekday_mention(reading, match, weekday, which, today)
    for match in reading.search_all(_SUNDAY):
        yield _weekday_mention(reading, match, 6, None, today)
    for match in reading.search_all(_SHORT_DAY):
        yield _weekday_mention(reading, match, SHORT_WEEKDAYS[match["short"]], None, today)
    for pattern in (_DAY_ALONE, _DAY_OF_NEXT_MONTH):
        for match in reading.search_all(pattern):
            yield _mention(reading, match, _day_of_month(number(match["day"]), match["which"], today))


def _weekday_mention(
    reading: Reading, match: re.Match[str], weekday: int, which: str | None, today: dt.date
) -> _Mention:
    mention = _mention(reading, match, resolve_weekday(weekday, which, today))
    if which is None:
        mention.weekday = weekday
    return mention


def _day_of_month(day: int, which: str | None, today: dt.date) -> dt.date | None:
    """Return the next such day of a month, or that of this or the next month where the message says so."""
    months = [(today.year + (today.month - 1 + n) // 12, (today.month - 1 + n) % 12 + 1) for n in range(4)]
    if which is not None:
        return _date(*months[1 if which == "หน้า" else 0], day)
    return next((d for year, month in months if (d := _date(year, month, day)) and d >= today), None)


def _joined(mentions: list[_Mention], reading: Reading) -> list[_Mention]:
    """Make one mention of a weekday and the date written right after or before it."""
    joined: list[_Mention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if (
            last
            and _BETWEEN.fullmatch(reading.plain[last.end : mention.start])
            and _one_is_bare(last, mention)
        ):
            joined[-1] = _Mention(last.start, mention.end, _agreed(last, mention))
        else:
            joined.append(mention)
    return joined


def _one_is_bare(one: _Mention, other: _Mention) -> bool:
    return (one.weekday is None) != (other.weekday is None)


def _agreed(one: _Mention, other: _Mention) -> dt.date | None:
    bare, dated = (one, other) if one.weekday is not None else (other, one)
    return dated.day if dated.day and dated.day.weekday() == bare.weekday else None


def _newest(mentions: list[_Mention], reading: Reading) -> list[_Mention]:
    """Keep the new day only, where a message says both (จากวันที่ 1 เป็นวันที่ 3)."""
    if new := [mention for mention in mentions if reading.before(mention.start).endswith("เป็น")]:
        return new
    return [mention for mention in mentions if not _OLD.search(reading.before(mention.start))] or mentions


def _together(mentions: list[_Mention], today: dt.date) -> ReadDate:
    if not mentions:
        return ReadDate()
    dated = [mention for mention in mentions if mention.weekday is None]
    days = {mention.day for mention in dated or mentions}
    day = days.pop()
    if days or day is None:
        return ReadDate(problem=Problem.DATE_INVALID)
    if dated and any(mention.weekday not in {None, day.weekday()} for mention in mentions):
        return ReadDate(problem=Problem.DATE_INVALID)
    return ReadDate(problem=Problem.DATE_PAST) if day < today else ReadDate(date=day)
