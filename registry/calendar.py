"""The days and times at which the office is open, and the slots that can be given."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Annotated, Final

from pydantic import AfterValidator, Field, model_validator

from registry.request import Part

_LAST_YEAR = 2400
# The Kingdom's holidays (https://pypi.org/project/holidays/) hold two that are none for government offices.
_WORKED_ON: Final = ("วันแรงงานแห่งชาติ", "วันเด็กแห่งชาติ")


def _gregorian(day: dt.date) -> dt.date:
    """Refuse a Buddhist year, which is a day that never comes."""
    if day.year >= _LAST_YEAR:
        raise ValueError("a Gregorian year is needed here (2026, not 2569)")
    return day


def _of_the_clock(time: dt.time) -> dt.time:
    """Refuse seconds, as in ``open = 8``, which is read as eight seconds past midnight, and zones."""
    if time.tzinfo is not None or time.second or time.microsecond:
        raise ValueError('a time such as "08:00" is needed here')
    return time


ConfiguredDay = Annotated[dt.date, AfterValidator(_gregorian)]
ClockTime = Annotated[dt.time, AfterValidator(_of_the_clock)]


class Hours(Part):
    """Office hours and slots; ``weekdays`` are Monday=1 to Sunday=7, times office time."""

    open: ClockTime = dt.time(8, 0)
    close: ClockTime = dt.time(16, 0)
    lunch_from: ClockTime | None = dt.time(12, 0)
    lunch_to: ClockTime | None = dt.time(13, 0)
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
        if self.lunch_from is not None and self.lunch_to is not None and self.lunch_from > self.lunch_to:
            raise ValueError("lunch_from must not come after lunch_to")
        if self.earliest_days > self.latest_days:
            raise ValueError("earliest_days must not be more than latest_days")
        return self


class SpecialDay(Part):
    """A day on which the office is closed, or open although the calendar says holiday."""

    date: ConfiguredDay
    name: str
    open: bool = False


class OfficeCalendar:
    """The office's own days on top of weekdays and the holidays of government offices."""

    def __init__(self, hours: Hours, special_days: tuple[SpecialDay, ...] = ()) -> None:
        self.hours = hours
        self._special = {day.date: day for day in special_days}

    def closed_because(self, day: dt.date) -> str | None:
        """Return why the office is closed on a day, in Thai; empty for a plain day off, None if open."""
        special = self._special.get(day)
        if special is not None:
            return None if special.open else special.name
        holiday = _government_holidays(day.year).get(day)
        if holiday is not None:
            return holiday
        return None if day.isoweekday() in self.hours.weekdays else ""

    def is_open(self, day: dt.date) -> bool:
        """Whether the office works on a day."""
        return self.closed_because(day) is None

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
        if hours.lunch_from is None or hours.lunch_to is None or hours.lunch_from == hours.lunch_to:
            return False
        return start < hours.lunch_to and end > hours.lunch_from


@lru_cache(maxsize=16)
def _government_holidays(year: int) -> dict[dt.date, str]:
    """Return the holidays of government offices in a year with their Thai names, substitution days too."""
    import holidays

    table = holidays.country_holidays(
        "TH", years=year, language="th", categories=(holidays.PUBLIC, holidays.GOVERNMENT)
    )
    named = {day: [name for name in table.get_list(day) if not name.endswith(_WORKED_ON)] for day in table}
    return {day: "; ".join(names) for day, names in named.items() if names}
