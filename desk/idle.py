"""When a desk that is left alone locks itself, and when it says so beforehand."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

WARN_SECONDS: Final = 20.0


class Idle(Enum):
    """What the time since the last key means."""

    AT_WORK = auto()
    SOON = auto()
    LOCK = auto()


class IdleWatch:
    """Counts the seconds since the last key by a monotonic clock; with ``seconds`` 0 it never locks."""

    def __init__(self, seconds: float, now: float) -> None:
        self._seconds = seconds
        self._used = now
        self._warned = False

    @property
    def last_used(self) -> float:
        """When somebody was at the desk last."""
        return self._used

    def used(self, now: float) -> None:
        """Note that somebody is at the desk."""
        self._used, self._warned = now, False

    def look(self, now: float) -> Idle:
        """Return what is due now; that it will lock soon is said once."""
        idle = now - self._used
        if not self._seconds or idle < self._seconds - WARN_SECONDS:
            return Idle.AT_WORK
        if idle >= self._seconds:
            return Idle.LOCK
        warned, self._warned = self._warned, True
        return Idle.AT_WORK if warned else Idle.SOON
