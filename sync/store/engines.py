"""SQLite's engines, set up so that nothing is lost: WAL, synced commits, transactions begun by us."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from typing import Any, Final, Literal

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import QueuePool

_BUSY_SECONDS: Final = 5.0
_NOT_LONG_MS: Final = 100


def sqlite_engine(
    url: URL, *, begin: Literal["BEGIN", "BEGIN IMMEDIATE"], connections: int, read_only: bool = False
) -> Engine:
    """Return an engine for a SQLite file; every transaction of it starts with ``begin``."""
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        connect_args={"check_same_thread": False, "timeout": _BUSY_SECONDS},
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver must not open transactions by itself: it would begin them without IMMEDIATE,
        # and none at all before CREATE TABLE.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        # What is removed is written over: the key that would open it stays beside the file.
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute(f"PRAGMA query_only={int(read_only)}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def empty_log(engine: Engine) -> None:
    """Move the write-ahead log into the file and cut it to nothing; left as it is while somebody reads."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        # LINE waits for the writer meanwhile.
        cursor.execute(f"PRAGMA busy_timeout={_NOT_LONG_MS}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.fetchall()
        cursor.execute(f"PRAGMA busy_timeout={int(_BUSY_SECONDS * 1000)}")
    finally:
        connection.close()


def make_private(file: str) -> None:
    """Make a missing database file, readable by its owner only; SQLite gives its log the same rights.

    A PIN is short: who could read its hash would soon have it.
    """
    # What cannot be made, SQLite cannot open either, and says so.
    with contextlib.suppress(OSError):
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
