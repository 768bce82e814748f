"""The office of the store's tests: settings, and its acts as one transaction each."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlmodel import Session

from registry import commands as c
from registry.actors import Actor
from registry.lifecycle import Notice
from registry.particulars import Particulars
from registry.records import ChangesPage
from registry.request import Request
from registry.settings import Settings
from sync.store import commands, feed, notify, requests
from sync.store.database import Database
from tests.sync import factories as f
from thai.dates import today


class Desk:
    """Acts on a database, one transaction each, as the daemon does."""

    def __init__(self, database: Database, settings: Settings, conversation_id: str = f.CONVERSATION) -> None:
        self.database, self.settings, self.conversation_id = database, settings, conversation_id
        self.now = f.NOW

    def submit(self, particulars: Particulars = f.CITIZEN, **changes: Any) -> Request:
        """A citizen's new request, submitted."""
        new = f.request(**changes)

        def run(session: Session) -> Request:
            return requests.submit(
                session,
                keys=f.KEYS,
                settings=self.settings,
                request=new,
                particulars=particulars,
                conversation_id=self.conversation_id,
                now=self.now,
            ).transition.request

        return self.database.write(run).result()

    def act(self, request: Request, command: Any, actor: Actor = f.SOMCHAI) -> Request:
        """Carry a command out, outside of any envelope; returns the request as it then is."""
        done = self.database.write(lambda session: self._carry_out(session, request.id, command, actor))
        return done.result().transition.request

    def send(self, envelope: c.Envelope, actor: Actor = f.SOMCHAI) -> c.Outcome:
        """Send a desk's command."""

        def run(session: Session) -> c.Outcome:
            return commands.handle(
                session,
                keys=f.KEYS,
                settings=self.settings,
                envelope=envelope,
                actor=actor,
                now=self.now,
            )

        return self.database.write(run).result()

    def page(self, after: str | None = None, limit: int = 1000, day: dt.date | None = None) -> ChangesPage:
        """Read a page of the feed."""
        return self.database.read(
            lambda session: feed.changes(
                session,
                keys=f.KEYS,
                office_id=self.settings.office.id,
                after=after,
                limit=limit,
                today=day or today(self.now),
            )
        )

    def _carry_out(self, session: Session, request_id: str, command: Any, actor: Actor) -> requests.Carried:
        return requests.carry_out(
            session,
            keys=f.KEYS,
            settings=self.settings,
            request_id=request_id,
            command=command,
            actor=actor,
            now=self.now,
        )


@pytest.fixture
def desk(database: Database) -> Desk:
    """An office with the default settings on a fresh database."""
    return Desk(database, f.settings())


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> list[Notice]:
    """What citizens were told, in order; it goes to the outbox as ever."""
    kinds: list[Notice] = []
    tell_citizen = notify.tell_citizen

    def tell(session: Session, **notice: Any) -> None:
        kinds.append(notice["kind"])
        tell_citizen(session, **notice)

    monkeypatch.setattr(requests, "tell_citizen", tell)
    return kinds
