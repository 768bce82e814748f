"""The days and times at which the office is open, and the slots that can be given."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, model_validator

from registry.request import Part

_LAST_YEAR = 2400
# The Kingdom's holidays (the library holidays) hold two that are none for government offices.
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


class DayHours(Part):
    """When the office works on a day: opening, closing, and lunch if it rests over it; office time."""

    open: ClockTime = dt.time(8, 0)
    close: ClockTime = dt.time(16, 0)
    lunch_from: ClockTime | None = None
    lunch_to: ClockTime | None = None

    @model_validator(mode="after")
    def _times_in_order(self) -> Self:
        if self.open >= self.close:
            raise ValueError("open must come before close")
        if (self.lunch_from is None) != (self.lunch_to is None):
            raise ValueError("lunch_from and lunch_to go together")
        if self.lunch_from is not None and self.lunch_to is not None and self.lunch_from > self.lunch_to:
            raise ValueError("lunch_from must not come after lunch_to")
        return self

    def over_lunch(self, start: dt.time, end: dt.time) -> bool:
        """Whether a time of service would reach into lunch."""
        if self.lunch_from is None or self.lunch_to is None or self.lunch_from == self.lunch_to:
            return False
        return start < self.lunch_to and end > self.lunch_from


class WeekdayHours(DayHours):
    """A weekday with hours of its own (Monday=1), open whether or not ``weekdays`` names it."""

    weekday: Annotated[int, Field(ge=1, le=7)]


class Hours(DayHours):
    """Office hours, and how appointments are given.

    ``weekdays`` are Monday=1 to Sunday=7. Of a slot's ``slot_places`` the last ``walk_in_places`` are not
    given over LINE. On the same day a slot is given until ``same_day_minutes`` before it begins.
    Who comes more than ``late_minutes`` after the slot's beginning is late; the phone checks in from
    ``check_in_minutes`` before it.
    """

    lunch_from: ClockTime | None = dt.time(12, 0)
    lunch_to: ClockTime | None = dt.time(13, 0)
    weekdays: tuple[Annotated[int, Field(ge=1, le=7)], ...] = (1, 2, 3, 4, 5)
    weekday_hours: tuple[WeekdayHours, ...] = ()
    slot_minutes: Annotated[int, Field(ge=5, le=240)] = 30
    slot_places: Annotated[int, Field(ge=1, le=1000)] = 4
    walk_in_places: Annotated[int, Field(ge=0, le=999)] = 0
    earliest_days: Annotated[int, Field(ge=0, le=60)] = 1
    latest_days: Annotated[int, Field(ge=1, le=366)] = 60
    same_day_minutes: Annotated[int, Field(ge=0, le=1440)] = 0
    offered_days: Annotated[int, Field(ge=1, le=10)] = 3
    late_minutes: Annotated[int, Field(ge=0, le=480)] = 15
    check_in_minutes: Annotated[int, Field(ge=0, le=1440)] = 60

    @model_validator(mode="after")
    def _days_and_places_fit(self) -> Self:
        if self.earliest_days > self.latest_days:
            raise ValueError("earliest_days must not be more than latest_days")
        if self.walk_in_places >= self.slot_places:
            raise ValueError("walk_in_places must be less than slot_places")
        named = [each.weekday for each in self.weekday_hours]
        if len(set(named)) < len(named):
            raise ValueError("weekday_hours: a weekday stands there twice")
        return self

    @property
    def line_places(self) -> int:
        """How many places of a slot can be given over LINE."""
        return self.slot_places - self.walk_in_places


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
        self._of_weekday = {each.weekday: each for each in hours.weekday_hours}

    def closed_because(self, day: dt.date) -> str | None:
        """Return why the office is closed on a day, in Thai; empty for a plain day off, None if open."""
        special = self._special.get(day)
        if special is not None:
            return None if special.open else special.name
        holiday = _government_holidays(day.year).get(day)
        if holiday is not None:
            return holiday
        worked = day.isoweekday() in self.hours.weekdays or day.isoweekday() in self._of_weekday
        return None if worked else ""

    def is_open(self, day: dt.date) -> bool:
        """Whether the office works on a day."""
        return self.closed_because(day) is None

    def hours_on(self, day: dt.date) -> DayHours:
        """Return the hours of a day's weekday, whether or not the office is open on that day."""
        return self._of_weekday.get(day.isoweekday(), self.hours)

    def slots(self, day: dt.date) -> list[dt.time]:
        """Return the starts of a day's slots; none on a closed day or over lunch."""
        if not self.is_open(day):
            return []
        hours, step = self.hours_on(day), dt.timedelta(minutes=self.hours.slot_minutes)
        found: list[dt.time] = []
        start = dt.datetime.combine(day, hours.open)
        while start + step <= dt.datetime.combine(day, hours.close):
            if not hours.over_lunch(start.time(), (start + step).time()):
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


@lru_cache(maxsize=16)
def _government_holidays(year: int) -> dict[dt.date, str]:
    """Return the holidays of government offices in a year with their Thai names, substitution days too."""
    import holidays

    table = holidays.country_holidays(
        "TH", years=year, language="th", categories=(holidays.PUBLIC, holidays.GOVERNMENT)
    )
    named = {day: [name for name in table.get_list(day) if not name.endswith(_WORKED_ON)] for day in table}
    return {day: "; ".join(names) for day, names in named.items() if names}
