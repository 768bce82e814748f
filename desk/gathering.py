"""Gathers what asks for the same work: the first is done at once, what follows soon after it together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

GATHER_SECONDS: Final = 0.25
"""Nobody reads a list four times a second; whoever presses a key meanwhile must not wait for it."""


class Gathering:
    """Does ``work`` when asked, at most once in ``GATHER_SECONDS``, and never loses the last asking.

    ``after`` runs something in so many seconds, ``monotonic`` (seconds) is the time.
    """

    def __init__(
        self,
        work: Callable[[], object],
        after: Callable[[float, Callable[[], None]], object],
        monotonic: Callable[[], float],
    ) -> None:
        self._work, self._after, self._monotonic = work, after, monotonic
        self._free_at = monotonic()
        self._waits = False

    def ask(self) -> None:
        """Ask for the work."""
        if self._waits:
            return
        wait = self._free_at - self._monotonic()
        if wait <= 0:
            self._do()
        else:
            self._waits = True
            self._after(wait, self._do)

    def _do(self) -> None:
        self._waits = False
        self._work()
        self._free_at = self._monotonic() + GATHER_SECONDS
