"""Driving a screen in tests: waiting for what goes on behind it, and reading it as a person would."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import copy_context
from pathlib import Path
from typing import Final

from textual import events
from textual.app import App
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen

from desk.app import DeskApp
from desk.demo.stage import screen_text
from desk.widgets.dialog import NoticeDialog
from registry import commands
from tests.desk.fakes import FakeBackend, desk_app

GOLDEN: Final = Path(__file__).parent / "golden"
WIDE: Final = (120, 36)
HOSTILE: Final = (
    "[/]",
    "[@click=app.quit]ออก[/]",
    "[bold red]x[/bold]",
    "\x1b[2J\x1b]52;c;aGVsbG8=\x07",
    "\x9b31m\x85\x00\x7f",
    "\u202eกลับ\u202c\u2066x\u2069\ufeff",
    "\u0e48\u0e49\u0e33\u0e31 เ\u0e33ๆๆ",
    "ก\u0e49" + "\u0e49" * 200,
    "{0} %s $(x) \\[",
    "น้ำ" * 1667,
    "𝟙𝟘𝟜𝟘-𝟘𝟚-𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠",
    "👩\u200d👩\u200d👧\u200d👦🇹🇭",
)
"""Texts as a citizen might send them to do harm, or by accident."""
_SENT: Final = {"enter": "\r", "tab": "\t", "escape": "\x1b", "space": " ", "backspace": "\x7f"}
"""What a terminal sends for a key that has a name and a character."""


async def settle(pilot: Pilot[None]) -> None:
    """Wait until nothing goes on any more: messages, workers and their messages, the drawing.

    Textual's own pause waits for a moment without work, by the clock: some twenty milliseconds a look.
    """
    app = pilot.app
    while True:
        await _worked_off(pilot)
        # In a context of its own: what is noted in the test's would keep a closed screen.
        copy_context().run(app.screen._on_timer_update)
        await asyncio.sleep(0)
        if not _something_runs(app):
            return


async def _worked_off(pilot: Pilot[None]) -> None:
    """Wait until all of the application waits: for a key, the clock or the drawing."""
    while True:
        await pilot._wait_for_screen()
        await pilot.app.workers.wait_for_complete()
        # What that left behind ends in two rounds of the loop.
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        if not _something_runs(pilot.app):
            return


def _something_runs(app: App[None]) -> bool:
    # Nothing public says whether anything may run.
    runnable = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
    widgets = (app, *app.screen.walk_children(with_self=True))
    return bool(runnable) or any(each.message_queue_size for each in widgets)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one after the other, and wait for what each of them sets going."""
    for key in keys:
        character = key if len(key) == 1 else _SENT.get(key)
        pilot.app.post_message(events.Key(_character_to_key(key) if len(key) == 1 else key, character))
        await settle(pilot)


@asynccontextmanager
async def opened(
    backend: FakeBackend,
    screen: Screen[None],
    *,
    size: tuple[int, int] = WIDE,
    monotonic: Callable[[], float] | None = None,
) -> AsyncIterator[Pilot[None]]:
    """Run the application with a screen on top of the work list."""
    app = desk_app(backend, monotonic=monotonic)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        app.push_screen(screen)
        await settle(pilot)
        yield pilot


def desk(pilot: Pilot[None]) -> DeskApp:
    """Return the application."""
    assert isinstance(pilot.app, DeskApp)
    return pilot.app


def told(pilot: Pilot[None]) -> str:
    """Return the words of the notice in front; fails where there is none."""
    screen = pilot.app.screen
    assert isinstance(screen, NoticeDialog), type(screen).__name__
    return f"{screen.told.title} {screen.told.text} {screen.told.next_step}"


def said(pilot: Pilot[None]) -> list[str]:
    """Return what was said in passing so far."""
    return [notification.message for notification in pilot.app._notifications]


def front(app: App[None]) -> str:
    """Return the name of the screen in front."""
    return type(app.screen).__name__


def every_kind(backend: FakeBackend) -> list[str]:
    """Return the kinds of the commands that were sent, in order."""
    return [command.kind for _, command in backend.sent]


def kinds(backend: FakeBackend) -> list[str]:
    """Return the kinds without renewals: the tests' clock runs fast."""
    return [kind for kind in every_kind(backend) if kind != "renew"]


def last(backend: FakeBackend) -> commands.Decision | commands.Fact:
    """Return the command that was sent last."""
    return backend.sent[-1][1]


def assert_golden(app: App[None], name: str) -> None:
    """Compare the screen with the kept one; with BANGKHAE_UPDATE_GOLDEN set, keep it instead."""
    path = GOLDEN / f"{name}-{app.size.width}x{app.size.height}.txt"
    shown = screen_text(app)
    if os.environ.get("BANGKHAE_UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text("utf-8")


def assert_harmless(app: App[None]) -> None:
    """Fail where a control character or bidi sign is on its way to the terminal, or a line spills."""
    shown = screen_text(app)
    bad = [
        c for c in shown if (ord(c) < 32 and c != "\n") or 0x7F <= ord(c) <= 0x9F or c in "\u202e\u2066\ufeff"
    ]
    assert not bad, [hex(ord(c)) for c in bad]
    assert shown.count("\n") == app.size.height
