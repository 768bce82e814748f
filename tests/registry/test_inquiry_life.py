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
from registry.request import Group, Item, Request
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
