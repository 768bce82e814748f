"""Reply tokens that the chat left unused: a person's answer goes out free of charge while one is fresh."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlmodel import Session

from registry.sealing import Keyring
from sync.store import statements
from sync.store.outbox import Reply
from sync.store.tables.inquiries import LineReplyRow

_TABLE = statements.table_of(LineReplyRow)
_ROW = _TABLE.c
_SEALED = "line_reply"


def keep(session: Session, *, keys: Keyring, office_id: str, conversation_id: str, reply: Reply) -> None:
    """Keep the newest token of a conversation; the one before it is forgotten."""
    sealed = keys.seal(reply.token.encode(), office_id, _SEALED, conversation_id)
    values = {"until": reply.until, "sealed": sealed}
    statement = (
        statements.insert(session, LineReplyRow)
        .values(office_id=office_id, id=conversation_id, **values)
        .on_conflict_do_update(index_elements=["office_id", "id"], set_=values)
    )
    statements.execute(session, statement)


def hold(session: Session, *, office_id: str, conversation_id: str) -> None:
    """Lock a conversation's token until the transaction ends."""
    row = sa.select(_ROW.id).where(_ROW.office_id == office_id, _ROW.id == conversation_id)
    statements.execute(session, row.with_for_update()).all()


def take(
    session: Session, *, keys: Keyring, office_id: str, conversation_id: str, now: dt.datetime
) -> Reply | None:
    """Return a token that is still good, and forget it: it is good once."""
    statement = (
        sa.delete(_TABLE)
        .where(_ROW.office_id == office_id, _ROW.id == conversation_id)
        .returning(_ROW.until, _ROW.sealed)
    )
    row = statements.execute(session, statement).mappings().first()
    if row is None or row["until"] <= now:
        return None
    return Reply(keys.open(row["sealed"], office_id, _SEALED, conversation_id).decode(), row["until"])


def purge(session: Session, *, office_id: str, before: dt.datetime, limit: int) -> int:
    """Forget up to ``limit`` tokens that were good until before a moment."""
    old = sa.select(_ROW.id).where(_ROW.office_id == office_id, _ROW.until < before).limit(limit)
    gone = sa.delete(_TABLE).where(_ROW.office_id == office_id, _ROW.id.in_(old.scalar_subquery()))
    return statements.execute(session, gone).rowcount
