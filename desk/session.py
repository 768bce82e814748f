"""What a desk keeps between two starts: its own key, and the session while that is open."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import secrets
from pathlib import Path
from typing import Final

from registry import private_files
from registry.settings import DeskSettings
from registry.sign_in import Session

_KEY_FILE: Final = "desk.key"
_SESSION_FILE: Final = "session.json"
_CLOCK_SECONDS: Final = 60


def data_dir(settings: DeskSettings) -> Path:
    """Return the folder of this desk's own files."""
    if settings.data_dir is not None:
        return settings.data_dir
    from platformdirs import user_data_path

    return user_data_path("bangkhae-desk", appauthor=False)


def desk_key(folder: Path) -> str:
    """Return this desk's secret, made at the first call; raises OSError."""
    path = folder / _KEY_FILE
    kept = private_files.read(path)
    if kept is not None and len(kept.strip()) >= 32:
        return kept.decode("ascii", "replace").strip()
    key = secrets.token_urlsafe(32)
    private_files.write(path, key.encode())
    return key


def known_desk_key(folder: Path) -> str | None:
    """Return this desk's secret; None before the first sign-in. Raises OSError."""
    return desk_key(folder) if private_files.read(folder / _KEY_FILE) else None


def has_session(folder: Path) -> bool:
    """Whether somebody is signed in at this desk."""
    return (folder / _SESSION_FILE).exists()


class SessionStore:
    """The open session on disk, so that a restart needs no sign-in."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _SESSION_FILE

    def save(self, session: Session) -> None:
        """Keep a session; raises OSError."""
        private_files.write(self._path, session.model_dump_json().encode())

    def touch(self) -> None:
        """Note that the session is in use; a lock has taken it away."""
        with contextlib.suppress(OSError):
            os.utime(self._path)

    def load(self, counter: str, now: dt.datetime, longest: dt.timedelta | None = None) -> Session | None:
        """Return the session if it is this counter's and still good; one that is not is removed.

        ``longest`` is how long it may have been out of use: a program that was closed must not be a way
        around the lock.
        """
        try:
            data = private_files.read(self._path)
            if data is not None and longest is not None and not self._used_within(longest, now):
                self.clear()
                return None
        except OSError:
            return None
        if data is None:
            return None
        session = _session(data)
        if session is None or session.counter != counter or session.expires_at <= now:
            self.clear()
            return None
        return session

    def _used_within(self, longest: dt.timedelta, now: dt.datetime) -> bool:
        """Whether it was in use so lately; what lies ahead was noted by a clock that was set back since."""
        unused = now.timestamp() - self._path.stat().st_mtime
        return -_CLOCK_SECONDS <= unused <= longest.total_seconds()

    def clear(self) -> None:
        """Forget the session; no error keeps the desk from being locked."""
        private_files.forget(self._path)


def _session(data: bytes) -> Session | None:
    try:
        session = Session.model_validate_json(data)
    except ValueError:
        return None
    # A moment without a zone cannot be compared with now.
    return session if session.expires_at.tzinfo is not None else None
