"""The outbox's tables: what waits to be sent, and what the daemon refused until a person has settled it."""

from __future__ import annotations

import sqlite3
from typing import Final

VERSION: Final = 2
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
WAITING: Final = "refused_at IS NULL"
OPEN: Final = "refused_at IS NOT NULL AND settled_at IS NULL"


def prepare(database: sqlite3.Connection) -> None:
    """Make the tables, or bring those of an earlier version to this one, whole or not at all."""
    database.execute("BEGIN IMMEDIATE")
    try:
        if database.execute("PRAGMA user_version").fetchone()[0] < VERSION:
            for statement in (_FIRST, *_SECOND, f"PRAGMA user_version = {VERSION}"):
                database.execute(statement)
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise
