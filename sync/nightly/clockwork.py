"""The daemon's part that does the night's work at its hour, and what is due all day."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import Callable
from typing import Final

from registry.sealing import Keyring
from registry.settings import Settings
from sync.store.database import Database

_log = logging.getLogger(__name__)

TICK_SECONDS: Final = 30.0
_LATER: Final = dt.timedelta(minutes=15)
"""How soon what failed is tried again, and how often drafts are looked through."""


class Clockwork:
    """Looks at the clock until ``ending`` is set."""

    def __init__(
        self,
        *,
        database: Database,
        keys: Keyring,
        settings: Settings,
        clock: Callable[[], dt.datetime],
        ending: asyncio.Event,
        tick: float = TICK_SECONDS,
    ) -> None:
        self._database, self._keys, self._settings = database, keys, settings
        self._clock, self._ending, self._tick = clock, ending, tick
        self._again_at = self._drafts_at = clock()

    async def run(self) -> None:
        """Look every half minute what is due, until the end."""
        while not self._ending.is_set():
            await asyncio.to_thread(self.look)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._tick):
                    await self._ending.wait()

    def look(self) -> None:
        """Do what is due now; blocks. The evening's work is due until it has been done to its end."""
        from sync.nightly import drafts, hours, run
        from sync.nightly.work import Night

        now = self._clock()
        night = Night(self._database, self._keys, self._settings, now)
        run.close_days(night, _say_work)
        if not hours.may_send(self._settings.nightly, now):
            return
        evening = hours.evening(self._settings.nightly, now)
        if now >= self._again_at and not run.is_done(night, evening):
            self._again_at = now if run.run(night, evening, _say) else now + _LATER
        if now >= self._drafts_at:
            self._drafts_at = now + _LATER
            drafts.remind(night)


def _say(line: str) -> None:
    _log.info("nightly: %s", line)


def _say_work(line: str) -> None:
    """Say what there was to do, not that there was nothing."""
    if not line.endswith(": 0"):
        _say(line)
