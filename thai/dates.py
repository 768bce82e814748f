"""Dates, times and waiting times as a Thai office writes them: Buddhist years, 09.30 น."""

import datetime as dt
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
SHORT_MONTHS = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)
WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
SHORT_WEEKDAYS = ("จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา.")


def _bangkok() -> dt.tzinfo:
    try:
        return ZoneInfo("Asia/Bangkok")
    except ZoneInfoNotFoundError:
        # Windows without tzdata: Thailand has no summer time, so the offset alone is right.
        return dt.timezone(dt.timedelta(hours=7), "+07")


BANGKOK: dt.tzinfo = _bangkok()


def today(now: dt.datetime) -> dt.date:
    """Return the date in Thailand at a moment."""
    return now.astimezone(BANGKOK).date()


def buddhist_year(gregorian: int) -> int:
    """Return the Buddhist year of a Gregorian one (543 more)."""
    return gregorian + 543


def date_no_weekday(d: dt.date) -> str:
    """Return e.g. ``23 พ.ย. 2569``."""
    return f"{d.day} {SHORT_MONTHS[d.month - 1]} {buddhist_year(d.year)}"


def short_date(d: dt.date) -> str:
    """Return e.g. ``จ. 23 พ.ย. 2569``."""
    return f"{SHORT_WEEKDAYS[d.weekday()]} {date_no_weekday(d)}"


def brief_date(d: dt.date) -> str:
    """Return e.g. ``23 พ.ย. 69``, for narrow columns."""
    return f"{d.day} {SHORT_MONTHS[d.month - 1]} {buddhist_year(d.year) % 100:02d}"


def long_date(d: dt.date) -> str:
    """Return e.g. ``วันจันทร์ที่ 23 พฤศจิกายน 2569``, for citizens."""
    return f"วัน{WEEKDAYS[d.weekday()]}ที่ {d.day} {MONTHS[d.month - 1]} {buddhist_year(d.year)}"


def clock(t: dt.time | dt.datetime) -> str:
    """Return e.g. ``09.30 น.``; a datetime with a zone is told in Bangkok time."""
    if isinstance(t, dt.datetime):
        t = _in_bangkok(t)
    return f"{t.hour:02d}.{t.minute:02d} น."


def short_datetime(moment: dt.datetime) -> str:
    """Return e.g. ``จ. 23 พ.ย. 2569 10.42 น.`` in Bangkok time; one without a zone is taken as Bangkok's."""
    local = _in_bangkok(moment)
    return f"{short_date(local)} {clock(local)}"


def _in_bangkok(moment: dt.datetime) -> dt.datetime:
    return moment if moment.tzinfo is None else moment.astimezone(BANGKOK)


def duration(seconds: float) -> str:
    """Return a waiting time in words, rounded down: ``4 นาที``, ``1 ชม. 27 น.``, ``3 วัน``."""
    minutes = int(max(seconds, 0)) // 60
    hours, rest = divmod(minutes, 60)
    if minutes < 1:
        return "ไม่ถึง 1 นาที"
    if hours < 1:
        return f"{minutes} นาที"
    if hours >= 24:
        return f"{hours // 24:,} วัน"
    return f"{hours} ชม. {rest} น." if rest else f"{hours} ชม."
