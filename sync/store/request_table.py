"""The table of requests: rows read as requests, locked for who changes them, replaced as they were read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session

from registry.errors import Conflict, RefusalCode, Refused
from registry.particulars import Particulars
from registry.request import Request
from registry.sealing import Keyring
from sync.store import statements
from sync.store.feed import take_number
from sync.store.request_rows import columns_of, opened
from sync.store.tables.requests import RequestRow

_TABLE: Final = statements.table_of(RequestRow)
_ROW: Final = _TABLE.c
_OF_OFFICE: Final = _ROW.office_id == sa.bindparam("of_office")
_OF_ID: Final = _ROW.id == sa.bindparam("of_id")
_SELECT: Final = (
    sa.select(_ROW.id, _ROW.body, _ROW.sealed, _ROW.seq, _ROW.conversation_id)
    .where(_OF_OFFICE)
    .order_by(statements.sorted_by(_ROW.id))
)
_LOCK: Final = _SELECT.where(_OF_ID).with_for_update()
_OF_CONVERSATION: Final = _SELECT.where(_ROW.conversation_id == sa.bindparam("of_conversation"))
_CLOSED: Final = _OF_CONVERSATION.where(_ROW.closed_on.is_not(None))
_ALL_LOCKED: Final = _OF_CONVERSATION.with_for_update()
_OPEN_LOCKED: Final = _ALL_LOCKED.where(_ROW.closed_on.is_(None))
_INSERT: Final = sa.insert(_TABLE)
_UPDATE: Final = sa.update(_TABLE).where(_OF_OFFICE, _OF_ID, _ROW.seq == sa.bindparam("of_seq"))


@dataclass(frozen=True)
class Stored:
    """A request as it was read, and what else its row says; ``erased``: nothing of the citizen is in it."""

    request: Request
    particulars: Particulars
    seq: int
    conversation_id: str | None
    erased: bool = False


def locked(session: Session, keys: Keyring, office_id: str, request_id: str) -> Stored:
    """Return a request that nobody else changes until the transaction ends; raises Refused (NOT_FOUND)."""
    # PostgreSQL takes no U+0000 in a text, and no id holds what cannot be printed.
    known = request_id.isprintable()
    row = statements.execute(session, _LOCK, of_office=office_id, of_id=request_id).first() if known else None
    if row is None:
        raise Refused(RefusalCode.NOT_FOUND)
    return _stored(keys, office_id, row)


def of_conversation(
    session: Session, keys: Keyring, office_id: str, conversation_id: str, *, closed: bool
) -> list[Stored]:
    """Return a conversation's open requests, or with ``closed`` all of them, locked, oldest first."""
    which = _ALL_LOCKED if closed else _OPEN_LOCKED
    return _found(session, keys, office_id, which, of_conversation=conversation_id)


def closed_of_conversation(
    session: Session, keys: Keyring, office_id: str, conversation_id: str
) -> list[Stored]:
    """Return a conversation's requests that have ended and still lead to it, oldest first; not locked."""
    return _found(session, keys, office_id, _CLOSED, of_conversation=conversation_id)


def by_lookup(session: Session, keys: Keyring, office_id: str, column: str, digest: str) -> list[Stored]:
    """Return the requests with a keyed digest in one of the columns for finding them."""
    return _found(session, keys, office_id, _SELECT.where(_ROW[column] == digest))


def insert(session: Session, keys: Keyring, stored: Stored) -> None:
    """Add the row of a new request."""
    request = stored.request
    row = {
        "office_id": request.office_id,
        "id": request.id,
        "seq": stored.seq,
        "reference": request.reference,
        "conversation_id": stored.conversation_id,
        "created_at": request.created_at,
        **columns_of(keys, request, stored.particulars),
    }
    statements.execute(session, _INSERT, **row)


def save_particulars(session: Session, keys: Keyring, before: Stored, particulars: Particulars) -> None:
    """Replace the particulars alone: no new version, but new to the desks."""
    columns = columns_of(keys, before.request, particulars)
    save(session, before, take_number(session, before.request.office_id), columns)


def save(session: Session, before: Stored, seq: int, columns: dict[str, Any]) -> None:
    """Replace exactly the row that was read: whoever comes second changes nothing and is told so."""
    request = before.request
    where = {"of_office": request.office_id, "of_id": request.id, "of_seq": before.seq}
    if statements.execute(session, _UPDATE, **where, seq=seq, **columns).rowcount != 1:
        raise Conflict(RefusalCode.STALE)


def _found(
    session: Session, keys: Keyring, office_id: str, rows: sa.Select[tuple[Any, ...]], **parameters: str
) -> list[Stored]:
    result = statements.execute(session, rows, of_office=office_id, **parameters)
    return [_stored(keys, office_id, row) for row in result]


def _stored(keys: Keyring, office_id: str, row: Sequence[Any]) -> Stored:
    request_id, body, sealed, seq, conversation_id = row
    request, particulars = opened(keys, office_id, request_id, body, sealed)
    # A fact that came late seals again, with nothing of the citizen; the way to the chat stays gone.
    erased = sealed is None or (request.channel == "line" and conversation_id is None)
    return Stored(request, particulars, seq, conversation_id, erased)
