"""What a day was, for its figures: changes of the trail, messages that ended; and the figures kept."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from registry.request import Request
from sync.store import statements
from sync.store.outbox import Delivery
from sync.store.statements import insert
from sync.store.tables.line import LineOutgoingRow
from sync.store.tables.nightly import DaySummaryRow
from sync.store.tables.requests import AuditRow, RequestRow

_TRAIL: Final = statements.table_of(AuditRow).c
_REQUEST: Final = statements.table_of(RequestRow).c
_ENDED: Final = (Delivery.SENT, Delivery.HELD, Delivery.DROPPED)


@dataclass(frozen=True)
class Change:
    """One change of a request, with when the request was sent."""

    request_id: str
    action: str
    at: dt.datetime
    detail: dict[str, Any]
    submitted_at: dt.datetime | None


@dataclass(frozen=True)
class Ended:
    """How many messages for a purpose ended in a state."""

    purpose: str
    state: str
    count: int


def changes(session: Session, *, office_id: str, start: dt.datetime, end: dt.datetime) -> list[Change]:
    """Return what happened to requests from ``start`` to before ``end``, in the feed's order."""
    rows = statements.execute(
        session,
        sa.select(_TRAIL.request_id, _TRAIL.action, _TRAIL.at, _TRAIL.detail, _REQUEST.body)
        .outerjoin(
            statements.table_of(RequestRow),
            sa.and_(_REQUEST.office_id == _TRAIL.office_id, _REQUEST.id == _TRAIL.request_id),
        )
        .where(_TRAIL.office_id == office_id, _TRAIL.at >= start, _TRAIL.at < end)
        .order_by(_TRAIL.at, _TRAIL.seq),
    )
    return [_change(row) for row in rows]


def messages(session: Session, *, office_id: str, start: dt.datetime, end: dt.datetime) -> list[Ended]:
    """Return how the messages ended that ended from ``start`` to before ``end``."""
    rows = session.exec(
        select(LineOutgoingRow.purpose, LineOutgoingRow.state, func.count())
        .where(
            LineOutgoingRow.office_id == office_id,
            col(LineOutgoingRow.state).in_([state.value for state in _ENDED]),
            col(LineOutgoingRow.changed_at) >= start,
            col(LineOutgoingRow.changed_at) < end,
        )
        .group_by(LineOutgoingRow.purpose, LineOutgoingRow.state)
    )
    return [Ended(*row) for row in rows]


def keep(session: Session, *, office_id: str, day: dt.date, body: str, now: dt.datetime) -> None:
    """Keep a day's figures; counted again, the later ones hold."""
    statement = insert(session, DaySummaryRow).values(office_id=office_id, day=day, at=now, body=body)
    session.connection().execute(
        statement.on_conflict_do_update(index_elements=["office_id", "day"], set_={"at": now, "body": body})
    )


def kept(session: Session, *, office_id: str, day: dt.date) -> str | None:
    """Return a day's figures as they were kept; None for a day that has none."""
    row = session.get(DaySummaryRow, (office_id, day))
    return None if row is None else row.body


def _change(row: Any) -> Change:
    request_id, action, at, detail, body = row
    return Change(request_id, action, at, json.loads(detail), _submitted_at(body))


def _submitted_at(body: str | None) -> dt.datetime | None:
    return Request.model_validate_json(body).submitted_at if body else None
