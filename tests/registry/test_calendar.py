from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from registry.calendar import Hours, OfficeCalendar, SpecialDay

CALENDAR = OfficeCalendar(Hours())
DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2030, 12, 31))


def test_weekends_and_holidays_are_closed_and_say_why() -> None:
    assert CALENDAR.closed_because(dt.date(2026, 11, 28)) == ""
    assert CALENDAR.closed_because(dt.date(2026, 12, 10)) == "วันรัฐธรรมนูญ"
    assert CALENDAR.closed_because(dt.date(2026, 12, 1)) is None


def test_government_offices_work_on_labour_day() -> None:
    assert CALENDAR.is_open(dt.date(2026, 5, 1))


def test_the_offices_own_days_come_first() -> None:
    closed = SpecialDay(date=dt.date(2026, 12, 1), name="ปรับปรุงระบบ")
    opened = SpecialDay(date=dt.date(2026, 12, 10), name="เปิดพิเศษ", open=True)
    calendar = OfficeCalendar(Hours(), (closed, opened))
    assert calendar.closed_because(closed.date) == "ปรับปรุงระบบ"
    assert calendar.is_open(opened.date)


def test_a_saturday_is_a_setting() -> None:
    calendar = OfficeCalendar(Hours(weekdays=(1, 2, 3, 4, 5, 6)))
    assert calendar.is_open(dt.date(2026, 11, 28))


def test_slots_leave_lunch_out() -> None:
    slots = CALENDAR.slots(dt.date(2026, 12, 1))
    assert (slots[0], slots[-1]) == (dt.time(8, 0), dt.time(15, 30))
    assert dt.time(11, 30) in slots
    assert dt.time(12, 0) not in slots
    assert dt.time(13, 0) in slots
    assert CALENDAR.slot_of(dt.date(2026, 12, 1), dt.time(9, 45)) == dt.time(9, 30)
    assert CALENDAR.slot_of(dt.date(2026, 12, 1), dt.time(12, 15)) is None


@given(DAYS, st.times())
def test_a_slot_holds_its_time(day: dt.date, time: dt.time) -> None:
    slot = CALENDAR.slot_of(day, time)
    if slot is not None:
        assert CALENDAR.is_open(day)
        assert slot <= time


@given(DAYS, st.integers(1, 10))
def test_offered_days_are_open_and_in_order(first: dt.date, count: int) -> None:
    days = CALENDAR.next_open_days(first, count)
    assert days == sorted(set(days))
    assert len(days) == count
    assert all(day >= first and CALENDAR.is_open(day) for day in days)


def test_an_office_that_is_always_closed_offers_nothing() -> None:
    calendar = OfficeCalendar(Hours(weekdays=()))
    assert calendar.next_open_days(dt.date(2026, 12, 1), 3) == []
