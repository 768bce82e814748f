"""Slots and queue numbers: what is free, what can be booked, what is given back."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlmodel import Session

from registry import commands as c
from registry.actors import CITIZEN, Actor
from registry.errors import RefusalCode, Refused
from registry.lifecycle import Expire, Rewish
from registry.request import Appointment, Item, Wish
from sync.store import queue_numbers, slots
from sync.store.tables.requests import QueueRow
from tests.sync import factories as f
from tests.sync.store.conftest import Desk


def _places(desk: Desk, hour: int, minute: int = 0, day: dt.date = f.TOMORROW) -> int:
    free = desk.database.read(
        lambda session: slots.free_slots(session, settings=desk.settings, day=day, days=1)
    )
    return next(slot.places for slot in free if slot.time == dt.time(hour, minute))


def _home(hour: int) -> Appointment:
    """Return an appointment approved at counter 1."""
    return f.appointment(hour).model_copy(update={"counter": "1"})


def test_a_place_is_taken_moved_and_given_back(desk: Desk) -> None:
    request = desk.submit()
    desk.act(request, c.Take())
    # 09.10 lies in the slot that begins at 09.00.
    assert desk.act(request, f.approve(f.appointment(9, 10))).appointment == _home(9)
    assert _places(desk, 9) == 3
    desk.act(request, c.Reschedule(appointment=f.appointment(9, 29)))
    assert _places(desk, 9) == 3
    desk.act(request, c.Reschedule(appointment=f.appointment(13)))
    assert (_places(desk, 9), _places(desk, 13)) == (4, 3)
    desk.act(request, c.Cancel())
    assert (_places(desk, 9), _places(desk, 13)) == (4, 4)


def test_a_place_that_was_said_to_take_none_is_given_back_all_the_same(desk: Desk) -> None:
    request = desk.submit()
    desk.act(request, c.Take())
    desk.act(request, f.approve(f.appointment(9).model_copy(update={"takes_place": False})))
    assert _places(desk, 9) == 3
    desk.act(request, c.Cancel())
    assert _places(desk, 9) == 4


def test_who_did_not_come_frees_the_place_and_may_come_another_day(desk: Desk) -> None:
    request = desk.submit()
    desk.act(request, c.Take())
    desk.act(request, f.approve(f.appointment(9, date=f.TODAY)))
    desk.act(request, c.NoShow())
    assert _places(desk, 9, day=f.TODAY) == 4
    desk.act(request, c.Reschedule(appointment=f.appointment(10)))
    assert (_places(desk, 9, day=f.TODAY), _places(desk, 10)) == (4, 3)


@pytest.mark.parametrize(
    "at",
    [
        f.appointment(12),
        f.appointment(7, 59),
        f.appointment(16),
        # A Friday: on a Sunday the past would not be the reason.
        Appointment(date=dt.date(2026, 11, 20), time=dt.time(9)),
        Appointment(date=dt.date(2026, 11, 28), time=dt.time(9)),
        Appointment(date=dt.date(2026, 12, 10), time=dt.time(9)),
        Appointment(date=dt.date(2027, 2, 1), time=dt.time(9)),
        Appointment(date=dt.date.max, time=dt.time(9)),
    ],
    ids=["lunch", "early", "late", "past", "saturday", "constitution-day", "too-far", "end-of-time"],
)
def test_a_closed_time_cannot_be_booked(desk: Desk, at: Appointment) -> None:
    request = desk.submit()
    desk.act(request, c.Take())
    with pytest.raises(Refused) as refused:
        desk.act(request, f.approve(at))
    assert refused.value.code is RefusalCode.OFFICE_CLOSED


def test_a_time_with_a_zone_is_the_clock_on_the_wall(desk: Desk) -> None:
    request = desk.submit()
    desk.act(request, c.Take())
    at = Appointment(date=f.TOMORROW, time=dt.time(9, tzinfo=dt.UTC))
    assert desk.act(request, f.approve(at)).appointment == _home(9)


def test_free_slots_end_with_the_calendar(desk: Desk) -> None:
    free = desk.database.read(
        lambda session: slots.free_slots(session, settings=desk.settings, day=dt.date.max, days=30)
    )
    assert {slot.date for slot in free} <= {dt.date.max}


def test_numbers_begin_anew_each_day_and_letter_and_leave_the_counters_block_free(desk: Desk) -> None:
    def take(day: dt.date, letter: str) -> str:
        return desk.database.write(
            lambda session: queue_numbers.next_number(session, office_id=f.OFFICE, day=day, letter=letter)
        ).result()

    given = [take(f.TODAY, "A"), take(f.TODAY, "A"), take(f.TODAY, "B"), take(f.TOMORROW, "A")]
    assert given == ["A001", "A002", "B001", "A001"]

    def skip(session: Session) -> None:
        session.add(QueueRow(office_id=f.OFFICE, date=f.TODAY, letter="C", last=799))

    desk.database.write(skip).result()
    assert [take(f.TODAY, "C") for _ in range(3)] == ["C800", "C1001", "C1002"]


def test_a_letter_is_that_of_the_first_service() -> None:
    queue = f.settings().queue.away
    assert queue.letter_of(f.request(items=(Item(service=3), Item(service=1)))) == "C"
    assert queue.letter_of(f.request(items=())) == "W"
    assert queue.letter_of(f.request(channel="walk_in")) == "W"


def test_a_wished_place_is_kept_until_the_request_is_decided(desk: Desk) -> None:
    wish = Wish(date=f.TOMORROW, time=dt.time(9))
    request = desk.submit(wish=wish)
    assert request.hold == f.appointment(9)
    assert _places(desk, 9) == 3
    moved = Wish(date=f.TOMORROW, time=dt.time(10))
    assert desk.act(request, Rewish(wish=moved), CITIZEN).hold == f.appointment(10)
    assert (_places(desk, 9), _places(desk, 10)) == (4, 3)
    desk.act(request, c.Take())
    approved = desk.act(request, f.approve(f.appointment(10)))
    assert (approved.hold, approved.appointment) == (None, _home(10))
    assert _places(desk, 10) == 3
    desk.act(request, c.Cancel())
    assert _places(desk, 10) == 4


def test_what_was_kept_is_still_there_at_the_approval_and_may_be_left(desk: Desk) -> None:
    only = Desk(desk.database, f.settings(hours={"slot_places": 1}))
    request = only.submit(wish=Wish(date=f.TOMORROW, time=dt.time(9)))
    assert _places(only, 9) == 0
    other = only.submit()
    only.act(other, c.Take())
    with pytest.raises(Refused) as refused:
        only.act(other, f.approve(f.appointment(9)))
    assert refused.value.code is RefusalCode.SLOT_FULL
    only.act(request, c.Take())
    only.act(request, f.approve(f.appointment(11)))
    assert (_places(only, 9), _places(only, 11)) == (1, 0)
    assert only.act(other, f.approve(f.appointment(9))).appointment == _home(9)


@pytest.mark.parametrize("ending", ["reject", "cancel", "expire"])
def test_every_ending_frees_what_was_kept(desk: Desk, ending: str) -> None:
    request = desk.submit(wish=Wish(date=f.TOMORROW, time=dt.time(9)))
    desk.act(request, c.Take())
    if ending == "reject":
        done = desk.act(request, c.Reject(reason="ข้อมูลไม่ตรง"))
    elif ending == "cancel":
        done = desk.act(request, c.Cancel(), CITIZEN)
    else:
        desk.act(request, c.Ask(question="ขอรหัสใหม่"))
        assert _places(desk, 9) == 3
        done = desk.act(request, Expire(), Actor(kind="system"))
    assert done.hold is None
    assert _places(desk, 9) == 4


def test_a_refused_confirmation_leaves_nothing(desk: Desk) -> None:
    only = Desk(desk.database, f.settings(hours={"slot_places": 1}))
    only.submit(wish=Wish(date=f.TOMORROW, time=dt.time(9)))
    before = only.page().cursor
    with pytest.raises(Refused) as refused:
        only.submit(wish=Wish(date=f.TOMORROW, time=dt.time(9)))
    assert refused.value.code is RefusalCode.SLOT_FULL
    assert only.page().cursor == before


def test_what_is_kept_back_from_line_is_the_clerks_to_give(desk: Desk) -> None:
    split = Desk(desk.database, f.settings(hours={"slot_places": 3, "walk_in_places": 1}))
    wish = Wish(date=f.TOMORROW, time=dt.time(9))

    def left() -> tuple[int, int]:
        (slot,) = [
            slot
            for slot in split.database.read(
                lambda s: slots.free_slots(s, settings=split.settings, day=f.TOMORROW, days=1)
            )
            if slot.time == dt.time(9)
        ]
        return slot.places, slot.line_places

    assert left() == (3, 2)
    split.submit(wish=wish)
    split.submit(wish=wish)
    assert left() == (1, 0)
    with pytest.raises(Refused):
        split.submit(wish=wish)
    other = split.submit()
    split.act(other, c.Take())
    split.act(other, f.approve(f.appointment(9)))
    assert left() == (0, 0)
    late = split.submit()
    split.act(late, c.Take())
    split.act(late, f.approve(f.appointment(10)))
    with pytest.raises(Refused):
        split.act(late, c.Reschedule(appointment=f.appointment(9)), CITIZEN)
