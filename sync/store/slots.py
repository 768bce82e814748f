"""Places in the slots of a day: taken and given back by conditional updates, so that none is given twice.

A place is taken from the citizen's confirmation on: kept for a request that is not decided, or booked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, select, update

from registry.calendar import Hours
from registry.errors import RefusalCode, Refused
from registry.office import Slot
from registry.request import Appointment
from registry.settings import Settings
from sync.store import closures, statements
from sync.store.tables.requests import SlotRow


def free_slots(session: Session, *, settings: Settings, day: dt.date, days: int) -> list[Slot]:
    """Return the slots of the open days among ``days`` from ``day`` on, and the places left in each."""
    calendar = closures.applied(session, settings).calendar
    last = dt.date.fromordinal(min(day.toordinal() + days - 1, dt.date.max.toordinal()))
    taken = _taken(session, settings.office.id, day, last)
    wanted = (dt.date.fromordinal(number) for number in range(day.toordinal(), last.toordinal() + 1))
    return [
        slot_left(settings.hours, date, time, taken.get((date, time), 0))
        for date in wanted
        for time in calendar.slots(date)
    ]


def slot_left(hours: Hours, date: dt.date, time: dt.time, taken: int) -> Slot:
    """Return a slot with what is left of its places once so many are taken."""
    left = max(0, hours.slot_places - taken)
    return Slot(date=date, time=time, places=left, kept=min(left, hours.walk_in_places))


def bookable(settings: Settings, today: dt.date, appointment: Appointment) -> Appointment:
    """Return the appointment at its slot's start; raises Refused (OFFICE_CLOSED) where there is no slot."""
    day = appointment.date
    within = today <= day <= today + dt.timedelta(days=settings.hours.latest_days)
    # The slot is told by the clock on the wall: a zone has no place in it.
    start = settings.calendar.slot_of(day, appointment.time.replace(tzinfo=None)) if within else None
    if start is None:
        raise Refused(RefusalCode.OFFICE_CLOSED, date=day.isoformat())
    # A desk may say otherwise of a walk-in's time: a place that is taken is also to be given back.
    return appointment.model_copy(update={"time": start, "takes_place": True})


def move(
    session: Session,
    *,
    settings: Settings,
    to: Appointment | None,
    instead_of: Appointment | None,
    for_line: bool = False,
) -> None:
    """Take a place in one slot and free the place in another; raises Refused (SLOT_FULL).

    ``for_line`` leaves the places alone that are kept back for people who come by
    themselves; what takes no place gives none back. Both are slot starts. In the order of time, so that two
    who change places do not wait for each other.
    """
    instead_of = instead_of if instead_of is not None and instead_of.takes_place else None
    if to and instead_of and (to.date, to.time) == (instead_of.date, instead_of.time):
        return
    places = settings.hours.line_places if for_line else settings.hours.slot_places
    steps = [(a.date, a.time, taken) for a, taken in ((instead_of, -1), (to, 1)) if a is not None]
    for date, time, change in sorted(steps):
        if change > 0:
            _take(session, settings.office.id, date, time, places)
        else:
            _give_back(session, settings.office.id, date, time)


def hold(session: Session, *, office_id: str, places: Iterable[Appointment]) -> None:
    """Lock the slots of several places that one transaction is to change, in the same order as others."""
    for date, time in sorted({(place.date, place.time) for place in places if place.takes_place}):
        one = select(SlotRow.taken).where(
            SlotRow.office_id == office_id, SlotRow.date == date, SlotRow.time == time
        )
        session.exec(one.with_for_update()).all()


def _take(session: Session, office_id: str, date: dt.date, time: dt.time, places: int) -> None:
    statements.insert_once(session, SlotRow, office_id=office_id, date=date, time=time, taken=0)
    statement = (
        update(SlotRow)
        .where(col(SlotRow.office_id) == office_id, col(SlotRow.date) == date, col(SlotRow.time) == time)
        .where(col(SlotRow.taken) < places)
        .values(taken=col(SlotRow.taken) + 1)
    )
    if session.exec(statement, execution_options={"synchronize_session": False}).rowcount != 1:
        raise Refused(RefusalCode.SLOT_FULL, date=date.isoformat(), time=f"{time:%H:%M}")


def _give_back(session: Session, office_id: str, date: dt.date, time: dt.time) -> None:
    statement = (
        update(SlotRow)
        .where(col(SlotRow.office_id) == office_id, col(SlotRow.date) == date, col(SlotRow.time) == time)
        .where(col(SlotRow.taken) > 0)
        .values(taken=col(SlotRow.taken) - 1)
    )
    session.exec(statement, execution_options={"synchronize_session": False})


def _taken(
    session: Session, office_id: str, first: dt.date, last: dt.date
) -> dict[tuple[dt.date, dt.time], int]:
    columns: tuple[Any, ...] = (SlotRow.date, SlotRow.time, SlotRow.taken)
    rows = select(*columns).where(SlotRow.office_id == office_id, SlotRow.date >= first, SlotRow.date <= last)
    return {(date, time): taken for date, time, taken in session.exec(rows)}
