"""What ``GET /health`` says: whether the daemon can do its work, in counts and versions, no data."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from registry.settings import Settings
from sync.line.delivery import Answer
from sync.logs import failure
from sync.store import inbox, outbox
from sync.store.database import Database


class Health:
    """Looks when it is asked; 503 when the database cannot be read or webhooks cannot be verified."""

    def __init__(
        self,
        *,
        database: Database,
        settings: Settings,
        clock: Callable[[], dt.datetime],
        last_answer: Callable[[], Answer | None],
    ) -> None:
        self._database, self._settings, self._clock = database, settings, clock
        self._last_answer = last_answer

    async def __call__(self) -> tuple[int, dict[str, Any]]:
        """Return a status and the body."""
        line = self._line()
        body: dict[str, Any] = {
            "status": "ok",
            "database": self._database.dialect,
            "sqlite_version": sqlite3.sqlite_version,
            "line": line,
        }
        try:
            body |= await self._database.read_async(self._look)
        except SQLAlchemyError as error:
            body |= {"status": "database unavailable", "database_error": failure(error)}
            return 503, body
        if line != "configured":
            body["status"] = f"line {line}"
        return (503 if line == "not configured" else 200), body

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
        return {
            "schema": schema,
            "events_waiting": events[inbox.WAITING],
            "events_dead": events[inbox.DEAD],
            "messages_waiting": messages["waiting"],
            "messages_held": messages["held"],
        }
