"""When something is due, by the office's clock: pure."""

from __future__ import annotations

import datetime as dt
from typing import Final

from registry.calendar import OfficeCalendar
from registry.night import NightSettings
from registry.request import Appointment
from thai.dates import BANGKOK

NOT_WORTH_IT: Final = dt.timedelta(hours=1)
"""Who has to leave by then needs no reminder."""
LAST_ARE_SERVED: Final = dt.timedelta(hours=1)
"""Who is in the house when the office closes is still served."""


def local(now: dt.datetime) -> dt.datetime:
    """Return a moment as the office's clock shows it."""
    return now.astimezone(BANGKOK)


def at(day: dt.date, time: dt.time) -> dt.datetime:
    """Return the moment of a time of the office's clock."""
    return dt.datetime.combine(day, time, BANGKOK)


def may_send(night: NightSettings, now: dt.datetime) -> bool:
    """Whether messages may go out for which nobody waits."""
    return night.send_from <= local(now).time() < night.send_until


def evening(night: NightSettings, now: dt.datetime) -> dt.date:
    """Return the day of the last evening whose hour has come."""
    here = local(now)
    return here.date() if here.time() >= night.at else here.date() - dt.timedelta(days=1)


def to_be_reminded(appointment: Appointment, day: dt.date, now: dt.datetime) -> bool:
    """Whether the evening of a day, or what comes after it, is the time to remind of an appointment."""
    starts = at(appointment.date, appointment.time)
    return appointment.date <= day + dt.timedelta(days=1) and starts - now >= NOT_WORTH_IT


def is_over(appointment: Appointment, calendar: OfficeCalendar, now: dt.datetime) -> bool:
    """Whether nobody comes any more on the day of an appointment."""
    return now >= at(appointment.date, calendar.hours_on(appointment.date).close) + LAST_ARE_SERVED
