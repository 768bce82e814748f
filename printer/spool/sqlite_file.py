"""The spool's SQLite file: for its owner's eyes only, on the disk before anything is printed."""

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from printer.spool.errors import SpoolDamaged, SpoolUnavailable
from printer.spool.schema import TABLES, VERSION

_BUSY_SECONDS: Final = 5
_RETRY_SECONDS: Final = 0.02
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def connect(path: Path) -> sqlite3.Connection:
    """Open or make a spool's file, for one thread; raises SpoolUnavailable or SpoolDamaged."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Only a file that nobody has: closing one would drop the locks of this process's connections.
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise SpoolUnavailable(type(error).__name__) from None
    with guarded():
        connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
        connection.row_factory = sqlite3.Row
    try:
        with guarded():
            _prepare_patiently(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare_patiently(connection: sqlite3.Connection) -> None:
    """Prepare the file; where two begin at once, SQLite refuses one of them without waiting."""
    until = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            _prepare(connection)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            if connection.in_transaction:
                connection.rollback()
            time.sleep(_RETRY_SECONDS)
        else:
            return


def _prepare(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute("PRAGMA journal_mode = WAL")
    # What the printer is about to hear of must outlive a power cut.
    connection.execute("PRAGMA synchronous = FULL")
    # A slip's bytes are gone when they are removed, not only out of reach.
    connection.execute("PRAGMA secure_delete = ON")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise SpoolUnavailable(f"version {version}")
    if version < VERSION:
        connection.executescript(f"BEGIN IMMEDIATE; {TABLES} PRAGMA user_version = {VERSION}; COMMIT;")


def check(connection: sqlite3.Connection) -> None:
    """Look the whole file over; raises SpoolDamaged."""
    with guarded():
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise SpoolDamaged("check")


def set_aside(path: Path, now: datetime) -> None:
    """Keep a damaged file under another name, so that a new one can begin; raises SpoolUnavailable."""
    for suffix in ("-wal", "-shm", ""):
        file = path.with_name(path.name + suffix)
        aside = path.with_name(f"{path.stem}-damaged-{now:%Y%m%dT%H%M%S%f}{path.suffix}{suffix}")
        try:
            with contextlib.suppress(FileNotFoundError):
                file.replace(aside)
        except OSError as error:
            raise SpoolUnavailable(type(error).__name__) from None


@contextlib.contextmanager
def guarded() -> Iterator[None]:
    """Tell what SQLite raises as SpoolDamaged where the file is at fault, else as SpoolUnavailable."""
    try:
        yield
    except sqlite3.Error as error:
        # The low byte is the code; what stands above it only says more.
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        raise (SpoolDamaged if code in _DAMAGED else SpoolUnavailable)(type(error).__name__) from None
