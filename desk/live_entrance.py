"""The way into a working desk: the stored session, or a sign-in at the daemon."""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from pydantic import SecretStr

from desk.backend import Backend
from desk.desk_files import Files
from desk.errors import DeskError, Offline, SignInRefused, StorageError
from desk.live_backend import LiveBackend
from desk.offline_keys import OfflineKeys
from desk.reachable import reachable
from desk.session import SessionStore, desk_key
from registry.errors import RegistryError
from registry.sealing import KEY_BYTES, Keyring
from registry.settings import Settings
from registry.sign_in import Session, SignIn


class LiveEntrance:
    """Implements ``desk.entrance.Entrance``; everything of this desk lies in ``folder``."""

    backend_type: ClassVar[type[LiveBackend]] = LiveBackend

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._settings, self._folder = settings, folder
        self._store = SessionStore(folder)
        self._backends: dict[str, LiveBackend] = {}

    @property
    def office_name(self) -> str:
        """The office's name."""
        return self._settings.office.name

    @property
    def counter(self) -> str:
        """This desk's counter."""
        return self._settings.desk.counter

    @property
    def offline_days(self) -> int:
        """For how many days who has signed in here may do so while the daemon is away."""
        return self._settings.desk.offline_days

    async def away(self) -> bool:
        """Whether the daemon does not answer at its address."""
        return not await reachable(self._settings.desk.server)

    def resume(self) -> LiveBackend | None:
        """Return the backend of the stored session; None when somebody must sign in."""
        longest = dt.timedelta(minutes=self._settings.desk.lock_minutes)
        session = self._store.load(self.counter, dt.datetime.now(dt.UTC), longest or None)
        if session is None:
            return None
        try:
            return self._open(session)
        except StorageError:
            return None
        except DeskError:
            self._store.clear()
            return None

    async def sign_in(self, clerk: str, pin: str) -> LiveBackend:
        """Sign a clerk in at the daemon, or here while it is away.

        Raises SignInRefused, also where this clerk does not get in without the daemon, and StorageError.
        """
        try:
            session = await self._ask(clerk, pin)
        except Offline:
            session = await asyncio.to_thread(self._open_offline, clerk, pin)
        except SignInRefused as refused:
            if refused.code == "bad_sign_in":
                await asyncio.to_thread(self._disown, clerk, pin)
            raise
        else:
            await asyncio.to_thread(self._keep, session, pin)
        backend = self._seat(session)
        # A session that cannot be kept is as good as any until the program ends.
        with contextlib.suppress(OSError):
            self._store.save(session)
        return backend

    def _keep(self, session: Session, pin: str) -> None:
        """Keep what a sign-in without the daemon needs; where the disk refuses, there is none."""
        with contextlib.suppress(OSError):
            if self.offline_days:
                self._offline_keys().keep(session, pin, dt.datetime.now(dt.UTC))

    def _open_offline(self, clerk: str, pin: str) -> Session:
        try:
            return self._offline_keys().open(
                clerk,
                pin,
                dt.datetime.now(dt.UTC),
                days=self.offline_days,
                office_id=self._settings.office.id,
            )
        except OSError as error:
            raise StorageError(type(error).__name__) from None

    def _disown(self, clerk: str, pin: str) -> None:
        with contextlib.suppress(OSError):
            self._offline_keys().disown(clerk, pin, self._settings.office.id)

    def _prune(self, stamps: Mapping[str, str]) -> None:
        with contextlib.suppress(OSError):
            keys = self._offline_keys()
            keys.prune(stamps)
            keys.forget_old(dt.datetime.now(dt.UTC), self.offline_days)

    def _offline_keys(self) -> OfflineKeys:
        return OfflineKeys(self._folder, desk_key(self._folder))

    def leave(self) -> None:
        """Note that the session on the disk was in use until now."""
        self._store.touch()

    def lock(self) -> None:
        """Take the session off the disk; the work goes on behind the lock."""
        self._store.clear()

    def sign_out(self, backend: Backend) -> None:
        """End a clerk's session, and tell the daemon so in passing."""
        self._store.clear()
        ending = self._backends.pop(backend.person.clerk, None)
        if ending is not None:
            ending.close(sign_out=True)

    def _seat(self, session: Session) -> LiveBackend:
        """Return the clerk's backend, woken or new, and let those of the others rest."""
        keys = _keys_of(session)
        for clerk, backend in self._backends.items():
            if clerk != session.clerk:
                backend.rest()
        mine = self._backends.get(session.clerk)
        if mine is None:
            return self._open(session)
        mine.wake(session, keys)
        return mine

    async def _ask(self, clerk: str, pin: str) -> Session:
        # Importing the client takes a moment, in which the screen must go on.
        sync_client = await asyncio.to_thread(__import__, "desk.sync_client", fromlist=["SyncClient"])
        try:
            form = SignIn(
                counter=self.counter,
                desk_key=SecretStr(desk_key(self._folder)),
                clerk=clerk,
                pin=SecretStr(pin),
            )
        except OSError as error:
            raise StorageError(type(error).__name__) from None
        except ValueError:
            raise SignInRefused("bad_sign_in") from None
        client = sync_client.SyncClient(self._settings.desk.server)
        try:
            session: Session = await client.sign_in(form)
        finally:
            await client.close()
        return session

    def _open(self, session: Session) -> LiveBackend:
        backend = self.backend_type(session, self._settings, Files.of(self._folder), _keys_of(session))
        backend.on_clerks = self._prune
        self._backends[session.clerk] = backend
        return backend


def _keys_of(session: Session) -> Keyring:
    try:
        key = base64.b64decode(session.mirror_key, validate=True)
        if len(key) != KEY_BYTES:
            raise SignInRefused("mirror_key")
        return Keyring.of(key)
    except (binascii.Error, RegistryError):
        raise SignInRefused("mirror_key") from None
