"""Daemons killed as by ``kill -9`` at the first passing of one point: real processes, forked from a warm one.

A daemon takes seconds to import and there are many of them here: they are forked from one process that
has imported everything and done nothing yet.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing import connection, get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from tests.sync.daemon import ENDS_WITHIN, STARTS_WITHIN, environment_of

_IMPORTED = ["sync.serve", "sync.turns", "sync.line.line_client", "sync.desk_api.app", "alembic.command"]


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


def _points() -> dict[str, Callable[[], None]]:
    from sync.line.door import Door
    from sync.line.sender import Sender
    from sync.line.sending import SendingJournal
    from sync.store import inbox
    from sync.worker import Worker

    return {
        "inserted, not committed": lambda: after(inbox, "store"),
        "committed, not answered": lambda: before(Door, "_settle"),
        "answered, not begun": lambda: before_coroutine(Worker, "_work"),
        "turn taken, not committed": lambda: after(inbox, "finish"),
        "turn committed": lambda: after_coroutine(Worker, "_work"),
        "journal written, not committed": lambda: after(SendingJournal, "begin"),
        "journaled, not called": lambda: before_coroutine(Sender, "_call"),
        "called, not recorded": lambda: after_coroutine(Sender, "_call"),
        "record written, not committed": lambda: after(SendingJournal, "record"),
        "recorded": lambda: after_coroutine(Sender, "_send"),
    }


POINTS = tuple(_points())


class ForkedDaemon:
    """One run of ``bangkhae-sync serve`` that dies at ``crash_at``, if it is not empty."""

    def __init__(self, folder: Path, database_url: str, *, crash_at: str = "", **environment: str) -> None:
        context = get_context("forkserver")
        context.set_forkserver_preload(_IMPORTED)
        self._said, says = context.Pipe(duplex=False)
        log = folder / "daemon.log"
        variables = environment_of(folder, database_url, environment)
        self._process: BaseProcess = context.Process(
            target=_serve, args=(says, log, variables, crash_at), daemon=True
        )
        self._says, self._log = says, log
        self.url = ""

    async def __aenter__(self) -> ForkedDaemon:
        self._process.start()
        # Ours must be closed too, lest the end of the process not be the end of what it says.
        self._says.close()
        async with asyncio.timeout(STARTS_WITHIN):
            line = await asyncio.to_thread(_first_line, self._said)
        self.url = line.rpartition(" ")[2].strip()
        if not self.url.startswith("http"):
            raise RuntimeError(f"no daemon: {self._log.read_text()[-2000:]}")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._process.kill()
        await self.ended()
        self._process.close()
        self._said.close()

    async def ended(self) -> int:
        """Wait for the end; returns the exit code, negative for a signal."""
        await asyncio.to_thread(self._process.join, ENDS_WITHIN)
        code = self._process.exitcode
        if code is None:
            raise TimeoutError(f"the daemon still runs after {ENDS_WITHIN} s")
        return code

    async def terminate(self) -> int:
        """Ask for the end and wait for it."""
        self._process.terminate()
        return await self.ended()


def _first_line(said: connection.Connection) -> str:
    if not said.poll(STARTS_WITHIN):
        return ""
    return os.read(said.fileno(), 1000).decode()


def _serve(says: connection.Connection, log: Path, variables: dict[str, str], crash_at: str) -> None:
    """Become the daemon, in the process that was forked."""
    os.dup2(says.fileno(), 1)
    os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), 2)
    os.environ.clear()
    os.environ.update(variables)
    os.chdir(log.parent)
    from sync.cli import main
    from sync.line import sending

    # On PostgreSQL the next daemon waits until what was being sent belongs to nobody any more.
    sending.CLAIM = dt.timedelta(seconds=1)  # type: ignore[misc]
    if crash_at:
        _points()[crash_at]()
    sys.exit(main(["serve"]))
