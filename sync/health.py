"""What ``GET /health`` says: whether the daemon can do its work, in counts and versions, no data.

503 means that restarting or repairing is due: the database cannot be read, or did not take LINE's last events
(a full disk). Trouble with LINE alone is told in
``status`` and ``line`` under a 200: the counters work on, and a supervisor that restarted the daemon for
it would take them away as well.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from registry.settings import Settings
from sync.line.delivery import Answer
from sync.logs import failure
from sync.store import allowances, inbox, outbox, untold
from sync.store.database import Database

LOOK_SECONDS: Final = 5.0
"""A database that answers later is as good as none to who asks."""


class Health:
    """Looks when it is asked.

    ``status`` is ``ok``, ``line not configured``, ``line token refused``, ``events not kept`` or
    ``database unavailable``; ``messages_held`` are those that a person has to look after.
    """

    def __init__(
        self,
        *,
        database: Database,
        settings: Settings,
        clock: Callable[[], dt.datetime],
        last_answer: Callable[[], Answer | None],
        keeps: Callable[[], bool],
        seconds: float = LOOK_SECONDS,
    ) -> None:
        self._database, self._settings, self._clock = database, settings, clock
        self._last_answer, self._keeps, self._seconds = last_answer, keeps, seconds

    async def __call__(self) -> tuple[int, dict[str, Any]]:
        """Return a status and the body."""
        line = self._line()
        body: dict[str, Any] = {
            "status": "ok" if line == "configured" else f"line {line}",
            "database": "ok",
            "database_kind": self._database.dialect,
            "sqlite_version": sqlite3.sqlite_version,
            "line": line,
        }
        try:
            async with asyncio.timeout(self._seconds):
                body |= await self._database.read_async(self._look)
            if body["status"] == "ok" and body["pushes_stopped"]:
                body["status"] = "line monthly limit reached"
        except (SQLAlchemyError, TimeoutError) as error:
            unavailable = {"status": "database unavailable", "database": "unavailable"}
            return 503, body | unavailable | {"database_error": failure(error)}
        if not self._keeps():
            return 503, body | {"status": "events not kept", "database": "not writable"}
        return 200, body

    def _line(self) -> str:
        line = self._settings.line
        if not line.channel_secret.get_secret_value() or not line.channel_access_token.get_secret_value():
            return "not configured"
        refused = self._last_answer() is Answer.UNAUTHORISED
        return "token refused" if refused else "configured"

    def _look(self, session: Session) -> dict[str, Any]:
        office_id = self._settings.office.id
        schema = session.connection().execute(text("SELECT version_num FROM alembic_version")).scalar()
        events = inbox.counts(session, office_id=office_id)
        messages = outbox.counts(session, office_id=office_id)
        allowance = allowances.read(session, office_id=office_id, now=self._clock())
        return {
            "schema": schema,
            "events_waiting": events[inbox.WAITING],
            "events_dead": events[inbox.DEAD],
            "messages_waiting": messages["waiting"],
            "messages_held": messages["held"],
            "pushes_left": allowance.left,
            "pushes_stopped": allowance.stopped,
            "citizens_not_told": untold.count(session, office_id=office_id),
        }
