"""Clerks' own LINE accounts: paired by a code that is typed in the chat, to tell a head of late answers."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Final

from sqlmodel import Session, col, delete, select, update

from registry.actors import Role
from registry.request import Group
from registry.sealing import Keyring
from sync.store import statements
from sync.store.tables.requests import ClerkLineRow, ClerkRow

CODE_VALID: Final = dt.timedelta(minutes=30)
_SIGNS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_LENGTH: Final = 8


def new_code(session: Session, *, keys: Keyring, office_id: str, clerk_id: str, now: dt.datetime) -> str:
    """Return a code that pairs a clerk's account once, within ``CODE_VALID``; it replaces an older one."""
    code = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
    statements.insert_once(session, ClerkLineRow, office_id=office_id, clerk_id=clerk_id)
    row = session.get_one(ClerkLineRow, (office_id, clerk_id), populate_existing=True)
    row.code_digest, row.code_until = _digest(keys, code), now + CODE_VALID
    session.add(row)
    return code


def clerk_of(session: Session, *, keys: Keyring, office_id: str, code: str, now: dt.datetime) -> str | None:
    """Return the name of the clerk whom a code is for; None where it is no good (any more).

    Nobody else can use the code until the transaction ends.
    """
    found = session.exec(
        select(ClerkRow.name)
        .join(ClerkLineRow, col(ClerkLineRow.clerk_id) == col(ClerkRow.id))
        .where(
            ClerkRow.office_id == office_id,
            ClerkLineRow.office_id == office_id,
            ClerkLineRow.code_digest == _digest(keys, code),
            col(ClerkLineRow.code_until) > now,
        )
        .with_for_update()
    )
    return found.first()


def pair(session: Session, *, keys: Keyring, office_id: str, code: str, conversation_id: str) -> None:
    """Let a clerk be told in a conversation; the code is used up."""
    session.exec(
        update(ClerkLineRow)
        .where(col(ClerkLineRow.office_id) == office_id, col(ClerkLineRow.code_digest) == _digest(keys, code))
        .values(conversation_id=conversation_id, code_digest=None, code_until=None)
    )


def unpair(session: Session, *, office_id: str, clerk_id: str) -> bool:
    """Tell a clerk nothing more by LINE; whether an account was paired."""
    row = session.get(ClerkLineRow, (office_id, clerk_id))
    paired = row is not None and row.conversation_id is not None
    session.exec(
        delete(ClerkLineRow).where(
            col(ClerkLineRow.office_id) == office_id, col(ClerkLineRow.clerk_id) == clerk_id
        )
    )
    return paired


def hold_of(session: Session, *, office_id: str, conversation_id: str) -> None:
    """Lock what is told in a conversation until the transaction ends."""
    rows = select(ClerkLineRow.clerk_id).where(
        ClerkLineRow.office_id == office_id, ClerkLineRow.conversation_id == conversation_id
    )
    session.exec(rows.with_for_update()).all()


def forget(session: Session, *, office_id: str, conversation_id: str) -> None:
    """Tell nothing more in a conversation: its owner wants nothing to be kept."""
    session.exec(
        delete(ClerkLineRow).where(
            col(ClerkLineRow.office_id) == office_id, col(ClerkLineRow.conversation_id) == conversation_id
        )
    )


def paired(session: Session, office_id: str) -> set[str]:
    """Return the ids of the clerks with an account."""
    rows = select(ClerkLineRow.clerk_id).where(
        ClerkLineRow.office_id == office_id, col(ClerkLineRow.conversation_id).is_not(None)
    )
    return set(session.exec(rows))


def heads_of(session: Session, *, office_id: str, group: Group) -> list[str]:
    """Return the conversations of a work group's heads; without any, of the whole section's."""
    heads = session.exec(
        select(ClerkRow.id, ClerkRow.groups).where(
            ClerkRow.office_id == office_id, ClerkRow.role == Role.HEAD.value
        )
    ).all()
    own = {clerk_id for clerk_id, groups in heads if group.value in groups.split()}
    told = own or {clerk_id for clerk_id, groups in heads if not groups}
    rows = session.exec(
        select(ClerkLineRow.clerk_id, ClerkLineRow.conversation_id).where(ClerkLineRow.office_id == office_id)
    ).all()
    return sorted({where for clerk_id, where in rows if clerk_id in told and where is not None})


def _digest(keys: Keyring, code: str) -> str:
    return keys.lookup("clerk pairing", code)
