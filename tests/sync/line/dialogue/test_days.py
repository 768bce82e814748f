"""Which days and times are offered, and how soon before them."""

from __future__ import annotations

import datetime as dt

import pytest

from registry.settings import Settings
from sync.line.dialogue import days
from tests.sync.line.dialogue.chat_office import MemoryOffice

TODAY = dt.date(2026, 11, 23)


def office(**hours: object) -> MemoryOffice:
    return MemoryOffice(Settings.model_validate({"hours": hours}))


@pytest.mark.parametrize(
    ("minutes", "first"), [(0, (9, 30)), (30, (9, 30)), (31, (10, 0)), (90, (10, 30)), (480, None)]
)
def test_the_same_day_is_given_until_so_many_minutes_before(
    minutes: int, first: tuple[int, int] | None
) -> None:
    # It is 09.00.
    times = days.free_times(office(earliest_days=0, same_day_minutes=minutes), TODAY)
    assert times[:1] == ([dt.time(*first)] if first else [])
    tomorrow = TODAY + dt.timedelta(days=1)
    assert days.free_times(office(same_day_minutes=minutes), tomorrow)[0] == dt.time(8)


def test_what_is_kept_back_for_walk_ins_is_not_offered() -> None:
    split = office(slot_places=3, walk_in_places=1)
    tomorrow = TODAY + dt.timedelta(days=1)
    split.taken[tomorrow, dt.time(9)] = 2
    assert dt.time(9) not in days.free_times(split, tomorrow)
    split.taken[tomorrow, dt.time(9)] = 1
    assert dt.time(9) in days.free_times(split, tomorrow)


def test_a_saturday_s_own_hours_are_told() -> None:
    saturday = {"weekday": 6, "open": "09:00", "close": "12:00"}
    open_ = office(weekday_hours=[saturday])
    day = dt.date(2026, 11, 28)
    assert days.free_times(open_, day)[-1] == dt.time(11, 30)
    slot, why = days.place_of(open_, day, dt.time(13))
    assert slot is None
    assert "09.00 น. ถึง 12.00 น." in why


@pytest.mark.parametrize("full", [range(1), range(3, 12), range(60)])
def test_the_nearest_days_are_those_with_places(full: range) -> None:
    crowded = office(offered_days=3)
    near = TODAY + dt.timedelta(days=8)
    for ahead in full:
        crowded.fill(TODAY + dt.timedelta(days=ahead + 1))
    found = days.free_days(crowded, near)
    everything = [
        day
        for day in (TODAY + dt.timedelta(days=ahead) for ahead in range(1, 61))
        if days.free_times(crowded, day)
    ]
    assert found == sorted(found)
    assert len(found) == min(3, len(everything))
    furthest = max((abs(day - near) for day in found), default=dt.timedelta(0))
    left_out = [day for day in everything if day not in found]
    assert all(abs(day - near) >= furthest for day in left_out)
