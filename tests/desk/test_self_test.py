from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from desk.demo.stage import screen_text
from desk.key_choice import choose
from desk.messages import self_test as m
from desk.screens.self_test import SelfTestScreen
from desk.self_test import SelfTestApp
from desk.terminal_check import SAMPLES, WANTED_KEYS, Verdict, keys, size, widths
from registry.settings import Settings
from tests.desk.driving import assert_golden, front, press, settle
from tests.desk.fakes import SIZES, FakeBackend, desk_app, type_text
from thai.clusters import cell_width
from thai.keyboard import to_thai

RIGHT = [cell_width(sample) for sample in SAMPLES]


def test_a_terminal_that_counts_as_we_do_is_good() -> None:
    assert [each.verdict for each in widths(RIGHT)] == [Verdict.GOOD]


def test_a_terminal_that_gives_marks_a_cell_is_told_with_the_next_step() -> None:
    found = widths([len(sample) for sample in SAMPLES])
    assert {each.verdict for each in found} == {Verdict.BAD}
    assert all(each.next_step for each in found)
    assert "ที่นี่" in found[0].what


@pytest.mark.parametrize("measured", [[], [5], RIGHT[:-1]])
def test_a_silent_terminal_is_a_matter_for_eyes(measured: Sequence[int]) -> None:
    assert [each.verdict for each in widths(measured)] == [Verdict.LOOK]


@pytest.mark.parametrize(
    ("columns", "rows", "verdict"), [(80, 24, Verdict.GOOD), (79, 24, Verdict.BAD), (80, 23, Verdict.BAD)]
)
def test_a_screen_that_is_too_small_is_told(columns: int, rows: int, verdict: Verdict) -> None:
    assert size(columns, rows).verdict is verdict


def test_keys_that_have_not_come_are_named() -> None:
    arrived, layout = keys(frozenset(WANTED_KEYS) - {"f1", "f12"}, thai=False)
    assert arrived.what == m.keys_missing(["F1", "F12"])
    assert layout.verdict is Verdict.LOOK
    assert {each.verdict for each in keys(frozenset(WANTED_KEYS), thai=True)} == {Verdict.GOOD}


async def _open(pilot: Pilot[None]) -> SelfTestScreen:
    await press(pilot, "ctrl+p")
    await type_text(pilot, "self-test")
    await press(pilot, "enter")
    screen = pilot.app.screen
    assert isinstance(screen, SelfTestScreen)
    return screen


@pytest.mark.parametrize("size", SIZES)
async def test_it_looks_as_kept(size: tuple[int, int]) -> None:
    app = desk_app()
    async with app.run_test(size=size) as pilot:
        await _open(pilot)
        assert_golden(app, "self-test")


async def test_every_key_is_shown_and_does_nothing_else() -> None:
    app = desk_app()
    async with app.run_test(size=SIZES[1]) as pilot:
        screen = await _open(pilot)
        assert m.keys_missing([key.upper() for key in WANTED_KEYS]) in screen_text(app)
        await press(pilot, *WANTED_KEYS, "x", "ctrl+p", "tab", "1")
        assert front(app) == "SelfTestScreen"
        assert app.backend is not None
        await type_text(pilot, to_thai("l"))
        await settle(pilot)
        shown = screen_text(app)
        assert m.KEYS_GOOD in shown
        assert m.THAI_GOOD in shown
        assert screen.last_key.startswith(to_thai("l"))
        await press(pilot, "escape")
        assert front(app) == "WorkListScreen"


async def test_the_terminal_s_answers_are_shown_and_asked_for_again() -> None:
    app = desk_app()
    async with app.run_test(size=SIZES[1]) as pilot:
        await _open(pilot)
        assert m.SILENT in screen_text(app)
        for cells in RIGHT:
            app.post_message(events.CursorPosition(cells, 1))
        await settle(pilot)
        assert m.WIDTHS_GOOD in screen_text(app)
        await press(pilot, "enter")
        assert m.SILENT in screen_text(app)


async def test_keys_that_could_not_be_changed_stand_there() -> None:
    app = desk_app()
    app.keys = choose({"check.reject": "escape"})
    async with app.run_test(size=SIZES[1]) as pilot:
        # The notice that tells of them when the desk opens.
        await press(pilot, "enter")
        await _open(pilot)
        assert "escape is kept" in screen_text(app)
        assert m.KEYS_PROBLEM_STEP in screen_text(app)


async def test_what_is_wrong_outside_is_told_with_the_next_step() -> None:
    app = desk_app(FakeBackend(online=False))
    async with app.run_test(size=SIZES[1]) as pilot:
        await _open(pilot)
        assert m.OFFLINE in screen_text(app)
        assert "[desk] server" in screen_text(app)


async def test_alone_it_needs_neither_sign_in_nor_daemon_and_ends_with_escape(tmp_path: Path) -> None:
    settings = Settings.model_validate({"desk": {"server": "http://127.0.0.1:9"}})
    app = SelfTestApp(settings, tmp_path)
    async with app.run_test(size=SIZES[1]) as pilot:
        await settle(pilot)
        shown = screen_text(app)
        assert m.OFFLINE in shown
        assert m.PRINTER_NONE in shown
        await press(pilot, "escape")
    assert app.return_code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal on Windows")
def test_a_real_terminal_is_asked_and_typed_thai_arrives_with_its_marks(tmp_path: Path) -> None:
    from tests.desk.test_real_terminal import COMMAND
    from tests.terminal import terminal

    config = tmp_path / "config.toml"
    config.write_text(f'[desk]\ndata_dir = "{tmp_path.as_posix()}"\nserver = "http://127.0.0.1:9"\n', "utf-8")
    command = [sys.executable, "-c", COMMAND, "--config", str(config), "self-test"]
    with terminal(command, 100, 40) as shown:
        shown.wait_for(m.SILENT)
        assert shown.written.count(b"\x1b[6n") == len(SAMPLES) + 2
        shown.send("".join(f"\x1b[2;{cells + 1}R" for cells in RIGHT))
        shown.wait_for(m.WIDTHS_GOOD)
        shown.send("\x1b[3;1R\x1b[5;2R")
        shown.wait_for(m.PICTURES["kitty"])
        shown.send("น้ำ")
        shown.wait_for(m.THAI_GOOD)
        shown.press("f9", "f12")
        shown.wait_for("f12")
        shown.press("escape")
        assert shown.wait_for_end() == 0


def test_findings_that_are_bad_have_a_next_step() -> None:
    found = [size(40, 12), *widths([0] * len(SAMPLES)), *widths([]), *keys(frozenset(), thai=False)]
    assert all(each.next_step for each in found)
