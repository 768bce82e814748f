"""An office at night: citizens with appointments, and what the outbox holds for them."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, col, select

from registry import commands as c
from registry.request import Request
from registry.settings import Settings
from sync.chat_desk import Desk as ChatDesk
from sync.nightly import run
from sync.nightly.work import Night
from sync.store import conversations, requests
from sync.store.database import Database
from sync.store.tables.line import LineOutgoingRow
from tests.sync import factories as f
from tests.sync.store.conftest import Desk
from thai.dates import BANGKOK


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """A moment by the office's clock."""
    return dt.datetime.combine(day, dt.time(hour, minute), BANGKOK)


class Office(Desk):
    """Citizens' requests by one conversation each, and the night's work at any moment."""

    def __init__(self, database: Database, settings: Settings) -> None:
        super().__init__(database, settings)
        self._people = 0

    def citizen(self) -> str:
        """A new conversation; requests from now on are its."""
        self._people += 1
        self.conversation_id = f"0190{self._people:028d}"
        who = {"keys": f.KEYS, "office_id": f.OFFICE, "conversation_id": self.conversation_id}

        def begin(session: Session) -> None:
            conversations.lock(session, user_id=f"U{self._people:032d}", now=self.now, **who)  # type: ignore[arg-type]

        self.database.write(begin).result()
        return self.conversation_id

    def approved(self, day: dt.date, hour: int = 9, minute: int = 0, *, ready: bool = False) -> Request:
        """A request of a new citizen, approved for a day and time."""
        self.citizen()
        request = self.submit()
        self.act(request, c.Take())
        request = self.act(request, f.approve(f.appointment(hour, minute, date=day)))
        return self.act(request, c.Prepare(tray="1")) if ready else request

    def asked(self) -> Request:
        """A request of a new citizen that waits for an answer."""
        self.citizen()
        request = self.submit()
        self.act(request, c.Take())
        return self.act(request, c.Ask(question="กรุณาส่งเลขใต้รูปอีกครั้ง"))

    def night(self, moment: dt.datetime) -> Night:
        """The night at a moment."""
        return Night(self.database, f.KEYS, self.settings, moment.astimezone(dt.UTC))

    def evening(self, day: dt.date, hour: int = 18, minute: int = 30) -> list[str]:
        """Do the evening's work of a day; returns what it says."""
        said: list[str] = []
        assert run.run(self.night(at(day, hour, minute)), day, said.append), said
        return said

    def now_of(self, request: Request) -> Request:
        """A request as it is now."""
        held = self.database.read(
            lambda session: requests.hold(session, keys=f.KEYS, office_id=f.OFFICE, request_id=request.id)
        )
        assert held is not None
        return held[0]

    def sent(self) -> Counter[str]:
        """How many messages the outbox holds, by purpose."""
        return Counter(row.purpose for row in self.outbox())

    def outbox(self) -> list[LineOutgoingRow]:
        """The rows of the outbox, oldest first."""
        rows = select(LineOutgoingRow).order_by(col(LineOutgoingRow.id))
        return self.database.read(lambda session: [_detached(session, row) for row in session.exec(rows)])

    def messages(self, purpose: str) -> list[dict[str, Any]]:
        """The LINE messages for a purpose, oldest first."""
        found: list[dict[str, Any]] = []
        for row in self.outbox():
            if row.purpose == purpose and row.sealed is not None:
                body = json.loads(f.KEYS.open(row.sealed, f.OFFICE, "line_outgoing", row.id))
                found += body["messages"]
        return found

    def chat(self, moment: dt.datetime) -> Callable[[Session], ChatDesk]:
        """The office as the dialogue sees it for the current conversation."""
        return lambda session: ChatDesk(session, f.KEYS, self.settings, self.conversation_id, moment)


def _detached(session: Session, row: LineOutgoingRow) -> LineOutgoingRow:
    session.expunge(row)
    return row


@pytest.fixture
def office(database: Database) -> Office:
    """An office with the default settings, once for each kind of database."""
    return Office(database, f.settings())


@pytest.fixture
def one_office(sqlite_only: Database) -> Office:
    """An office on SQLite, where PostgreSQL has nothing to add."""
    return Office(sqlite_only, f.settings())
