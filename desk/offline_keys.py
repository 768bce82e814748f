"""Signing in while the daemon is away: what a clerk's last sign-in gave, wrapped under their PIN.

The wrapping key is made of argon2id over the PIN and of this desk's own key, so that a copied file is of no
use elsewhere. Whoever has the whole disk can try PINs at the speed of argon2id (a fifth of a second each):
the length of the PIN protects then, and the encryption of the disk. No key of the daemon can: it is away.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from desk.errors import SignInRefused
from registry import private_files
from registry.errors import SealError
from registry.sealing import Keyring
from registry.sign_in import Session

FREE_TRIES: Final = 5
MOST_TRIES: Final = 10
FIRST_WAIT: Final = 30.0
_SEALED_AS: Final = "offline sign-in"
_SUFFIX: Final = ".offline"
_COST: Final = {"time_cost": 3, "memory_cost": 64 * 1024, "parallelism": 1}


@dataclass(frozen=True)
class _Kept:
    """A clerk's file; what opens with the PIN is in ``sealed``, the rest counts tries and days."""

    salt: str
    sealed: str
    kept_at: str
    hours: float
    stamp: str
    tries: int = 0
    tried_at: str = ""


class OfflineKeys:
    """The wrapped sessions of the clerks who have signed in at this desk."""

    def __init__(self, folder: Path, desk_key: str) -> None:
        self._folder, self._desk_key = folder, desk_key.encode()

    def keep(self, session: Session, pin: str, now: dt.datetime) -> None:
        """Wrap what a sign-in gave, without its token; raises OSError. Takes a fifth of a second."""
        salt = os.urandom(16)
        plain = session.model_copy(update={"token": ""}).model_dump_json().encode()
        sealed = self._wrapping(pin, salt).seal(plain, session.office.id, _SEALED_AS, session.clerk)
        hours = (session.expires_at - now).total_seconds() / 3600
        kept = _Kept(_text(salt), _text(sealed), now.isoformat(), hours, session.stamp)
        self._write(session.clerk, kept)

    def open(self, clerk: str, pin: str, now: dt.datetime, *, days: int, office_id: str) -> Session:
        """Return a session without a token; raises SignInRefused. Tries are counted before they are made."""
        kept = self._read(clerk)
        if kept is None or not days:
            raise SignInRefused("offline_unknown")
        if now - dt.datetime.fromisoformat(kept.kept_at) > dt.timedelta(days=days):
            raise SignInRefused("offline_expired")
        wait = _wait(kept, now)
        if wait > 0:
            raise SignInRefused("wait", int(wait) + 1)
        if kept.tries >= MOST_TRIES:
            self.forget(clerk)
            raise SignInRefused("offline_unknown")
        self._write(clerk, replace(kept, tries=kept.tries + 1, tried_at=now.isoformat()))
        session = self._opened(kept, clerk, pin, office_id)
        if session is None:
            raise SignInRefused("bad_sign_in")
        self._write(clerk, replace(kept, tries=0, tried_at=""))
        return session.model_copy(update={"expires_at": now + dt.timedelta(hours=kept.hours)})

    def disown(self, clerk: str, pin: str, office_id: str) -> None:
        """Forget a clerk whose PIN was good here and is refused by the daemon."""
        kept = self._read(clerk)
        if kept is not None and self._opened(kept, clerk, pin, office_id) is not None:
            self.forget(clerk)

    def prune(self, stamps: Mapping[str, str]) -> None:
        """Forget everybody whom the daemon does not know any more, or knows with another PIN."""
        good = {self._path(clerk).name: stamp for clerk, stamp in stamps.items()}
        for path in self._folder.glob(f"*{_SUFFIX}"):
            kept, stamp = _parsed(path), good.get(path.name)
            if kept is None or stamp is None or stamp != kept.stamp:
                private_files.forget(path)

    def forget_old(self, now: dt.datetime, days: int) -> None:
        """Forget who has not signed in here for so many days: what is not there opens for nobody."""
        for path in self._folder.glob(f"*{_SUFFIX}"):
            kept = _parsed(path)
            if kept is not None and now - dt.datetime.fromisoformat(kept.kept_at) > dt.timedelta(days=days):
                private_files.forget(path)

    def forget(self, clerk: str) -> None:
        """Remove what is kept of a clerk."""
        private_files.forget(self._path(clerk))

    def _opened(self, kept: _Kept, clerk: str, pin: str, office_id: str) -> Session | None:
        try:
            keys = self._wrapping(pin, base64.b64decode(kept.salt))
            plain = keys.open(base64.b64decode(kept.sealed), office_id, _SEALED_AS, clerk)
            return Session.model_validate_json(plain)
        except (SealError, ValueError):
            return None

    def _wrapping(self, pin: str, salt: bytes) -> Keyring:
        from argon2.low_level import Type, hash_secret_raw

        stretched = hash_secret_raw(pin.encode(), salt, hash_len=32, type=Type.ID, **_COST)
        return Keyring.of(hmac.digest(self._desk_key, stretched, hashlib.sha256))

    def _path(self, clerk: str) -> Path:
        name = hmac.digest(self._desk_key, b"clerk " + clerk.encode(), hashlib.sha256)[:12].hex()
        return self._folder / f"{name}{_SUFFIX}"

    def _read(self, clerk: str) -> _Kept | None:
        return _parsed(self._path(clerk))

    def _write(self, clerk: str, kept: _Kept) -> None:
        private_files.write(self._path(clerk), json.dumps(asdict(kept)).encode())


def _wait(kept: _Kept, now: dt.datetime) -> float:
    """Return the seconds to wait before the next try; a clock that was set back shortens nothing."""
    if kept.tries < FREE_TRIES:
        return 0
    passed = (now - dt.datetime.fromisoformat(kept.tried_at)).total_seconds()
    return float(FIRST_WAIT * 2 ** (kept.tries - FREE_TRIES) - max(passed, 0))


def _parsed(path: Path) -> _Kept | None:
    try:
        data = private_files.read(path)
        kept = _Kept(**json.loads(data)) if data else None
        if kept is not None:
            dt.datetime.fromisoformat(kept.kept_at)
    except (OSError, ValueError, TypeError):
        return None
    return kept


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
