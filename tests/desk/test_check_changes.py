import asyncio
import datetime as dt

import pytest

from desk.demo.stage import screen_text
from desk.errors import Offline
from desk.screens.check import CheckScreen
from desk.widgets.check_lines import CheckLines
from registry.commands import Approve
from registry.particulars import ChatLine
from registry.request import Wish
from registry.states import State
from tests.desk.check_flow import CARD, ID, NAME, SlowBackend, fill, one, typed
from tests.desk.driving import (
    every_kind,
    front,
    kinds,
    last,
    opened,
    press,
    said,
    settle,
    told,
)
from tests.desk.fakes import FakeBackend, StandingClock, type_text
from tests.desk.people import NOW, PARTICULARS, held, record, request


async def test_what_another_counter_holds_is_looked_at_only() -> None:
    backend = FakeBackend.of([record(held("BK-9QRT"))])
    async with opened(backend, CheckScreen(ID)) as pilot:
        assert "วิชัย" in told(pilot)
        await press(pilot, "escape", "f4", "0", "f9", "f7", "f8")
        assert front(pilot.app) == "CheckScreen"
        shown = screen_text(pilot.app)
        assert "วิชัย (ช่อง 1) รับเรื่องนี้อยู่" in shown
        assert "1 2 3 4 5 6 7" not in shown
        assert pilot.app.screen.query_one(CheckLines).model.done == 0
        await press(pilot, "escape")
        assert front(pilot.app) == "WorkListScreen"
    assert kinds(backend) == ["take"]


async def test_the_lease_is_renewed_while_keys_are_pressed_and_only_then() -> None:
    backend, clock = one(), StandingClock()
    async with opened(backend, CheckScreen(ID), monotonic=clock) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, CheckScreen)
        clock.seconds += 300
        screen.tick()
        await settle(pilot)
        assert "renew" not in every_kind(backend)
        await press(pilot, "down")
        screen.tick()
        await settle(pilot)
        screen.tick()
        await settle(pilot)
        assert every_kind(backend) == ["take", "renew"]


async def test_a_reason_being_written_keeps_the_request_too() -> None:
    backend, clock = one(), StandingClock()
    async with opened(backend, CheckScreen(ID), monotonic=clock) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, CheckScreen)
        await press(pilot, "f8", "5")
        clock.seconds += 300
        await type_text(pilot, "เพราะ")
        screen.tick()
        await settle(pilot)
        assert every_kind(backend) == ["take", "renew"]


async def test_work_on_another_screen_above_does_not_keep_it() -> None:
    backend, clock = one(), StandingClock()
    async with opened(backend, CheckScreen(ID), monotonic=clock) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, CheckScreen)
        await press(pilot, "f3")
        clock.seconds += 300
        await type_text(pilot, "BK")
        screen.tick()
        await settle(pilot)
        assert every_kind(backend) == ["take"]


async def test_without_the_daemon_nothing_is_lost_and_the_clerk_is_told() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await fill(pilot)
        backend.error = Offline()
        await press(pilot, "f9")
        assert "ขาดการเชื่อมต่อ" in told(pilot)
        backend.error = None
        await press(pilot, "enter", "f9", "f9")
        assert front(pilot.app) == "WorkListScreen"
    assert kinds(backend) == ["take", "approve", "approve"]


async def test_a_failure_nobody_foresaw_is_told_without_its_text() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        backend.error = RuntimeError("1104000000010")  # type: ignore[assignment]
        await press(pilot, "ctrl+r")
        assert "1104000000010" not in told(pilot)
        await press(pilot, "enter")
        assert front(pilot.app) == "CheckScreen"


async def test_a_claim_that_changes_is_compared_anew_with_what_was_entered() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await fill(pilot)
        await press(pilot, "escape")
        known = backend.records[ID]
        changed = PARTICULARS.model_copy(update={"card": "10400212345679"})
        backend.put(known.model_copy(update={"particulars": changed}))
        await settle(pilot)
        lines = pilot.app.screen.query_one(CheckLines)
        assert (lines.model.done, lines.model.mismatches) == (6, (3,))
        assert "ผู้ร้องแก้ข้อมูลที่แจ้ง" in screen_text(pilot.app)
        await press(pilot, "f9")
    assert kinds(backend) == ["take"]


async def test_a_changed_wish_is_said_and_what_is_being_typed_stays() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "0")
        await type_text(pilot, "1-1040")
        now = backend.records[ID].request
        wish = Wish(date=dt.date(2026, 11, 27), time=dt.time(13, 0))
        moved = now.model_copy(update={"wish": wish, "version": now.version + 1})
        backend.put(record(moved))
        await settle(pilot)
        assert "ผู้ร้องเปลี่ยนวันเวลาที่ขอรับ" in screen_text(pilot.app)
        await type_text(pilot, "-00000-01-0")
        await press(pilot, "enter")
        await typed(pilot, NAME)
        await typed(pilot, CARD)
        await press(pilot, "enter", "enter", "f9")
    command = last(backend)
    assert isinstance(command, Approve)
    assert (command.appointment.date, command.appointment.time) == (dt.date(2026, 11, 27), dt.time(13, 0))


async def test_a_new_message_is_said_and_shown() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        line = ChatLine(at=NOW, who="citizen", text="ขอเลื่อนได้ไหม [/]", id="9")
        backend.put(record(backend.records[ID].request, PARTICULARS.with_line(line)))
        await settle(pilot)
        assert "มีข้อความใหม่จากผู้ร้อง" in screen_text(pilot.app)
        assert "ขอเลื่อนได้ไหม [/]" in screen_text(pilot.app)


@pytest.mark.parametrize("state", [State.CANCELLED, State.PENDING, State.APPROVED])
async def test_a_request_that_goes_on_elsewhere_ends_the_check_without_a_dead_end(state: State) -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await press(pilot, "0")
        now = backend.records[ID].request
        backend.put(record(now.model_copy(update={"state": state, "holder": None, "version": 9})))
        await settle(pilot)
        await press(pilot, "f9", "f7", "f8", "f4")
        assert front(pilot.app) == "CheckScreen"
        assert said(pilot)
        await press(pilot, "escape")
        assert front(pilot.app) == "WorkListScreen"
    assert kinds(backend) == ["take"]


async def test_a_request_that_vanishes_leaves_a_way_back() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID)) as pilot:
        backend.remove(ID)
        await settle(pilot)
        assert "ไม่มีในรายการแล้ว" in screen_text(pilot.app)
        await press(pilot, "f4", "f9", "enter", "escape")
        assert front(pilot.app) == "WorkListScreen"


async def test_a_decision_outlives_its_screen_and_a_refusal_is_told_elsewhere() -> None:
    backend = SlowBackend(records={ID: record(request("BK-9QRT"))})
    backend.gate = asyncio.Event()
    async with opened(backend, CheckScreen(ID)) as pilot:
        await pilot.press("ctrl+r")
        await pilot.press("ctrl+r")
        await pilot.press("escape")
        await pilot.pause()
        assert front(pilot.app) == "WorkListScreen"
        backend.gate.set()
        await settle(pilot)
        assert "วิชัย" in told(pilot)
    assert kinds(backend) == ["take", "release"]
