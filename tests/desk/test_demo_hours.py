from __future__ import annotations

import datetime as dt

import pytest

from desk.demo.hours import CLOSE, OPEN, SLOT_MINUTES, next_slot, seconds_to_wait
from registry.calendar import Hours, OfficeCalendar, SpecialDay
from thai.dates import BANGKOK

DAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("time", "seconds"),
    [
        (dt.time(0, 0), 0),
        (dt.time(12, 0), 0),
        (dt.time(23, 47, 59), 0),
        (dt.time(23, 48), 721),
        (dt.time(23, 59, 59), 2),
    ],
)
def test_the_demonstration_waits_only_for_the_end_of_the_day(time: dt.time, seconds: float) -> None:
    assert seconds_to_wait(dt.datetime.combine(DAY, time, BANGKOK).astimezone(dt.UTC)) == seconds


@pytest.mark.parametrize("minute", range(0, 24 * 60, 7))
def test_whenever_it_begins_there_is_a_slot(minute: int) -> None:
    now = dt.datetime.combine(DAY, dt.time(), BANGKOK) + dt.timedelta(minutes=minute, seconds=30)
    begins = now + dt.timedelta(seconds=seconds_to_wait(now))
    hours = Hours(open=OPEN, close=CLOSE, lunch_from=dt.time(), lunch_to=dt.time(), slot_minutes=SLOT_MINUTES)
    today = begins.date()
    calendar = OfficeCalendar(hours, (SpecialDay(date=today, name="สาธิต", open=True),))
    assert next_slot(begins) in calendar.slots(today)
