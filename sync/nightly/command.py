"""``bangkhae-sync nightly``, ``close`` and ``reopen``: the night's work by hand, figures, closed days."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Final

from registry.calendar import SpecialDay
from registry.errors import ConfigurationError
from registry.settings import Settings
from sync.nightly import run
from sync.nightly.work import Night
from sync.opening import opened
from sync.store import closures
from thai.dates import today
from thai.text import clean

PAUSE: float = 0.01
"""A daemon may be at work on the same file: between two transactions it comes first."""
MADE_UP_FOR: Final = dt.timedelta(days=7)
"""For so long a day that is over can still be told as closed."""


def nightly(settings: Settings, *, day: dt.date | None, say: run.Say) -> int:
    """Do this evening's work now, or print a day's figures."""
    now = dt.datetime.now(dt.UTC)
    with opened(settings) as (database, keys):
        night = Night(database, keys, settings, now, PAUSE)
        if day is not None:
            for line in (f"day: {day.isoformat()}", *run.figures_of(night, day).lines()):
                say(line)
            return 0
        return 0 if run.run(night, today(now), say) else 1


def close(settings: Settings, *, day: dt.date | None, name: str, say: run.Say) -> int:
    """Close the office on a day and offer other times to who was to come; without a day, list closures.

    The day may be over for as long as ``MADE_UP_FOR``: where it was dark, nobody could tell the daemon.
    """
    now = dt.datetime.now(dt.UTC)
    with opened(settings) as (database, keys):
        office_id = settings.office.id
        if day is not None:
            if day < today(now) - MADE_UP_FOR:
                raise ConfigurationError(f"{day.isoformat()} is over")
            special = SpecialDay(date=day, name=clean(name).strip()[:200])
            database.write(
                partial(closures.close, office_id=office_id, day=special.date, name=special.name, now=now)
            ).result()
            if not run.close_days(Night(database, keys, settings, now, PAUSE), say, by_hand=True):
                return 1
        for closed in database.read(lambda session: closures.everything(session, office_id)):
            say(f"closed: {closed.date.isoformat()} {closed.name}".rstrip())
    return 0


def reopen(settings: Settings, *, day: dt.date) -> int:
    """Take back a closure; who has been offered another time keeps the offer."""
    with opened(settings) as (database, _):
        known = database.write(partial(closures.reopen, office_id=settings.office.id, day=day)).result()
    if not known:
        raise ConfigurationError(f"{day.isoformat()} was not closed by this command")
    return 0
