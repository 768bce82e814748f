"""The desk with a clock for its screens that leaps at SIGUSR1, so that a day passes in minutes.

python -m bench.leaping_desk BEGINS --config FILE, where BEGINS is when its day begins, in ISO format. Timers
that fall into a leap fire once, as after a moment in which the machine slept. Network and printer, which
have threads of their own, keep the real clock: who waits for them waits no longer than in life.
"""

from __future__ import annotations

import datetime as dt
import signal
import sys
import threading
import time
from typing import Final

LEAP_SECONDS: Final = 7.2
_REAL: Final = time.monotonic
_LEAPING: Final = ("MainThread", "textual-input")
"""The screens' thread, and Textual's that reads the keys and says when they came."""


class LeapingClock:
    """Monotonic seconds on the screens' thread, and the time of day; both leap together."""

    def __init__(self, begins: dt.datetime) -> None:
        self._ahead = 0.0
        self._begins, self._started = begins, _REAL()

    def leap(self, *_: object) -> None:
        """Let some seconds pass at once."""
        self._ahead += LEAP_SECONDS

    def monotonic(self) -> float:
        """Return seconds; network and printer get the real ones."""
        leaps = threading.current_thread().name in _LEAPING
        return _REAL() + self._ahead if leaps else _REAL()

    def now(self) -> dt.datetime:
        """Return the time of day, UTC."""
        return self._begins + dt.timedelta(seconds=_REAL() - self._started + self._ahead)


def main(words: list[str]) -> int:
    """Run the desk."""
    clock = LeapingClock(dt.datetime.fromisoformat(words[0]))
    signal.signal(signal.SIGUSR1, clock.leap)
    # Before anything else is imported: some keep the function by its name.
    time.monotonic = clock.monotonic
    from desk import cli
    from desk.live_reads import LiveReads

    LiveReads.now = lambda self: clock.now()  # type: ignore[method-assign]  # noqa: ARG005
    return cli.main(words[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
