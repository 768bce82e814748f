"""The outbox's tables: what waits to be sent, what was refused and nobody has settled, numbers given."""

from __future__ import annotations

import sqlite3
from typing import Final

VERSION: Final = 3
_FIRST: Final = (
    "CREATE TABLE IF NOT EXISTS command (place INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE,"
    " request_id TEXT, made_at TEXT, body BLOB)"
)
_SECOND: Final = (
    "ALTER TABLE command ADD COLUMN clerk TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE command ADD COLUMN tries INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE command ADD COLUMN tried_at TEXT",
    "ALTER TABLE command ADD COLUMN refused_at TEXT",
    "ALTER TABLE command ADD COLUMN outcome BLOB",
    "ALTER TABLE command ADD COLUMN for_head INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE command ADD COLUMN settled_at TEXT",
    "ALTER TABLE command ADD COLUMN settled BLOB",
)
_THIRD: Final = (
    "CREATE TABLE given (day TEXT, letter TEXT, number INTEGER, PRIMARY KEY (day, letter)) WITHOUT ROWID",
    "CREATE INDEX command_about ON command (request_id)",
)
_STEPS: Final = {2: (_FIRST, *_SECOND), 3: _THIRD}
WAITING: Final = "refused_at IS NULL"
OPEN: Final = "refused_at IS NOT NULL AND settled_at IS NULL"


def prepare(database: sqlite3.Connection) -> None:
    """Make the tables, or bring those of an earlier version to this one, whole or not at all."""
    database.execute("BEGIN IMMEDIATE")
    try:
        before = database.execute("PRAGMA user_version").fetchone()[0]
        for version, statements in _STEPS.items():
            for statement in statements if before < version else ():
                database.execute(statement)
        if before < VERSION:
            database.execute(f"PRAGMA user_version = {VERSION}")
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise
