"""How long to wait before the next try: a little longer each time, and no longer once a person asks."""

from __future__ import annotations

import asyncio
import datetime as dt
import random
from collections.abc import Callable
from typing import Final

FIRST_DELAY: Final = 0.5
LONGEST_DELAY: Final = 15.0


class Patience:
    """The pause after a failure; ``next_try`` is when it ends, None while nothing fails."""

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
        self.next_try: dt.datetime | None = None
        self._now = now
        self._delay = FIRST_DELAY
        self._nudged = asyncio.Event()

    async def wait(self) -> None:
        """Wait before the next try; never do all desks come back at once."""
        seconds = self._delay * random.uniform(0.5, 1.0)  # noqa: S311  no secret
        self._delay = min(self._delay * 2, LONGEST_DELAY)
        self.next_try = self._now() + dt.timedelta(seconds=seconds)
        self._nudged.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._nudged.wait()
        except TimeoutError:
            return

    def succeeded(self) -> None:
        """Begin with a short pause again."""
        self._delay, self.next_try = FIRST_DELAY, None

    def nudge(self) -> None:
        """Try at once; to be called on the loop that waits."""
        self._delay = FIRST_DELAY
        self._nudged.set()
