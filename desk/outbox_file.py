"""The outbox's tables: what waits to be sent, what was refused and nobody has settled, numbers given."""

from __future__ import annotations

import sqlite3
from typing import Final

VERSION: Final = 4
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
_FOURTH: Final = (
    "ALTER TABLE command ADD COLUMN may_have_left INTEGER NOT NULL DEFAULT 0",
    "UPDATE command SET may_have_left = tries",
)
_STEPS: Final = {2: (_FIRST, *_SECOND), 3: _THIRD, 4: _FOURTH}
WAITING: Final = "refused_at IS NULL"
STILL_HERE: Final = (
    "refused_at IS NULL AND may_have_left = 0 AND id = ? AND clerk IN ('', ?) AND NOT EXISTS"
    " (SELECT 1 FROM command later WHERE later.request_id = command.request_id"
    " AND later.refused_at IS NULL AND later.place > command.place)"
)
"""A clerk's command that the daemon cannot know of, and that nothing made after it stands upon."""
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
