"""Leases as a desk sees them: when to renew one, and whether one still holds while the daemon is away."""

from __future__ import annotations

import sys
import time
from typing import Final

SPARE_SECONDS: Final = 60
"""Before the end of a lease in which nothing is decided without the daemon."""


if sys.platform == "linux":

    def steady_seconds() -> float:
        """Return a clock that nobody sets and that goes on while the machine sleeps."""
        return time.clock_gettime(time.CLOCK_BOOTTIME)

else:

    def steady_seconds() -> float:
        """Return a clock that nobody sets."""
        return time.monotonic()


class LeaseKeeper:
    """Asks for a renewal after a third of the lease with a key pressed in it; in monotonic seconds.

    ``left`` are the seconds that a lease still has which began before; None for one that begins now.
    """

    def __init__(self, lease_minutes: int, now: float, left: float | None = None) -> None:
        whole = lease_minutes * 60
        self._pause = whole / 3
        # The desk's clock and the daemon's may differ: no lease is longer than a whole one.
        self._renewed = now if left is None else now - whole + min(max(left, 0), whole)
        self._used = now

    def used(self, now: float) -> None:
        """Note that the clerk is at work."""
        self._used = now

    def renewed(self, now: float) -> None:
        """Note that the lease begins anew."""
        self._renewed = now

    def due(self, now: float) -> bool:
        """Whether the lease is to be renewed now."""
        return self._used > self._renewed and now - self._renewed >= self._pause


class Leases:
    """The leases that the daemon gave to one clerk since this program began, in steady seconds.

    A lease of before is not in it: no clock spans a restart, so nobody knows whether it still holds.
    """

    def __init__(self) -> None:
        self._ends: dict[str, float] = {}

    def given(self, request_id: str, asked_at: float, lease_minutes: int) -> None:
        """Note a lease; it is counted from when it was asked for, so never too long."""
        self._ends = {each: end for each, end in self._ends.items() if end > asked_at}
        self._ends[request_id] = asked_at + lease_minutes * 60

    def left(self, request_id: str, now: float) -> float | None:
        """Return the seconds in which a request may still be decided; None where no lease is known."""
        end = self._ends.get(request_id)
        return end - SPARE_SECONDS - now if end is not None else None
