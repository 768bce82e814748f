"""Inquiries that are due: an answer that is late is marked and the head told, a quiet conversation closes."""

from __future__ import annotations

import datetime as dt
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session

from registry.actors import Actor
from registry.commands import Close
from registry.errors import Refused
from registry.sealing import Keyring
from registry.settings import Settings
from registry.transitions import MarkOverdue
from sync.store import heads, requests, statements
from sync.store.signals import savepoint
from sync.store.tables.requests import RequestRow

SYSTEM: Final = Actor(kind="system")
_ROW: Final = statements.table_of(RequestRow).c


def due(session: Session, *, office_id: str, now: dt.datetime, limit: int) -> list[str]:
    """Return the ids of requests whose inquiry has to be looked at, the longest due first."""
    rows = (
        sa.select(_ROW.id)
        .where(_ROW.office_id == office_id, _ROW.inquiry_due.is_not(None), _ROW.inquiry_due <= now)
        .order_by(_ROW.inquiry_due)
        .limit(limit)
    )
    return list(statements.execute(session, rows).scalars())


def look_at(session: Session, *, keys: Keyring, settings: Settings, request_id: str, now: dt.datetime) -> str:
    """Mark one that is late, or close one that is quiet; returns the action, empty if none was due.

    Idempotent: what is due is read again under the row's lock.
    """
    for command in (MarkOverdue(), Close()):
        try:
            with savepoint(session):
                carried = requests.carry_out(
                    session,
                    keys=keys,
                    settings=settings,
                    request_id=request_id,
                    command=command,
                    actor=SYSTEM,
                    now=now,
                )
        except Refused:
            continue
        if isinstance(command, MarkOverdue):
            heads.tell_late(
                session, keys=keys, settings=settings, request=carried.transition.request, now=now
            )
        return carried.transition.action
    return ""
