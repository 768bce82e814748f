"""Times to offer to a citizen who needs a new one: a few of the next days with free places."""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlmodel import Session

from registry.request import Appointment
from registry.settings import Settings
from sync.store import slots

TIMES_A_DAY: Final = 3
_WEEK: Final = 7


def next_times(session: Session, *, settings: Settings, today: dt.date, after: dt.date) -> list[Appointment]:
    """Return free times after a day, on some days: an early, a middle and a late one of each."""
    hours = settings.hours
    day = max(today + dt.timedelta(days=hours.earliest_days), after + dt.timedelta(days=1))
    last = today + dt.timedelta(days=hours.latest_days)
    found: dict[dt.date, list[dt.time]] = {}
    while day <= last and len(found) < hours.offered_days:
        days = min(_WEEK, (last - day).days + 1)
        for slot in slots.free_slots(session, settings=settings, day=day, days=days):
            if slot.line_places > 0:
                found.setdefault(slot.date, []).append(slot.time)
        day += dt.timedelta(days=days)
    offered = sorted(found)[: min(hours.offered_days, TIMES_A_DAY)]
    return [Appointment(date=date, time=time) for date in offered for time in _some(found[date])]


def _some(times: list[dt.time]) -> list[dt.time]:
    ordered = sorted(times)
    if len(ordered) <= TIMES_A_DAY:
        return ordered
    return [ordered[0], ordered[len(ordered) // 2], ordered[-1]]
