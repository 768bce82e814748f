"""How long the numbers of a request stay readable on a screen."""

from __future__ import annotations

import math


class Reveal:
    """Masked until opened, and again after some seconds; moments are of a monotonic clock, in seconds."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        self._until: float | None = None

    def open(self, now: float) -> None:
        """Make the numbers readable for the office's time."""
        self._until = now + self.seconds

    def close(self) -> None:
        """Mask them again."""
        self._until = None

    def left(self, now: float) -> int:
        """Return how many seconds, begun ones included, they stay readable; 0 when they are masked."""
        return max(0, math.ceil(self._until - now)) if self._until is not None else 0
