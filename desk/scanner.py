"""A barcode scanner is a keyboard that types fast: its bursts are told from a person's typing.

Keys are held back for a moment that a person does not notice. If six characters or more come in one burst,
they are a scan and the Enter that ends it is swallowed; otherwise they go on as they came.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

BURST: Final = 6
"""Characters in one burst that make a scan."""

GAP_SECONDS: Final = 0.035
"""The longest pause between two characters of a scanner; people need 60 ms and more."""


@dataclass
class ScanCatcher:
    """Collects characters by the time they arrive; the clock is the caller's (seconds, monotonic)."""

    gap: float = GAP_SECONDS
    _held: list[str] = field(default_factory=list)
    _last: float = 0.0
    _ended: float | None = None

    @property
    def holding(self) -> bool:
        """Whether characters wait for what comes next."""
        return bool(self._held)

    def continues(self, now: float) -> bool:
        """Whether a key that comes now belongs to the burst in hand."""
        return self.holding and now - self._last <= self.gap

    def add(self, character: str, now: float) -> None:
        """Take a character into the burst in hand."""
        self._held.append(character)
        self._last = now

    @property
    def repeats(self) -> bool:
        """Whether a key is being held down: a terminal repeats it as fast as a scanner types."""
        return len(self._held) >= BURST and len(set(self._held)) == 1

    def take(self) -> str:
        """Return what was held and begin anew."""
        text = "".join(self._held)
        self._held.clear()
        return text

    def finish(self, now: float) -> str | None:
        """Return the scan if what is held is one; None leaves it held."""
        if len(self._held) < BURST or self.repeats:
            return None
        self._ended = now
        return self.take()

    def swallows_enter(self, now: float) -> bool:
        """Whether an Enter that comes now is the end of the scan just finished."""
        ended, self._ended = self._ended, None
        return ended is not None and now - ended <= self.gap * 2
