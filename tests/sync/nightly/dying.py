"""A night that is killed as by ``kill -9`` at one of its transactions, in a process of its own."""

from __future__ import annotations

import datetime as dt
import os
import signal
from collections.abc import Callable
from multiprocessing import get_context
from typing import Any

from sync.nightly import run
from sync.nightly.work import Act, Night
from sync.store.database import Database
from tests.sync import factories as f


class DyingNight(Night):
    """Dies in one of its transactions, before or after the commit."""

    left = 0
    committed = False

    def write(self, fn: Callable[[Act], Any]) -> Any:
        """Do something in one transaction, perhaps the last one."""
        DyingNight.left -= 1
        if self.left:
            return super().write(fn)

        def last(act: Act) -> Any:
            done = fn(act)
            act.session.flush()
            if not self.committed:
                _die()
            return done

        super().write(last)
        return _die()


def killed(url: str, moment: dt.datetime, *, number: int, committed: bool) -> int | None:
    """Run a night that dies in its n-th transaction; returns the exit code, negative for a signal."""
    # Forked from a process that has imported everything: an import takes seconds.
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    process = context.Process(target=_run, args=(url, moment, number, committed))
    process.start()
    process.join(timeout=60)
    process.kill()
    process.join()
    return process.exitcode


def _run(url: str, moment: dt.datetime, number: int, committed: bool) -> None:
    DyingNight.left, DyingNight.committed = number, committed
    night = DyingNight(Database.open(url), f.KEYS, f.settings(), moment)
    run.run(night, moment.date(), lambda _: None)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
