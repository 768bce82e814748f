"""Messages that ended unsent and wait for a person: what they were about, and another try."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Final

from sqlalchemy import and_
from sqlmodel import Session, col, select

from registry.sealing import Keyring
from sync.store import outbox, statements
from sync.store.outbox import Delivery, Importance
from sync.store.tables.line import LineOutgoingRow
from sync.store.tables.requests import RequestRow

_MOST: Final = 500


@dataclass(frozen=True)
class Held:
    """One of them, without what it says; ``reference`` is empty where it is about no request."""

    id: str
    created_at: dt.datetime
    reason: str
    reference: str


def held_messages(session: Session, *, office_id: str) -> list[Held]:
    """Return the held messages, oldest first, at most 500."""
    same = and_(
        col(RequestRow.office_id) == col(LineOutgoingRow.office_id),
        col(RequestRow.id) == col(LineOutgoingRow.request_id),
    )
    rows = session.exec(
        select(
            LineOutgoingRow.id, LineOutgoingRow.created_at, LineOutgoingRow.reason, col(RequestRow.reference)
        )
        .join(RequestRow, same, isouter=True)
        .where(LineOutgoingRow.office_id == office_id, LineOutgoingRow.state == Delivery.HELD.value)
        .order_by(statements.sorted_by(col(LineOutgoingRow.id)))
        .limit(_MOST)
    )
    return [Held(*row[:3], reference=row[3] or "") for row in rows]


def send_again(session: Session, *, keys: Keyring, office_id: str, row_id: str, now: dt.datetime) -> bool:
    """Put a held message in the outbox anew, with a retry key of its own; False where none is held.

    The old one ends as ``retried``: LINE takes a key for a day only, and a refused one for good.
    """
    row = session.exec(
        select(LineOutgoingRow)
        .where(
            LineOutgoingRow.office_id == office_id,
            LineOutgoingRow.id == row_id,
            LineOutgoingRow.state == Delivery.HELD.value,
        )
        .with_for_update(skip_locked=True)
    ).first()
    if row is None or row.sealed is None:
        return False
    messages = json.loads(keys.open(row.sealed, office_id, outbox.TABLE, row_id))["messages"]
    outbox.enqueue(
        session,
        keys=keys,
        office_id=office_id,
        conversation_id=row.conversation_id,
        request_id=row.request_id,
        messages=messages,
        importance=Importance(row.importance),
        purpose=outbox.Purpose(row.purpose),
        now=now,
        reply=None,
    )
    row.state, row.reason, row.changed_at, row.sealed = Delivery.DROPPED.value, "retried", now, None
    session.add(row)
    return True
