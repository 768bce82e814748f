"""Facts on their way to the daemon: kept sealed until they are answered, in the order they happened."""

from __future__ import annotations

import contextlib
import datetime as dt
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from desk import sqlite_file
from desk.errors import DeskError, OutboxError, StorageError
from registry.commands import Envelope
from registry.errors import SealError
from registry.sealing import Keyring

_SEALED_AS: Final = "outbox"
_SCHEMA: Final = (
    "CREATE TABLE IF NOT EXISTS command (place INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE,"
    " request_id TEXT, made_at TEXT, body BLOB)"
)


class Outbox:
    """The outbox's file, for one thread; what is in it survives a crash and a new sign-in."""

    def __init__(self, path: Path, keys: Keyring, office_id: str) -> None:
        """Open or make the file; raises OutboxError for one that is damaged, and StorageError."""
        self._keys, self._office = keys, office_id
        self._db = sqlite_file.connect(path)
        try:
            with self._guarded():
                self._prepare()
        except DeskError:
            self._db.close()
            raise

    def _prepare(self) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        # A fact that a person has seen recorded must outlive a power cut.
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute(_SCHEMA)
        if self._db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise OutboxError("check")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def add(self, envelope: Envelope) -> None:
        """Keep a command until it is answered; the same id is kept once."""
        plain = envelope.model_dump_json().encode()
        body = self._keys.seal(plain, self._office, _SEALED_AS, envelope.id)
        row = (envelope.id, envelope.request_id, envelope.at.astimezone(dt.UTC).isoformat(), body)
        with self._guarded():
            self._db.execute(
                "INSERT OR IGNORE INTO command (id, request_id, made_at, body) VALUES (?, ?, ?, ?)", row
            )

    def next(self) -> Envelope | None:
        """Return the oldest command that this session's key opens.

        One sealed under another key, or made by another version, stays and is counted until it can be sent.
        """
        with self._guarded():
            found = self._db.execute("SELECT id, body FROM command ORDER BY place").fetchall()
        for command_id, body in found:
            with contextlib.suppress(SealError, ValueError):
                plain = self._keys.open(body, self._office, _SEALED_AS, command_id)
                return Envelope.model_validate_json(plain)
        return None

    def answered(self, command_id: str) -> None:
        """Drop a command that has its answer."""
        with self._guarded():
            self._db.execute("DELETE FROM command WHERE id = ?", (command_id,))

    def waits_for(self, request_id: str) -> bool:
        """Whether something about a request has not been answered yet."""
        with self._guarded():
            query = "SELECT 1 FROM command WHERE request_id = ? LIMIT 1"
            return self._db.execute(query, (request_id,)).fetchone() is not None

    def unsent(self) -> tuple[int, dt.datetime | None]:
        """Return how many commands wait, and when the oldest was made."""
        with self._guarded():
            number, oldest = self._db.execute("SELECT count(*), min(made_at) FROM command").fetchone()
        return number, dt.datetime.fromisoformat(oldest) if oldest else None

    def _guarded(self) -> AbstractContextManager[None]:
        return sqlite_file.guarded(OutboxError)


def set_aside(path: Path, now: dt.datetime) -> None:
    """Keep a damaged outbox under another name, so that a new one can begin; raises StorageError.

    Nothing has it open: the desk is the only one in its folder, and has not begun.
    """
    for suffix in ("-wal", "-shm", ""):
        file = path.with_name(path.name + suffix)
        aside = path.with_name(f"{path.stem}-damaged-{now:%Y%m%dT%H%M%S%f}{path.suffix}{suffix}")
        try:
            with contextlib.suppress(FileNotFoundError):
                file.replace(aside)
        except OSError as error:
            raise StorageError(type(error).__name__) from None
