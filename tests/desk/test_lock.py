"""The lock: what lies behind it stays, is seen by nobody else, and comes back to the same person."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from desk.app import DeskApp
from desk.demo.stage import screen_text
from desk.errors import Offline
from desk.events import FactRefused, StorageFailed
from desk.idle import Idle, IdleWatch
from desk.messages import errors
from desk.outgoing import Outgoing
from desk.screens.check import CheckScreen
from desk.screens.inquiry import InquiryScreen
from desk.screens.search import SearchScreen
from desk.screens.second import SecondDialog
from registry.commands import FeePaid, HandedOver, Outcome, OutcomeStatus
from registry.states import State
from tests.desk.driving import assert_golden, front, press, said, settle, told
from tests.desk.fake_life import SOMYING
from tests.desk.fakes import (
    PIN,
    SIZES,
    FakeBackend,
    FakeEntrance,
    PatientClock,
    StandingClock,
    type_text,
)
from tests.desk.people import LASER, arrived, inquiry, record, request
from tests.desk.test_outbox_screen import kept

WICHAI = replace(SOMYING, clerk="wichai", name="วิชัย")


@asynccontextmanager
async def desk(
    backend: FakeBackend | None = None,
    screen: Screen[None] | None = None,
    *,
    size: tuple[int, int] = (120, 36),
    lock_seconds: float = 0,
    clock: PatientClock | None = None,
) -> AsyncIterator[tuple[Pilot[None], DeskApp, FakeEntrance]]:
    mine = backend or FakeBackend.of([record(request("BK-9QRT")), record(arrived("BK-4FGH"))])
    entrance = FakeEntrance(mine, others=[FakeBackend(person=WICHAI)])
    app = DeskApp(entrance, monotonic=clock or PatientClock(), scan_gap=0, lock_seconds=lock_seconds)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        if screen is not None:
            app.push_screen(screen)
            await settle(pilot)
        yield pilot, app, entrance


async def come_back(pilot: Pilot[None], clerk: str = "") -> None:
    if clerk:
        await press(pilot, "up")
        pilot.app.screen.query_one("#clerk", Input).value = ""
        await type_text(pilot, clerk)
        await press(pilot, "enter")
    await type_text(pilot, PIN)
    await press(pilot, "enter")


@pytest.mark.parametrize("size", SIZES)
async def test_the_lock_looks_as_kept(size: tuple[int, int]) -> None:
    async with desk(size=size) as (pilot, app, _):
        await press(pilot, "f12")
        assert_golden(app, "locked")


async def test_what_was_typed_comes_back_to_the_same_person() -> None:
    async with desk(screen=SearchScreen()) as (pilot, app, _):
        await type_text(pilot, "น้ำใจ")
        await press(pilot, "f12")
        assert "น้ำใจ" not in screen_text(app)
        await come_back(pilot)
        assert front(app) == "SearchScreen"
        assert app.screen.query_one(Input).value == "น้ำใจ"
        await type_text(pilot, "ดี")
        assert app.screen.query_one(Input).value == "น้ำใจดี"


async def test_another_person_finds_a_desk_of_their_own_and_leaves_the_first_ones() -> None:
    async with desk(screen=SearchScreen()) as (pilot, app, entrance):
        await type_text(pilot, "น้ำใจ")
        await press(pilot, "f12")
        await come_back(pilot, "wichai")
        assert front(app) == "WorkListScreen"
        assert app.backend is entrance.others[0]
        assert "BK-9QRT" not in screen_text(app)
        await press(pilot, "escape", "escape", "f3")
        assert app.screen.query_one(Input).value == ""
        await press(pilot, "f12")
        assert "วิชัย" in screen_text(app)
        await come_back(pilot, "somying")
        assert app.backend is entrance.backend
        assert app.screen.query_one(Input).value == "น้ำใจ"


async def test_a_wrong_pin_opens_nothing() -> None:
    async with desk(screen=SearchScreen()) as (pilot, app, _):
        await press(pilot, "f12")
        await type_text(pilot, "000000")
        await press(pilot, "enter")
        assert front(app) == "SignInScreen"
        assert app.backend is None


async def test_opened_numbers_are_masked_behind_the_lock() -> None:
    async with desk(screen=CheckScreen("id-BK-9QRT"), clock=StandingClock()) as (pilot, app, _):
        await press(pilot, "f4")
        assert LASER[3:6] in screen_text(app).replace(" ", "")
        await press(pilot, "f12")
        await come_back(pilot)
        assert front(app) == "CheckScreen"
        assert LASER[3:6] not in screen_text(app).replace(" ", "")


class SlowBackend(FakeBackend):
    """Takes its time with a decision, and says no."""

    gate: asyncio.Event

    async def send(self, request_id: str, seen_version: int, command: Any) -> Outcome:
        if command.kind in {"revealed", "renew"}:
            return await super().send(request_id, seen_version, command)
        await self.gate.wait()
        raise Offline("cut")


@pytest.mark.parametrize("in_between", ["", "wichai"])
async def test_what_is_answered_meanwhile_is_told_to_who_asked_alone(in_between: str) -> None:
    backend = SlowBackend.of([record(request("BK-9QRT"))])
    assert isinstance(backend, SlowBackend)
    backend.gate = asyncio.Event()
    async with desk(backend) as (pilot, app, _):
        await pilot.press("enter", "f12")
        if in_between:
            await pilot.pause()
            await type_text(pilot, "")
            await pilot.press("up")
            app.screen.query_one("#clerk", Input).value = in_between
            await pilot.press("enter")
            await type_text(pilot, PIN)
            await pilot.press("enter")
            await pilot.pause()
        shown = front(app)
        backend.gate.set()
        await settle(pilot)
        assert front(app) == shown
        if in_between:
            await press(pilot, "f12")
        await come_back(pilot, "somying" if in_between else "")
        assert "ขาดการเชื่อมต่อ" in told(pilot)


async def test_what_happens_behind_the_lock_is_told_on_return() -> None:
    async with desk() as (pilot, app, _):
        await press(pilot, "f12")
        app.post_message(StorageFailed())
        refusal = Outcome(id="x", status=OutcomeStatus.REFUSED, code="not_found")
        app.post_message(FactRefused("id-BK-9QRT", refusal))
        await settle(pilot)
        assert front(app) == "SignInScreen"
        await come_back(pilot)
        assert "เนื้อที่" in told(pilot)


async def test_signing_out_is_refused_while_something_is_unsent() -> None:
    backend = FakeBackend.of([record(arrived("BK-4FGH"))])
    refused = kept(HandedOver(), code="stale")
    backend.outbox = Outgoing([kept(FeePaid(baht=10))], [refused])
    async with desk(backend) as (pilot, _, entrance):
        await press(pilot, "ctrl+b")
        words = told(pilot)
        assert all(word in words for word in ("รับเงิน", "4 นาที", "มอบเอกสาร", "Ctrl+O", "F12"))
        await press(pilot, "escape")
        backend.outbox = Outgoing((), ())
        await press(pilot, "ctrl+b", "f9")
        assert front(pilot.app) == "SignInScreen"
        assert entrance.signed_out == ["somying"]
        assert backend.closed
        await come_back(pilot, "somying")
        assert front(pilot.app) == "WorkListScreen"


def test_a_desk_left_alone_says_so_and_then_locks() -> None:
    watch = IdleWatch(600, 0)
    assert watch.look(579) is Idle.AT_WORK
    assert [watch.look(581), watch.look(582)] == [Idle.SOON, Idle.AT_WORK]
    watch.used(590)
    assert watch.look(600) is Idle.AT_WORK
    assert [watch.look(1175), watch.look(1190)] == [Idle.SOON, Idle.LOCK]
    assert IdleWatch(0, 0).look(1e9) is Idle.AT_WORK


async def test_the_desk_looks_by_itself_and_a_key_keeps_it_open() -> None:
    clock = StandingClock()
    async with desk(lock_seconds=60, clock=clock) as (pilot, app, _):
        clock.seconds = 45
        app._look_whether_idle()
        await settle(pilot)
        assert any("จะล็อก" in text for text in said(pilot))
        await press(pilot, "down")
        clock.seconds = 70
        app._look_whether_idle()
        assert not app.locked
        clock.seconds = 106
        app._look_whether_idle()
        await settle(pilot)
        assert front(app) == "SignInScreen"


def _released(backend: FakeBackend, reference: str, seq: int) -> None:
    """Let the head take a request from its holder's hands, as the feed tells it."""
    now = backend.records[f"id-{reference}"].request
    changes = {"state": State.PENDING, "holder": None, "released_by": "หัวหน้า", "version": now.version + 1}
    backend.put(record(now.model_copy(update=changes), seq=seq))


@pytest.mark.parametrize("screen", [None, CheckScreen], ids=["from the list", "from the check"])
async def test_a_release_by_the_head_is_told_at_once_at_the_lock_and_whole_behind_it(
    screen: type[CheckScreen] | None,
) -> None:
    backend = FakeBackend.of([record(request("BK-9QRT"))])
    async with desk(backend, CheckScreen("id-BK-9QRT")) as (pilot, app, _):
        if screen is None:
            await press(pilot, "escape")
        await press(pilot, "f12")
        _released(backend, "BK-9QRT", 9)
        await settle(pilot)
        assert "เรื่องที่ท่านรับไว้ถูกคืน 1 เรื่อง" in screen_text(app)
        assert "BK-9QRT" not in screen_text(app)
        await come_back(pilot)
        assert "หัวหน้า คืนเรื่อง BK-9QRT" in told(pilot)
        assert sum(front_is_notice(each) for each in app.screen_stack) == 1
        await press(pilot, "escape", "f12")
        assert "คืนเรื่อง" not in screen_text(app)


async def test_what_is_told_in_the_moment_of_locking_is_announced_at_the_lock() -> None:
    async with desk() as (pilot, app, _):
        app.lock()
        app.tell(errors.STORAGE)
        await settle(pilot)
        assert "มีเรื่องแจ้งถึงท่าน 1 เรื่อง" in screen_text(app)
        await come_back(pilot)
        assert errors.STORAGE.text in told(pilot)


def front_is_notice(screen: Screen[Any]) -> bool:
    return type(screen).__name__ == "NoticeDialog"


async def test_who_writes_to_a_citizen_is_told_of_a_release_too() -> None:
    backend = FakeBackend.of([inquiry()])
    async with desk(backend, InquiryScreen("id-BK-5ASK")) as (pilot, _, _entrance):
        await type_text(pilot, "น้ำ")
        await settle(pilot)
        _released(backend, "BK-5ASK", 9)
        await settle(pilot)
        assert "หัวหน้า คืนเรื่อง BK-5ASK" in told(pilot)


async def test_a_release_while_another_worked_here_is_told_on_return() -> None:
    backend = FakeBackend.of([record(request("BK-9QRT"))])
    async with desk(backend, CheckScreen("id-BK-9QRT")) as (pilot, app, entrance):
        await press(pilot, "f12")
        await come_back(pilot, "wichai")
        backend.post = lambda _message: None
        _released(backend, "BK-9QRT", 9)
        await press(pilot, "f12")
        assert app.backend is None
        assert entrance.others[0].person == WICHAI
        await come_back(pilot, "somying")
        assert "หัวหน้า คืนเรื่อง BK-9QRT" in told(pilot)


async def test_the_lock_leaves_nothing_that_was_shown_or_copied() -> None:
    async with desk(screen=SearchScreen()) as (pilot, app, _):
        await type_text(pilot, "นางสาวตัวอย่าง")
        app.screen.query_one(Input).select_all()
        await press(pilot, "ctrl+c")
        assert app.clipboard == "นางสาวตัวอย่าง"
        app.say("คิว A001 ส่งมาที่ช่องนี้")
        await settle(pilot)
        assert said(pilot) == ["คิว A001 ส่งมาที่ช่องนี้"]
        await press(pilot, "f12")
        assert said(pilot) == []
        await press(pilot, "up", "ctrl+v")
        assert "นางสาว" not in app.screen.query_one("#clerk", Input).value
        assert app.clipboard == ""


async def test_a_pin_is_not_copied() -> None:
    async with desk() as (pilot, app, _):
        await press(pilot, "f12")
        await type_text(pilot, "493817")
        app.screen.query_one("#pin", Input).select_all()
        await press(pilot, "ctrl+c", "ctrl+x")
        assert app.clipboard == ""
        assert app.screen.query_one("#pin", Input).value == "493817"


async def test_a_second_person_s_pin_does_not_wait_behind_the_lock() -> None:
    backend = FakeBackend.of([record(request("BK-9QRT"))])
    async with desk(backend, CheckScreen("id-BK-9QRT")) as (pilot, app, _):
        drafts: dict[str, str] = {}
        app.push_screen(SecondDialog(backend.records["id-BK-9QRT"].request, backend, ["PID"], drafts))
        await settle(pilot)
        await type_text(pilot, "เห็นตัวจริง")
        await press(pilot, "tab", "tab")
        await type_text(pilot, PIN)
        assert app.screen.query_one("#pin", Input).value == PIN
        await press(pilot, "f12")
        await come_back(pilot)
        assert front(app) == "SecondDialog"
        assert app.screen.query_one("#pin", Input).value == ""
        assert app.screen.query_one("#reason", Input).value == drafts["second_reason"] == "เห็นตัวจริง"
