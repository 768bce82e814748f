"""Tells the citizen of a change: the notice goes to the outbox in the transaction of the change."""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlmodel import Session

from registry.lifecycle import Notice
from registry.request import Appointment, Request
from registry.sealing import Keyring
from registry.settings import Settings
from sync.store import offers
from sync.store.outbox import Importance, Purpose, enqueue
from sync.store.undo import Undo
from thai.dates import today

PURPOSE: Final = {
    Notice.CLOSED: Purpose.CLOSURE,
    Notice.QUESTION: Purpose.QUESTION,
    Notice.READY: Purpose.READY,
    Notice.REMINDER: Purpose.REMINDER,
    Notice.NO_SHOW: Purpose.NO_SHOW,
    Notice.CALLED: Purpose.CALL,
    Notice.EXPIRED: Purpose.NO_SHOW,
    Notice.SURVEY: Purpose.SURVEY,
}
"""What each notice is for; one that is not named tells of a decision."""
_OFFERING: Final = frozenset({Notice.CLOSED, Notice.NO_SHOW})


def tell_citizen(
    session: Session,
    *,
    keys: Keyring,
    settings: Settings,
    kind: Notice,
    request: Request,
    conversation_id: str,
    now: dt.datetime,
    before: Request | None = None,
    useful_until: dt.datetime | None = None,
    said: str = "",
    undo: Undo | None = None,
) -> None:
    """Queue the notice of a decision for a conversation; ``before`` is the request as it was.

    A call to the counter is worth minutes only.

    ``said`` is what a clerk wrote: it goes by a reply token that the chat has left unused, while one is good.

    With ``undo`` the notice waits as long as the decision can be taken back.

    An office that does not want to spend a push on it is not made to say that documents are ready.
    """
    from sync.line.notices import notice
    from sync.store import reply_tokens

    if kind is Notice.READY and not settings.chat.tell_ready:
        return
    mine = {"office_id": settings.office.id, "conversation_id": conversation_id}
    answers = kind in {Notice.SAID, Notice.ENDED, Notice.ARRANGED}
    times = _times(session, settings, kind, before or request, now)
    enqueue(
        session,
        keys=keys,
        office_id=settings.office.id,
        conversation_id=conversation_id,
        request_id=request.id,
        messages=notice(kind, request, settings, before=before, times=times, today=today(now), said=said),
        importance=Importance.PERISHABLE if kind is Notice.CALLED else Importance.DECISION,
        now=now,
        reply=reply_tokens.take(session, keys=keys, now=now, **mine) if answers else None,
        purpose=PURPOSE.get(kind, Purpose.DECISION),
        useful_until=useful_until,
        not_before=undo.until if undo is not None else None,
        undo=undo.kept if undo is not None else None,
    )


def _times(
    session: Session, settings: Settings, kind: Notice, before: Request, now: dt.datetime
) -> list[Appointment]:
    """Return times to choose from, where the old one is gone."""
    if kind not in _OFFERING:
        return []
    day = today(now)
    after = (before.appointment or before.hold or before.wish).date or day
    return offers.next_times(session, settings=settings, today=day, after=max(after, day))
