"""The desk's own copy of the requests: sealed rows in SQLite, in plain columns only what lists sort by.

One ``Mirror`` belongs to one thread; the screens read through theirs while the background writes through
another. Plain columns hold no text of a citizen and nothing that identifies one.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from desk import sqlite_file
from desk.errors import DeskError, MirrorError
from desk.mirror_lists import MirrorLists
from desk.mirror_schema import SCHEMA, SINCE_4, VERSION
from desk.traces import Trace, asked_for, traces
from desk.work_lists import Look
from registry.errors import SealError
from registry.particulars import Particulars
from registry.records import ChangesPage, Record
from registry.request import Part, Request
from registry.sealing import Keyring
from thai.dates import today

Value = TypeVar("Value", bound=Part)

_SEALED_AS: Final = "mirror"
_CHECK: Final = b"bangkhae mirror"
_DAYS_KEPT: Final = 7


class Mirror:
    """A connection to the mirror's file."""

    def __init__(self, path: Path, keys: Keyring, office_id: str) -> None:
        """Open or make the file; raises MirrorError (damaged, or of another desk) and StorageError."""
        self._keys, self._office = keys, office_id
        self._db = sqlite_file.connect(path)
        self._lists = MirrorLists(self._db)
        self._window: dict[str, tuple[bytes, Request]] = {}
        try:
            with self._guarded():
                self._prepare()
        except DeskError:
            self._db.close()
            raise

    def _prepare(self) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            with self._transaction():
                for statement in SCHEMA:
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version = {VERSION}")
                self._set("check", self._keys.seal(_CHECK, self._office, _SEALED_AS, "check"))
        elif version == VERSION - 1:
            with self._transaction():
                for statement in SINCE_4:
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version = {VERSION}")
        elif version != VERSION:
            raise MirrorError("version")
        self._open(self._get("check") or b"", "check")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @property
    def cursor(self) -> str | None:
        """Where to go on reading the feed; None before the first page and inside a broken-off snapshot."""
        with self._guarded():
            value = self._get("cursor")
        return str(value) if value else None

    def begin(self, now: dt.datetime) -> None:
        """Start to write: a snapshot that was broken off begins anew, what has long been closed goes."""
        self.restart_snapshot()
        oldest = (today(now) - dt.timedelta(days=_DAYS_KEPT)).isoformat()
        with self._guarded(), self._transaction():
            gone = "SELECT id FROM request WHERE closed_on < ?"
            for table in ("trace", "place", "said"):
                self._db.execute(f"DELETE FROM {table} WHERE id IN ({gone})", (oldest,))  # noqa: S608
            self._db.execute("DELETE FROM request WHERE closed_on < ?", (oldest,))

    def restart_snapshot(self) -> None:
        """Let a snapshot that was broken off begin anew: the rest may be of a daemon restored since."""
        with self._guarded(), self._transaction():
            if self._get("snapshot"):
                self._set("cursor", "")
                self._set("snapshot", 0)

    def apply(self, page: ChangesPage) -> frozenset[str]:
        """Take in a page of the feed and its cursor, at once; return the ids that changed, empty for many.

        The pages of a snapshot come without a break between them; after one, ``restart_snapshot``.
        """
        with self._guarded(), self._transaction():
            running = bool(self._get("snapshot"))
            if page.snapshot and not running:
                self._set("generation", self._generation + 1)
            for record in page.records:
                self._put(record, anew=page.snapshot)
            if page.snapshot and not page.more:
                self._forget_others()
            self._set("snapshot", int(page.snapshot and page.more))
            self._set("cursor", page.cursor)
        return frozenset() if page.snapshot else frozenset(record.request.id for record in page.records)

    def foresee(self, request_id: str, foreseen: Callable[[Request], Request]) -> bool:
        """Show a request as it will be, made from what the daemon last said of it; whether it is shown anew.

        The daemon's next word takes its place.
        """
        with self._guarded(), self._transaction():
            row = self._db.execute("SELECT body FROM request WHERE id = ?", (request_id,)).fetchone()
            if row is None:
                return False
            kept = self._db.execute("SELECT body FROM said WHERE id = ?", (request_id,)).fetchone()
            said = self._request(request_id, (kept or row)[0])
            request = foreseen(said)
            if request == self._request(request_id, row[0]):
                return False
            if request is said:
                self._db.execute("DELETE FROM said WHERE id = ?", (request_id,))
            elif kept is None:
                self._db.execute("INSERT INTO said VALUES (?, ?)", (request_id, row[0]))
            self._db.execute(
                "UPDATE request SET queue_number = ?, closed_on = ?, body = ? WHERE id = ?",
                (*_plain(request), self._sealed_body(request), request_id),
            )
            self._lists.put(request)
        return True

    def has_number(self, number: str, day: dt.date) -> bool:
        """Whether somebody has a queue number on a day."""
        found = self._all("SELECT id, body FROM request WHERE queue_number = ?", (number,))
        queues = (self._request(row_id, body).queue for row_id, body in found)
        return any(queue and today(queue.arrived_at or queue.since) == day for queue in queues)

    def count(self, look: Look) -> int:
        """Return how many requests a list has."""
        with self._guarded():
            return self._lists.count(look)

    def rows(self, look: Look, offset: int, limit: int) -> Sequence[Request]:
        """Return a window of a list."""
        with self._guarded():
            ids = self._lists.ids(look, offset, limit)
        found = dict(self._bodies(ids))
        known, self._window = self._window, {}
        for row_id in ids:
            if row_id not in found:
                continue
            body = found[row_id]
            seen = known.get(row_id)
            # Each sealing differs, so the same bytes are the same request.
            request = seen[1] if seen is not None and seen[0] == body else self._request(row_id, body)
            self._window[row_id] = (body, request)
        return [request for _, request in self._window.values()]

    def position(self, look: Look, request_id: str) -> int | None:
        """Return where a request stands in a list, from 0; None when it is not in it."""
        with self._guarded():
            return self._lists.position(look, request_id)

    def values(self, look: Look, of: Literal["day", "counter"]) -> Sequence[str]:
        """Return the days or counters that stand in a list, in order."""
        with self._guarded():
            return self._lists.values(look, of)

    def record(self, request_id: str) -> Record | None:
        """Return a request with its particulars, opened."""
        found = self._all("SELECT seq, body, particulars FROM request WHERE id = ?", (request_id,))
        if not found:
            return None
        seq, body, sealed = found[0]
        opened = self._open(sealed, f"{request_id} particulars") if sealed is not None else None
        particulars = _read(Particulars, opened) if opened is not None else None
        return Record(seq=seq, request=self._request(request_id, body), particulars=particulars)

    def history(self, request_id: str) -> Sequence[Request]:
        """Return other requests of the same citizen, newest first."""
        query = (
            "SELECT DISTINCT r.id, r.body FROM trace mine JOIN trace other USING (digest) "
            "JOIN request r ON r.id = other.id WHERE mine.id = :id AND mine.kind = 'person' "
            "AND other.kind = 'person' AND r.id <> :id ORDER BY r.id DESC LIMIT 50"
        )
        return [self._request(row_id, body) for row_id, body in self._all(query, {"id": request_id})]

    def find(self, text: str, limit: int) -> Sequence[Request]:
        """Return requests by reference, queue number, last digits or the beginning of a name."""
        wanted = text.strip().upper()
        ids = self._ids("reference = ?", wanted)
        ids += self._ids("queue_number = ?", wanted)
        for digest in asked_for(text, self._keys):
            ids += self._ids("id IN (SELECT id FROM trace WHERE digest = ?)", digest)
        if wanted.isascii() and wanted:
            ids += self._ids("instr(reference, ?) > 0", wanted)
        chosen = list(dict.fromkeys(ids))[:limit]
        found = (self.record(request_id) for request_id in chosen)
        return [record.request for record in found if record is not None]

    def _bodies(self, ids: Sequence[str]) -> list[tuple[Any, ...]]:
        marks = ", ".join("?" * len(ids))
        return self._all(f"SELECT id, body FROM request WHERE id IN ({marks})", ids)  # noqa: S608

    def _ids(self, where: str, value: str) -> list[str]:
        query = f"SELECT id FROM request WHERE {where} ORDER BY id DESC LIMIT 100"  # noqa: S608  a constant
        return [row[0] for row in self._all(query, (value,))]

    def _put(self, record: Record, *, anew: bool) -> None:
        request = record.request
        known = self._db.execute("SELECT seq FROM request WHERE id = ?", (request.id,)).fetchone()
        if known is not None and known[0] > record.seq and not anew:
            return
        self._db.execute("DELETE FROM said WHERE id = ?", (request.id,))
        self._db.execute(
            "INSERT OR REPLACE INTO request VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                request.id,
                record.seq,
                self._generation,
                request.reference,
                *_plain(request),
                self._sealed_body(request),
                self._sealed(record),
            ),
        )
        self._lists.put(request)
        self._trace(record)

    def _sealed_body(self, request: Request) -> bytes:
        return self._keys.seal(request.model_dump_json().encode(), self._office, _SEALED_AS, request.id)

    def _sealed(self, record: Record) -> bytes | None:
        if record.particulars is None:
            return None
        plain = record.particulars.model_dump_json().encode()
        return self._keys.seal(plain, self._office, _SEALED_AS, f"{record.request.id} particulars")

    def _trace(self, record: Record) -> None:
        """Keep by what a request is found; of a closed one only which requests belong together."""
        row_id = record.request.id
        if record.particulars is None:
            self._db.execute("DELETE FROM trace WHERE id = ? AND kind = ?", (row_id, Trace.FIND))
            return
        self._db.execute("DELETE FROM trace WHERE id = ?", (row_id,))
        self._db.executemany(
            "INSERT OR IGNORE INTO trace VALUES (?, ?, ?)",
            [(digest, row_id, kind) for kind, digest in traces(record.particulars, self._keys)],
        )

    @property
    def _generation(self) -> int:
        return int(self._get("generation") or 0)

    def _forget_others(self) -> None:
        """Drop what a whole snapshot did not name."""
        self._db.execute("DELETE FROM request WHERE generation <> ?", (self._generation,))
        for table in ("trace", "said"):
            self._db.execute(f"DELETE FROM {table} WHERE id NOT IN (SELECT id FROM request)")  # noqa: S608
        self._lists.forget_gone()

    def _request(self, row_id: str, body: bytes) -> Request:
        return _read(Request, self._open(body, row_id))

    def _open(self, sealed: bytes, row_id: str) -> bytes:
        try:
            return self._keys.open(sealed, self._office, _SEALED_AS, row_id)
        except SealError:
            raise MirrorError("seal") from None

    def _get(self, key: str) -> Any:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def _set(self, key: str, value: object) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def _one(self, query: str, values: Any) -> tuple[Any, ...]:
        return self._all(query, values)[0]

    def _all(self, query: str, values: Any) -> list[tuple[Any, ...]]:
        with self._guarded():
            return self._db.execute(query, values).fetchall()

    def _guarded(self) -> AbstractContextManager[None]:
        return sqlite_file.guarded(MirrorError)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            # A full disk may be met only here.
            self._db.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            raise


def _plain(request: Request) -> tuple[str | None, str | None]:
    """Return a request's queue number and day of closing, as they stand in plain columns."""
    closed_on = today(request.state_since).isoformat() if request.closed else None
    return request.queue.number if request.queue else None, closed_on


def _read(kind: type[Value], plain: bytes) -> Value:
    """Return what a row holds; one of another version of the program is no more use than a damaged one."""
    try:
        return kind.model_validate_json(plain)
    except ValueError:
        raise MirrorError("row") from None
