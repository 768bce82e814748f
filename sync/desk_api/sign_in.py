"""Signing in: the desk's key, the number of tries, then the PIN, off the event loop."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import math
from typing import Final

from fastapi.responses import Response
from sqlmodel import Session as Transaction

from registry.actors import Actor
from registry.office import OfficeProfile
from registry.sealing import Keyring
from registry.settings import Settings
from registry.sign_in import SecondProof, SecondSignIn, Session, SignIn
from sync.desk_api.problems import refuse
from sync.store import clerks, closures, desks, second_person, sessions
from sync.store.clerks import Clerk
from sync.store.database import Database

# Each check of a PIN takes 19 MiB and a core for 40 ms.
_AT_ONCE: Final = 2
_WAITING: Final = 50

_Candidate = tuple[Clerk, str] | None


class SignInDesk:
    """Opens sessions for clerks who know their PIN, at counters that are their desk's."""

    def __init__(self, database: Database, keys: Keyring, settings: Settings) -> None:
        self._database, self._keys, self._settings = database, keys, settings
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._waiting = 0

    async def sign_in(self, wanted: SignIn, now: dt.datetime) -> Session | Response:
        """Return the session, or why there is none."""
        if not (_plain(wanted.counter) and _plain(wanted.clerk)):
            return refuse(422, "invalid", problem="string_pattern_mismatch")
        if self._waiting >= _WAITING:
            return refuse(429, "wait", wait=1)
        self._waiting += 1
        try:
            return await self._tried(wanted, now)
        finally:
            self._waiting -= 1

    async def second_person(
        self, wanted: SecondSignIn, actor: Actor, now: dt.datetime
    ) -> SecondProof | Response:
        """Return the proof that another clerk agrees to an approval of the actor's, or why there is none."""
        if not (_plain(wanted.request_id) and _plain(wanted.clerk)):
            return refuse(422, "invalid", problem="string_pattern_mismatch")
        if self._waiting >= _WAITING:
            return refuse(429, "wait", wait=1)
        self._waiting += 1
        try:
            return await self._agreed(wanted, actor, now)
        finally:
            self._waiting -= 1

    async def _agreed(self, wanted: SecondSignIn, actor: Actor, now: dt.datetime) -> SecondProof | Response:
        begun = await self._database.write_async(
            lambda session: self._begin_tries(session, wanted.clerk, now)
        )
        if isinstance(begun, Response):
            return begun
        _, pin_hash = begun or (None, None)
        # Not 401: the session of whoever asks is as good as before.
        if not await self._pin_matches(pin_hash, wanted.pin.get_secret_value()) or pin_hash is None:
            return refuse(403, "bad_sign_in")
        office_id = self._settings.office.id
        await self._database.write_async(
            lambda session: sessions.end_tries(
                session, keys=self._keys, office_id=office_id, clerk_id=wanted.clerk
            )
        )
        proof = second_person.prove(
            self._keys,
            office_id=office_id,
            request_id=wanted.request_id,
            version=wanted.seen_version,
            actor=actor,
            second=wanted.clerk,
            now=now,
        )
        return SecondProof(proof=proof)

    async def _tried(self, wanted: SignIn, now: dt.datetime) -> Session | Response:
        begun = await self._database.write_async(lambda session: self._begin(session, wanted, now))
        if isinstance(begun, Response):
            return begun
        clerk, pin_hash = begun or (None, None)
        if not await self._pin_matches(pin_hash, wanted.pin.get_secret_value()) or clerk is None:
            return refuse(401, "bad_sign_in")
        expires_at = now + dt.timedelta(hours=self._settings.sync.session_hours)
        token = await self._database.write_async(
            lambda session: sessions.open_session(
                session,
                keys=self._keys,
                office_id=self._settings.office.id,
                clerk_id=wanted.clerk,
                counter=wanted.counter,
                desk_key=wanted.desk_key.get_secret_value(),
                now=now,
                expires_at=expires_at,
            )
        )
        if token is None:
            return refuse(403, "other_desk_key")
        office = await self._database.read_async(lambda session: profile(session, self._settings))
        stamp = clerks.stamp(self._keys, wanted.counter, clerk.id, pin_hash or "")
        opened = self._session(clerk, wanted.counter, token, expires_at, office)
        return opened.model_copy(update={"stamp": stamp})

    def _begin(self, session: Transaction, wanted: SignIn, now: dt.datetime) -> _Candidate | Response:
        """Look at the desk before the PIN: another desk gets no tries at a counter's PINs."""
        office_id = self._settings.office.id
        own = sessions.desk_key_matches(
            session,
            keys=self._keys,
            office_id=office_id,
            counter=wanted.counter,
            desk_key=wanted.desk_key.get_secret_value(),
        )
        if own is False:
            return refuse(403, "other_desk_key")
        return self._begin_tries(session, wanted.clerk, now)

    def _begin_tries(self, session: Transaction, clerk_id: str, now: dt.datetime) -> _Candidate | Response:
        office_id = self._settings.office.id
        wait = sessions.begin_try(session, keys=self._keys, office_id=office_id, clerk_id=clerk_id, now=now)
        if wait is not None:
            return refuse(429, "wait", wait=math.ceil(wait.total_seconds()))
        return clerks.find(session, office_id=office_id, clerk_id=clerk_id)

    async def _pin_matches(self, pin_hash: str | None, pin: str) -> bool:
        async with self._turns:
            return await asyncio.to_thread(clerks.pin_matches, pin_hash, pin)

    def _session(
        self, clerk: Clerk, counter: str, token: str, expires_at: dt.datetime, office: OfficeProfile
    ) -> Session:
        office_id = self._settings.office.id
        return Session(
            token=token,
            clerk=clerk.id,
            clerk_name=clerk.name,
            role=clerk.role,
            groups=clerk.groups,
            counter=counter,
            expires_at=expires_at,
            mirror_key=base64.b64encode(mirror_key(self._keys, office_id, counter)).decode(),
            office=office,
        )


def profile(session: Transaction, settings: Settings) -> OfficeProfile:
    """Return the office as a desk has to know it now."""
    known = desks.counters(session, office_id=settings.office.id)
    return OfficeProfile.of(closures.applied(session, settings), known)


def mirror_key(keys: Keyring, office_id: str, counter: str) -> bytes:
    """Return the key under which a counter's desk seals its mirror."""
    return keys.derive(f"mirror {office_id} {counter}")


def _plain(name: str) -> bool:
    """Whether a name is one word that can be shown: PostgreSQL takes no U+0000, a log no line ends."""
    return name.isprintable() and not any(letter.isspace() for letter in name)
