import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.messages import common
from desk.proposal import Fit, first_day, propose, table_fee
from registry.calendar import Hours, OfficeCalendar
from registry.office import OfficeProfile, Slot
from registry.request import Appointment, Item, Wish
from registry.settings import Settings
from thai.dates import BANGKOK

MONDAY = dt.date(2026, 11, 23)
WEDNESDAY = dt.date(2026, 11, 25)
NOW = dt.datetime(2026, 11, 23, 3, 42, tzinfo=dt.UTC)
CALENDAR = OfficeCalendar(Hours())


def slot(day: dt.date, hour: int, minute: int = 0, places: int = 1) -> Slot:
    return Slot(date=day, time=dt.time(hour, minute), places=places)


def test_the_fee_is_the_tables() -> None:
    profile = OfficeProfile.of(Settings())
    fee = table_fee(profile, [Item(service=1, copies=2), Item(service=2)], MONDAY)
    assert fee is not None
    assert fee.baht == 30
    assert table_fee(profile, [Item(service=1)], dt.date(1999, 1, 1)) is None


def test_the_wish_is_proposed_when_it_is_free() -> None:
    slots = [slot(WEDNESDAY, 9), slot(WEDNESDAY, 9, 30), slot(WEDNESDAY, 10)]
    found = propose(slots, Wish(date=WEDNESDAY, time=dt.time(9, 30)), CALENDAR, NOW)
    assert (found.chosen, found.fit) == (1, Fit.AS_WISHED)


def test_a_time_inside_a_slot_wishes_for_that_slot() -> None:
    found = propose([slot(WEDNESDAY, 9, 30)], Wish(date=WEDNESDAY, time=dt.time(9, 45)), CALENDAR, NOW)
    assert found.fit is Fit.AS_WISHED


def test_a_full_wish_gives_the_next_free_time() -> None:
    slots = [slot(WEDNESDAY, 9), slot(WEDNESDAY, 9, 30, places=0), slot(WEDNESDAY, 13)]
    found = propose(slots, Wish(date=WEDNESDAY, time=dt.time(9, 30)), CALENDAR, NOW)
    assert found.chosen is not None
    assert found.slots[found.chosen].time == dt.time(13)
    assert found.fit is Fit.NEXT_FREE


def test_only_earlier_times_left_are_still_proposed() -> None:
    found = propose([slot(WEDNESDAY, 8)], Wish(date=WEDNESDAY, time=dt.time(15)), CALENDAR, NOW)
    assert (found.chosen, found.fit) == (0, Fit.NEXT_FREE)


def test_a_day_without_time_gives_its_first_free_time() -> None:
    slots = [slot(MONDAY + dt.timedelta(1), 8), slot(WEDNESDAY, 8, places=0), slot(WEDNESDAY, 8, 30)]
    found = propose(slots, Wish(date=WEDNESDAY), CALENDAR, NOW)
    assert found.chosen is not None
    assert found.slots[found.chosen] == slots[2]


def test_a_time_that_has_passed_is_never_given() -> None:
    found = propose([slot(MONDAY, 9), slot(MONDAY, 11)], Wish(date=MONDAY), CALENDAR, NOW)
    assert [s.time for s in found.slots] == [dt.time(11)]


@pytest.mark.parametrize("slots", [[], [slot(WEDNESDAY, 9, places=0)]])
def test_nothing_free_proposes_nothing(slots: list[Slot]) -> None:
    assert propose(slots, Wish(date=WEDNESDAY), CALENDAR, NOW).fit is Fit.NONE_FREE


@pytest.mark.parametrize(
    ("wish", "day"),
    [
        (None, dt.date(2026, 11, 24)),
        (WEDNESDAY, WEDNESDAY),
        (dt.date(2026, 11, 1), dt.date(2026, 11, 24)),
        (MONDAY, MONDAY),
    ],
)
def test_slots_are_asked_from_the_wish_on_but_not_of_the_past(wish: dt.date | None, day: dt.date) -> None:
    assert first_day(Wish(date=wish), CALENDAR, NOW) == day


def test_the_place_kept_for_the_request_is_proposed_though_nobody_else_could_have_it() -> None:
    slots = [slot(WEDNESDAY, 9), slot(WEDNESDAY, 9, 30, places=0), slot(WEDNESDAY, 10)]
    wish, hold = Wish(date=WEDNESDAY, time=dt.time(9, 30)), Appointment(date=WEDNESDAY, time=dt.time(9, 30))
    found = propose(slots, wish, CALENDAR, NOW, hold)
    assert (found.chosen, found.fit) == (1, Fit.KEPT)
    assert found.slots[1].places == 1
    assert propose(slots, wish, CALENDAR, NOW).fit is Fit.NEXT_FREE


def test_a_kept_place_whose_time_is_over_is_not_proposed() -> None:
    hold = Appointment(date=MONDAY, time=dt.time(9))
    found = propose([slot(MONDAY, 9, places=0), slot(MONDAY, 11)], Wish(date=MONDAY), CALENDAR, NOW, hold)
    assert (found.chosen, found.fit) == (0, Fit.AS_WISHED)


def test_what_is_kept_back_for_walk_ins_is_proposed_last() -> None:
    back = Slot(date=WEDNESDAY, time=dt.time(9), places=1, kept=1)
    free = Slot(date=WEDNESDAY, time=dt.time(10), places=2, kept=1)
    assert propose([back, free], Wish(), CALENDAR, NOW).chosen == 1
    assert propose([back], Wish(), CALENDAR, NOW).chosen == 0
    assert propose([back, free], Wish(date=WEDNESDAY, time=dt.time(9)), CALENDAR, NOW).chosen == 0
    assert common.places(back.places, back.kept) == "ว่าง 1 ที่ (กันไว้ให้ผู้ที่มาเอง)"
    assert common.places(free.places, free.kept) == "ว่าง 2 ที่ (กันไว้ให้ผู้ที่มาเอง 1)"


days = st.dates(dt.date(2026, 11, 20), dt.date(2026, 12, 5))
times = st.times().map(lambda t: t.replace(second=0, microsecond=0))
slots_strategy = st.lists(st.builds(Slot, date=days, time=times, places=st.integers(0, 2)), max_size=12)


@given(slots_strategy, st.builds(Wish, date=st.none() | days, time=st.none() | times))
def test_what_is_proposed_is_always_free_and_to_come(slots: list[Slot], wish: Wish) -> None:
    found = propose(slots, wish, CALENDAR, NOW)
    assert (found.chosen is None) == (found.fit is Fit.NONE_FREE)
    for one in found.slots:
        assert one.places > 0
        assert dt.datetime.combine(one.date, one.time, BANGKOK) > NOW
