"""An inquiry's life: who answers, when it is late, how it ends, and what a message changes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from registry import commands as c
from registry.actors import CITIZEN, Actor
from registry.errors import RefusalCode, Refused
from registry.lifecycle import Notice, Transition, apply
from registry.request import Appointment, Group, Item, Request
from registry.states import State
from registry.transitions import MarkOverdue, Write
from tests.registry.offices import HEAD, NOW, SOMYING, WICHAI, MemoryOffice, a_request, context

SYSTEM = Actor(kind="system")
SERVICE_FIVE = (Item(service=5),)


def do(request: Request, command: Any, actor: Actor = SOMYING, minutes: float = 0) -> Transition:
    now = NOW + dt.timedelta(minutes=minutes)
    return apply(request, command, context(MemoryOffice(), actor, now))


def refusal(request: Request, command: Any, actor: Actor = SOMYING, minutes: float = 0) -> RefusalCode:
    with pytest.raises(Refused) as refused:
        do(request, command, actor, minutes)
    return refused.value.code


@pytest.fixture
def asked() -> Request:
    """A question that came at 10.00, to be answered by 13.00: lunch does not count."""
    return do(a_request(items=SERVICE_FIVE), Write(), CITIZEN).request


def test_the_clock_runs_in_office_time_from_the_first_word(asked: Request) -> None:
    assert asked.inquiry is not None
    assert asked.inquiry.answer_by == NOW + dt.timedelta(minutes=120)
    later = do(asked, Write(), CITIZEN, minutes=30).request
    assert later.inquiry == asked.inquiry, "the first unanswered word counts"
    assert later.version == asked.version


def test_an_answer_stops_the_clock_and_takes_the_inquiry_for_a_lease(asked: Request) -> None:
    said = do(asked, c.Say(text="ใช้บัตรใบเดียว"), minutes=5)
    assert (said.said, said.notice, said.detail) == ("ใช้บัตรใบเดียว", Notice.SAID, {"answers": 1})
    inquiry = said.request.inquiry
    assert inquiry is not None
    assert (inquiry.answer_by, inquiry.waiting_since, inquiry.overdue) == (None, None, False)
    assert said.request.holder is not None
    assert said.request.holder.clerk == SOMYING.id
    assert said.request.version == asked.version + 1
    again = do(said.request, c.Say(text="และค่าธรรมเนียม"), minutes=6).request
    assert again.version == said.request.version, "who holds it need not read its own words first"
    assert "ใช้บัตร" not in repr(said)


def test_two_clerks_do_not_answer_one_citizen_but_the_lease_ends(asked: Request) -> None:
    held = do(asked, c.Say(text="ได้")).request
    for command in (c.Say(text="ไม่ได้"), c.HandOn(group=Group.CARD), c.Close()):
        assert refusal(held, command, WICHAI, minutes=5) is RefusalCode.HELD_BY_OTHER
        assert do(held, command, HEAD, minutes=5)
        assert do(held, command, WICHAI, minutes=11)


def test_passing_on_frees_it_and_the_clock_goes_on(asked: Request) -> None:
    held = do(asked, c.Take()).request
    passed = do(held, c.HandOn(group=Group.POPULATION))
    assert (passed.request.state, passed.request.holder) == (State.PENDING, None)
    assert passed.detail == {"from": "general", "to": "population"}
    assert passed.request.inquiry is not None
    assert passed.request.inquiry.answer_by == NOW + dt.timedelta(minutes=120)
    assert passed.notice is None
    assert refusal(passed.request, c.HandOn(group=Group.POPULATION)) is RefusalCode.ILLEGAL_MOVE


def test_late_is_marked_once_and_not_before_and_an_answer_takes_the_mark_away(asked: Request) -> None:
    assert refusal(asked, MarkOverdue(), SYSTEM, minutes=119) is RefusalCode.ILLEGAL_MOVE
    late = do(asked, MarkOverdue(), SYSTEM, minutes=120).request
    assert late.inquiry is not None
    assert (late.inquiry.overdue, late.inquiry.due_at, late.version) == (True, None, asked.version)
    assert refusal(late, MarkOverdue(), SYSTEM, minutes=121) is RefusalCode.ILLEGAL_MOVE
    answered = do(late, c.Say(text="ขออภัยที่ช้า"), minutes=130).request
    assert answered.inquiry is not None
    assert not answered.inquiry.overdue


def test_quiet_conversations_close_only_after_the_offices_word(asked: Request) -> None:
    week = 7 * 24 * 60
    assert refusal(asked, c.Close(), SYSTEM, minutes=10 * week) is RefusalCode.ILLEGAL_MOVE
    answered = do(asked, c.Say(text="ได้")).request
    assert refusal(answered, c.Close(), SYSTEM, minutes=week - 1) is RefusalCode.ILLEGAL_MOVE
    asked_again = do(answered, Write(), CITIZEN, minutes=week - 1).request
    assert refusal(asked_again, c.Close(), SYSTEM, minutes=week) is RefusalCode.ILLEGAL_MOVE
    closed = do(answered, c.Close(word="ไม่ส่ง"), SYSTEM, minutes=week)
    assert (closed.request.state, closed.action) == (State.ANSWERED, "closed_quiet")
    assert (closed.notice, closed.said) == (None, ""), "nobody is told by the clock"
    assert closed.request.holder is None


def test_a_citizen_ends_it_without_a_notice(asked: Request) -> None:
    ended = do(do(asked, c.Say(text="ได้")).request, c.Close(), CITIZEN, minutes=1)
    assert (ended.request.state, ended.action, ended.notice) == (State.ANSWERED, "ended", None)
    for command in (c.Say(text="อีก"), Write(), MarkOverdue(), c.Close()):
        assert refusal(ended.request, command, minutes=2) is RefusalCode.ILLEGAL_MOVE


@pytest.mark.parametrize(
    "command", [c.Say(text="ก"), c.HandOn(group=Group.CARD), c.Close(), Write(), MarkOverdue()]
)
def test_a_request_for_copies_is_no_inquiry(command: Any) -> None:
    assert refusal(a_request(), command) is RefusalCode.ILLEGAL_MOVE


@pytest.mark.parametrize(
    ("text", "fits"),
    [("ก" * 5000, True), ("ก" * 5001, False), ("😀" * 2500, True), ("😀" * 2501, False), ("", False)],
)
def test_an_answer_holds_what_one_line_message_holds(text: str, fits: bool) -> None:
    if fits:
        assert c.Say(text=text).text == text
    else:
        with pytest.raises(ValidationError):
            c.Say(text=text)


DAY = dt.date(2026, 11, 25)
AT_TEN = Appointment(date=DAY, time=dt.time(10))
AT_TEN_HERE = AT_TEN.model_copy(update={"counter": "3"})


def test_an_appointment_in_the_office_takes_a_place_and_the_conversation_goes_on(asked: Request) -> None:
    office = MemoryOffice()
    done = apply(asked, c.Arrange(appointment=AT_TEN, word="นำบัตรมาด้วย"), context(office, SOMYING, NOW))
    request, inquiry = done.request, done.request.inquiry
    assert (request.state, request.appointment, request.holder) == (State.APPROVED, AT_TEN_HERE, None)
    assert request.fee is not None
    assert request.fee.baht == 0
    assert (done.notice, done.said) == (Notice.ARRANGED, "นำบัตรมาด้วย")
    assert done.detail == {"appointment": "2026-11-25T10:00", "place": "office"}
    assert inquiry is not None
    assert inquiry.due_at is None, "whoever has an appointment is neither late nor closed for being quiet"
    asks = do(request, Write(), CITIZEN).request
    said = do(asks, c.Say(text="ได้"), minutes=5).request
    assert said.state is State.APPROVED
    assert said.inquiry is not None
    assert said.inquiry.due_at is None
    assert refusal(said, c.Arrange(appointment=AT_TEN)) is RefusalCode.ILLEGAL_MOVE, "then it is moved"
    assert refusal(said, c.Close()) is RefusalCode.ILLEGAL_MOVE


def test_for_an_appointment_about_a_question_nothing_is_prepared(asked: Request) -> None:
    arranged = do(asked, c.Arrange(appointment=AT_TEN)).request
    assert refusal(arranged, c.Prepare(tray="1")) is RefusalCode.ILLEGAL_MOVE


def test_a_full_time_is_refused_and_nothing_else_changes(asked: Request) -> None:
    office = MemoryOffice(places=0)
    with pytest.raises(Refused) as refused:
        apply(asked, c.Arrange(appointment=AT_TEN), context(office, SOMYING, NOW))
    assert refused.value.code is RefusalCode.SLOT_FULL


def test_a_visit_takes_no_place_and_keeps_the_conversation_open_until_it_is_over(asked: Request) -> None:
    office = MemoryOffice(places=0)
    visit = c.Arrange(appointment=AT_TEN, place="visit")
    request = apply(asked, visit, context(office, SOMYING, NOW)).request
    assert (request.state, request.appointment) == (State.CHECKING, None)
    assert request.inquiry is not None
    assert request.inquiry.visit == AT_TEN
    over = dt.datetime(2026, 11, 25, 3, tzinfo=dt.UTC)
    assert request.inquiry.close_at == over + dt.timedelta(days=7)
    later = do(request, c.Say(text="พบกัน"), minutes=5).request
    assert later.inquiry is not None
    assert later.inquiry.close_at == over + dt.timedelta(days=7)
    past = c.Arrange(appointment=Appointment(date=dt.date(2026, 11, 1), time=dt.time(9)), place="visit")
    assert refusal(request, past) is RefusalCode.OFFICE_CLOSED


def test_only_a_question_is_arranged_without_a_check(asked: Request) -> None:
    copies = asked.model_copy(update={"items": (Item(service=5), Item(service=1))})
    assert refusal(copies, c.Arrange(appointment=AT_TEN)) is RefusalCode.ILLEGAL_MOVE
    held = do(asked, c.Take()).request
    assert refusal(held, c.Arrange(appointment=AT_TEN), WICHAI, minutes=5) is RefusalCode.HELD_BY_OTHER


def test_a_note_goes_to_the_next_group_and_to_nobody_else(asked: Request) -> None:
    passed = do(asked, c.HandOn(group=Group.CARD, note="ผู้ร้องรอที่เคาน์เตอร์"))
    assert (passed.note, passed.said, passed.notice) == ("ผู้ร้องรอที่เคาน์เตอร์", "", None)
    assert "เคาน์เตอร์" not in repr(passed)
