"""One daemon for one SQLite database."""

from __future__ import annotations

from pathlib import Path

from registry.errors import ConfigurationError
from sync.store.errors import DatabaseInUse
from thai.file_lock import FileLock, LockedError


class SingleDaemon:
    """Holds the lock file beside a database; raises DatabaseInUse when another daemon has it.

    Raises ConfigurationError where the lock file cannot be written.
    """

    def __init__(self, database_file: Path) -> None:
        try:
            self._lock = FileLock(database_file.with_name(database_file.name + ".lock"))
        except LockedError:
            raise DatabaseInUse(f"another daemon has {database_file} open") from None
        except OSError as error:
            reason = f"{database_file} cannot be used: {type(error).__name__}"
            raise ConfigurationError(f"configuration: sync.database: {reason}") from None

    def release(self) -> None:
        """Let another daemon have it."""
        self._lock.release()
