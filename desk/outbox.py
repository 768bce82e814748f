"""Commands on their way to the daemon: kept sealed until they are answered, in the order they happened.

What the daemon refuses stays here until a person has settled it, and a month longer for who asks; so does
what was withdrawn before it left.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from desk import outbox_file, sqlite_file
from desk.errors import DeskError, OutboxError, StorageError
from registry.commands import FACTS, Envelope, Outcome
from registry.errors import SealError
from registry.sealing import Keyring

_SEALED_AS: Final = "outbox"
_OUTCOME: Final = "outbox outcome"
_SETTLED: Final = "outbox settled"
_DAYS_KEPT: Final = 30
_FIELDS: Final = "id, request_id, clerk, made_at, body, tries, tried_at, refused_at, outcome, for_head"
_MOST_SHOWN: Final = 200
_THIS: Final = "id = ?"


@dataclass(frozen=True)
class Kept:
    """A command in the outbox; ``envelope`` is None where this session's key does not open it.

    ``clerk`` is who made it, empty where an earlier version did not say.
    """

    id: str
    request_id: str
    clerk: str
    made_at: dt.datetime
    envelope: Envelope | None
    tries: int
    tried_at: dt.datetime | None
    refused_at: dt.datetime | None
    outcome: Outcome | None
    for_head: bool


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
        # What a person has seen recorded must outlive a power cut.
        self._db.execute("PRAGMA synchronous = FULL")
        outbox_file.prepare(self._db)
        if self._db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise OutboxError("check")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def add(self, envelope: Envelope, clerk: str = "") -> None:
        """Keep a command until it is answered; the same id is kept once."""
        body = self._sealed(envelope.model_dump_json(), _SEALED_AS, envelope.id)
        row = (envelope.id, envelope.request_id, _text(envelope.at), body, clerk)
        with self._guarded():
            self._db.execute(
                "INSERT OR IGNORE INTO command (id, request_id, made_at, body, clerk) VALUES (?, ?, ?, ?, ?)",
                row,
            )

    def add_numbered(
        self, numbered: Callable[[int], tuple[Envelope, int]], day: dt.date, letter: str, clerk: str
    ) -> None:
        """Keep a command together with how many of the counter's own numbers are given by it.

        ``numbered`` is told how many there were and returns the command and how many there are. Both are
        kept or neither is, so that a number that is on paper is never given again.
        """
        with self._guarded():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                key = (day.isoformat(), letter)
                known = self._db.execute(
                    "SELECT number FROM given WHERE (day, letter) = (?, ?)", key
                ).fetchone()
                envelope, given = numbered(known[0] if known else 0)
                self.add(envelope, clerk)
                self._db.execute("DELETE FROM given WHERE day < ?", key[:1])
                self._db.execute("INSERT OR REPLACE INTO given VALUES (?, ?, ?)", (*key, given))
                self._db.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                raise

    def next(self, without: Collection[str] = (), clerk: str | None = None) -> Envelope | None:
        """Return the oldest command that this session's key opens, of no request in ``without``.

        With ``clerk`` only what this one made: under another's name nobody's work is sent.

        One sealed under another key, or made by another version, stays and is counted until it can be sent.
        """
        query = _select("id, request_id, body", f"{outbox_file.WAITING} AND (? IS NULL OR clerk IN ('', ?))")
        with self._guarded():
            for command_id, request_id, body in self._db.execute(query, (clerk, clerk)):
                envelope = self._envelope(command_id, body) if request_id not in without else None
                if envelope is not None:
                    return envelope
        return None

    def leaving(self, command_id: str, now: dt.datetime) -> bool:
        """Count a try to send a command before it is made; False where it was withdrawn meanwhile."""
        counted = "tries = tries + 1, tried_at = ?, may_have_left = may_have_left + 1"
        return self._change(counted, f"{_THIS} AND {outbox_file.WAITING}", _text(now), command_id)

    def not_left(self, command_id: str) -> None:
        """Note that at the try counted last the daemon was not reached: nothing of the command has left."""
        self._change("may_have_left = may_have_left - 1", _THIS, command_id)

    def still_here(self, command_id: str, clerk: str) -> bool:
        """Whether a clerk can withdraw a decision: nothing of it has left, and nothing stands upon it."""
        found = self._all(_select("body", outbox_file.STILL_HERE), command_id, clerk)
        envelope = self._envelope(command_id, found[0][0]) if found else None
        return envelope is not None and not isinstance(envelope.command, FACTS)

    def withdraw(self, command_id: str, clerk: str, now: dt.datetime) -> bool:
        """Settle a decision before it has ever left; False where it may have left, also in this moment."""
        if not self.still_here(command_id, clerk):
            return False
        how = self._sealed(f"{clerk}: withdrawn", _SETTLED, command_id)
        settled = "refused_at = ?, settled_at = ?, settled = ?"
        return self._change(settled, outbox_file.STILL_HERE, _text(now), _text(now), how, command_id, clerk)

    def answered(self, command_id: str) -> None:
        """Drop a command that was carried out."""
        with self._guarded():
            self._db.execute("DELETE FROM command WHERE id = ?", (command_id,))

    def refused(self, command_id: str, outcome: Outcome, now: dt.datetime) -> None:
        """Put a command on the list to settle."""
        sealed = self._sealed(outcome.model_dump_json(), _OUTCOME, command_id)
        self._change("refused_at = ?, outcome = ?", _THIS, _text(now), sealed, command_id)

    def hand_to_head(self, command_id: str) -> None:
        """Leave a refused command to the head."""
        self._change("for_head = 1", _THIS, command_id)

    def settle(self, command_id: str, how: str, now: dt.datetime) -> None:
        """Take a refused command from the list; ``how`` says who did so and why."""
        sealed = self._sealed(how, _SETTLED, command_id)
        self._change("settled_at = ?, settled = ?", _THIS, _text(now), sealed, command_id)

    def forget_settled(self, now: dt.datetime) -> None:
        """Drop what was settled a month ago."""
        oldest = _text(now - dt.timedelta(days=_DAYS_KEPT))
        with self._guarded():
            self._db.execute("DELETE FROM command WHERE settled_at < ?", (oldest,))

    def waiting_ids(self) -> Sequence[str]:
        """Return the requests that something waits for."""
        return [row[0] for row in self._all(_select("DISTINCT request_id", outbox_file.WAITING, ""))]

    def known_ids(self) -> Sequence[str]:
        """Return the requests of everything that waits, was refused, or was withdrawn before it left."""
        return [row[0] for row in self._all("SELECT DISTINCT request_id FROM command")]

    def waiting_for(self, request_id: str) -> Sequence[Kept]:
        """Return what waits to be sent about a request, oldest first."""
        return self._kept(f"{outbox_file.WAITING} AND request_id = ?", request_id)

    def waits_for(self, request_id: str) -> bool:
        """Whether something about a request has not been answered yet."""
        where = f"{outbox_file.WAITING} AND request_id = ?"
        return bool(self._all(_select("1", where, "LIMIT 1"), request_id))

    def unsent(self) -> tuple[int, dt.datetime | None]:
        """Return how many commands wait, and when the oldest was made."""
        number, oldest = self._all(_select("count(*), min(made_at)", outbox_file.WAITING))[0]
        return number, _moment(oldest)

    def waiting(self) -> Sequence[Kept]:
        """Return what waits to be sent, oldest first."""
        return self._kept(outbox_file.WAITING)

    def to_settle(self) -> Sequence[Kept]:
        """Return what the daemon refused and nobody has settled, oldest first."""
        return self._kept(outbox_file.OPEN)

    def open_refusals(self, clerk: str, *, head: bool) -> int:
        """Return how many refused commands a clerk has to settle; a head also those that were left to one."""
        where = f"{outbox_file.OPEN} AND (clerk IN ('', ?) OR (for_head AND ?))"
        return int(self._all(_select("count(*)", where), clerk, head)[0][0])

    def _kept(self, where: str, *values: object) -> list[Kept]:
        found = self._all(_select(_FIELDS, where, f"ORDER BY place LIMIT {_MOST_SHOWN}"), *values)
        return [
            Kept(
                id=row[0],
                request_id=row[1],
                clerk=row[2],
                made_at=dt.datetime.fromisoformat(row[3]),
                envelope=self._envelope(row[0], row[4]),
                tries=row[5],
                tried_at=_moment(row[6]),
                refused_at=_moment(row[7]),
                outcome=self._outcome(row[0], row[8]),
                for_head=bool(row[9]),
            )
            for row in found
        ]

    def _envelope(self, command_id: str, body: bytes) -> Envelope | None:
        with contextlib.suppress(SealError, ValueError):
            return Envelope.model_validate_json(self._keys.open(body, self._office, _SEALED_AS, command_id))
        return None

    def _outcome(self, command_id: str, sealed: bytes | None) -> Outcome | None:
        with contextlib.suppress(SealError, ValueError):
            if sealed is not None:
                return Outcome.model_validate_json(
                    self._keys.open(sealed, self._office, _OUTCOME, command_id)
                )
        return None

    def _sealed(self, text: str, kind: str, command_id: str) -> bytes:
        return self._keys.seal(text.encode(), self._office, kind, command_id)

    def _change(self, what: str, where: str, *values: object) -> bool:
        """Change a command, if it is as ``where`` says; return whether it was."""
        with self._guarded():
            change = self._db.execute(f"UPDATE command SET {what} WHERE {where}", values)  # noqa: S608  constants
        return change.rowcount == 1

    def _all(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._guarded():
            return self._db.execute(query, values).fetchall()

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


def _select(fields: str, where: str, then: str = "ORDER BY place") -> str:
    return f"SELECT {fields} FROM command WHERE {where} {then}"  # noqa: S608  constants


def _text(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat()


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
