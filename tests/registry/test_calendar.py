from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from registry.calendar import Hours, OfficeCalendar, SpecialDay

CALENDAR = OfficeCalendar(Hours())
DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2030, 12, 31))


def test_weekends_and_holidays_are_closed_and_say_why() -> None:
    assert CALENDAR.closed_because(dt.date(2026, 11, 28)) == ""
    assert CALENDAR.closed_because(dt.date(2026, 12, 10)) == "วันรัฐธรรมนูญ"
    assert CALENDAR.closed_because(dt.date(2026, 12, 1)) is None


@pytest.mark.parametrize("year", range(2025, 2031))
def test_government_offices_work_on_labour_day(year: int) -> None:
    calendar = OfficeCalendar(Hours(weekdays=(1, 2, 3, 4, 5, 6, 7)))
    assert calendar.is_open(dt.date(year, 5, 1))


def test_days_given_for_another_day_are_closed_unless_that_is_no_holiday_of_the_office() -> None:
    assert CALENDAR.closed_because(dt.date(2026, 6, 1)) == "ชดเชยวันวิสาขบูชา"
    assert CALENDAR.closed_because(dt.date(2027, 10, 25)) == "ชดเชยวันปิยมหาราช"
    assert CALENDAR.is_open(dt.date(2027, 5, 3)), "the day given for Labour Day on a Saturday"


def test_government_offices_rest_on_the_royal_ploughing_ceremony() -> None:
    assert CALENDAR.closed_because(dt.date(2026, 5, 13)) == "วันพืชมงคล"


def test_childrens_day_is_a_saturday_like_others() -> None:
    assert OfficeCalendar(Hours(weekdays=(6,))).is_open(dt.date(2026, 1, 10))


def test_years_beyond_any_table_have_no_holidays_and_raise_nothing() -> None:
    for year in (1, 2569, 9999):
        assert CALENDAR.closed_because(dt.date(year, 12, 10)) in (None, "", "วันรัฐธรรมนูญ")


def test_the_offices_own_days_come_first() -> None:
    closed = SpecialDay(date=dt.date(2026, 12, 1), name="ปรับปรุงระบบ")
    opened = SpecialDay(date=dt.date(2026, 12, 10), name="เปิดพิเศษ", open=True)
    calendar = OfficeCalendar(Hours(), (closed, opened))
    assert calendar.closed_because(closed.date) == "ปรับปรุงระบบ"
    assert calendar.is_open(opened.date)


def test_a_saturday_is_a_setting() -> None:
    calendar = OfficeCalendar(Hours(weekdays=(1, 2, 3, 4, 5, 6)))
    assert calendar.is_open(dt.date(2026, 11, 28))


def test_a_weekday_with_hours_of_its_own_is_open_and_has_no_lunch_of_others() -> None:
    saturday = {"weekday": 6, "open": "09:00", "close": "13:00"}
    calendar = OfficeCalendar(Hours.model_validate({"weekday_hours": [saturday]}))
    slots = calendar.slots(dt.date(2026, 11, 28))
    assert (slots[0], slots[-1], len(slots)) == (dt.time(9), dt.time(12, 30), 8)
    assert calendar.slots(dt.date(2026, 11, 27)) == CALENDAR.slots(dt.date(2026, 11, 27))
    assert not calendar.is_open(dt.date(2026, 11, 29))
    # A holiday on that weekday is one: Saturday, 5 December.
    assert calendar.slots(dt.date(2026, 12, 5)) == []


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


def test_an_office_that_serves_through_lunch_gives_every_slot() -> None:
    noon = dt.time(12, 0)
    calendar = OfficeCalendar(Hours(slot_minutes=45, lunch_from=noon, lunch_to=noon))
    assert dt.time(11, 45) in calendar.slots(dt.date(2026, 12, 1))


@pytest.mark.parametrize(
    "wrong",
    [
        {"open": "17:00"},
        {"open": 8},
        {"open": "08:00:30"},
        {"close": "16:00+07:00"},
        {"lunch_from": "13:00", "lunch_to": "12:00"},
        {"lunch_from": None},
        {"earliest_days": 30, "latest_days": 20},
        {"weekdays": [0]},
        {"slot_places": 2, "walk_in_places": 2},
        {"weekday_hours": [{"weekday": 6}, {"weekday": 6}]},
        {"weekday_hours": [{"weekday": 8}]},
        {"weekday_hours": [{"weekday": 6, "open": "12:00", "close": "09:00"}]},
        {"weekday_hours": [{"weekday": 6, "lunch_from": "10:00"}]},
    ],
)
def test_impossible_hours_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Hours.model_validate(wrong)


def test_a_buddhist_year_is_refused_where_it_would_never_come() -> None:
    with pytest.raises(ValidationError, match="Gregorian"):
        SpecialDay.model_validate({"date": "2569-12-31", "name": "ปิดระบบ"})
