"""Where a desk keeps its copy and what it has not sent, and how these files are opened."""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from desk import mirror_files, night_pages, outbox
from desk.errors import MirrorError, OutboxError, StorageError
from desk.mirror import Mirror
from desk.outbox import Outbox
from registry import private_files
from registry.sealing import Keyring

_PAGE: Final = "copies-list.html"


@dataclass(frozen=True)
class Files:
    """Where the desk keeps its copy and what it has not sent yet."""

    mirror: Path
    outbox: Path

    @classmethod
    def of(cls, folder: Path) -> Files:
        """Return the files of a data folder."""
        return cls(mirror_files.newest(folder), folder / "outbox.sqlite")

    def with_new_mirror(self) -> Files:
        """Return the files with a mirror that is yet to be made."""
        return replace(self, mirror=mirror_files.following(self.mirror))


def open_mirror(files: Files, keys: Keyring, office_id: str) -> tuple[Files, Mirror]:
    """Open the mirror; one that is damaged or of another desk is left for a new one."""
    try:
        return files, Mirror(files.mirror, keys, office_id)
    except MirrorError:
        files = files.with_new_mirror()
        return files, Mirror(files.mirror, keys, office_id)


def pour_night(files: Files, mirror: Mirror, keys: Keyring, office_id: str) -> None:
    """Bring into the mirror what was fetched while nobody was signed in; raises StorageError."""
    path = files.mirror.with_name(night_pages.FILE)
    if not path.exists():
        return
    try:
        with contextlib.closing(night_pages.NightPages(path)) as pages:
            pages.pour_into(mirror, keys, office_id)
    except MirrorError:
        # Nothing is lost: the feed brings everything again.
        with contextlib.suppress(OSError):
            path.unlink()


def open_outbox(path: Path, keys: Keyring, office_id: str, now: dt.datetime) -> tuple[Outbox, bool]:
    """Open the outbox; return it, and whether a damaged one had to be put aside."""
    try:
        return Outbox(path, keys, office_id), False
    except OutboxError:
        outbox.set_aside(path, now)
        return Outbox(path, keys, office_id), True


def keep_page(files: Files, html: str) -> Path:
    """Keep a page to be printed elsewhere, in place of the one before; raises StorageError."""
    path = files.mirror.with_name(_PAGE)
    try:
        private_files.write(path, html.encode())
    except OSError as error:
        raise StorageError(type(error).__name__) from None
    return path
