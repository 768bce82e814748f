"""Which days and times can be offered, and what speaks against one that the citizen named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from sync.line.dialogue import buttons
from sync.line.dialogue.model import ChatOffice
from sync.line.message_json import Button, PickDate, Tap
from sync.line.messages import hints, labels
from thai.dates import BANGKOK

_WINDOW: Final = 14
_TIMES_SHOWN: Final = 11


def first_day(office: ChatOffice) -> dt.date:
    """Return the first day that can be booked."""
    return office.today + dt.timedelta(days=office.settings.hours.earliest_days)


def last_day(office: ChatOffice) -> dt.date:
    """Return the last day that can be booked."""
    return office.today + dt.timedelta(days=office.settings.hours.latest_days)


def free_times(office: ChatOffice, day: dt.date) -> list[dt.time]:
    """Return the times of a day that have a place left and are still to come."""
    return [at for on, at in _free(office, day, 1) if on == day]


def free_days(office: ChatOffice, start: dt.date | None = None) -> list[dt.date]:
    """Return the next days with free places, as many as are offered, from ``start`` on if allowed."""
    first, last = first_day(office), last_day(office)
    day = start if start is not None and first <= start <= last else first
    found: list[dt.date] = []
    while day <= last and len(found) < office.settings.hours.offered_days:
        days = min(_WINDOW, (last - day).days + 1)
        found += sorted({on for on, _ in _free(office, day, days)})
        day += dt.timedelta(days=days)
    return found[: office.settings.hours.offered_days]


def day_trouble(office: ChatOffice, day: dt.date) -> str:
    """Return the hint that goes with a day that cannot be had; empty for a good one."""
    hours = office.settings.hours
    if day < office.today:
        return hints.past(free_days(office))
    if day < first_day(office):
        return hints.too_early(day, hours.earliest_days, free_days(office))
    if day > last_day(office):
        return hints.too_late(hours.latest_days, free_days(office))
    why = office.calendar.closed_because(day)
    if why is not None:
        return hints.closed(day, why, free_days(office, day))
    return "" if free_times(office, day) else hints.full(day, free_days(office, day))


def place_of(office: ChatOffice, day: dt.date, time: dt.time) -> tuple[dt.time | None, str]:
    """Return the slot that holds a time of an open day, or None and the hint why not."""
    hours = office.settings.hours
    slot = office.calendar.slot_of(day, time)
    if slot is not None:
        return (slot, "") if slot in free_times(office, day) else (None, hints.time_full(slot))
    if hours.lunch_from and hours.lunch_to and hours.lunch_from <= time < hours.lunch_to:
        return None, hints.lunch(time, hours.lunch_from, hours.lunch_to)
    return None, hints.outside_hours(time, hours.open, hours.close)


def within_hours(office: ChatOffice, time: dt.time) -> dt.time:
    """Return a time that was said as a bare number: in the afternoon where the office is open only then."""
    hours = office.settings.hours
    if not 1 <= time.hour < 12 or hours.open <= time < hours.close:
        return time
    later = time.replace(hour=time.hour + 12)
    return later if hours.open <= later <= hours.close else time


def day_buttons(office: ChatOffice, days: Sequence[dt.date]) -> list[Button]:
    """Return a button for each of some free days, and the phone's date picker."""
    taps: list[Button] = [
        Tap(labels.day(day), buttons.data("date", day.isoformat()), labels.day_shown(day)) for day in days
    ]
    first, last = first_day(office), last_day(office)
    if first < last:
        taps.append(PickDate(labels.OTHER_DAY, buttons.data("pick"), first, last))
    return taps


def time_buttons(office: ChatOffice, day: dt.date) -> list[Button]:
    """Return a button for any time and for the free times of a day; if too many, those on the hour first."""
    times = _spread(free_times(office, day), _TIMES_SHOWN)
    any_time: list[Button] = [Tap(labels.ANY_TIME, buttons.data("any-time"))]
    return any_time + [Tap(labels.time(at), buttons.data("time", f"{at:%H:%M}")) for at in times]


def _free(office: ChatOffice, day: dt.date, days: int) -> list[tuple[dt.date, dt.time]]:
    local = office.now.astimezone(BANGKOK)
    here = (local.date(), local.time())
    return sorted(
        (slot.date, slot.time)
        for slot in office.free_slots(day, days)
        if slot.places > 0 and (slot.date, slot.time) > here
    )


def _spread(times: list[dt.time], most: int) -> list[dt.time]:
    """Return at most so many of the times: those on the hour first, then on the half hour, evenly."""
    kept: list[dt.time] = []
    for minutes in ({0}, {30}, set(range(60)) - {0, 30}):
        rank, room = [at for at in times if at.minute in minutes], most - len(kept)
        if len(rank) > room:
            rank = [rank[at * len(rank) // room] for at in range(room)]
        kept += rank
    return sorted(kept)
