"""The outbox: what has ended stays ended."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlmodel import Session

from sync.store import outbox
from sync.store.database import Database
from sync.store.outbox import Delivery, Importance
from sync.store.tables.line import LineOutgoingRow
from tests.sync import factories as f


def test_who_records_a_call_too_late_does_not_open_what_another_ended(database: Database) -> None:
    def enqueue(session: Session) -> str:
        return outbox.enqueue(
            session,
            keys=f.KEYS,
            office_id=f.OFFICE,
            conversation_id=f.CONVERSATION,
            request_id=None,
            messages=[{"type": "text", "text": "อนุมัติแล้ว"}],
            importance=Importance.DECISION,
            now=f.NOW,
            reply=None,
        )

    row_id = database.write(enqueue).result()

    def change(**values: Any) -> None:
        database.write(
            lambda s: outbox.change(s, office_id=f.OFFICE, row_id=row_id, now=f.NOW, **values)
        ).result()

    change(state=Delivery.SENDING)
    change(state=Delivery.SENT)
    change(state=Delivery.WAITING, due_at=f.NOW)
    later = f.NOW + dt.timedelta(hours=1)
    assert database.read(lambda s: outbox.heads(s, office_id=f.OFFICE, now=later, limit=5)) == []
    left = database.read(lambda s: s.get_one(LineOutgoingRow, (f.OFFICE, row_id)).model_dump())
    assert (left["state"], left["sealed"]) == (Delivery.SENT, None)
