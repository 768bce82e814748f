"""Turns of phrase that several subjects share: items with their copies, days with their times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from registry.labels import SERVICE
from registry.request import Item
from thai.dates import clock, long_date

BRING: Final = "กรุณานำบัตรประจำตัวประชาชนตัวจริงของท่านมาด้วย"


def item(which: Item) -> str:
    """Name a service in full with its copies; a question has no copies."""
    return SERVICE[which.service] if which.service == 5 else f"{SERVICE[which.service]} {which.copies} ฉบับ"


def items(which: Sequence[Item]) -> str:
    """List items, one a line."""
    return "\n".join(f"- {item(one)}" for one in which)


def when(day: dt.date, at: dt.time | None) -> str:
    """Return a day in words with its time."""
    return long_date(day) + (f" เวลา {clock(at)}" if at is not None else "")
