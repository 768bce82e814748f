from typing import Any

import pytest
from textual import events
from textual.timer import Timer

from desk.demo.stage import screen_text
from desk.errors import StorageError
from desk.screens.check import CheckScreen
from desk.screens.revealing import TICK_SECONDS
from registry.particulars import ChatLine
from registry.request import Wish
from tests.desk.check_flow import ID, PID, fill, one, typed
from tests.desk.driving import (
    HOSTILE,
    assert_golden,
    assert_harmless,
    front,
    kinds,
    opened,
    press,
    settle,
    told,
)
from tests.desk.fakes import SIZES, FakeBackend, StandingClock
from tests.desk.people import NOW, PARTICULARS, record, request


async def test_the_numbers_stand_apart_as_soon_as_there_is_room_for_them() -> None:
    async with opened(one(), CheckScreen(ID), size=(80, 24)) as pilot:
        assert "JC1-XXXXXXX-12" in screen_text(pilot.app)
        await pilot.resize_terminal(120, 36)
        await settle(pilot)
        assert "J C 1 - X X X X X X X - 1 2" in screen_text(pilot.app)
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert "JC1-XXXXXXX-12" in screen_text(pilot.app)


async def test_numbers_are_masked_until_they_are_revealed_and_again_after_the_time() -> None:
    backend, clock = one(), StandingClock()
    async with opened(backend, CheckScreen(ID), monotonic=clock) as pilot:
        assert "J C 1 - X X X X X X X - 1 2" in screen_text(pilot.app)
        await press(pilot, "f4")
        shown = screen_text(pilot.app)
        assert "J C 1 - 1 2 3 4 5 6 7 - 1 2" in shown
        assert "1 0 4 0 - 0 2 - 1 2 3 4 5 6 7 8" in shown
        assert "เปิดดูอีก 30 วิ." in shown
        assert "2#JC1-XXXXXXX-12" in shown
        clock.seconds += 30
        screen = pilot.app.screen
        assert isinstance(screen, CheckScreen)
        screen.tick()
        await pilot.pause()
        assert "1 2 3 4 5 6 7" not in screen_text(pilot.app)
    assert kinds(backend) == ["take", "revealed"]


async def test_f4_hides_the_numbers_again_and_records_one_reveal() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID), monotonic=StandingClock()) as pilot:
        await press(pilot, "f4", "f4")
        assert "1 2 3 4 5 6 7" not in screen_text(pilot.app)
    assert kinds(backend) == ["take", "revealed"]


async def test_what_cannot_be_recorded_is_masked_again_and_told() -> None:
    backend = one()
    async with opened(backend, CheckScreen(ID), monotonic=StandingClock()) as pilot:
        backend.error = StorageError()
        await press(pilot, "f4")
        assert "บันทึก" in told(pilot)
        assert "1 2 3 4 5 6 7" not in screen_text(pilot.app)
        backend.error = None
        await press(pilot, "escape")
        assert front(pilot.app) == "NoticeDialog", "it has not been open long enough to be read"


@pytest.mark.parametrize("size", SIZES)
async def test_the_screens_look_as_they_did(size: tuple[int, int]) -> None:
    async with opened(one(), CheckScreen(ID), size=size) as pilot:
        assert_golden(pilot.app, "check-begun")
        await fill(pilot, "1040-02-12345978")
        assert_golden(pilot.app, "check-mismatch")
        await press(pilot, "f8", "1")
        assert_golden(pilot.app, "reject")
        await press(pilot, "escape", "f7")
        assert_golden(pilot.app, "ask")
        await press(pilot, "escape", "up", "up", "backspace", "backspace", "backspace")
        await typed(pilot, "678")
        await press(pilot, "enter", "enter")
        assert front(pilot.app) == "ApproveDialog"
        assert_golden(pilot.app, "approve")
        if size[0] == 80:
            await press(pilot, "escape", "tab")
            assert front(pilot.app) == "CheckScreen"
            assert_golden(pilot.app, "check-chat")


@pytest.mark.parametrize("size", SIZES)
async def test_citizen_text_does_nothing_but_show_as_text(size: tuple[int, int]) -> None:
    chat = tuple(ChatLine(at=NOW, who="citizen", text=text[:5000], id=text[:3]) for text in HOSTILE)
    everything = "".join(text[:40] for text in HOSTILE)
    given = PARTICULARS.model_copy(
        update={"name": everything[:200], "display_name": everything, "chat": chat}
    )
    backend = FakeBackend.of([record(request("BK-9QRT", question=everything[:500]), given)])
    async with opened(backend, CheckScreen(ID), size=size) as pilot:
        assert_harmless(pilot.app)
        await press(pilot, "f4", "tab")
        for _ in range(3):
            await press(pilot, "pageup")
            assert_harmless(pilot.app)
        await press(pilot, "tab", "0")
        await typed(pilot, PID)
        await typed(pilot, "ก")
        assert_harmless(pilot.app)
        for text in HOSTILE:
            pilot.app.post_message(events.Paste(text))
            await settle(pilot)
            assert_harmless(pilot.app)
        await press(pilot, "f8", "5")
        for text in HOSTILE:
            pilot.app.post_message(events.Paste(text))
            await settle(pilot)
            assert_harmless(pilot.app)
    assert kinds(backend) == ["take", "revealed"]


@pytest.mark.parametrize("size", SIZES)
async def test_missing_particulars_are_said_and_can_be_asked_for(size: tuple[int, int]) -> None:
    backend = FakeBackend.of([record(request("BK-9QRT", items=(), wish=Wish()), None)])
    async with opened(backend, CheckScreen(ID), size=size) as pilot:
        assert "ไม่มีข้อมูลผู้ร้อง" in screen_text(pilot.app)
        await press(pilot, "f4", "f7", "1", "f9")
    assert kinds(backend) == ["take", "ask"]


async def test_a_screen_opens_once_so_that_one_timer_counts_its_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[float] = []
    set_interval = CheckScreen.set_interval

    def counting(self: CheckScreen, interval: float, *given: Any, **named: Any) -> Timer:
        begun.append(interval)
        return set_interval(self, interval, *given, **named)

    monkeypatch.setattr(CheckScreen, "set_interval", counting)
    async with opened(one(), CheckScreen(ID)):
        assert begun.count(TICK_SECONDS) == 1
