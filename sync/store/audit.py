"""The trail: one row for every change, in the feed's order, without identity numbers."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.actors import Actor
from registry.commands import LastChange
from registry.request import Request
from sync.store import statements
from sync.store.tables.requests import AuditRow

# What a clerk who came too late need not be told: it took nothing away.
_QUIET: Final = ("renewed", "revealed", "coming", "not_told", "told", "picture_seen")
_WRITE: Final = sa.insert(statements.table_of(AuditRow))


@dataclass(frozen=True)
class Entry:
    """One change of a request: the number it took, what it made of it, who did it, where and when."""

    seq: int
    version: int
    action: str
    actor_kind: str
    actor_id: str
    actor_name: str
    counter: str
    at: dt.datetime
    detail: dict[str, Any]


def write(
    session: Session,
    *,
    seq: int,
    request: Request,
    action: str,
    actor: Actor,
    now: dt.datetime,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Add the row of a change that took the feed's number ``seq``."""
    values = {
        "office_id": request.office_id,
        "seq": seq,
        "request_id": request.id,
        "version": request.version,
        "action": action,
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_name": actor.name,
        "counter": actor.counter,
        "at": now,
        "detail": json.dumps(dict(detail or {}), ensure_ascii=False),
    }
    statements.execute(session, _WRITE, **values)


def last_change(session: Session, office_id: str, request_id: str) -> LastChange | None:
    """Return who changed a request last; None for an unknown one."""
    if not request_id.isprintable():
        return None
    rows = (
        select(AuditRow)
        .where(AuditRow.office_id == office_id, AuditRow.request_id == request_id)
        .where(col(AuditRow.action).not_in(_QUIET))
        .order_by(col(AuditRow.seq).desc())
    )
    row = session.exec(rows.limit(1)).first()
    if row is None:
        return None
    actor = row.actor_name or row.actor_kind
    return LastChange(action=row.action, actor=actor, counter=row.counter, at=row.at)


def trail(session: Session, office_id: str, request_id: str) -> list[Entry]:
    """Return a request's changes, oldest first."""
    rows = select(AuditRow).where(AuditRow.office_id == office_id, AuditRow.request_id == request_id)
    return [_entry(row) for row in session.exec(rows.order_by(col(AuditRow.seq)))]


def _entry(row: AuditRow) -> Entry:
    return Entry(
        seq=row.seq,
        version=row.version,
        action=row.action,
        actor_kind=row.actor_kind,
        actor_id=row.actor_id,
        actor_name=row.actor_name,
        counter=row.counter,
        at=row.at,
        detail=json.loads(row.detail),
    )
