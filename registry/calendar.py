"""The days and times at which the office is open, and the slots that can be given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated

from pydantic import Field, model_validator

from registry.request import Part


class Hours(Part):
    """Office hours and slots; ``weekdays`` are Monday=1 to Sunday=7, times office time."""

    open: dt.time = dt.time(8, 0)
    close: dt.time = dt.time(16, 0)
    lunch_from: dt.time | None = dt.time(12, 0)
    lunch_to: dt.time | None = dt.time(13, 0)
    weekdays: tuple[Annotated[int, Field(ge=1, le=7)], ...] = (1, 2, 3, 4, 5)
    slot_minutes: Annotated[int, Field(ge=5, le=240)] = 30
    slot_places: Annotated[int, Field(ge=1, le=1000)] = 4
    earliest_days: Annotated[int, Field(ge=0, le=60)] = 1
    latest_days: Annotated[int, Field(ge=1, le=366)] = 60
    offered_days: Annotated[int, Field(ge=1, le=10)] = 3

    @model_validator(mode="after")
    def _ordered(self) -> Hours:
        if self.open >= self.close:
            raise ValueError("open must come before close")
        if (self.lunch_from is None) != (self.lunch_to is None):
            raise ValueError("lunch_from and lunch_to go together")
        return self


class SpecialDay(Part):
    """A day on which the office is closed, or open although the calendar says holiday."""

    date: dt.date
    name: str
    open: bool = False


class OfficeCalendar:
    """The office's own days on top of weekdays and Thailand's holidays."""

    def __init__(self, hours: Hours, special_days: tuple[SpecialDay, ...] = ()) -> None:
        self.hours = hours
        self._special = {day.date: day for day in special_days}

    def closed_because(self, day: dt.date) -> str | None:
        """Return why the office is closed on a day, in Thai; empty for a plain day off, None if open."""
        special = self._special.get(day)
        if special is not None:
            return None if special.open else special.name
        holiday = _thai_holidays(day.year).get(day)
        if holiday is not None:
            return holiday
        return None if day.isoweekday() in self.hours.weekdays else ""

    def is_open(self, day: dt.date) -> bool:
        """Whether the office works on a day."""
        return self.closed_because(day) is None

    def open_days(self, first: dt.date) -> Iterator[dt.date]:
        """Yield open days from ``first`` on, for at most the days that can be booked."""
        for offset in range(self.hours.latest_days + 1):
            day = first + dt.timedelta(days=offset)
            if self.is_open(day):
                yield day

    def next_open_days(self, first: dt.date, count: int) -> list[dt.date]:
        """Return up to ``count`` open days from ``first`` on."""
        return [day for day, _ in zip(self.open_days(first), range(count), strict=False)]

    def slots(self, day: dt.date) -> list[dt.time]:
        """Return the starts of a day's slots; none on a closed day or over lunch."""
        if not self.is_open(day):
            return []
        hours, step = self.hours, dt.timedelta(minutes=self.hours.slot_minutes)
        found: list[dt.time] = []
        start = dt.datetime.combine(day, hours.open)
        while start + step <= dt.datetime.combine(day, hours.close):
            if not self._over_lunch(start.time(), (start + step).time()):
                found.append(start.time())
            start += step
        return found

    def slot_of(self, day: dt.date, time: dt.time) -> dt.time | None:
        """Return the slot that holds a time; None outside the office's hours."""
        at = dt.datetime.combine(day, time)
        length = dt.timedelta(minutes=self.hours.slot_minutes)
        for slot in self.slots(day):
            start = dt.datetime.combine(day, slot)
            if start <= at < start + length:
                return slot
        return None

    def _over_lunch(self, start: dt.time, end: dt.time) -> bool:
        hours = self.hours
        if hours.lunch_from is None or hours.lunch_to is None:
            return False
        return start < hours.lunch_to and end > hours.lunch_from


@lru_cache(maxsize=16)
def _thai_holidays(year: int) -> dict[dt.date, str]:
    """Return Thailand's public holidays of a year, without Labour Day, on which government offices work."""
    import holidays

    table = holidays.country_holidays("TH", years=year, language="th")
    return {day: name for day, name in table.items() if (day.month, day.day) != (5, 1)}
