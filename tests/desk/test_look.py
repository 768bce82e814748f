from __future__ import annotations

import pytest

from desk.backend import WorkList
from desk.demo.stage import screen_text
from desk.messages import look as words
from desk.messages import search as search_words
from desk.messages import work_list as lists
from desk.screens.check import CheckScreen
from desk.screens.look import LookScreen
from desk.screens.pick_up import PickUpScreen
from desk.screens.search import SearchScreen
from registry.commands import Reschedule
from registry.request import Request
from registry.states import State
from tests.desk.driving import assert_golden, assert_harmless, front, last, opened, press, settle
from tests.desk.fakes import SIZES, FakeBackend, type_text
from tests.desk.people import CARD, LASER, TOMORROW, ago, approved, arrived, inquiry, record, request
from thai.keyboard import to_thai

DONE = request("BK-9QRT", state=State.REJECTED, state_since=ago(minutes=5))


def _of(*requests: Request) -> FakeBackend:
    return FakeBackend.of([record(each) for each in requests])


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_done_is_looked_at_and_nothing_is_sent_or_opened(size: tuple[int, int]) -> None:
    backend = _of(DONE)
    async with opened(backend, SearchScreen("9QRT"), size=size) as pilot:
        assert search_words.LOOK in screen_text(pilot.app).splitlines()[-1]
        await press(pilot, "enter")
        assert front(pilot.app) == "LookScreen"
        shown = screen_text(pilot.app)
        assert all(word in shown for word in ("BK-9QRT", "ไม่อนุมัติ", "รับช่วงเช้าได้ไหม"))
        assert not any(number in shown for number in (LASER, CARD))
        assert_harmless(pilot.app)
        assert_golden(pilot.app, "look")
        await press(pilot, "f4", "f9", "enter", "pagedown", "down", "up", "pageup")
        assert backend.sent == []
        await press(pilot, "escape")
        assert front(pilot.app) == "WorkListScreen"


@pytest.mark.parametrize(
    ("wanted", "word"),
    [
        (request("BK-7F3K"), search_words.to_list(lists.NAME[WorkList.PENDING])),
        (arrived("BK-7F3K"), lists.PICK_UP),
        (approved("BK-7F3K"), lists.PICK_UP),
        (
            approved("BK-7F3K", day=TOMORROW),
            search_words.to_list(lists.NAME[WorkList.PREPARATION]),
        ),
        (inquiry("BK-7F3K").request, search_words.ANSWER),
        (request("BK-7F3K", state=State.CANCELLED), search_words.LOOK),
    ],
)
async def test_the_word_for_enter_follows_the_row(wanted: Request, word: str) -> None:
    async with opened(_of(DONE, wanted), SearchScreen()) as pilot:
        assert "Enter" not in screen_text(pilot.app).splitlines()[-1]
        for typed, expected in (("7f3k", word), ("", ""), (to_thai("9qrt"), search_words.LOOK)):
            for _ in range(8):
                await press(pilot, "backspace")
            await type_text(pilot, typed)
            await settle(pilot)
            footer = screen_text(pilot.app).splitlines()[-1]
            assert f"Enter  {expected} " in footer if expected else "Enter" not in footer


async def test_the_check_leads_to_the_citizen_s_other_requests_and_back() -> None:
    backend = _of(request("BK-9QRT"))
    async with opened(backend, CheckScreen("id-BK-9QRT")) as pilot:
        await press(pilot, "ctrl+l")
        assert front(pilot.app) == "LookScreen"
        assert words.NO_PAST in screen_text(pilot.app)
        await press(pilot, "escape")
        assert front(pilot.app) == "CheckScreen"


@pytest.mark.parametrize("key", ["m", to_thai("m")])
async def test_who_is_expected_today_gets_another_day_at_the_counter(key: str) -> None:
    backend = _of(approved("BK-3CDE"))
    async with opened(backend, PickUpScreen("id-BK-3CDE")) as pilot:
        await type_text(pilot, key)
        await settle(pilot)
        assert front(pilot.app) == "RescheduleDialog"
        await press(pilot, "pagedown", "f9")
        assert isinstance(last(backend), Reschedule)


async def test_a_request_that_left_the_mirror_is_told_as_gone() -> None:
    backend = _of(DONE)
    async with opened(backend, LookScreen("id-BK-9QRT")) as pilot:
        backend.records.clear()
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        await press(pilot, "k", "m", "escape")
        assert front(pilot.app) == "WorkListScreen"
