"""The last decision made here, while it can be taken back: its message waits at the daemon for seconds."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from desk.check_memory import Kept
from registry.commands import Outcome
from registry.request import Request


@dataclass(frozen=True, slots=True)
class LastDecision:
    """What can be taken back until a moment (a monotonic clock's seconds), and what was entered for it."""

    request_id: str
    version: int
    reference: str
    until: float
    kept: Kept
    by: object


class Undoing:
    """Remembers the last decision that can be taken back; the daemon has the last word.

    ``whose`` tells who works at the desk now: nobody takes back what another has decided.
    """

    def __init__(self, monotonic: Callable[[], float], whose: Callable[[], object]) -> None:
        self._monotonic, self._whose = monotonic, whose
        self._last: LastDecision | None = None

    @property
    def last(self) -> LastDecision | None:
        """The decision that can be taken back; None when there is none any more."""
        return self._last if self.seconds_left else None

    @property
    def seconds_left(self) -> int:
        """How many seconds are left."""
        if self._last is None or self._last.by is not self._whose():
            return 0
        return max(math.ceil(self._last.until - self._monotonic()), 0)

    def remember(self, request: Request, outcome: Outcome, kept: Kept) -> int:
        """Remember a decision that was made; return how many seconds it can be taken back, 0 for never."""
        seconds = outcome.result.get("undo_seconds", 0)
        if outcome.version is None or not isinstance(seconds, int) or seconds <= 0:
            return 0
        until = self._monotonic() + seconds
        self._last = LastDecision(
            request.id, outcome.version, request.reference, until, kept, by=self._whose()
        )
        return seconds

    def forget(self) -> None:
        """Forget it: it is being taken back."""
        self._last = None

    def restore(self, last: LastDecision) -> None:
        """Remember it again, unless another has been made: it could not be taken back."""
        self._last = self._last or last
