"""What the writer runs: a function in a session, or on the driver's own cursor, undone whole if it raises."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlmodel import Session

from sync.store.signals import Place, Topic, announced_in

T = TypeVar("T")

CHANNEL: Final = "bangkhae_feed"
"""Of PostgreSQL's notices."""


def in_session(
    on: Engine | Connection, fn: Callable[[Session], T], *, notify: bool
) -> tuple[T, dict[Place, int]]:
    """Run ``fn`` in a session; returns its result and what it announced, which the commit makes true.

    On a connection, whose transaction goes on afterwards, in a savepoint.
    """
    with (
        Session(on, expire_on_commit=False, join_transaction_mode="create_savepoint") as session,
        session.begin(),
    ):
        result = fn(session)
        moved = announced_in(session)
        if notify and moved:
            session.flush()
            _notify(session, moved)
    return result, moved


def on_cursor(on: Engine | Connection, fn: Callable[[DBAPICursor], T]) -> tuple[T, dict[Place, int]]:
    """Run ``fn`` on the driver's own cursor: a quarter of a session's cost. It announces nothing."""
    if isinstance(on, Engine):
        with on.begin() as connection:
            return fn(connection.connection.cursor()), {}
    # SQLAlchemy's own savepoint would cost as much again as the rows.
    cursor = on.connection.cursor()
    cursor.execute("SAVEPOINT rows")
    try:
        result = fn(cursor)
    except BaseException:
        cursor.execute("ROLLBACK TO rows")
        cursor.execute("RELEASE rows")
        raise
    cursor.execute("RELEASE rows")
    return result, {}


def _notify(session: Session, moved: dict[Place, int]) -> None:
    """Tell the other daemons on this database; delivered by PostgreSQL when the commit is done."""
    for place, number in moved.items():
        if place.topic is Topic.FEED:
            payload = f"{place.office_id} {number}"
            session.execute(
                text("SELECT pg_notify(:channel, :payload)"), {"channel": CHANNEL, "payload": payload}
            )
