"""Tells the head of a work group, by LINE, that an answer is late: the reference and since when, no more."""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlmodel import Session

from registry.request import Request
from registry.sealing import Keyring
from registry.settings import Settings
from sync.store import clerk_lines, outbox
from sync.store.outbox import Importance, Purpose

WORTH: Final = dt.timedelta(hours=8)
"""How long the message is worth a push: by then the desk has been looked at."""


def tell_late(
    session: Session, *, keys: Keyring, settings: Settings, request: Request, now: dt.datetime
) -> int:
    """Queue the message for every head whose LINE account is paired; returns how many."""
    from sync.line.message_json import text_message
    from sync.line.messages import heads

    inquiry, office_id = request.inquiry, settings.office.id
    if inquiry is None or inquiry.waiting_since is None:
        return 0
    message = text_message(heads.late(request.reference, inquiry.group, inquiry.waiting_since))
    told = clerk_lines.heads_of(session, office_id=office_id, group=inquiry.group)
    for conversation_id in told:
        outbox.enqueue(
            session,
            keys=keys,
            office_id=office_id,
            conversation_id=conversation_id,
            request_id=None,
            messages=[message],
            importance=Importance.DECISION,
            now=now,
            reply=None,
            purpose=Purpose.HEAD,
            useful_until=now + WORTH,
        )
    return len(told)
