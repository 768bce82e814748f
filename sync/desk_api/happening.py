"""When a desk's command happened: by how long it waited at the desk, since the desk's clock may be wrong."""

from __future__ import annotations

import datetime as dt
from typing import Final

HEADER: Final = "x-desk-clock"
"""The desk's clock at the moment of sending (ISO 8601); with it the clock's own error cancels out."""
LIVE: Final = dt.timedelta(minutes=1)
LONGEST: Final = dt.timedelta(days=7)


def happened(made_at: dt.datetime, sent_at: str | None, now: dt.datetime) -> dt.datetime:
    """Return when a command was made, by the daemon's clock; ``now`` where it did not wait, or nobody knows.

    What is said to have waited longer than a week happened a week ago at most: a clock was set in between.
    """
    try:
        waited = dt.datetime.fromisoformat(sent_at or "") - made_at
    except (ValueError, TypeError):
        return now
    return now if waited < LIVE else now - min(waited, LONGEST)
