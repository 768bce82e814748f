"""The daemon, killed as by ``kill -9`` at the first passing of one point (environment: CRASH_AT)."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from sync.line import sender
from sync.line.door import Door
from sync.line.sender import Sender
from sync.store import inbox
from sync.worker import Worker


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def after(owner: Any, name: str) -> None:
    """Die when a plain function is through."""
    original: Callable[..., Any] = getattr(owner, name)

    def dying(*args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs)
        die()
        return result

    setattr(owner, name, dying)


def before(owner: Any, name: str) -> None:
    """Die when a plain function is called."""

    def dying(*_args: Any, **_kwargs: Any) -> Any:
        die()

    setattr(owner, name, dying)


def after_coroutine(owner: Any, name: str) -> None:
    """Die when a coroutine is through."""
    original: Callable[..., Any] = getattr(owner, name)

    async def dying(*args: Any, **kwargs: Any) -> Any:
        result = await original(*args, **kwargs)
        die()
        return result

    setattr(owner, name, dying)


def before_coroutine(owner: Any, name: str) -> None:
    """Die when a coroutine is begun."""

    async def dying(*_args: Any, **_kwargs: Any) -> Any:
        die()

    setattr(owner, name, dying)


POINTS: dict[str, Callable[[], None]] = {
    "inserted, not committed": lambda: after(inbox, "store"),
    "committed, not answered": lambda: before(Door, "_settle"),
    "answered, not begun": lambda: before_coroutine(Worker, "_work"),
    "turn taken, not committed": lambda: after(inbox, "finish"),
    "turn committed": lambda: after_coroutine(Worker, "_work"),
    "journal written, not committed": lambda: after(Sender, "_journal"),
    "journaled, not called": lambda: before_coroutine(Sender, "_call"),
    "called, not recorded": lambda: after_coroutine(Sender, "_call"),
    "record written, not committed": lambda: after(Sender, "_record"),
    "recorded": lambda: after_coroutine(Sender, "_send"),
}

if __name__ == "__main__":
    from sync.cli import main

    # On PostgreSQL the next daemon waits until what was being sent belongs to nobody any more.
    sender.CLAIM = dt.timedelta(seconds=1)  # type: ignore[misc]
    POINTS[os.environ["CRASH_AT"]]()
    sys.exit(main())
