"""Calling, parking, sending on, back to the queue; and who comes by themselves."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from registry import commands as c
from registry import queue_order
from registry.actors import Actor
from registry.errors import RefusalCode, Refused
from registry.lifecycle import Notice, apply
from registry.request import Appointment, Collector, Fee, Item, Queue, Request
from registry.states import QueueState, State
from tests.registry.offices import (
    NOW,
    SOMYING,
    TODAY,
    WICHAI,
    MemoryOffice,
    a_request,
    clean_check,
    clean_second_check,
    context,
)


def due_at(hour: int, minute: int) -> dt.datetime:
    """Return a slot's beginning, as the queue keeps it."""
    return dt.datetime.combine(TODAY, dt.time(hour, minute))


TEN = Appointment(date=TODAY, time=dt.time(10, 0))


def here(number: str = "B001", minutes: int = 0, **changes: Any) -> Request:
    """Return a request whose citizen came so many minutes after ten, on time."""
    came = NOW + dt.timedelta(minutes=minutes)
    queue = Queue(number=number, state=QueueState.WAITING, since=came, arrived_at=came, **changes)
    waits = queue.model_copy(update={"due": changes.get("due", due_at(10, 0))})
    return a_request(State.ARRIVED).model_copy(
        update={"id": f"id-{number}", "queue": waits, "appointment": TEN}
    )


def done(request: Request, *commands: Any, actor: Actor = SOMYING, now: dt.datetime = NOW) -> Request:
    for command in commands:
        request = apply(request, command, context(MemoryOffice(), actor, now)).request
    return request


def place_of(request: Request) -> Queue:
    assert request.queue is not None
    return request.queue


def refusal(request: Request, command: Any, actor: Actor = SOMYING) -> RefusalCode:
    with pytest.raises(Refused) as refused:
        done(request, command, actor=actor)
    return refused.value.code


def test_a_citizen_is_called_so_many_times_in_a_row_and_then_something_must_be_said() -> None:
    called = done(here(), c.Call(), c.Call(), c.Call())
    assert (place_of(called).times_called, place_of(called).counter) == (3, "3")
    assert refusal(called, c.Call()) is RefusalCode.TOO_MANY_CALLS
    assert place_of(done(called, c.Call(), actor=WICHAI)).times_called == 1
    for answer in (c.Park(note="ไม่อยู่"), c.Requeue(), c.Requeue(behind=True)):
        assert place_of(done(called, answer, c.Call())).times_called == 1


def test_who_is_parked_keeps_the_place_and_is_found_where_it_says() -> None:
    parked = done(here(), c.Call(), c.Park(note="รอเอกสาร", place="เก้าอี้หน้าช่อง 2"))
    place = place_of(parked)
    assert (place.state, place.note, place.place) == (QueueState.PARKED, "รอเอกสาร", "เก้าอี้หน้าช่อง 2")
    back = done(parked, c.Requeue())
    assert queue_order.place(place_of(back)) == queue_order.place(place_of(here()))
    assert (place_of(back).note, place_of(back).place) == ("", "")


def test_who_did_not_come_goes_behind_who_waits_in_this_slot_and_before_later_ones() -> None:
    missed = here("B001")
    others = [here("B002", 5), here("B003", 20, late=True)]
    later = here("B004", due=due_at(10, 30))
    now = NOW + dt.timedelta(minutes=25)
    back = done(missed, c.Call(), c.Requeue(behind=True), now=now)
    order = [place_of(each).number for each in queue_order.waiting([back, later, *others])]
    assert order == ["B002", "B003", "B001", "B004"]
    assert place_of(back).arrived_at == NOW
    first = done(missed, c.Call(), c.Requeue(), now=now)
    assert queue_order.waiting([*others, later, first])[0].id == missed.id


def test_who_missed_the_call_of_a_later_slot_does_not_overtake_by_that() -> None:
    early = here("B001", due=due_at(14, 0))
    back = done(early, c.Call(), c.Requeue(behind=True))
    assert place_of(back).due == due_at(14, 0)


def test_who_is_sent_on_is_called_by_that_counter_alone() -> None:
    sent = done(here(), c.Call(), c.SendOn(counter="1", note="ถ่ายรูปก่อน"))
    place = place_of(sent)
    assert (place.state, place.counter, place.for_counter) == (QueueState.WAITING, None, "1")
    assert queue_order.next_for([sent], "3") is None
    assert queue_order.next_for([sent], "1", services=[4]) is sent
    called = done(sent, c.Call(), actor=WICHAI)
    assert (place_of(called).for_counter, place_of(called).note) == ("", "ถ่ายรูปก่อน")
    assert queue_order.next_for([done(sent, c.Requeue())], "3") is not None


@pytest.mark.parametrize("counter", ["3", "77"])
def test_nobody_is_sent_to_a_counter_that_is_not_there_or_to_oneself(counter: str) -> None:
    assert refusal(here(), c.SendOn(counter=counter)) is RefusalCode.NO_SUCH_COUNTER


def test_a_counter_calls_whose_first_service_it_serves() -> None:
    marriage = here("B001")
    house = here("A001", 5).model_copy(update={"items": (Item(service=1), Item(service=2))})
    assert queue_order.next_for([marriage, house], "3", services=[1]) is house
    assert queue_order.next_for([marriage, house], "3") is marriage
    assert queue_order.next_for([marriage, house], "3", services=[4]) is None


def test_sending_on_is_told_to_who_came_by_phone_when_the_other_counter_calls() -> None:
    by_phone = here(came_by="phone")
    called = done(by_phone, c.Call(), c.SendOn(counter="1"))
    assert apply(called, c.Call(), context(MemoryOffice(), WICHAI)).notice is Notice.CALLED


WALK_IN = c.WalkIn(items=(Item(service=2),), consent=True)


def walked_in(**changes: Any) -> Request:
    new = a_request(State.COLLECTING).model_copy(update={"channel": "walk_in", **changes})
    return done(new, WALK_IN)


def approval(at: Appointment, baht: int = 10) -> c.Approve:
    return c.Approve(fee=Fee(baht=baht), appointment=at, check_done=clean_check())


def test_who_comes_by_themselves_is_checked_approved_and_served_without_a_word_by_chat() -> None:
    request = walked_in()
    assert request.state is State.CHECKING
    assert request.holder is not None
    assert request.holder.counter == "3"
    assert request.hold is not None
    transition = apply(request, approval(request.hold), context(MemoryOffice()))
    served = transition.request
    assert transition.notice is None
    assert served.state is State.ARRIVED
    place = place_of(served)
    assert (place.number, place.state, place.counter) == ("B001", QueueState.CALLED, "3")
    second = c.SecondCheck(check_done=clean_second_check(), collector=Collector.OWNER)
    end = done(served, second, c.SlipPrinted(), c.FeePaid(baht=10), c.HandedOver())
    assert (end.state, end.flags) == (State.COLLECTED, ())


def numbered(office: MemoryOffice | None = None) -> Request:
    new = a_request(State.COLLECTING, ()).model_copy(update={"channel": "walk_in"})
    return apply(new, c.DrawNumber(), context(office or MemoryOffice())).request


def test_who_draws_a_number_waits_and_keeps_it_through_check_and_hand_over() -> None:
    request = numbered()
    assert (request.state, place_of(request).number, request.has_only_a_number) == (
        State.ARRIVED,
        "B001",
        True,
    )
    parked = done(request, c.Call(), c.Park(place="ออกไปข้างนอก"), c.Requeue(), c.Call(), actor=WICHAI)
    taken_in = done(parked, WALK_IN)
    assert (taken_in.state, taken_in.items, taken_in.appointment) == (State.CHECKING, WALK_IN.items, None)
    assert taken_in.holder is not None
    assert taken_in.hold is not None
    assert taken_in.hold == request.appointment
    served = done(taken_in, approval(taken_in.hold))
    place = place_of(served)
    assert (place.number, place.state, place.counter, place.times_called) == (
        "B001",
        QueueState.CALLED,
        "3",
        0,
    )
    assert place.arrived_at == place_of(request).arrived_at
    assert not served.has_only_a_number
    second = c.SecondCheck(check_done=clean_second_check(), collector=Collector.OWNER)
    end = done(served, second, c.SlipPrinted(), c.FeePaid(baht=10), c.HandedOver())
    assert (end.state, end.flags) == (State.COLLECTED, ())


def test_with_a_number_alone_nothing_is_checked_again_and_no_day_is_agreed() -> None:
    second = c.SecondCheck(check_done=clean_second_check(), collector=Collector.OWNER)
    assert refusal(numbered(), second) is RefusalCode.ILLEGAL_MOVE
    assert refusal(numbered(), c.WalkIn(items=(Item(service=1),))) is RefusalCode.CONSENT_MISSING
    assert refusal(done(numbered(), WALK_IN), WALK_IN) is RefusalCode.ILLEGAL_MOVE
    gone = apply(numbered(), c.NoShow(), context(MemoryOffice()))
    assert (gone.request.state, gone.request.queue, gone.notice, gone.action) == (
        State.CANCELLED,
        None,
        None,
        "left",
    )


def test_who_waited_with_a_number_and_gets_another_day_is_in_no_queue_any_more() -> None:
    taken_in = done(numbered(), WALK_IN)
    later = Appointment(date=TODAY + dt.timedelta(days=1), time=dt.time(9, 0))
    approved = done(taken_in, approval(later))
    assert (approved.state, approved.queue) == (State.APPROVED, None)


def test_who_comes_by_themselves_may_also_get_an_appointment() -> None:
    office = MemoryOffice()
    request = walked_in()
    later = Appointment(date=TODAY + dt.timedelta(days=1), time=dt.time(9, 0))
    approved = apply(request, approval(later), context(office)).request
    assert (approved.state, approved.appointment) == (
        State.APPROVED,
        later.model_copy(update={"counter": "3"}),
    )
    assert office.taken[later.date, later.time] == 1


def test_a_walk_in_left_over_from_yesterday_is_not_served_as_of_today() -> None:
    request = walked_in(hold=None)
    old = Appointment(date=TODAY - dt.timedelta(days=1), time=dt.time(15, 0), takes_place=False)
    request = request.model_copy(update={"hold": old})
    assert apply(request, approval(old), context(MemoryOffice())).request.state is State.APPROVED


def test_no_walk_in_without_consent_and_no_question_to_who_has_no_chat() -> None:
    new = a_request(State.COLLECTING).model_copy(update={"channel": "walk_in"})
    assert refusal(new, c.WalkIn(items=(Item(service=1),))) is RefusalCode.CONSENT_MISSING
    assert refusal(walked_in(), c.Ask(question="เลขบัตร")) is RefusalCode.NO_CHAT


@pytest.mark.parametrize(
    "items",
    [(), (Item(service=5),), (Item(service=1), Item(service=1)), tuple(Item(service=1) for _ in range(5))],
)
def test_a_walk_in_asks_for_each_document_once(items: tuple[Item, ...]) -> None:
    with pytest.raises(ValidationError):
        c.WalkIn(items=items, consent=True)


def test_a_walk_ins_particulars_are_in_no_repr() -> None:
    command = c.WalkIn(items=(Item(service=1),), pid="1104000000010", name="สมหญิง", card="10400212345678")
    for secret in ("1104000000010", "สมหญิง", "10400212345678"):
        assert secret not in repr(command)
