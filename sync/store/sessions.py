"""Signing in at a counter: tries that cost time, a desk's key, sessions known by a digest of their token."""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
from typing import Final

from sqlmodel import Session, col, delete, select

from registry.actors import Actor, Role
from registry.sealing import Keyring
from sync.store import statements
from sync.store.tables.requests import ClerkRow, DeskRow, SessionRow, SignInTriesRow

FREE_TRIES: Final = 5
_FIRST_WAIT: Final = dt.timedelta(seconds=30)
_LONGEST_WAIT: Final = dt.timedelta(minutes=15)
_TOKEN_BYTES: Final = 32


def begin_try(
    session: Session, *, keys: Keyring, office_id: str, clerk_id: str, now: dt.datetime
) -> dt.timedelta | None:
    """Count a try to sign in before the PIN is looked at; returns how long to wait where it is too early.

    Counted first, so that many tries at once are no way around it. The same for clerks who do not exist.
    """
    bucket = _bucket(keys, clerk_id)
    statements.insert_once(
        session, SignInTriesRow, office_id=office_id, bucket=bucket, tries=0, wait_until=now
    )
    row = session.exec(
        select(SignInTriesRow)
        .where(SignInTriesRow.office_id == office_id, SignInTriesRow.bucket == bucket)
        .with_for_update()
    ).one()
    left = row.wait_until - now
    if left > _LONGEST_WAIT:
        # The clock was ahead when this was counted, and has been set right since.
        left = _wait_after(row.tries)
        row.wait_until = now + left
        session.add(row)
    if left > dt.timedelta(0):
        return left
    row.tries += 1
    row.wait_until = now + _wait_after(row.tries)
    session.add(row)
    return None


def desk_key_matches(
    session: Session, *, keys: Keyring, office_id: str, counter: str, desk_key: str
) -> bool | None:
    """Whether this desk is the one of the counter; None where the counter has no desk yet."""
    row = session.get(DeskRow, (office_id, counter))
    if row is None:
        return None
    return hmac.compare_digest(row.key_digest, _desk_digest(keys, counter, desk_key))


def open_session(
    session: Session,
    *,
    keys: Keyring,
    office_id: str,
    clerk_id: str,
    counter: str,
    desk_key: str,
    now: dt.datetime,
    expires_at: dt.datetime,
) -> str | None:
    """Open a session after a good PIN and return its token; None when the counter belongs to another desk.

    The first desk that signs in at a counter is the counter's from then on.
    """
    digest = _desk_digest(keys, counter, desk_key)
    statements.insert_once(
        session, DeskRow, office_id=office_id, counter=counter, key_digest=digest, since=now
    )
    if not desk_key_matches(session, keys=keys, office_id=office_id, counter=counter, desk_key=desk_key):
        return None
    _forget_ended(session, office_id, now)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    row = SessionRow(
        office_id=office_id,
        token_digest=_token_digest(keys, token),
        clerk_id=clerk_id,
        counter=counter,
        expires_at=expires_at,
    )
    session.add(row)
    return token


def actor_of(
    session: Session, *, keys: Keyring, office_id: str, token: str, now: dt.datetime
) -> Actor | None:
    """Return who acts with a token; None for an unknown or ended one, or a clerk who was removed."""
    rows = select(SessionRow.counter, ClerkRow.id, ClerkRow.name, ClerkRow.role).where(
        SessionRow.office_id == office_id,
        SessionRow.token_digest == _token_digest(keys, token),
        SessionRow.expires_at > now,
        ClerkRow.office_id == office_id,
        col(ClerkRow.id) == SessionRow.clerk_id,
    )
    found = session.exec(rows).first()
    if found is None:
        return None
    counter, clerk_id, name, role = found
    return Actor(kind="clerk", id=clerk_id, name=name, counter=counter, role=Role(role))


def close_session(session: Session, *, keys: Keyring, office_id: str, token: str) -> None:
    """End a session."""
    digest = _token_digest(keys, token)
    session.exec(
        delete(SessionRow).where(
            col(SessionRow.office_id) == office_id, col(SessionRow.token_digest) == digest
        )
    )


def forget_desk(session: Session, *, office_id: str, counter: str) -> bool:
    """Let another desk have a counter, and end the sessions there; whether it had one."""
    session.exec(
        delete(SessionRow).where(col(SessionRow.office_id) == office_id, col(SessionRow.counter) == counter)
    )
    gone = delete(DeskRow).where(col(DeskRow.office_id) == office_id, col(DeskRow.counter) == counter)
    return session.exec(gone).rowcount == 1


def _wait_after(tries: int) -> dt.timedelta:
    if tries < FREE_TRIES:
        return dt.timedelta(0)
    doubled: dt.timedelta = _FIRST_WAIT * 2 ** min(tries - FREE_TRIES, 10)
    return min(doubled, _LONGEST_WAIT)


def end_tries(session: Session, *, keys: Keyring, office_id: str, clerk_id: str) -> None:
    """Forget the tries that were counted before a good PIN."""
    bucket = _bucket(keys, clerk_id)
    session.exec(
        delete(SignInTriesRow).where(
            col(SignInTriesRow.office_id) == office_id, col(SignInTriesRow.bucket) == bucket
        )
    )


def _forget_ended(session: Session, office_id: str, now: dt.datetime) -> None:
    session.exec(
        delete(SessionRow).where(col(SessionRow.office_id) == office_id, col(SessionRow.expires_at) <= now)
    )


def _bucket(keys: Keyring, clerk_id: str) -> str:
    return keys.lookup("sign-in tries", clerk_id)[:4]


def _desk_digest(keys: Keyring, counter: str, desk_key: str) -> str:
    return keys.lookup(f"desk key of {counter}", desk_key)


def _token_digest(keys: Keyring, token: str) -> str:
    return keys.lookup("session token", token)
