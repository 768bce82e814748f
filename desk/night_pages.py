"""Pages of the feed that were fetched while nobody was signed in: sealed, until a clerk's key opens them."""

from __future__ import annotations

import base64
import contextlib
import sqlite3
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from desk import sqlite_file
from desk.errors import DeskError, MirrorError
from registry.errors import SealError
from registry.records import SEALED_AS, ChangesPage, NightPage

if TYPE_CHECKING:
    from desk.mirror import Mirror
    from registry.sealing import Keyring

FILE = "night.sqlite"
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS page (place INTEGER PRIMARY KEY AUTOINCREMENT, after TEXT, cursor TEXT,"
    " more INTEGER, sealed BLOB)"
)


class NightPages:
    """The file with the pages, in their order; for one thread."""

    def __init__(self, path: Path) -> None:
        """Open or make the file; raises MirrorError for one that is damaged, and StorageError."""
        self._db = sqlite_file.connect(path)
        try:
            with self._guarded():
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute(_SCHEMA)
        except DeskError:
            self._db.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @property
    def cursor(self) -> str | None:
        """After which cursor to go on; None where no page is kept."""
        with self._guarded():
            row = self._db.execute("SELECT cursor FROM page ORDER BY place DESC LIMIT 1").fetchone()
        return str(row[0]) if row else None

    def add(self, page: NightPage, after: str | None) -> None:
        """Keep a page; the first of a snapshot takes the place of all before."""
        sealed = base64.b64decode(page.sealed)
        with self._guarded():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                if page.anew:
                    self._db.execute("DELETE FROM page")
                if page.records or page.anew or page.more:
                    self._db.execute(
                        "INSERT INTO page (after, cursor, more, sealed) VALUES (?, ?, ?, ?)",
                        (after or "", page.cursor, page.more, sealed),
                    )
                self._db.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                raise

    def clear(self) -> None:
        """Drop the pages."""
        with self._guarded():
            self._db.execute("DELETE FROM page")

    def pour_into(self, mirror: Mirror, keys: Keyring, office_id: str) -> int:
        """Bring the pages into a mirror and drop them; return how many were used.

        Used are pages that begin where the mirror stands, or with a snapshot that is whole; the desk may have
        followed the feed itself meanwhile, and then knows more.
        """
        with self._guarded():
            rows = self._db.execute("SELECT after, cursor, more, sealed FROM page ORDER BY place").fetchall()
        used = 0
        try:
            if rows and not rows[-1][2] and (rows[0][0] or None) == mirror.cursor:
                for _, cursor, _, sealed in rows:
                    plain = keys.open(sealed, office_id, SEALED_AS, cursor)
                    mirror.apply(ChangesPage.model_validate_json(plain))
                    used += 1
        except (SealError, ValueError):
            # Of another counter or version: the feed brings everything again.
            mirror.restart_snapshot()
        self.clear()
        return used

    def _guarded(self) -> AbstractContextManager[None]:
        return sqlite_file.guarded(MirrorError)


def mirror_cursor(path: Path) -> str | None:
    """Return where a mirror stands, without its key; None where it must begin anew."""
    if not path.exists():
        return None
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite_file.connect(path)) as database:
        kept = dict(database.execute("SELECT key, value FROM meta WHERE key IN ('cursor', 'snapshot')"))
        if kept.get("cursor") and not kept.get("snapshot"):
            return str(kept["cursor"])
    return None
