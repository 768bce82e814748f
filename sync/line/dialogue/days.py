"""Which days and times can be offered, and what speaks against one that the citizen named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from registry.office import Slot
from sync.line.dialogue import buttons
from sync.line.dialogue.model import ChatOffice
from sync.line.message_json import Button, PickDate, Tap
from sync.line.messages import hints, labels
from thai.dates import BANGKOK

_WINDOW: Final = 14
_TIMES_SHOWN: Final = 11
_NEAR_TIMES: Final = 3


def first_day(office: ChatOffice) -> dt.date:
    """Return the first day that can be booked."""
    return office.today + dt.timedelta(days=office.settings.hours.earliest_days)


def last_day(office: ChatOffice) -> dt.date:
    """Return the last day that can be booked."""
    return office.today + dt.timedelta(days=office.settings.hours.latest_days)


def free_times(office: ChatOffice, day: dt.date) -> list[dt.time]:
    """Return the times of a day that have a place left and are still to come."""
    return [at for on, at in _free(office, day, 1) if on == day]


def free_days(office: ChatOffice, near: dt.date | None = None) -> list[dt.date]:
    """Return days with free places, as many as are offered: the nearest to ``near``, else the first ones."""
    first, last, most = first_day(office), last_day(office), office.settings.hours.offered_days
    if near is None or not first <= near <= last:
        return _days_from(office, first, last, most)
    after, before = _days_from(office, near, last, most), _days_back(office, near, first, most)
    nearest = sorted({*after, *before}, key=lambda day: (abs(day - near), day < near))
    return sorted(nearest[:most])


def _days_from(office: ChatOffice, first: dt.date, last: dt.date, most: int) -> list[dt.date]:
    """Return the first days with free places from a day on."""
    found: list[dt.date] = []
    day = first
    while day <= last and len(found) < most:
        days = min(_WINDOW, (last - day).days + 1)
        found += sorted({on for on, _ in _free(office, day, days)})
        day += dt.timedelta(days=days)
    return found[:most]


def _days_back(office: ChatOffice, before: dt.date, first: dt.date, most: int) -> list[dt.date]:
    """Return the last days with free places before a day, not before ``first``."""
    found: list[dt.date] = []
    end = before
    while end > first and len(found) < most:
        day = max(first, end - dt.timedelta(days=_WINDOW))
        found += sorted({on for on, _ in _free(office, day, (end - day).days)}, reverse=True)
        end = day
    return found[:most]


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
    hours = office.calendar.hours_on(day)
    slot = office.calendar.slot_of(day, time)
    if slot is not None:
        free = free_times(office, day)
        return (slot, "") if slot in free else (None, hints.time_full(slot, _nearest(free, slot)))
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
        taps.append(PickDate(labels.OTHER_DAY, buttons.data("pick"), first, last, days[0] if days else None))
    return taps


def time_buttons(office: ChatOffice, day: dt.date) -> list[Button]:
    """Return a button for any time and for the free times of a day; if too many, those on the hour first."""
    times = _spread(free_times(office, day), _TIMES_SHOWN)
    any_time: list[Button] = [Tap(labels.ANY_TIME, buttons.data("any-time"))]
    return any_time + [Tap(labels.time(at), buttons.data("time", f"{at:%H:%M}")) for at in times]


def _free(office: ChatOffice, day: dt.date, days: int) -> list[tuple[dt.date, dt.time]]:
    local = office.now.astimezone(BANGKOK).replace(tzinfo=None)
    soonest = local + dt.timedelta(minutes=office.settings.hours.same_day_minutes)
    return sorted(
        (slot.date, slot.time)
        for slot in office.free_slots(day, days)
        if slot.line_places > 0 and _to_come(slot, local, soonest)
    )


def _to_come(slot: Slot, now: dt.datetime, soonest: dt.datetime) -> bool:
    """Whether a slot is still to come, and far enough away where it is of the same day."""
    begins = dt.datetime.combine(slot.date, slot.time)
    return begins > now and (slot.date != now.date() or begins >= soonest)


def _nearest(times: list[dt.time], wanted: dt.time) -> list[dt.time]:
    """Return the times closest to one that is full, in order."""
    minutes = wanted.hour * 60 + wanted.minute
    closest = sorted(times, key=lambda at: (abs(at.hour * 60 + at.minute - minutes), at))
    return sorted(closest[:_NEAR_TIMES])


def _spread(times: list[dt.time], most: int) -> list[dt.time]:
    """Return at most so many of the times: those on the hour first, then on the half hour, evenly."""
    kept: list[dt.time] = []
    for minutes in ({0}, {30}, set(range(60)) - {0, 30}):
        rank, room = [at for at in times if at.minute in minutes], most - len(kept)
        if len(rank) > room:
            rank = [rank[at * len(rank) // room] for at in range(room)]
        kept += rank
    return sorted(kept)
