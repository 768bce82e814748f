"""Every screen and dialog in a storm of sizes, pasted text and scans, in one session over them all."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from textual import events
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Size
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Input

from desk.app import DeskApp
from desk.demo.stage import screen_text
from desk.messages import shell
from tests.desk.driving import assert_harmless, front, said, settle
from tests.desk.fakes import SIZES, FakeBackend, FakeEntrance, PatientClock
from tests.desk.hostile_desk import HARM, LONG
from tests.desk.openers import each_in_front
from thai.keyboard import to_thai

STORM: Final = ((1, 1), (130, 40), (30, 3), SIZES[0])
SCANNED: Final = "BK-6JKM"
SCAN_GAP: Final = 5.0
"""A keyboard is never as slow as that, however busy the machine."""


@asynccontextmanager
async def desk(reports: Path, *, scan_gap: float = 0) -> AsyncIterator[tuple[Pilot[None], DeskApp]]:
    """Run a desk of harm; an error in it stands in ``reports``."""
    app = DeskApp(
        FakeEntrance(FakeBackend.of()), reports=reports, monotonic=PatientClock(), scan_gap=scan_gap
    )
    async with app.run_test(size=SIZES[0]) as pilot:
        yield pilot, app


def _resize(app: DeskApp, columns: int, rows: int) -> None:
    """Let the window have another size at once; Textual itself would wait for the last of many."""
    assert isinstance(app._driver, HeadlessDriver)
    size = Size(columns, rows)
    app._driver._size = app._size = size
    app._resize_event = events.Resize(size, size)
    app._check_resize()


async def test_every_screen_outlives_sizes_pastes_and_scans(tmp_path: Path) -> None:
    async with desk(tmp_path, scan_gap=SCAN_GAP) as (pilot, app):
        async for name in each_in_front(pilot):
            whole = not isinstance(app.screen, ModalScreen)
            await _sizes(pilot, app, STORM if whole else STORM[::3])
            assert front(app) == name
            await _pastes(pilot, app)
            assert front(app) == name
            for written in (str, to_thai) if whole else (to_thai,):
                await _scans(pilot, app, written(SCANNED))
                assert front(app) == name
            # It is left in this very moment, and must not be drawn any more.
            _resize(app, 60, 20)


async def _sizes(pilot: Pilot[None], app: DeskApp, storm: Sequence[tuple[int, int]]) -> None:
    for size in storm:
        _resize(app, *size)
        await pilot.pause(0)
    await settle(pilot)
    assert_harmless(app)


async def _pastes(pilot: Pilot[None], app: DeskApp) -> None:
    for widget in app.screen.focus_chain or [app.screen]:
        widget.focus()
        app.post_message(events.Paste("".join(HARM)))
        app.post_message(events.Paste(LONG))
    await settle(pilot)
    assert_harmless(app)


async def _scans(pilot: Pilot[None], app: DeskApp, scan: str) -> None:
    """Scan a code as a scanner types it; its Enter answers nothing, and what was typed stays."""
    was, fields = app.screen, [each.value for each in app.screen.query(Input)]
    app.clear_notifications()
    for character in scan:
        app.post_message(events.Key(_character_to_key(character), character))
    app.post_message(events.Key("enter", "\r"))
    await settle(pilot)
    assert was in app.screen_stack
    if isinstance(was, ModalScreen):
        assert app.screen is was
        assert said(pilot) == [shell.SCAN_BUSY]
    elif app.backend is not None:
        assert SCANNED in screen_text(app)
        app.pop_screen()
        await settle(pilot)
    if app.backend is not None:
        assert [each.value for each in was.query(Input)] == fields
