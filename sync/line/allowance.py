"""What may still be pushed when the month's messages run out: the one ranked list, and LINE's month. Pure.

LINE counts one message for each citizen reached by push, whatever is in it; replies are free. Its statistics
are by UTC+9 (developers.line.biz/en/reference/messaging-api), so its month is taken to be Japan's.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sync.store.outbox import Purpose

RESERVE_PERCENT: Final = {
    Purpose.DECISION: 0,
    Purpose.CLOSURE: 0,
    Purpose.QUESTION: 2,
    Purpose.CALL: 5,
    Purpose.READY: 10,
    Purpose.REMINDER: 15,
    Purpose.NO_SHOW: 20,
    Purpose.HEAD: 25,
    Purpose.SURVEY: 30,
    Purpose.DRAFT: 40,
    Purpose.TALK: 40,
}
"""Of the month's messages, what is kept for those further up: once no more is left, it is not pushed."""
_LINE_ZONE: Final = dt.timezone(dt.timedelta(hours=9))
AT_THE_LATEST: Final = dt.timedelta(days=1)
"""How long after the month's end a stop may last, if LINE does not tell."""


@dataclass(frozen=True)
class Allowance:
    """The month's messages: how many there are and how many are left (None: no limit, or not known).

    ``stopped`` is whether LINE has said that they are used up.
    """

    most: int | None = None
    left: int | None = None
    stopped: bool = False


@dataclass(frozen=True)
class Quota:
    """What LINE says: the month's limit, None for none, and how many have been used."""

    most: int | None
    used: int


def withheld(purpose: Purpose, allowance: Allowance) -> str:
    """Return why a message is not pushed: ``quota``, ``reserve``; empty when it may be."""
    if allowance.stopped:
        return "quota"
    if allowance.most is None or allowance.left is None:
        return ""
    reserve = allowance.most * RESERVE_PERCENT[purpose] / 100
    # What has no reserve is tried: our count is near, LINE's is right.
    return "reserve" if reserve and allowance.left <= reserve else ""


def month_of(now: dt.datetime) -> str:
    """Return LINE's month: ``2026-11``."""
    return f"{now.astimezone(_LINE_ZONE):%Y-%m}"


def is_another_month(stopped_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether a stop is of a month that has been over for a day."""
    return month_of(stopped_at) != month_of(now - AT_THE_LATEST)
