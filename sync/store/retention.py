"""Empties closed requests of what identifies a person; state, fee and trail stay for the figures."""

from __future__ import annotations

import datetime as dt
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session

from sync.store import pictures, statements, untold
from sync.store.request_rows import EMPTY
from sync.store.tables.requests import RequestRow

_TABLE: Final = statements.table_of(RequestRow)
_ROW: Final = _TABLE.c
_OF_OFFICE: Final = _ROW.office_id == sa.bindparam("of_office")
# Skips what somebody is changing at this moment: the next run takes it.
_FULL: Final = (
    sa.select(_ROW.id)
    .where(_OF_OFFICE, _ROW.closed_on <= sa.bindparam("closed_by"), _ROW.sealed.is_not(None))
    .order_by(_ROW.closed_on)
    .limit(sa.bindparam("at_once"))
    .with_for_update(skip_locked=True)
)
_EMPTY: Final = (
    sa.update(_TABLE)
    .where(_OF_OFFICE, _ROW.id.in_(sa.bindparam("of_ids", expanding=True)))
    .values({name: sa.null() for name in EMPTY})
)


def empty_closed(session: Session, *, office_id: str, closed_by: dt.date, limit: int) -> int:
    """Empty up to ``limit`` requests closed on or before a day (office date); returns how many.

    Nothing leads to the citizen any more, the conversation neither.

    Takes no number of the feed: of a request that closed before today no desk reads anything.
    """
    found = statements.execute(session, _FULL, of_office=office_id, closed_by=closed_by, at_once=limit)
    ids = list(found.scalars())
    if ids:
        statements.execute(session, _EMPTY, of_office=office_id, of_ids=ids)
        untold.forget(session, office_id=office_id, request_ids=ids)
        pictures.forget_requests(session, office_id=office_id, request_ids=ids)
    return len(ids)
