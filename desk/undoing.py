"""The last decision made here, while it can be taken back.

Its message waits at the daemon for seconds; while the daemon is away the decision itself still waits here.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from desk.check_memory import Kept
from registry.commands import Outcome
from registry.request import Request


@dataclass(frozen=True, slots=True)
class LastDecision:
    """What can be taken back, and what was entered for it in a check of this ``kind``.

    ``until`` is a moment of a monotonic clock, in seconds; ``unsent`` the command that waits here, if any.
    """

    request_id: str
    version: int
    reference: str
    until: float
    unsent: str
    kept: Kept
    kind: str
    by: object


class Undoing:
    """Remembers the last decision that can be taken back; the daemon, or the outbox, has the last word.

    ``whose`` tells who works at the desk now: nobody takes back what another has decided. ``still_here``
    tells whether an unsent command can be withdrawn.
    """

    def __init__(
        self,
        monotonic: Callable[[], float],
        whose: Callable[[], object],
        still_here: Callable[[str], bool],
    ) -> None:
        self._monotonic, self._whose, self._still_here = monotonic, whose, still_here
        self._last: LastDecision | None = None
        self.offer = ""
        """The words in which that decision was told, with the way to take it back."""

    @property
    def last(self) -> LastDecision | None:
        """The decision that can be taken back; None when there is none any more."""
        last = self._last
        if last is None or last.by is not self._whose():
            return None
        possible = self._still_here(last.unsent) if last.unsent else self.seconds_left > 0
        return last if possible else None

    @property
    def seconds_left(self) -> int:
        """How many seconds are left to take back what was sent; 0 for what was not."""
        if self._last is None or self._last.by is not self._whose():
            return 0
        return max(math.ceil(self._last.until - self._monotonic()), 0)

    def remember(self, request: Request, outcome: Outcome, kept: Kept, kind: str) -> bool:
        """Remember a decision that was made; return whether it can be taken back."""
        seconds = outcome.result.get("undo_seconds", 0)
        unsent = outcome.id if outcome.result.get("unsent") else ""
        if outcome.version is None or not isinstance(seconds, int) or not (seconds > 0 or unsent):
            return False
        until = self._monotonic() + seconds
        self._last = LastDecision(
            request.id, outcome.version, request.reference, until, unsent, kept, kind, by=self._whose()
        )
        return True

    def forget(self) -> None:
        """Forget it: it is being taken back."""
        self._last = None

    def restore(self, last: LastDecision) -> None:
        """Remember it again, unless another has been made: it could not be taken back."""
        self._last = self._last or last
