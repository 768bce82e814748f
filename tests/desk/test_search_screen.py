from __future__ import annotations

import pytest

from desk.backend import WorkList
from desk.demo.stage import screen_text
from registry.states import State
from tests.desk.driving import (
    assert_golden,
    front,
    press,
    said,
    settle,
)
from tests.desk.fakes import SIZES, FakeBackend, type_text
from tests.desk.list_flow import lists
from tests.desk.people import record, request


async def test_opening_from_search_what_somebody_holds_says_who() -> None:
    async with lists() as (pilot, screen, _):
        await press(pilot, "f3")
        await type_text(pilot, "2hxm")
        await press(pilot, "enter")
        assert pilot.app.screen is screen
        assert any("วิชัย (ช่อง 1) รับเรื่อง BK-2HXM อยู่" in text for text in said(pilot))


async def test_what_is_in_no_list_is_looked_at_from_the_search() -> None:
    async with lists(FakeBackend.of([record(request("BK-7F3K", state=State.REJECTED))])) as (pilot, _, _b):
        await press(pilot, "f3")
        await type_text(pilot, "7f3k")
        await press(pilot, "enter")
        assert front(pilot.app) == "LookScreen"
        assert "BK-7F3K · ไม่อนุมัติ" in screen_text(pilot.app)


async def test_search_finds_and_leads_to_the_row() -> None:
    async with lists() as (pilot, screen, _):
        await press(pilot, "f2", "f3")
        await type_text(pilot, "7f3k")
        await settle(pilot)
        assert front(pilot.app) == "SearchScreen"
        assert "BK-7F3K" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert pilot.app.screen is screen
        assert (screen.which, screen.table.selected_id) == (WorkList.PENDING, "id-BK-7F3K")


async def test_search_opens_who_is_expected_today() -> None:
    async with lists() as (pilot, _, _backend):
        await press(pilot, "f3")
        await type_text(pilot, "b007")
        await press(pilot, "enter")
        assert front(pilot.app) == "PickUpScreen"


async def test_search_goes_back_with_nothing_found() -> None:
    async with lists() as (pilot, screen, _):
        await press(pilot, "f3")
        await type_text(pilot, "ไม่มีใคร")
        await press(pilot, "enter", "down", "up", "f3", "escape")
        assert pilot.app.screen is screen


@pytest.mark.parametrize("size", SIZES)
async def test_search_looks_as_kept(size: tuple[int, int]) -> None:
    async with lists(size=size) as (pilot, _, _backend):
        await press(pilot, "f3")
        await type_text(pilot, "bk")
        await settle(pilot)
        assert_golden(pilot.app, "search")
