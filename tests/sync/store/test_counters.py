"""Calling the next and taking people in, on both databases and at once."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from registry import commands as c
from registry.actors import Actor
from registry.identifiers import new_id
from registry.lifecycle import Notice
from registry.request import Item, Request
from registry.states import QueueState, State
from sync.store import audit
from sync.store.database import Database
from tests.sync import factories as f
from tests.sync.store.conftest import Desk

APPLIED, REFUSED, _CONFLICT = c.OutcomeStatus
COUNTERS = [Actor(kind="clerk", id=f"clerk{n}", name=f"ช่อง {n}", counter=str(n)) for n in range(1, 5)]
WALK_IN = c.WalkIn(items=(Item(service=1, copies=2),), consent=True, card="10400299999999")


def arrived(desk: Desk, number: int) -> list[Request]:
    """Let so many citizens come to their appointments of today."""
    desk.settings = f.settings(hours={"earliest_days": 0, "slot_places": 50})
    here = []
    for _ in range(number):
        request = desk.submit()
        desk.act(request, c.Take())
        desk.act(request, f.approve(f.appointment(date=f.TODAY)))
        here.append(desk.act(request, c.Arrive()))
    return here


def call_next(desk: Desk, actor: Actor) -> c.Outcome:
    return desk.send(f.envelope("", c.CallNext(), 0), actor)


def test_counters_that_call_at_once_never_call_the_same_citizen(desk: Desk) -> None:
    here = arrived(desk, 6)
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda actor: call_next(desk, actor), COUNTERS))
    assert [outcome.status for outcome in outcomes] == [APPLIED] * 4
    called = [outcome.result["request_id"] for outcome in outcomes]
    assert sorted(called) == sorted(request.id for request in here[:4])
    assert sorted(outcome.result["queue"] for outcome in outcomes) == ["A001", "A002", "A003", "A004"]


def test_the_same_call_sent_again_calls_nobody_else(desk: Desk) -> None:
    arrived(desk, 2)
    envelope = f.envelope("", c.CallNext(), 0)
    first = desk.send(envelope, COUNTERS[0])
    assert desk.send(envelope, COUNTERS[0]) == first
    serving = call_next(desk, COUNTERS[0])
    assert (serving.status, serving.code) == (REFUSED, "still_serving")
    assert serving.detail == {"queue": "A001", "request_id": first.result["request_id"]}
    assert call_next(desk, COUNTERS[1]).result["queue"] == "A002"
    assert call_next(desk, COUNTERS[2]).code == "nobody_waits"


def test_who_came_yesterday_and_was_forgotten_is_not_called_today(desk: Desk) -> None:
    arrived(desk, 1)
    desk.now += dt.timedelta(days=1)
    assert call_next(desk, COUNTERS[0]).code == "nobody_waits"


def test_who_is_sent_on_is_called_there_with_the_note(desk: Desk) -> None:
    (request,) = arrived(desk, 1)
    desk.database.write(lambda session: _sign_in(session, "2")).result()
    desk.act(request, c.SendOn(counter="2", note="ถ่ายรูปก่อน\x1b[2J"), COUNTERS[0])
    assert call_next(desk, COUNTERS[0]).code == "nobody_waits"
    assert call_next(desk, COUNTERS[1]).result["request_id"] == request.id


def _sign_in(session: Any, counter: str) -> None:
    from sync.store.tables.requests import DeskRow

    session.add(DeskRow(office_id=f.OFFICE, counter=counter, key_digest="x", since=f.NOW))


def test_a_counter_calls_the_services_it_is_for(desk: Desk) -> None:
    arrived(desk, 1)
    desk.settings = f.settings(queue={"counters": {"1": [4]}})
    assert call_next(desk, COUNTERS[0]).code == "nobody_waits"
    assert call_next(desk, COUNTERS[1]).status is APPLIED


def test_who_comes_by_themselves_is_taken_in_checked_and_served(desk: Desk, told: list[Notice]) -> None:
    request_id = new_id()
    envelope = f.envelope(request_id, WALK_IN, 0)
    outcome = desk.send(envelope)
    assert (outcome.status, outcome.result["state"]) == (APPLIED, "checking")
    assert desk.send(envelope) == outcome
    again = desk.send(f.envelope(request_id, WALK_IN, 0))
    assert (again.status, again.code) == (REFUSED, "already_there")
    (record,) = desk.page().records
    assert record.particulars is not None
    assert record.particulars.card == "10400299999999"
    request = record.request
    assert (request.channel, request.reference) == ("walk_in", outcome.result["reference"])
    assert request.hold is not None
    approved = desk.act(request, f.approve(request.hold))
    assert approved.queue is not None
    assert (approved.state, approved.queue.number, approved.queue.state) == (
        State.ARRIVED,
        "W001",
        QueueState.CALLED,
    )
    assert told == []
    trail = desk.database.read(lambda session: audit.trail(session, f.OFFICE, request_id))
    assert [(row.action, row.actor_id) for row in trail] == [
        ("created", "somchai"),
        ("walked_in", "somchai"),
        ("approved", "somchai"),
    ]
    assert trail[1].detail == {"consent": "1"}


def test_who_draws_a_number_is_called_after_those_on_time_and_then_taken_in(desk: Desk) -> None:
    request_id = new_id()
    envelope = f.envelope(request_id, c.DrawNumber(), 0)
    outcome = desk.send(envelope)
    assert (outcome.status, outcome.result["queue"]) == (APPLIED, "W001")
    assert desk.send(envelope) == outcome
    assert desk.send(f.envelope(request_id, c.DrawNumber(), 0)).code == "already_there"
    (on_time,) = arrived(desk, 1)
    assert call_next(desk, COUNTERS[0]).result["request_id"] == on_time.id
    assert call_next(desk, COUNTERS[1]).result["request_id"] == request_id
    (waits,) = [each for each in desk.page().records if each.request.id == request_id]
    stale = desk.send(f.envelope(request_id, WALK_IN, 1), COUNTERS[1])
    assert (stale.status, stale.code) == (_CONFLICT, "stale")
    taken_in = desk.send(f.envelope(request_id, WALK_IN, waits.request.version), COUNTERS[1])
    assert (taken_in.status, taken_in.result["state"]) == (APPLIED, "checking")
    late = desk.send(f.envelope(request_id, WALK_IN, waits.request.version), COUNTERS[2])
    assert (late.status, late.code) == (REFUSED, "already_there")
    (record,) = [each for each in desk.page().records if each.request.id == request_id]
    assert record.particulars is not None
    assert record.particulars.card == WALK_IN.card
    assert record.request.queue is not None
    assert (record.request.queue.number, record.request.queue.counter) == ("W001", "2")
    trail = desk.database.read(lambda session: audit.trail(session, f.OFFICE, request_id))
    assert [row.action for row in trail] == ["created", "drew_number", "called", "walked_in"]


def test_numbers_drawn_at_once_are_different_and_give_their_places_back(desk: Desk) -> None:
    desk.settings = f.settings(hours={"slot_places": 9, "walk_in_places": 5, "earliest_days": 0})
    with ThreadPoolExecutor(4) as pool:
        drawn = pool.map(lambda actor: desk.send(f.envelope(new_id(), c.DrawNumber(), 0), actor), COUNTERS)
        assert sorted(each.result["queue"] for each in drawn) == ["W001", "W002", "W003", "W004"]
    assert _taken(desk.database) == 4
    for record in desk.page().records:
        desk.act(record.request, c.NoShow())
    assert _taken(desk.database) == 0


@pytest.mark.parametrize(("kept", "taken"), [(0, 0), (1, 1)])
def test_a_walk_in_takes_a_place_only_where_places_are_kept_for_it(desk: Desk, kept: int, taken: int) -> None:
    desk.settings = f.settings(hours={"slot_places": 2, "walk_in_places": kept, "earliest_days": 0})
    desk.send(f.envelope(new_id(), WALK_IN, 0))
    (record,) = desk.page().records
    hold = record.request.hold
    assert hold is not None
    assert hold.takes_place is bool(taken)
    assert _taken(desk.database) == taken
    desk.act(record.request, c.Reject(reason="ไม่พบรายการ"))
    assert _taken(desk.database) == 0


def test_a_full_slot_keeps_nobody_out_who_stands_at_the_counter(desk: Desk) -> None:
    desk.settings = f.settings(hours={"slot_places": 2, "walk_in_places": 1, "earliest_days": 0})
    for _ in range(3):
        assert desk.send(f.envelope(new_id(), WALK_IN, 0)).status is APPLIED
    assert _taken(desk.database) == 2
    for record in desk.page().records:
        desk.act(record.request, c.Cancel())
    assert _taken(desk.database) == 0


def _taken(database: Database) -> int:
    from sqlalchemy import text

    query = text("SELECT coalesce(sum(taken), 0) FROM slot")
    return int(database.read(lambda session: session.connection().execute(query).scalar_one()))
