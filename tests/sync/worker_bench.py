"""A worker over a database, its clock set by hand, and the events that LINE delivers to it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from sqlmodel import func, select

from registry.settings import Settings
from sync.line.digest import Identify
from sync.store import conversations, inbox
from sync.store.database import Database
from sync.store.inbox import Received
from sync.store.tables.line import LineEventRow, LineOutgoingRow
from sync.worker import Worker
from tests.sync import factories as f

USER = "U" + "1" * 32


def conversation_of(user: str = USER) -> str:
    """The id of a LINE user's conversation."""
    return Identify(f.KEYS).conversation(user)


class Bench:
    """A worker over a database with a clock set by hand."""

    def __init__(self, database: Database) -> None:
        self.database, self.now, self.number = database, f.NOW, 0
        self.worker = Worker(database=database, keys=f.KEYS, settings=Settings(), clock=lambda: self.now)

    def receive(self, event: dict[str, Any] | None, *, seconds: float = 0, user: str = USER) -> str:
        """Store an event that happened ``seconds`` after now, as the door does."""
        self.number += 1
        event_id = f"01KB{self.number:022d}"
        happened = int((f.NOW + dt.timedelta(seconds=seconds)).timestamp() * 1000)
        whole = (
            event
            if event is None
            else {
                "mode": "active",
                "timestamp": happened,
                "source": {"type": "user", "userId": user},
                "replyToken": f"{self.number:032d}",
                **event,
            }
        )
        received = Received(
            event_id,
            conversation_of(user),
            happened,
            int(self.now.timestamp() * 1000),
            json.dumps(whole).encode(),
        )

        def store(cursor: Any) -> None:
            inbox.store(
                cursor, dialect=self.database.dialect, keys=f.KEYS, office_id=f.OFFICE, events=[received]
            )

        self.database.write_rows(store).result()
        return event_id

    def says(self, text: str, *, seconds: float = 0, message_id: str = "", **changes: Any) -> str:
        message = {"type": "text", "id": message_id or f"m{self.number}", "text": text}
        return self.receive({"type": "message", "message": message, **changes}, seconds=seconds)

    async def work(self, *, after: float = 0) -> None:
        self.now += dt.timedelta(seconds=after)
        while await self.worker.work_due():
            pass

    def event(self, event_id: str) -> tuple[str, bool, int]:
        def get(session: Any) -> tuple[str, bool, int]:
            row = session.get_one(LineEventRow, (f.OFFICE, event_id))
            return row.state, row.sealed is None, row.attempts

        return self.database.read(get)

    def outgoing(self) -> int:
        return self.database.read(lambda s: s.exec(select(func.count()).select_from(LineOutgoingRow)).one())

    def conversation(self, user: str = USER) -> conversations.Stored | None:
        return self.database.read(
            lambda s: conversations.find(
                s, keys=f.KEYS, office_id=f.OFFICE, conversation_id=conversation_of(user)
            )
        )
