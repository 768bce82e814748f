"""Holds keys back for a moment to see whether a scanner typed them; the others go on as they came."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual import events

from desk.scanner import ScanCatcher

if TYPE_CHECKING:
    from textual.timer import Timer


class ScanKeys:
    """Between the keyboard and the application.

    ``after`` sets a timer in seconds, ``deliver`` takes a key that is no scanner's, ``found`` takes a scan
    and says whether it was one for the application. Moments are those of the keys, in seconds; 0 as ``gap``
    turns the catching of scans off.
    """

    def __init__(
        self,
        gap: float,
        *,
        monotonic: Callable[[], float],
        after: Callable[[float, Callable[[], Awaitable[None]]], Timer],
        deliver: Callable[[events.Key], Awaitable[None]],
        found: Callable[[str], bool],
    ) -> None:
        self._gap, self._monotonic = gap, monotonic
        self._after, self._deliver, self._found = after, deliver, found
        self._scans = ScanCatcher(gap)
        self._held: list[events.Key] = []
        self._timer: Timer | None = None

    async def caught(self, key: events.Key) -> bool:
        """Whether a key is held back, or swallowed as the end of a scan."""
        if not self._gap:
            return False
        if key.key != "enter" and key.is_printable and key.character:
            if not self._scans.continues(key.time):
                await self._let_go(key.time)
            self._hold(key)
            if self._scans.repeats:
                await self._let_go(key.time)
            return True
        if key.key != "enter":
            await self._let_go(key.time)
            return False
        # What is held goes first, even when its own timer is late: Enter must not overtake a letter.
        part_of_burst = self._scans.continues(key.time) or not self._scans.holding
        await self._let_go(key.time)
        return self._scans.swallows_enter(key.time) and part_of_burst

    def _hold(self, key: events.Key) -> None:
        self._scans.add(key.character or "", key.time)
        self._held.append(key)
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._after(self._gap, self._burst_is_over)

    async def _burst_is_over(self) -> None:
        await self._let_go(self._monotonic())

    async def _let_go(self, now: float) -> None:
        """End the burst in hand: a scan is looked up, anything else goes where it was meant to go."""
        keys, self._held = self._held, []
        scan = self._scans.finish(now)
        self._scans.take()
        if scan is not None and self._found(scan):
            return
        for key in keys:
            await self._deliver(key)
