"""An operating-system lock on a file: one holder at a time, gone with the process however that ends."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO


class FileLock:
    """Holds a lock file, made where it is missing; raises LockedError when another holds it, and OSError."""

    def __init__(self, path: Path) -> None:
        self._file: IO[bytes] = path.open("ab")
        try:
            _lock(self._file)
        except OSError:
            self._file.close()
            raise LockedError(path.name) from None

    def release(self) -> None:
        """Let somebody else have it."""
        self._file.close()


class LockedError(Exception):
    """Somebody else holds the lock."""


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
