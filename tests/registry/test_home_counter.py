from __future__ import annotations

import datetime as dt

import pytest

from registry import commands as c
from registry.errors import Refused
from registry.home_counter import serving_alone
from registry.lifecycle import apply
from registry.queue_away import QueueAway
from registry.request import NUMBER_TWICE, Appointment, Item, Request
from registry.states import State
from tests.registry.offices import NOW, MemoryOffice, a_request, context

TODAY = (NOW + dt.timedelta(hours=7)).date()
AT_TEN = Appointment(date=TODAY, time=dt.time(10), counter="3")


def expected(**changes: object) -> Request:
    return a_request(State.APPROVED).model_copy(update={"appointment": AT_TEN, **changes})


@pytest.mark.parametrize(
    ("queue", "approving", "home"),
    [
        (QueueAway(), "7", "7"),
        (QueueAway(home_counter="2"), "7", "2"),
        (QueueAway(counters={"7": (1,), "4": (2,), "5": (2,)}), "7", "4"),
        (QueueAway(counters={"7": (1, 2)}), "7", "7"),
        (QueueAway(counters={"7": (1,)}), "7", "7"),
        (QueueAway(counters={"1": (1,)}), "7", "7"),
    ],
)
def test_the_home_counter_follows_the_offices_rule(queue: QueueAway, approving: str, home: str) -> None:
    assert queue.home_of(a_request(items=(Item(service=2), Item(service=1))), approving) == home


def test_an_appointment_keeps_its_home_when_it_is_moved() -> None:
    office = MemoryOffice()
    moved = apply(
        expected(), c.Reschedule(appointment=AT_TEN.model_copy(update={"counter": "9"})), context(office)
    )
    assert moved.request.appointment is not None
    assert moved.request.appointment.counter == "3"


def test_who_is_called_or_sent_on_belongs_to_that_counter() -> None:
    office = MemoryOffice()
    here = apply(expected(), c.Arrive(), context(office)).request
    assert serving_alone(here) == "3"
    sent = apply(here, c.SendOn(counter="9"), context(office)).request
    assert serving_alone(sent) == "9"
    called = apply(here, c.Call(), context(office)).request
    assert serving_alone(called) == context(office).actor.counter
    assert serving_alone(expected(appointment=None)) == ""


def test_a_number_given_at_a_counter_is_never_changed_and_a_double_is_flagged() -> None:
    office = MemoryOffice()
    first = apply(expected(), c.Arrive(number="A831"), context(office))
    assert first.request.queue is not None
    assert (first.request.queue.number, first.request.flags, office.numbers) == ("A831", (), 0)
    again = apply(expected(), c.Arrive(number="A831"), context(office))
    assert again.request.queue is not None
    assert (again.request.queue.number, again.request.flags) == ("A831", (NUMBER_TWICE,))
    assert again.detail["flag"] == NUMBER_TWICE


def test_an_arrival_out_of_a_block_stands_in_the_order_of_its_own_time() -> None:
    office = MemoryOffice()
    early = apply(expected(), c.Arrive(number="A831"), context(office, now=NOW - dt.timedelta(minutes=20)))
    assert early.request.queue is not None
    assert early.request.queue.arrived_at == NOW - dt.timedelta(minutes=20)


@pytest.mark.parametrize("number", ["", "831", "A83", "AB831", "A831 ", "a831", "A๘๓๑", "A831000"])
def test_what_is_no_queue_number_is_no_command(number: str) -> None:
    with pytest.raises((ValueError, Refused)):
        c.Arrive(number=number)
