"""The open requests in some states, as what is done at night looks for its subjects."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session

from registry.request import Request
from registry.states import State
from sync.store import statements
from sync.store.tables.requests import RequestRow

_ROW: Final = statements.table_of(RequestRow).c


def open_in(session: Session, *, office_id: str, states: Collection[State]) -> list[Request]:
    """Return an office's requests in some states that are not closed, without their free texts, oldest first.

    Not locked, nothing unsealed: whoever acts on one looks at it again in a transaction of its own.
    """
    rows: sa.Select[Any] = (
        sa.select(_ROW.body)
        .where(
            _ROW.office_id == office_id,
            _ROW.closed_on.is_(None),
            _ROW.state.in_([state.value for state in states]),
        )
        .order_by(_ROW.seq)
    )
    return [Request.model_validate_json(body) for body in statements.execute(session, rows).scalars()]
