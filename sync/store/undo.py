"""Decisions that can be taken back: their message waits, and the request as it was lies sealed beside it.

Whoever removes the message in a transaction has decided: the sender that takes it, or the clerk.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import literal_column
from sqlmodel import Session, col, select

from registry.actors import Actor
from registry.particulars import Particulars
from registry.request import Request
from registry.sealing import Keyring
from sync.store.outbox import TABLE
from sync.store.tables.line import LineOutgoingRow


@dataclass(frozen=True)
class Undo:
    """What lies beside a message that waits until a moment (UTC): JSON, sealed with the message."""

    until: dt.datetime
    kept: dict[str, Any]


@dataclass(frozen=True)
class Undone:
    """A request as it was, and what of its particulars the decision had brought."""

    request: Request
    found: dict[str, Any]

    def without_found(self, particulars: Particulars) -> Particulars:
        """Return particulars without what the decision brought; what the citizen wrote since stays."""
        return particulars.model_copy(update=self.found)


def undo_of(
    before: Request, particulars: Particulars, version: int, actor: Actor, *, until: dt.datetime
) -> Undo:
    """Return what is needed to take back a decision that made a request this ``version``."""
    kept = {
        "clerk": actor.id,
        "counter": actor.counter,
        "version": version,
        "request": before.model_dump(mode="json"),
        "found": {"pid": particulars.pid, "name": particulars.name},
    }
    return Undo(until, kept)


def take(
    session: Session, *, keys: Keyring, office_id: str, conversation_id: str, request: Request, actor: Actor
) -> Undone | None:
    """Remove the message of the actor's last decision and return what was before; None: it is too late."""
    rows = session.exec(
        select(LineOutgoingRow)
        .where(
            LineOutgoingRow.office_id == office_id,
            LineOutgoingRow.conversation_id == conversation_id,
            LineOutgoingRow.request_id == request.id,
            col(LineOutgoingRow.state) == literal_column("'waiting'"),
        )
        .with_for_update()
    ).all()
    for row in rows:
        body = json.loads(keys.open(row.sealed, office_id, TABLE, row.id)) if row.sealed else {}
        kept = body.get("undo") or {}
        mine = (kept.get("clerk"), kept.get("counter")) == (actor.id, actor.counter)
        if mine and kept.get("version") == request.version:
            session.delete(row)
            return Undone(Request.model_validate(kept["request"]), kept["found"])
    return None
