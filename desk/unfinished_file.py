"""Where what a clerk has begun outlasts the program: a file for each, sealed under the mirror's key."""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path
from typing import Final

from registry import private_files
from registry.errors import SealError
from registry.sealing import Keyring

DAYS_KEPT: Final = 7
_SEALED_AS: Final = "unfinished"
_SUFFIX: Final = ".begun"


class UnfinishedFile:
    """One clerk's file; neither its name nor what is in it tells anything without the key."""

    def __init__(self, folder: Path, keys: Keyring, office_id: str, clerk: str) -> None:
        self._path = folder / f"{keys.lookup(_SEALED_AS, clerk)}{_SUFFIX}"
        self._keys, self._place = keys, (office_id, _SEALED_AS, clerk)

    def read(self) -> str:
        """Return what was kept; empty for nothing, and for what this key does not open."""
        with contextlib.suppress(OSError, SealError, UnicodeDecodeError):
            sealed = private_files.read(self._path)
            return self._keys.open(sealed, *self._place).decode() if sealed else ""
        return ""

    def write(self, text: str) -> None:
        """Keep a text in place of the one before; an empty one leaves no file. Raises OSError."""
        if text:
            private_files.write(self._path, self._keys.seal(text.encode(), *self._place))
        else:
            private_files.forget(self._path)


def forget_old(folder: Path, now: dt.datetime) -> None:
    """Remove what nobody has come back to for days: its clerk may never sign in here again."""
    oldest = (now - dt.timedelta(days=DAYS_KEPT)).timestamp()
    for path in folder.glob(f"*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < oldest:
                private_files.forget(path)
