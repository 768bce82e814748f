"""How many messages a citizen has been pushed lately: each is paid for."""

from __future__ import annotations

import datetime as dt
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session

from sync.store import statements
from sync.store.tables.line import LineOutgoingRow

_ROW: Final = statements.table_of(LineOutgoingRow).c
_COUNT: Final = sa.select(sa.func.count()).where(
    _ROW.office_id == sa.bindparam("of_office"),
    _ROW.state == sa.literal_column("'sent'"),
    _ROW.changed_at >= sa.bindparam("since"),
    _ROW.conversation_id == sa.bindparam("of_conversation"),
    _ROW.way == sa.literal_column("'push'"),
)


def of_conversation(session: Session, *, office_id: str, conversation_id: str, since: dt.datetime) -> int:
    """Return how many pushes to a conversation were sent since a moment (UTC)."""
    counted = statements.execute(
        session, _COUNT, of_office=office_id, of_conversation=conversation_id, since=since
    )
    return int(counted.scalar_one())
