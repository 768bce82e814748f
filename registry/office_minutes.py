"""Minutes that are counted while the office is open: an answer's time limit does not run over a weekend."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from registry.calendar import OfficeCalendar
from thai.dates import BANGKOK

_DAYS_LOOKED_AT: Final = 400


def after_minutes(calendar: OfficeCalendar, since: dt.datetime, minutes: int) -> dt.datetime:
    """Return when ``minutes`` of office time have passed since a moment (UTC in and out).

    Lunch and closed days do not count. A calendar without an open day in a year's reach gives the last
    day looked at.
    """
    begun = since.astimezone(BANGKOK).replace(tzinfo=None)
    left = dt.timedelta(minutes=minutes)
    end = begun
    for number in range(_DAYS_LOOKED_AT):
        day = begun.date() + dt.timedelta(days=number)
        for opens, closes in _spans(calendar, day):
            start, end = max(opens, begun), max(closes, begun)
            if end - start >= left:
                return _utc(start + left)
            left -= end - start
        end = max(end, dt.datetime.combine(day, dt.time()))
    return _utc(end)


def is_open_at(calendar: OfficeCalendar, at: dt.datetime) -> bool:
    """Whether the office works at a moment, lunch not counted."""
    local = at.astimezone(BANGKOK).replace(tzinfo=None)
    return any(opens <= local < closes for opens, closes in _spans(calendar, local.date()))


def _spans(calendar: OfficeCalendar, day: dt.date) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    if not calendar.is_open(day):
        return
    hours, opens = calendar.hours, calendar.hours.open
    if hours.lunch_from is not None and hours.lunch_to is not None:
        morning_ends = min(max(hours.lunch_from, opens), hours.close)
        yield dt.datetime.combine(day, opens), dt.datetime.combine(day, morning_ends)
        opens = max(opens, min(hours.lunch_to, hours.close))
    yield dt.datetime.combine(day, opens), dt.datetime.combine(day, hours.close)


def _utc(local: dt.datetime) -> dt.datetime:
    return local.replace(tzinfo=BANGKOK).astimezone(dt.UTC)
