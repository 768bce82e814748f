from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.timer import Timer

from desk.backend import Person, WorkList
from desk.demo.stage import screen_text
from desk.messages import afterwards as words
from desk.messages import shell
from desk.screens.check import CheckScreen
from desk.screens.look import LookScreen
from desk.screens.work_list import WorkListScreen
from registry.actors import Role
from registry.commands import Approve, Correct, Release, Reschedule, TakeBack
from registry.duties import Duty, may
from registry.request import Request
from registry.states import State
from tests.desk.check_flow import ID, fill, one
from tests.desk.driving import assert_golden, desk, front, last, opened, press, said, settle, told
from tests.desk.fakes import PIN, SIZES, FakeBackend, desk_app, type_text
from tests.desk.people import TOMORROW, approved, held, record, request
from thai.keyboard import to_thai

HEAD = Person("head", "หัวหน้า", Role.HEAD, "9")
WRONG = "1040-02-99999999"


@asynccontextmanager
async def _list(
    *requests: Request, which: WorkList = WorkList.PENDING, size: tuple[int, int] = (120, 36), **fields: Any
) -> AsyncIterator[tuple[Pilot[None], FakeBackend]]:
    backend = FakeBackend.of([record(each) for each in requests])
    backend = replace(backend, **fields)
    app = desk_app(backend)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, WorkListScreen)
        app.screen.show_list(which)
        await settle(pilot)
        yield pilot, backend


async def _fill_wrong(pilot: Pilot[None]) -> None:
    """Answer every line, one of which does not match."""
    await fill(pilot, WRONG)
    await press(pilot, "enter")


async def _approved(pilot: Pilot[None]) -> None:
    await fill(pilot)
    await press(pilot, "f9")


async def test_a_decision_is_taken_back_by_one_key_and_what_was_entered_is_there_again() -> None:
    backend = one()
    backend.undo_seconds = 10_000
    async with opened(backend, CheckScreen(ID)) as pilot:
        await _approved(pilot)
        assert front(pilot.app) == "WorkListScreen"
        assert any("Ctrl+Z" in text for text in said(pilot))
        assert words.TAKE_BACK in screen_text(pilot.app).splitlines()[-1]
        await press(pilot, "ctrl+z")
        assert last(backend) == TakeBack()
        assert front(pilot.app) == "CheckScreen"
        screen = pilot.app.screen
        assert isinstance(screen, CheckScreen)
        assert screen.request is not None
        assert screen.request.state is State.CHECKING
        assert screen.model.done == len(screen.model.steps)
        assert not desk(pilot).undoing.seconds_left


async def test_what_offers_the_way_back_goes_with_it_and_nothing_else_said() -> None:
    backend = one()
    backend.undo_seconds = 10_000
    async with opened(backend, CheckScreen(ID), size=(80, 24)) as pilot:
        await _approved(pilot)
        desk(pilot).say("คิว A001 ส่งมาที่ช่องนี้")
        await settle(pilot)
        assert len(said(pilot)) == 2
        await press(pilot, "ctrl+z")
        assert said(pilot) == ["คิว A001 ส่งมาที่ช่องนี้", words.taken_back("BK-9QRT")]


async def test_what_offers_the_way_back_goes_when_its_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = one()
    backend.undo_seconds = 10_000
    async with opened(backend, CheckScreen(ID)) as pilot:
        app, ticks = desk(pilot), list[Callable[[], None]]()
        every = app.set_interval

        def counted(seconds: float, tick: Callable[[], None]) -> Timer:
            ticks.append(tick)
            return every(seconds, tick)

        monkeypatch.setattr(app, "set_interval", counted)
        await _approved(pilot)
        for now, left in ((0.0, 1), (1e9, 0)):
            monkeypatch.setattr(app.undoing, "_monotonic", lambda now=now: now)
            ticks[0]()
            assert sum("Ctrl+Z" in text for text in said(pilot)) == left


async def test_taking_back_too_late_says_what_to_do_instead() -> None:
    backend = one()
    backend.undo_seconds = 10_000
    async with opened(backend, CheckScreen(ID)) as pilot:
        await _approved(pilot)
        backend.undo.clear()
        await press(pilot, "ctrl+z")
        assert "ย้อนกลับไม่ได้" in told(pilot)


async def test_with_nothing_to_take_back_the_key_says_so_and_sends_nothing() -> None:
    async with _list(request("BK-9QRT")) as (pilot, backend):
        await press(pilot, "ctrl+z")
        assert said(pilot) == [words.NOTHING_TO_TAKE_BACK]
        assert backend.sent == []


@pytest.mark.parametrize("size", SIZES)
async def test_a_mismatch_is_approved_by_two_people(size: tuple[int, int]) -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID), size=size) as pilot:
        await _fill_wrong(pilot)
        await press(pilot, "f9")
        assert front(pilot.app) == "CheckScreen"
        assert words.SECOND_WAY in screen_text(pilot.app)
        await press(pilot, "ctrl+e")
        await type_text(pilot, "เห็นบัตรตัวจริง")
        assert_golden(pilot.app, "second-person")
        await press(pilot, "tab")
        await type_text(pilot, "wichai")
        await press(pilot, "tab")
        await type_text(pilot, PIN)
        await press(pilot, "f9")
        assert front(pilot.app) == "ApproveDialog"
        await press(pilot, "f9")
        approval = last(backend)
        assert isinstance(approval, Approve)
        assert approval.second is not None
        assert approval.second.reason == "เห็นบัตรตัวจริง"
        second = backend.records[ID].request.second_person
        assert second is not None
        assert second.clerk == "wichai"


@pytest.mark.parametrize(
    ("reason", "clerk", "pin", "problem"),
    [
        ("", "wichai", PIN, words.SECOND_REASON_MISSING),
        ("เลข 1104000000010", "wichai", PIN, words.IDENTITY),
        ("เห็นแล้ว", "", PIN, words.SECOND_CLERK_MISSING),
        ("เห็นแล้ว", "wichai", "12", words.SECOND_CLERK_MISSING),
        ("เห็นแล้ว", "somying", PIN, words.SECOND_SELF),
        ("เห็นแล้ว", "wichai", "0000", "รหัสลับไม่ถูกต้อง"),
    ],
)
async def test_the_second_person_needs_a_reason_and_a_pin_of_their_own(
    reason: str, clerk: str, pin: str, problem: str
) -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await _fill_wrong(pilot)
        await press(pilot, "ctrl+e")
        for text in (reason, clerk, pin):
            await type_text(pilot, text)
            await press(pilot, "tab")
        await press(pilot, "f9")
        assert front(pilot.app) == "SecondDialog"
        assert problem in screen_text(pilot.app)


async def test_two_people_are_not_asked_where_nothing_differs_or_something_is_open() -> None:
    async with opened(one(), CheckScreen(ID)) as pilot:
        await press(pilot, "ctrl+e")
        assert front(pilot.app) == "CheckScreen"
        assert words.SECOND_NOT_NEEDED in screen_text(pilot.app)


async def test_the_head_takes_a_request_from_its_holder_after_a_question() -> None:
    async with _list(held("BK-2HXM"), person=HEAD) as (pilot, backend):
        await press(pilot, "ctrl+r")
        assert "วิชัย (ช่อง 1) รับเรื่อง BK-2HXM อยู่" in screen_text(pilot.app)
        await press(pilot, "f9")
        assert last(backend) == Release()
        assert backend.records["id-BK-2HXM"].request.released_by == "หัวหน้า"


async def test_a_clerk_may_not_take_a_request_from_its_holder() -> None:
    async with _list(held("BK-2HXM")) as (pilot, backend):
        await press(pilot, "ctrl+r")
        assert said(pilot) == [words.ONLY_HEAD]
        assert backend.sent == []


@pytest.mark.parametrize("role", [role for role in Role if may(role, Duty.RELEASE)])
def test_everybody_who_may_release_is_named_where_a_release_is_spoken_of(role: Role) -> None:
    assert shell.ROLE[role] in words.ONLY_HEAD
    assert shell.ROLE[role] in words.RELEASE_HELP


async def test_one_s_own_is_given_back_from_the_list_without_a_question() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "escape", "ctrl+r")
        assert front(pilot.app) == "WorkListScreen"
        assert last(backend) == Release()
        now = backend.records[ID].request
        assert (now.state, now.released_by) == (State.PENDING, "")


async def test_who_loses_a_request_is_told_while_only_looking_at_it() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "escape")
        backend.put(backend.records[ID])
        pilot.app.push_screen(LookScreen(ID))
        await settle(pilot)
        now = backend.records[ID].request
        taken = {"state": State.PENDING, "holder": None, "released_by": "หัวหน้า", "version": now.version + 1}
        backend.put(record(now.model_copy(update=taken), seq=9))
        await settle(pilot)
        assert "หัวหน้า คืนเรื่อง BK-9QRT" in told(pilot)


async def test_who_only_looked_at_another_s_check_loses_nothing() -> None:
    backend = FakeBackend.of([record(held("BK-9QRT"))])
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "escape")
        assert front(pilot.app) == "CheckScreen"
        now = backend.records[ID].request
        taken = {"state": State.PENDING, "holder": None, "released_by": "หัวหน้า", "version": now.version + 1}
        backend.put(record(now.model_copy(update=taken), seq=9))
        await settle(pilot)
        assert front(pilot.app) == "CheckScreen"


async def test_who_loses_a_request_is_told_by_whom_and_keeps_what_was_entered() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "0")
        now = backend.records[ID].request
        taken = {"state": State.PENDING, "holder": None, "released_by": "หัวหน้า", "version": now.version + 1}
        backend.put(record(now.model_copy(update=taken), seq=9))
        await settle(pilot)
        assert "หัวหน้า คืนเรื่อง BK-9QRT" in told(pilot)
        await press(pilot, "enter", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, CheckScreen)
        assert screen.model.done == 1


async def test_who_loses_a_request_is_told_on_the_list_too_and_once() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "escape")
        assert front(pilot.app) == "WorkListScreen"
        now = backend.records[ID].request
        backend.put(record(now, seq=8))
        await settle(pilot)
        taken = {"state": State.PENDING, "holder": None, "released_by": "หัวหน้า", "version": now.version + 1}
        for seq in (9, 10):
            backend.put(record(now.model_copy(update=taken), seq=seq))
            await settle(pilot)
        assert "หัวหน้า คืนเรื่อง BK-9QRT" in told(pilot)
        await settle(pilot)
        assert len(pilot.app.screen_stack) == 2


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", ["m", to_thai("m")])
async def test_an_appointment_is_moved_from_the_list(key: str, size: tuple[int, int]) -> None:
    async with _list(approved("BK-7NPQ", day=TOMORROW), which=WorkList.PREPARATION, size=size) as (
        pilot,
        backend,
    ):
        await type_text(pilot, key)
        await settle(pilot)
        assert front(pilot.app) == "RescheduleDialog"
        assert_golden(pilot.app, "reschedule")
        await press(pilot, "pagedown", "down", "f9")
        moved = last(backend)
        assert isinstance(moved, Reschedule)
        assert moved.appointment.date > TOMORROW
        assert front(pilot.app) == "WorkListScreen"
        assert any("เลื่อนนัด BK-7NPQ" in text for text in said(pilot))


async def test_what_has_no_appointment_is_not_moved() -> None:
    async with _list(request("BK-9QRT")) as (pilot, backend):
        await press(pilot, "m", "k")
        assert said(pilot) == [words.NO_APPOINTMENT, words.NOTHING_TO_CORRECT]
        assert backend.sent == []


@pytest.mark.parametrize("size", SIZES)
async def test_an_approval_that_was_told_is_corrected_with_a_reason(size: tuple[int, int]) -> None:
    async with _list(approved("BK-7NPQ", day=TOMORROW), which=WorkList.PREPARATION, size=size) as (
        pilot,
        backend,
    ):
        await press(pilot, "k", "2")
        assert_golden(pilot.app, "correct")
        await press(pilot, "f9")
        assert words.CORRECT_BAHT_WRONG in screen_text(pilot.app)
        await type_text(pilot, "20")
        await press(pilot, "enter")
        await type_text(pilot, "คัดจากฐานกลาง")
        await press(pilot, "f9")
        assert last(backend) == Correct(what="fee", reason="คัดจากฐานกลาง", baht=20)
        fee = backend.records["id-BK-7NPQ"].request.fee
        assert fee is not None
        assert fee.baht == 20


async def test_a_rejection_is_withdrawn_from_the_list_of_what_is_done() -> None:
    now = FakeBackend().clock
    rejected = request("BK-9QRT", state=State.REJECTED, state_since=now - dt.timedelta(minutes=5))
    async with _list(rejected, which=WorkList.DONE) as (pilot, backend):
        await press(pilot, "k", "1")
        await type_text(pilot, "ตรวจผิดคน")
        await press(pilot, "f9")
        assert last(backend) == Correct(what="withdraw", reason="ตรวจผิดคน")
        assert backend.records[ID].request.state is State.PENDING
