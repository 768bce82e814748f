"""The demonstration's office hours: nearly around the clock, so that it works whenever it is tried."""

from __future__ import annotations

import datetime as dt
import math
import time
from collections.abc import Callable
from typing import Final

from desk.demo import labels
from thai.dates import BANGKOK

SLOT_MINUTES: Final = 5
OPEN: Final = dt.time(0, 0)
CLOSE: Final = dt.time(23, 59)
# The last slot that fits begins at 23.50; a story takes a minute.
_LATEST_START: Final = dt.time(23, 48)


def next_slot(now: dt.datetime) -> dt.time:
    """Return the start of the first slot of the day that is a minute away or more."""
    local = now.astimezone(BANGKOK)
    start = dt.datetime.combine(local.date(), OPEN, BANGKOK)
    while start < local + dt.timedelta(minutes=1):
        start += dt.timedelta(minutes=SLOT_MINUTES)
    return start.time()


def seconds_to_wait(now: dt.datetime) -> float:
    """Return how long to wait for a slot that a story could use: 0, over midnight at most twelve minutes."""
    local = now.astimezone(BANGKOK)
    if local.time() < _LATEST_START:
        return 0.0
    midnight = dt.datetime.combine(local.date() + dt.timedelta(days=1), dt.time(), BANGKOK)
    return (midnight - local).total_seconds() + 1


def wait_for_a_slot(tell: Callable[[str], object]) -> None:
    """Wait until today has a slot that a story could use, and tell who waits how long."""
    if seconds := seconds_to_wait(dt.datetime.now(dt.UTC)):
        tell(labels.WAITING.format(minutes=math.ceil(seconds / 60)))
        time.sleep(seconds)
