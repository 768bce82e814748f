"""Signing in: the desk's key, the number of tries, then the PIN, off the event loop."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import math
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Final, TypeVar

from fastapi.responses import Response
from pydantic import SecretStr
from sqlmodel import Session as Transaction

from registry.actors import Actor
from registry.office import OfficeProfile
from registry.sealing import Keyring
from registry.settings import Settings
from registry.sign_in import SecondProof, SecondSignIn, Session, SignIn
from sync.desk_api.problems import refuse
from sync.store import clerks, closures, desks, pins, second_person, sessions
from sync.store.clerks import Clerk
from sync.store.database import Database

# Each check of a PIN takes 19 MiB and a core for 40 ms.
_AT_ONCE: Final = 2
_WAITING: Final = 50

_Candidate = tuple[Clerk, str] | None
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class _Known:
    """Somebody whose PIN was right, its hash as it was looked at, and as it is to be kept."""

    clerk: Clerk
    pin_hash: str = field(repr=False)
    anew: str = field(repr=False)


class SignInDesk:
    """Opens sessions for clerks who know their PIN, at counters that are their desk's."""

    def __init__(self, database: Database, keys: Keyring, settings: Settings) -> None:
        self._database, self._keys, self._settings = database, keys, settings
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._waiting = 0

    async def sign_in(self, wanted: SignIn, now: dt.datetime) -> Session | Response:
        """Return the session, or why there is none."""
        return await self._in_turn((wanted.counter, wanted.clerk), lambda: self._tried(wanted, now))

    async def second_person(
        self, wanted: SecondSignIn, actor: Actor, now: dt.datetime
    ) -> SecondProof | Response:
        """Return the proof that another clerk agrees to an approval of the actor's, or why there is none."""
        return await self._in_turn(
            (wanted.request_id, wanted.clerk), lambda: self._agreed(wanted, actor, now)
        )

    async def _in_turn(
        self, names: Iterable[str], tried: Callable[[], Awaitable[Answer | Response]]
    ) -> Answer | Response:
        """Let a PIN be tried, unless a name cannot be one or too many wait already."""
        if not all(map(_plain, names)):
            return refuse(422, "invalid", problem="string_pattern_mismatch")
        if self._waiting >= _WAITING:
            return refuse(429, "wait", wait=1)
        self._waiting += 1
        try:
            return await tried()
        finally:
            self._waiting -= 1

    async def _agreed(self, wanted: SecondSignIn, actor: Actor, now: dt.datetime) -> SecondProof | Response:
        begun = await self._database.write_async(
            lambda session: self._begin_tries(session, wanted.clerk, now)
        )
        if isinstance(begun, Response):
            return begun
        known = await self._known(begun, wanted.pin)
        # Not 401: the session of whoever asks is as good as before.
        if known is None or not await self._database.write_async(partial(self._confirmed, known=known)):
            return refuse(403, "bad_sign_in")
        proof = second_person.prove(
            self._keys,
            office_id=self._settings.office.id,
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
        known = await self._known(begun, wanted.pin)
        if known is None:
            return refuse(401, "bad_sign_in")
        expires_at = now + dt.timedelta(hours=self._settings.sync.session_hours)
        token = await self._database.write_async(
            lambda session: self._opened(session, wanted, known, now, expires_at)
        )
        if isinstance(token, Response):
            return token
        office = await self._database.read_async(lambda session: profile(session, self._settings))
        stamp = clerks.stamp(self._keys, wanted.counter, known.clerk.id, known.anew)
        opened = self._session(known.clerk, wanted.counter, token, expires_at, office)
        return opened.model_copy(update={"stamp": stamp})

    def _opened(
        self, session: Transaction, wanted: SignIn, known: _Known, now: dt.datetime, expires_at: dt.datetime
    ) -> str | Response:
        """Open the session and return its token, or why there is none."""
        if not self._confirmed(session, known):
            return refuse(401, "bad_sign_in")
        token = sessions.open_session(
            session,
            keys=self._keys,
            office_id=self._settings.office.id,
            clerk_id=wanted.clerk,
            counter=wanted.counter,
            desk_key=wanted.desk_key.get_secret_value(),
            now=now,
            expires_at=expires_at,
        )
        return refuse(403, "other_desk_key") if token is None else token

    def _confirmed(self, session: Transaction, known: _Known) -> bool:
        """Make an end of the counted tries; False where the PIN has been changed while it was looked at."""
        office_id, clerk_id = self._settings.office.id, known.clerk.id
        kept = clerks.confirm(
            session, office_id=office_id, clerk_id=clerk_id, pin_hash=known.pin_hash, anew=known.anew
        )
        if kept:
            sessions.end_tries(session, keys=self._keys, office_id=office_id, clerk_id=clerk_id)
        return kept

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

    async def _known(self, candidate: _Candidate, pin: SecretStr) -> _Known | None:
        """Return whose PIN it is; None where it is not, after as long a time."""
        clerk, pin_hash = candidate or (None, None)
        async with self._turns:
            matches = await asyncio.to_thread(pins.matches, self._keys, pin_hash, pin.get_secret_value())
            if not matches or clerk is None or pin_hash is None:
                return None
            anew = pin_hash
            if pins.outdated(pin_hash):
                anew = await asyncio.to_thread(pins.hashed, self._keys, pin.get_secret_value())
        return _Known(clerk, pin_hash, anew)

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
