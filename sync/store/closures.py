"""Days on which the office is closed, added while it runs: with the configuration, the one calendar."""

from __future__ import annotations

import datetime as dt
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, delete

from registry.calendar import SpecialDay
from registry.settings import Settings
from sync.store import statements
from sync.store.statements import insert
from sync.store.tables.nightly import ClosureRow

_ROW: Final = statements.table_of(ClosureRow).c
_ALL: Final = (
    sa.select(_ROW.date, _ROW.name).where(_ROW.office_id == sa.bindparam("of_office")).order_by(_ROW.date)
)


def applied(session: Session, settings: Settings) -> Settings:
    """Return the settings with the closures of the table; whoever asks for the calendar asks here first.

    A closure wins over a special day of the configuration: it was said later.
    """
    added = everything(session, settings.office.id)
    if not added:
        return settings
    closed = {day.date for day in added}
    kept = tuple(day for day in settings.special_days if day.date not in closed)
    return settings.model_copy(update={"special_days": (*kept, *added)})


def everything(session: Session, office_id: str) -> tuple[SpecialDay, ...]:
    """Return the closures of the table, in order."""
    rows = statements.execute(session, _ALL, of_office=office_id)
    return tuple(SpecialDay(date=row.date, name=row.name) for row in rows)


def close(session: Session, *, office_id: str, day: dt.date, name: str, now: dt.datetime) -> None:
    """Close the office on a day; said again, the later name holds."""
    values = {"office_id": office_id, "date": day, "name": name, "at": now}
    statement = insert(session, ClosureRow).values(**values)
    session.connection().execute(
        statement.on_conflict_do_update(index_elements=["office_id", "date"], set_={"name": name, "at": now})
    )


def reopen(session: Session, *, office_id: str, day: dt.date) -> bool:
    """Take a closure of the table back; False where there is none."""
    gone = session.connection().execute(
        delete(ClosureRow).where(col(ClosureRow.office_id) == office_id, col(ClosureRow.date) == day)
    )
    return gone.rowcount == 1
