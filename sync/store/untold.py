"""Which requests' citizens could not be sent something: found by conversation, and counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, delete, func, select

from sync.store import statements
from sync.store.statements import insert
from sync.store.tables.nightly import UntoldRow

_ROW: Final = statements.table_of(UntoldRow).c
_CONVERSATIONS: Final = sa.select(_ROW.conversation_id).where(
    _ROW.office_id == sa.bindparam("of_office"),
    _ROW.conversation_id.in_(sa.bindparam("ids", expanding=True)),
)


def note(
    session: Session, *, office_id: str, request_id: str, conversation_id: str, purpose: str, now: dt.datetime
) -> None:
    """Keep what a citizen could not be sent; the latest for each request."""
    values = {
        "office_id": office_id,
        "id": request_id,
        "conversation_id": conversation_id,
        "purpose": purpose,
        "since": now,
    }
    changes = {"purpose": purpose, "since": now}
    statement = insert(session, UntoldRow).values(**values)
    session.connection().execute(
        statement.on_conflict_do_update(index_elements=["office_id", "id"], set_=changes)
    )


def of_conversation(session: Session, *, office_id: str, conversation_id: str) -> list[str]:
    """Return the ids of a conversation's requests with something that could not be sent, in order."""
    rows = session.exec(
        select(UntoldRow.id).where(
            UntoldRow.office_id == office_id, UntoldRow.conversation_id == conversation_id
        )
    )
    return sorted(rows)


def conversations_among(session: Session, *, office_id: str, ids: Sequence[str]) -> set[str]:
    """Return which of these conversations have requests with something that could not be sent."""
    if not ids:
        return set()
    rows = statements.execute(session, _CONVERSATIONS, of_office=office_id, ids=list(ids))
    return set(rows.scalars())


def forget(session: Session, *, office_id: str, request_ids: list[str]) -> None:
    """Forget that something could not be sent."""
    session.connection().execute(
        delete(UntoldRow).where(col(UntoldRow.office_id) == office_id, col(UntoldRow.id).in_(request_ids))
    )


def count(session: Session, *, office_id: str) -> int:
    """Return how many requests there are whose citizen could not be sent something."""
    return session.exec(
        select(func.count()).select_from(UntoldRow).where(UntoldRow.office_id == office_id)
    ).one()
