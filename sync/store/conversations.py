"""Conversations in the store: found by a keyed digest of the LINE user id, sealed, locked while one moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import literal_column
from sqlmodel import Session, col, delete, select

from registry.sealing import Keyring
from sync.store import statements
from sync.store.statements import insert_once, sorted_by
from sync.store.tables.line import LineConversationRow, LineOutgoingRow
from sync.store.tables.requests import ClerkLineRow, RequestRow

USER_TABLE: Final = "line_conversation.user"
STATE_TABLE: Final = "line_conversation.state"
LONG_AGO: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)

_TABLE: Final = statements.table_of(LineConversationRow)
_ROW: Final = _TABLE.c
_OF_ID: Final = (_ROW.office_id == sa.bindparam("of_office"), _ROW.id == sa.bindparam("of_id"))
_SELECT: Final = sa.select(_ROW.office_id, _ROW.id, _ROW.user, _ROW.state, _ROW.blocked)
_FIND: Final = _SELECT.where(*_OF_ID)
_FIND_ALL: Final = _SELECT.where(
    _ROW.office_id == sa.bindparam("of_office"), _ROW.id.in_(sa.bindparam("ids", expanding=True))
)
_LOCK: Final = _FIND.with_for_update(skip_locked=True)
_SAVE: Final = sa.update(_TABLE).where(*_OF_ID)


@dataclass(frozen=True)
class Stored:
    """A conversation as it was read; ``state`` is what the dialogue stored, None for a new one."""

    id: str
    user_id: str = field(repr=False)
    state: bytes | None = field(repr=False)
    blocked: bool


def lock(
    session: Session, *, keys: Keyring, office_id: str, conversation_id: str, user_id: str, now: dt.datetime
) -> Stored | None:
    """Return a conversation that nobody else moves until the transaction ends, made where there is none.

    None when another daemon is at it.
    """
    row = _locked(session, office_id, conversation_id)
    if row is None:
        user = keys.seal(user_id.encode(), office_id, USER_TABLE, conversation_id)
        made = insert_once(
            session,
            LineConversationRow,
            office_id=office_id,
            id=conversation_id,
            blocked=False,
            changed_at=now,
            user=user,
        )
        # Nobody else sees it before the transaction ends.
        return Stored(conversation_id, user_id, None, blocked=False) if made else None
    return _opened(keys, row)


def save(
    session: Session,
    *,
    keys: Keyring,
    office_id: str,
    conversation_id: str,
    state: bytes,
    now: dt.datetime,
    forget_at: dt.datetime | None,
    blocked: bool | None = None,
    unneeded: bool = False,
) -> None:
    """Keep what a locked conversation has become; ``blocked`` None leaves it as it is.

    One that is ``unneeded`` goes with the next purge, once nothing waits to be sent.
    """
    values: dict[str, Any] = {
        "state": keys.seal(state, office_id, STATE_TABLE, conversation_id),
        "changed_at": LONG_AGO if unneeded else now,
        "forget_at": forget_at,
    }
    if blocked is not None:
        values["blocked"] = blocked
    statements.execute(session, _SAVE, of_office=office_id, of_id=conversation_id, **values)


def find(session: Session, *, keys: Keyring, office_id: str, conversation_id: str) -> Stored | None:
    """Return a conversation, not locked."""
    row = statements.execute(session, _FIND, of_office=office_id, of_id=conversation_id).first()
    return None if row is None else _opened(keys, row)


def find_all(session: Session, *, keys: Keyring, office_id: str, ids: Sequence[str]) -> dict[str, Stored]:
    """Return those of these conversations that there are, by their ids, not locked."""
    if not ids:
        return {}
    rows = statements.execute(session, _FIND_ALL, of_office=office_id, ids=list(ids))
    return {row.id: _opened(keys, row) for row in rows}


def hold(session: Session, *, keys: Keyring, office_id: str, conversation_id: str) -> Stored | None:
    """Return a conversation, moved by nobody else until the transaction ends; None while somebody does."""
    row = _locked(session, office_id, conversation_id)
    return None if row is None else _opened(keys, row)


def with_drafts(
    session: Session, *, keys: Keyring, office_id: str, quiet_since: dt.datetime, after: str, limit: int
) -> list[Stored]:
    """Return conversations that hold a draft and have not moved since a moment, by id after ``after``."""
    rows = statements.execute(
        session,
        _SELECT.where(
            _ROW.office_id == office_id,
            _ROW.forget_at.is_not(None),
            _ROW.changed_at <= quiet_since,
            _ROW.id > after,
        )
        .order_by(sorted_by(_ROW.id))
        .limit(limit),
    )
    return [_opened(keys, row) for row in rows]


def to_forget(
    session: Session, *, keys: Keyring, office_id: str, now: dt.datetime, limit: int
) -> list[Stored]:
    """Return conversations whose draft has to be gone, locked, at most ``limit``."""
    rows = statements.execute(
        session,
        _SELECT.where(_ROW.office_id == office_id, _ROW.forget_at <= now)
        .order_by(_ROW.forget_at)
        .limit(limit)
        .with_for_update(skip_locked=True),
    )
    return [_opened(keys, row) for row in rows]


def forget_quiet(session: Session, *, office_id: str, before: dt.datetime, limit: int) -> int:
    """Remove up to ``limit`` conversations without a change since a moment; returns how many.

    One with a draft, a request that still holds particulars, or messages to be sent stays, and a clerk's own.
    """
    here = LineConversationRow
    requests = select(RequestRow.id).where(
        RequestRow.office_id == office_id, RequestRow.conversation_id == here.id
    )
    messages = select(LineOutgoingRow.id).where(
        LineOutgoingRow.office_id == office_id,
        LineOutgoingRow.conversation_id == here.id,
        col(LineOutgoingRow.state).in_([literal_column("'waiting'"), literal_column("'sending'")]),
    )
    clerks = select(ClerkLineRow.clerk_id).where(
        ClerkLineRow.office_id == office_id, ClerkLineRow.conversation_id == here.id
    )
    ids = session.exec(
        select(here.id)
        .where(here.office_id == office_id, col(here.changed_at) < before, col(here.forget_at).is_(None))
        .where(~requests.exists(), ~messages.exists(), ~clerks.exists())
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    gone = delete(here).where(col(here.office_id) == office_id, col(here.id).in_(ids))
    session.connection().execute(gone)
    return len(ids)


def _locked(session: Session, office_id: str, conversation_id: str) -> Sequence[Any] | None:
    return statements.execute(session, _LOCK, of_office=office_id, of_id=conversation_id).first()


def _opened(keys: Keyring, row: Sequence[Any]) -> Stored:
    office_id, conversation_id, user, state, blocked = row
    return Stored(
        conversation_id,
        keys.open(user, office_id, USER_TABLE, conversation_id).decode(),
        None if state is None else keys.open(state, office_id, STATE_TABLE, conversation_id),
        blocked,
    )
