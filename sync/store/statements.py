"""The few statements that SQLAlchemy spells differently for SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from sync.store.base import Table


def insert(session: Session, table: type[Table]) -> Any:
    """Return an INSERT that can say ON CONFLICT, for the session's database."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def insert_once(session: Session, table: type[Table], **values: Any) -> bool:
    """Insert a row unless its key is there; whether it was inserted.

    On PostgreSQL it waits for another transaction that is inserting the same key.
    """
    # What comes back tells: a row count is not kept by every driver here.
    statement = insert(session, table).values(**values).on_conflict_do_nothing()
    return session.exec(statement.returning(table.office_id)).first() is not None  # type: ignore[attr-defined]
