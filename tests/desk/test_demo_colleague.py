"""The colleague of the demonstration: what comes next is decided by the requests alone."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from desk.demo.cast import visitor
from desk.demo.colleague import COUNTER
from desk.demo.next_step import CALM, HASTE, READY, SERVED_AT_ONCE, WAITING, Errand, Pace, next_step
from registry.request import Check, HandOver, Queue, Request
from registry.states import QueueState, State
from thai.identity import parse_card, parse_laser, parse_pid

NOW = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)


def made(state: State, number: int = 0, *, age: float = 60.0, queue: Queue | None = None) -> Request:
    since = NOW - dt.timedelta(seconds=age)
    return Request(
        office_id="office",
        id=f"{state}-{number}",
        reference=f"BK-{number:04d}",
        state=state,
        state_since=since,
        created_at=since + dt.timedelta(seconds=number),
        queue=queue,
    )


def in_queue(state: QueueState, number: int = 0, *, counter: str | None = None, age: float = 60.0) -> Request:
    since = NOW - dt.timedelta(seconds=age - number)
    queue = Queue(number=f"B{number:03d}", state=state, counter=counter, since=since, arrived_at=since)
    return made(State.ARRIVED, number, age=age, queue=queue)


def served(many: int = SERVED_AT_ONCE) -> list[Request]:
    walk_in = made(State.COLLECTED, 90).model_copy(update={"channel": "walk_in"})
    return [walk_in, *(made(State.COLLECTED, 91 + number) for number in range(many - 1))]


def test_visitors_have_numbers_as_on_a_card_and_no_two_the_same() -> None:
    people = [visitor(number) for number in (*range(60), *range(1000, 1012))]
    for who in people:
        assert parse_laser(who.laser)
        assert parse_card(who.card)
        assert parse_pid(who.pid)
        assert who.name.endswith("ตัวอย่าง")
    for numbers in ({who.laser for who in people}, {who.card for who in people}, {who.pid for who in people}):
        assert len(numbers) == len(people)
    assert len({who.citizen for who in people[:60]}) == 60


def test_a_request_goes_its_way_step_by_step() -> None:
    assert next_step([made(State.PENDING)], COUNTER, CALM, NOW) == (Errand.TAKE, made(State.PENDING))
    assert next_step([made(State.CHECKING, age=1.0)], COUNTER, CALM, NOW) is None
    assert next_step([made(State.CHECKING, age=1.0)], COUNTER, HASTE, NOW) is not None
    approved = [made(State.APPROVED, number) for number in range(3)]
    assert next_step(approved, COUNTER, CALM, NOW) == (Errand.PREPARE, approved[0])
    ready = [made(State.READY, number) for number in range(READY + 1)]
    assert next_step(ready, COUNTER, CALM, NOW) == (Errand.ARRIVE, ready[0])


def test_who_is_called_is_checked_pays_and_gets_the_documents_after_a_while() -> None:
    here = in_queue(QueueState.CALLED, counter=COUNTER)
    assert next_step([here, *served()], COUNTER, CALM, NOW) == (Errand.CHECK_AGAIN, here)
    fresh = in_queue(QueueState.CALLED, counter=COUNTER, age=1.0)
    assert next_step([fresh, *served()], COUNTER, CALM, NOW) is None
    paid = HandOver(paid_at=NOW, second_check=Check(lines=()))
    done = here.model_copy(update={"hand_over": paid})
    assert next_step([done, *served()], COUNTER, CALM, NOW) == (Errand.HAND_OVER, done)


def test_whom_the_viewer_called_is_the_viewers() -> None:
    elsewhere = in_queue(QueueState.CALLED, counter="3")
    assert next_step([elsewhere, *served()], COUNTER, CALM, NOW) is None


def test_enough_people_are_left_waiting_for_the_viewer_to_call() -> None:
    parked = in_queue(QueueState.PARKED, 9)
    waiting = [in_queue(QueueState.WAITING, number) for number in range(WAITING)]
    assert next_step([*waiting, parked, *served()], COUNTER, CALM, NOW) == (Errand.CALL, waiting[0])
    assert next_step([*waiting[1:], parked, *served()], COUNTER, CALM, NOW) is None
    busy = in_queue(QueueState.CALLED, 8, counter=COUNTER, age=1.0)
    assert next_step([*waiting, busy, *served()], COUNTER, CALM, NOW) == (Errand.PARK, waiting[-1])


@given(st.lists(st.sampled_from(list(State)), max_size=12), st.sampled_from([HASTE, CALM]))
def test_nothing_closed_is_ever_touched(states: list[State], pace: Pace) -> None:
    step = next_step([made(s, n) for n, s in enumerate(states)], COUNTER, pace, NOW)
    if step is not None and step[1] is not None:
        assert step[1].state in {State.PENDING, State.CHECKING, State.APPROVED, State.READY}
