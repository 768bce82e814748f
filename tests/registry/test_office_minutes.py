"""Minutes of office time: lunch, evenings, weekends and holidays do not count."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.calendar import Hours, OfficeCalendar, SpecialDay
from registry.office_minutes import after_minutes, is_open_at
from thai.dates import BANGKOK

CALENDAR = OfficeCalendar(Hours(), (SpecialDay(date=dt.date(2026, 11, 24), name="ปิด"),))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("since", "minutes", "expected"),
    [
        ("2026-11-23 09:00", 60, "2026-11-23 10:00"),
        ("2026-11-23 11:30", 60, "2026-11-23 13:30"),
        ("2026-11-23 12:20", 30, "2026-11-23 13:30"),
        ("2026-11-23 07:00", 30, "2026-11-23 08:30"),
        ("2026-11-23 15:30", 60, "2026-11-25 08:30"),
        ("2026-11-23 15:00", 60, "2026-11-23 16:00"),
        ("2026-11-27 16:00", 10, "2026-11-30 08:10"),
        ("2026-11-28 10:00", 480, "2026-12-01 09:00"),
    ],
)
def test_minutes_are_counted_while_the_office_is_open(since: str, minutes: int, expected: str) -> None:
    assert after_minutes(CALENDAR, at(since), minutes) == at(expected)


def test_an_office_that_never_opens_gives_a_day_far_away() -> None:
    closed = OfficeCalendar(Hours(weekdays=()))
    assert after_minutes(closed, at("2026-11-23 09:00"), 5) > at("2027-11-23 09:00")


@given(st.integers(0, 60 * 24 * 30), st.integers(5, 4800))
def test_it_ends_when_the_office_is_open_and_later_for_more_minutes(offset: int, minutes: int) -> None:
    since = at("2026-11-01 00:00") + dt.timedelta(minutes=offset)
    end = after_minutes(CALENDAR, since, minutes)
    assert end >= since + dt.timedelta(minutes=minutes)
    assert is_open_at(CALENDAR, end - dt.timedelta(seconds=1))
    assert after_minutes(CALENDAR, since, minutes + 1) > end


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-23 08:00", True),
        ("2026-11-23 12:30", False),
        ("2026-11-23 16:00", False),
        ("2026-11-24 09:00", False),
    ],
)
def test_open_is_between_the_hours_of_an_open_day(moment: str, is_open: bool) -> None:
    assert is_open_at(CALENDAR, at(moment)) is is_open
