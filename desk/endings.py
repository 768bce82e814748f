"""Ends the application in order when the system asks for it, or when its terminal is gone."""

from __future__ import annotations

import asyncio
import contextlib
import select
import signal
import sys
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from textual.app import App

_ENDING: Final = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
_LOOK_SECONDS: Final = 1.0


def leave_when_asked(app: App[None]) -> None:
    """Let the application leave as by its own key, so that the terminal is as before; in its event loop."""
    loop = asyncio.get_running_loop()
    for number in _ENDING:
        # Windows has no handlers in its loop, and only the main thread may have any.
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, app.exit)
    # Only the leader of a session hears that its terminal is gone; started by make, this is not the leader.
    if sys.platform != "win32" and not app.is_headless and sys.stdin.isatty():
        app.set_interval(_LOOK_SECONDS, partial(_leave_without_terminal, app, sys.stdin.fileno()))


if sys.platform != "win32":

    def _leave_without_terminal(app: App[None], terminal: int) -> None:
        looking = select.poll()
        looking.register(terminal, 0)
        if any(events & (select.POLLHUP | select.POLLNVAL) for _, events in looking.poll(0)):
            app.exit()


def unwind_when_asked() -> None:
    """Let a program that has started others come to the end of its with blocks; raises SystemExit then."""
    for number in _ENDING:
        signal.signal(number, _unwind)


def _unwind(_number: int, _frame: FrameType | None) -> None:
    sys.exit(1)
