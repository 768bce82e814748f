"""What is done once, by however many daemons it is begun: a row in the transaction of the deed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlmodel import Session, col, delete, select

from sync.store.statements import insert_once
from sync.store.tables.nightly import DoneRow


def first_time(
    session: Session, *, office_id: str, kind: str, subject: str, day: dt.date, now: dt.datetime
) -> bool:
    """Whether this has not been done before; from now on it has, once the transaction is kept."""
    return insert_once(session, DoneRow, office_id=office_id, kind=kind, subject=subject, day=day, at=now)


def done(session: Session, *, office_id: str, kind: str, subject: str, day: dt.date) -> bool:
    """Whether this has been done."""
    return session.get(DoneRow, (office_id, kind, subject, day)) is not None


def purge(session: Session, *, office_id: str, before: dt.date, limit: int) -> int:
    """Forget up to ``limit`` that were for a day before a date; returns how many."""
    columns: tuple[Any, ...] = (DoneRow.kind, DoneRow.subject, DoneRow.day)
    keys = session.exec(
        select(*columns)
        .where(DoneRow.office_id == office_id, col(DoneRow.day) < before)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for kind, subject, day in keys:
        session.connection().execute(
            delete(DoneRow).where(
                col(DoneRow.office_id) == office_id,
                col(DoneRow.kind) == kind,
                col(DoneRow.subject) == subject,
                col(DoneRow.day) == day,
            )
        )
    return len(keys)
