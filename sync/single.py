"""One daemon for one SQLite database: an operating-system lock, gone with the process however it ends."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO

from registry.errors import ConfigurationError
from sync.store.errors import DatabaseInUse


class SingleDaemon:
    """Holds the lock file beside a database; raises DatabaseInUse when another daemon has it.

    Raises ConfigurationError where the lock file cannot be written.
    """

    def __init__(self, database_file: Path) -> None:
        try:
            self._file: IO[bytes] = database_file.with_name(database_file.name + ".lock").open("ab")
        except OSError as error:
            reason = f"{database_file} cannot be used: {type(error).__name__}"
            raise ConfigurationError(f"configuration: sync.database: {reason}") from None
        try:
            _lock(self._file)
        except OSError:
            self._file.close()
            raise DatabaseInUse(f"another daemon has {database_file} open") from None

    def release(self) -> None:
        """Let another daemon have it."""
        self._file.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
