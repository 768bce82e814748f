"""What an operator and a supervisor read at /health."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from sqlalchemy import text

from registry.settings import Settings
from sync.health import Health
from sync.line.delivery import Answer
from sync.store.database import Database
from sync.store.outbox import Delivery, Importance, change, enqueue
from sync.store.upgrade import newest_revision
from tests.sync import factories as f

SECRETS = {"channel_secret": "s" * 32, "channel_access_token": "t" * 32}


def health_of(
    database: Database,
    line: dict[str, str],
    answer: Answer | None = None,
    *,
    keeps: bool = True,
    **more: Any,
) -> Health:
    settings = Settings.model_validate({"line": line})
    return Health(
        database=database,
        settings=settings,
        clock=lambda: f.NOW,
        last_answer=lambda: answer,
        keeps=lambda: keeps,
        **more,
    )


def hold_a_message(database: Database) -> None:
    def run(session: Any) -> None:
        row_id = enqueue(
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
        session.flush()
        change(session, office_id=f.OFFICE, row_id=row_id, now=f.NOW, state=Delivery.HELD, reason="quota")

    database.write(run).result()


async def test_a_daemon_that_can_work_says_so_and_what_waits_for_people(database: Database) -> None:
    hold_a_message(database)
    status, body = await health_of(database, SECRETS)()
    assert status == 200
    assert body.pop("sqlite_version").startswith("3.")
    assert body == {
        "status": "ok",
        "database": "ok",
        "database_kind": database.dialect,
        "schema": newest_revision(),
        "line": "configured",
        "events_waiting": 0,
        "events_dead": 0,
        "messages_waiting": 0,
        "messages_held": 1,
        "pushes_left": None,
        "pushes_stopped": False,
        "citizens_not_told": 0,
    }


@pytest.mark.parametrize("missing", list(SECRETS))
async def test_trouble_with_line_leaves_the_counters_their_daemon(
    sqlite_only: Database, missing: str
) -> None:
    status, body = await health_of(sqlite_only, {**SECRETS, missing: ""})()
    assert (status, body["status"], body["database"]) == (200, "line not configured", "ok")
    status, body = await health_of(sqlite_only, SECRETS, Answer.UNAUTHORISED)()
    assert (status, body["status"], body["line"]) == (200, "line token refused", "token refused")


async def test_a_database_that_takes_no_events_is_503(sqlite_only: Database) -> None:
    status, body = await health_of(sqlite_only, SECRETS, keeps=False)()
    assert (status, body["status"], body["database"]) == (503, "events not kept", "not writable")


async def test_without_its_database_it_is_503_and_says_no_more_than_the_kind_of_failure(
    database: Database,
) -> None:
    database.write(lambda session: session.connection().execute(text("DROP TABLE alembic_version"))).result()
    status, body = await health_of(database, SECRETS)()
    assert (status, body["status"], body["database"]) == (503, "database unavailable", "unavailable")
    assert "SELECT" not in body["database_error"]


async def test_a_database_that_does_not_answer_is_none(
    sqlite_only: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()
    monkeypatch.setattr(sqlite_only, "read", lambda _fn: release.wait(30))
    try:
        status, body = await health_of(sqlite_only, SECRETS, seconds=0.05)()
    finally:
        release.set()
    assert (status, body["database_error"].split()[0]) == (503, "TimeoutError")
