"""Tells the citizen of a change: the notice goes to the outbox in the transaction of the change."""

from __future__ import annotations

import datetime as dt

from sqlmodel import Session

from registry.lifecycle import Notice
from registry.request import Request
from registry.sealing import Keyring
from registry.settings import Settings


def tell_citizen(
    session: Session,
    *,
    keys: Keyring,
    settings: Settings,
    kind: Notice,
    request: Request,
    conversation_id: str,
    now: dt.datetime,
) -> None:
    """Queue the notice of a decision for a conversation; a call to the counter is worth minutes only."""
    from sync.line.notices import notice
    from sync.store.outbox import Importance, enqueue

    enqueue(
        session,
        keys=keys,
        office_id=settings.office.id,
        conversation_id=conversation_id,
        request_id=request.id,
        messages=notice(kind, request, settings),
        importance=Importance.PERISHABLE if kind is Notice.CALLED else Importance.DECISION,
        now=now,
        reply=None,
    )
