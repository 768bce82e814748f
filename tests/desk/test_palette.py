from __future__ import annotations

import pytest
from textual.pilot import Pilot

from desk.app import DeskApp
from desk.backend import WorkList
from desk.messages import work_list as lists
from desk.palette import Command, matching
from desk.screens.palette import CommandRows, PaletteDialog
from desk.screens.search import SearchScreen
from desk.screens.sign_in import SignInScreen
from desk.screens.work_list import WorkListScreen
from desk.widgets.dialog import ConfirmDialog
from tests.desk.driving import assert_golden, assert_harmless, front, press, settle
from tests.desk.fakes import SIZES, StandingClock, desk_app, type_text
from thai.keyboard import to_latin, to_thai


def _nothing() -> None:
    pass


_SOME = (
    Command("อนุมัติ", _nothing, "เปิดหน้าอนุมัติ", "approve", "F9"),
    Command("ไม่อนุมัติ", _nothing, "พร้อมเหตุผล", "reject", "F8"),
    Command("ค้นหา", _nothing, "จากทุกหน้า", "search", "F3"),
    Command("ไปที่ รอตรวจ", _nothing, words="go list pending"),
)


def _found(text: str) -> list[str]:
    return [each.label for each in matching(_SOME, text)]


@pytest.mark.parametrize("text", ["อนุมัติ", "approve", "Approve", " อนุ ", to_thai("approve"), to_latin("อนุมัติ")])
def test_thai_and_english_words_find_in_either_layout(text: str) -> None:
    assert _found(text)[0] == "อนุมัติ"


def test_a_key_and_several_words_find_too() -> None:
    assert _found("f8") == ["ไม่อนุมัติ"]
    assert _found("pending go") == ["ไปที่ รอตรวจ"]


def test_nothing_typed_is_everything_and_nonsense_is_nothing() -> None:
    assert _found("") == [each.label for each in _SOME]
    assert _found("\x1b[2J zzz") == []


async def _open(pilot: Pilot[None], text: str = "") -> PaletteDialog:
    await press(pilot, "ctrl+p")
    screen = pilot.app.screen
    assert isinstance(screen, PaletteDialog)
    await type_text(pilot, text)
    await settle(pilot)
    return screen


@pytest.mark.parametrize("key", ["ctrl+p", "ctrl+ย", "ctrl+@", "ctrl+space"])
async def test_it_opens_in_both_layouts(key: str) -> None:
    app = desk_app()
    async with app.run_test() as pilot:
        await press(pilot, key)
        assert isinstance(app.screen, PaletteDialog)
        await press(pilot, "escape")
        assert isinstance(app.screen, WorkListScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_it_looks_as_kept(size: tuple[int, int]) -> None:
    app = desk_app()
    async with app.run_test(size=size) as pilot:
        await _open(pilot)
        assert_golden(app, "palette")


async def test_a_command_of_the_screen_is_done() -> None:
    app = desk_app()
    async with app.run_test() as pilot:
        await _open(pilot, "search")
        await press(pilot, "enter")
        assert isinstance(app.screen, SearchScreen)


@pytest.mark.parametrize("which", list(WorkList))
async def test_every_list_is_reached_from_a_check_and_the_check_stays_ours(which: WorkList) -> None:
    app = desk_app()
    async with app.run_test() as pilot:
        await press(pilot, "enter")
        assert front(app) == "CheckScreen"
        await _open(pilot, lists.NAME[which])
        await press(pilot, "enter")
        assert isinstance(app.screen, WorkListScreen)
        assert app.screen.which is which


async def test_before_sign_in_nothing_leads_to_citizens() -> None:
    app = desk_app(resumed=False)
    async with app.run_test() as pilot:
        screen = await _open(pilot, "list")
        assert screen.found.chosen is None
        await press(pilot, "enter", "escape")
        assert isinstance(app.screen, SignInScreen)


async def test_the_cursor_goes_round_and_by_pages() -> None:
    app = desk_app()
    async with app.run_test() as pilot:
        screen = await _open(pilot)
        first = screen.found.chosen
        await press(pilot, "up")
        last = screen.found.chosen
        await press(pilot, "down")
        assert screen.found.chosen is first
        await press(pilot, *["pagedown"] * 9)
        assert screen.found.chosen is last
        await press(pilot, "end", "x", "backspace", "pageup")
        assert screen.found.chosen is first


async def test_an_enter_in_the_first_moment_does_nothing() -> None:
    clock = StandingClock()
    app = desk_app(monotonic=clock)
    async with app.run_test() as pilot:
        await _open(pilot, "leave")
        await press(pilot, "enter")
        assert isinstance(app.screen, PaletteDialog)
        clock.seconds += 1
        await press(pilot, "enter")
        assert isinstance(app.screen, ConfirmDialog)


async def test_no_width_breaks_it() -> None:
    app = desk_app()
    async with app.run_test(size=(40, 12)) as pilot:
        await _open(pilot)
        for width in (41, 60, 200, 40):
            await pilot.resize_terminal(width, 12 + width // 10)
            await settle(pilot)
            assert_harmless(app)
        assert app.screen.query_one(CommandRows).chosen is not None
        assert isinstance(app, DeskApp)
