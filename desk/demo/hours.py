"""The demonstration's office hours: nearly around the clock, so that it works whenever it is tried."""

from __future__ import annotations

import datetime as dt
import time
from typing import Final

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


def wait_for_a_slot() -> None:
    """Wait over midnight when today has no slot left that a story could still use: at most twelve minutes."""
    now = dt.datetime.now(BANGKOK)
    if now.time() >= _LATEST_START:
        midnight = dt.datetime.combine(now.date() + dt.timedelta(days=1), dt.time(), BANGKOK)
        time.sleep((midnight - now).total_seconds() + 1)
