"""A SQLite file of the desk: readable by its owner only, and its failures told apart."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from desk.errors import DamagedError, DeskError, StorageError

_BUSY_SECONDS: Final = 5
# The file may be whole: there is no room, no permission, no answer of the disk, or somebody else at work.
_OF_THE_STORAGE: Final = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)


def connect(path: Path) -> sqlite3.Connection:
    """Open or make the file, for one thread; raises StorageError."""
    try:
        if str(path) != ":memory:":
            path.parent.mkdir(parents=True, exist_ok=True)
            # Only a file that nobody has: closing one would drop the locks of this process's connections.
            with contextlib.suppress(FileExistsError):
                os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        return sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise StorageError(type(error).__name__) from None


@contextlib.contextmanager
def guarded(damaged: type[DamagedError]) -> Iterator[None]:
    """Tell what SQLite raises as StorageError, or as ``damaged`` where the file itself is at fault."""
    try:
        yield
    except sqlite3.Error as error:
        raise _told(error, damaged) from None


def _told(error: sqlite3.Error, damaged: type[DamagedError]) -> DeskError:
    # The low byte is the code; what stands above it only says more.
    code = getattr(error, "sqlite_errorcode", None)
    kind = StorageError if code is not None and code & 0xFF in _OF_THE_STORAGE else damaged
    return kind(type(error).__name__)
