"""What a counter has to know of the office's queue to go on by itself while the daemon is away."""

from __future__ import annotations

from pydantic import Field

from registry.request import Part, Request


class QueueAway(Part):
    """What a counter has to know of ``[queue]`` to go on by itself."""

    letters: dict[int, str] = Field(default_factory=dict)
    walk_in: str = "W"
    home_counter: str | None = None
    counters: dict[str, tuple[int, ...]] = Field(default_factory=dict)

    def home_of(self, request: Request, approving: str) -> str:
        """Return the office's home counter, else who approves, or the first that serves the document."""
        if self.home_counter is not None:
            return self.home_counter
        first = request.items[0].service if request.items else None
        served = self.counters.get(approving)
        if first is None or served is None or first in served:
            return approving
        return next((name for name, services in self.counters.items() if first in services), approving)

    def letter_of(self, request: Request) -> str:
        """Return a queue number's letter: that of the first service; walk-ins have their own."""
        if request.channel == "walk_in" or not request.items:
            return self.walk_in
        return self.letters.get(request.items[0].service, self.walk_in)
