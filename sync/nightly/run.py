"""The night's steps in their order; one that fails is said and does not stop the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from sync.logs import failure
from sync.nightly import appointments, day, drafts, hours
from sync.nightly.work import Act, Night, Tally
from sync.purge import purge_all
from sync.store import days, friends, once
from sync.store.errors import StoreClosed
from thai.dates import today

Say = Callable[[str], None]
Step = Callable[[Night, dt.date], Tally]

EVENING: Final = "evening"
_SENDING: Final[tuple[tuple[str, Step], ...]] = (
    ("new times offered for days that were closed", lambda night, _: appointments.displace(night)),
    ("reminders", appointments.remind),
    ("appointments that nobody kept", lambda night, _: appointments.miss(night)),
    ("numbers of people who came by themselves and went again", lambda night, _: appointments.void(night)),
    ("requests that nobody went on with", lambda night, _: appointments.expire(night)),
    ("drafts reminded of", lambda night, _: drafts.remind(night)),
)


def run(night: Night, on: dt.date, say: Say) -> bool:
    """Do the night's work for the evening of a day, telling each step in a line; whether all went well.

    Whatever is left when it is ended in the middle, the next run does, and nothing twice.
    """
    well = True
    for name, step in _SENDING:
        if step is appointments.remind and not night.settings.nightly.reminders:
            say(f"{name}: switched off")
        elif not hours.may_send(night.settings.nightly, night.now):
            say(f"{name}: not now, outside of the sending hours")
        else:
            well &= _said(say, name, lambda step=step: _tally(step(night, on)))  # type: ignore[misc]
    well &= _said(say, "figures kept", lambda: (_keep_figures(night, on), True))
    well &= _said(say, "purge", lambda: (_purge(night), True))
    # By hand in the morning it is not the evening's work: that is still to come.
    times = night.settings.nightly
    if well and hours.may_send(times, night.now) and hours.evening(times, night.now) >= on:
        night.write(lambda act: _mark(act, on))
    return well


def is_done(night: Night, on: dt.date) -> bool:
    """Whether the evening's work has been done to its end."""
    return night.read(
        lambda act: once.done(act.session, office_id=act.office_id, kind="run", subject=EVENING, day=on)
    )


def close_days(night: Night, say: Say, *, by_hand: bool = False) -> bool:
    """Offer other times to whom a closure has taken the day.

    Outside of the sending hours only to those of today and tomorrow, unless a person wants it now.
    """
    by_day = by_hand or hours.may_send(night.settings.nightly, night.now)
    return _said(say, _SENDING[0][0], lambda: _tally(appointments.displace(night, urgent=not by_day)))


def figures_of(night: Night, on: dt.date) -> day.DayFigures:
    """Return a day's figures: those kept for a day that is over, counted now for another."""
    body = night.read(lambda act: days.kept(act.session, office_id=act.office_id, day=on))
    over = on < today(night.now)
    return (
        day.DayFigures.model_validate_json(body) if body and over else night.read(lambda act: _count(act, on))
    )


def _keep_figures(night: Night, on: dt.date) -> str:
    """Keep the day's figures, and those of the day before, whose evening had not been over."""
    for each in (on - dt.timedelta(days=1), on):
        found = night.read(lambda act, each=each: _count(act, each))  # type: ignore[misc]
        night.write(
            lambda act, each=each, found=found: days.keep(  # type: ignore[misc]
                act.session, office_id=act.office_id, day=each, body=found.model_dump_json(), now=act.now
            )
        )
    return on.isoformat()


def _count(act: Act, on: dt.date) -> day.DayFigures:
    start, end = day.bounds(on)
    where = {"office_id": act.office_id}
    return day.figures(
        days.changes(act.session, start=start, end=end, **where),
        days.messages(act.session, start=start, end=end, **where),
        friends.by_day(act.session, first=on, last=on, **where),
    )


def _purge(night: Night) -> str:
    gone = purge_all(night.database, keys=night.keys, settings=night.settings, now=night.now)
    return str(gone)


def _mark(act: Act, on: dt.date) -> None:
    once.first_time(act.session, office_id=act.office_id, kind="run", subject=EVENING, day=on, now=act.now)


def _tally(tally: Tally) -> tuple[str, bool]:
    return str(tally), tally.failed == 0


def _said(say: Say, name: str, do: Callable[[], tuple[str, bool]]) -> bool:
    try:
        told, well = do()
    except StoreClosed:
        raise
    except Exception as error:  # noqa: BLE001 - one step's trouble is not the others'
        say(f"{name}: failed: {failure(error)}")
        return False
    say(f"{name}: {told}")
    return well
