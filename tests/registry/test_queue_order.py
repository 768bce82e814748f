"""Who is served next."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry import queue_order
from registry.calendar import Hours, OfficeCalendar
from registry.request import Appointment, Queue, Request
from registry.states import QueueState, State
from thai.dates import BANGKOK

DAY = dt.date(2026, 11, 23)
CALENDAR = OfficeCalendar(Hours(late_minutes=15))
MINUTES = st.integers(0, 8 * 60 - 1)


def at(hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, 23, hour, minute, tzinfo=BANGKOK).astimezone(dt.UTC)


def here(
    number: str, slot: tuple[int, int], arrived: dt.datetime, state: QueueState = QueueState.WAITING
) -> Request:
    appointment = Appointment(date=DAY, time=dt.time(*slot))
    due, late = queue_order.due(CALENDAR, appointment, arrived)
    queue = Queue(number=number, state=state, since=arrived, arrived_at=arrived, due=due, late=late)
    return Request(
        office_id="bangkhae",
        id=f"id-{number}",
        reference=f"BK-{number}",
        state=State.ARRIVED,
        state_since=arrived,
        appointment=appointment,
        queue=queue,
        created_at=arrived,
    )


def order(*requests: Request) -> list[str]:
    return [request.reference.removeprefix("BK-") for request in queue_order.waiting(requests)]


def test_appointments_come_in_their_order_whoever_arrived_first() -> None:
    early = here("A001", (10, 0), at(8))
    assert order(early, here("A002", (9, 0), at(8, 50)), here("A003", (9, 0), at(8, 55))) == [
        "A002",
        "A003",
        "A001",
    ]


@pytest.mark.parametrize(
    ("came", "slot", "following"),
    [((7, 40), (8, 0), (8, 30)), ((9, 10), (9, 0), (9, 30)), ((9, 40), (9, 30), (10, 0))],
)
def test_who_has_no_appointment_comes_after_those_on_time_in_this_slot_and_before_the_next(
    came: tuple[int, int], slot: tuple[int, int], following: tuple[int, int]
) -> None:
    queue = queue_order.joined("W001", CALENDAR, None, at(*came), by_phone=False)
    alone = here("W001", slot, at(*came)).model_copy(update={"queue": queue})
    on_time, later = here("A001", slot, at(*slot)), here("A002", following, at(7))
    assert order(alone, later, on_time) == ["A001", "W001", "A002"]


def test_who_is_late_comes_after_those_on_time_then_and_before_later_ones() -> None:
    late = here("A001", (9, 0), at(9, 40))
    same_time = here("A002", (9, 30), at(9, 44))
    next_slot = here("A003", (10, 0), at(9, 20))
    assert late.queue is not None
    assert late.queue.late
    assert order(late, same_time, next_slot) == ["A002", "A001", "A003"]


@pytest.mark.parametrize(("minute", "late"), [(14, False), (15, False), (16, True)])
def test_a_quarter_of_an_hour_is_on_time(minute: int, late: bool) -> None:
    arrived = here("A001", (9, 0), at(9, minute))
    assert arrived.queue is not None
    assert arrived.queue.late is late


def test_lunch_and_the_evening_are_no_slot_to_be_late_in() -> None:
    noon, evening = here("A001", (11, 0), at(12, 20)), here("A002", (15, 30), at(16, 10))
    assert noon.queue is not None
    assert noon.queue.due == dt.datetime(2026, 11, 23, 11, 30)  # noqa: DTZ001
    assert evening.queue is not None
    assert evening.queue.due == dt.datetime(2026, 11, 23, 15, 30)  # noqa: DTZ001


def test_only_who_waits_is_counted() -> None:
    called = here("A001", (9, 0), at(8, 50), QueueState.CALLED)
    parked = here("A002", (9, 0), at(8, 51), QueueState.PARKED)
    mine = here("A003", (9, 0), at(8, 52))
    gone = mine.model_copy(update={"id": "gone", "state": State.NO_SHOW})
    assert queue_order.before(mine, [called, parked, mine, gone]) == 0
    assert queue_order.before(called, [mine]) == 0


def test_a_number_given_before_this_rule_keeps_its_turn() -> None:
    queue = Queue(number="A009", state=QueueState.WAITING, since=at(9, 10))
    old = here("A009", (9, 0), at(9, 10)).model_copy(update={"queue": queue})
    assert order(old, here("A001", (9, 30), at(8))) == ["A009", "A001"]


arrivals = st.lists(
    st.tuples(st.sampled_from(CALENDAR.slots(DAY)), MINUTES, st.sampled_from(QueueState)),
    max_size=12,
)


def people(found: list[tuple[dt.time, int, QueueState]]) -> list[Request]:
    return [
        here(
            f"A{number:03d}",
            (slot.hour, slot.minute),
            at(8) + dt.timedelta(minutes=minutes, seconds=number),
            state,
        )
        for number, (slot, minutes, state) in enumerate(found)
    ]


@given(arrivals, st.randoms(use_true_random=False))
def test_one_order_for_the_counters_the_counts_and_the_lists(
    found: list[tuple[dt.time, int, QueueState]],
    random: object,
) -> None:
    requests = people(found)
    waiting = queue_order.waiting(requests)
    assert waiting == queue_order.waiting(reversed(requests))
    assert [queue_order.before(one, requests) for one in waiting] == list(range(len(waiting)))
    listed = sorted(requests, key=lambda one: (queue_order.sort_key(one), one.id))
    assert [one for one in listed if one in waiting] == waiting
    assert listed[: len(waiting)] == waiting


@given(arrivals)
def test_nobody_on_time_waits_for_who_is_late_for_their_slot_or_comes_to_a_later_one(
    found: list[tuple[dt.time, int, QueueState]],
) -> None:
    waiting = queue_order.waiting(people(found))
    for index, first in enumerate(waiting):
        for second in waiting[index + 1 :]:
            assert first.queue is not None
            assert second.queue is not None
            assert first.appointment is not None
            assert second.appointment is not None
            if not first.queue.late and not second.queue.late:
                assert first.appointment.time <= second.appointment.time
            if first.queue.late and not second.queue.late:
                # Whoever is late goes first only where the other's slot had not begun when they came.
                assert first.queue.arrived_at is not None
                came = first.queue.arrived_at.astimezone(BANGKOK).time()
                assert came < second.appointment.time


def test_the_phone_checks_in_from_an_hour_before_until_the_office_closes() -> None:
    appointment = Appointment(date=DAY, time=dt.time(10, 30))
    assert queue_order.check_in_from(CALENDAR, appointment).time() == dt.time(9, 30)
    assert queue_order.check_in_until(CALENDAR, appointment).time() == dt.time(16)
