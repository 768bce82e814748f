"""When to renew a lease: while the clerk works on the request, and not while the desk is left alone."""

from __future__ import annotations


class LeaseKeeper:
    """Asks for a renewal after a third of the lease with a key pressed in it; in monotonic seconds."""

    def __init__(self, lease_minutes: int, now: float) -> None:
        self._pause = lease_minutes * 60 / 3
        self._renewed = now
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
