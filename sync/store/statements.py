"""How the store speaks SQL where the ORM is too slow, or where SQLite and PostgreSQL differ.

Statements that run with every change are made once, on plain tables, with named parameters: so
SQLAlchemy neither builds nor keys them again (3 ms less a change, *measured*).
"""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CursorResult, Executable
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from sync.store.base import METADATA, Table


def table_of(row: type[Table]) -> sa.Table:
    """Return the plain table of a row class."""
    return METADATA.tables[str(row.__tablename__)]


def execute(session: Session, statement: Executable, **parameters: Any) -> CursorResult[Any]:
    """Run a statement on plain tables in the session's transaction."""
    return session.connection().execute(statement, parameters)


def sorted_by(column: Any) -> Any:
    """Return what to ORDER BY for the order of a text column, when few rows have to be sorted.

    By the bare column, SQLite would walk the key of the whole table to have them in order, and use no
    index that finds the few.
    """
    return column.op("||")(sa.literal_column("''"))


def insert(session: Session, table: type[Table]) -> Any:
    """Return an INSERT that can say ON CONFLICT, for the session's database."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def insert_once(session: Session, table: type[Table], **values: Any) -> bool:
    """Insert a row unless its key is there; whether it was inserted.

    On PostgreSQL it waits for another transaction that is inserting the same key.
    """
    statement = _insert_once(session.get_bind().dialect.name, table)
    return execute(session, statement, **values).first() is not None


@cache
def _insert_once(dialect: str, table: type[Table]) -> Executable:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    # What comes back tells: a row count is not kept by every driver here.
    statement: Any = insert(table_of(table)).on_conflict_do_nothing()
    returning: Executable = statement.returning(table_of(table).c.office_id)
    return returning
