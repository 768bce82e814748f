"""Reminds once of a request that was begun in the chat and never sent."""

from __future__ import annotations

import datetime as dt
import math
from functools import partial
from typing import Final

from sync.line.dialogue import Conversation, keeps_until
from sync.line.dialogue.buttons import data
from sync.line.dialogue.model import Draft
from sync.line.message_json import Tap, text_message
from sync.line.messages import labels
from sync.line.messages import notices as say
from sync.nightly import hours
from sync.nightly.work import Act, Night, Tally
from sync.store import conversations, once, outbox
from sync.store.outbox import Importance, Purpose
from thai.dates import today

_PAGE: Final = 200
_KIND: Final = "draft"
_HOUR: Final = dt.timedelta(hours=1)


def remind(night: Night) -> Tally:
    """Remind of every draft that has been left for the configured hours and is not about to be forgotten."""
    total = Tally()
    after: str | None = ""
    if not night.settings.nightly.draft_hours:
        return total
    while after is not None:
        due, after = night.read(partial(_due, after=after))
        tally = night.each(due, _one)
        total = Tally(total.done + tally.done, total.failed + tally.failed)
    return total


def _due(act: Act, *, after: str) -> tuple[list[str], str | None]:
    """Return the conversations of a page that have a draft to be reminded of, and where the page ended."""
    found = conversations.with_drafts(
        act.session,
        keys=act.keys,
        office_id=act.office_id,
        quiet_since=act.now - _HOUR * act.settings.nightly.draft_hours,
        after=after,
        limit=_PAGE,
    )
    due = [stored.id for stored in found if _abandoned(act, stored) is not None]
    return due, found[-1].id if len(found) == _PAGE else None


def _abandoned(act: Act, stored: conversations.Stored) -> tuple[Draft, dt.datetime] | None:
    """Return a draft left for long enough, with time to go on with it, and until when; once."""
    conversation = Conversation.load(stored.state)
    draft, until = conversation.draft, keeps_until(conversation, act.settings)
    if draft is None or draft.empty or until is None or stored.blocked:
        return None
    long_ago = act.now - draft.touched_at >= _HOUR * act.settings.nightly.draft_hours
    known = once.done(
        act.session, office_id=act.office_id, kind=_KIND, subject=draft.id, day=today(draft.begun_at)
    )
    return (draft, until) if long_ago and until - act.now >= _HOUR and not known else None


def _one(act: Act, conversation_id: str) -> bool:
    stored = conversations.hold(
        act.session, keys=act.keys, office_id=act.office_id, conversation_id=conversation_id
    )
    found = None if stored is None else _abandoned(act, stored)
    if found is None:
        return False
    draft, until = found
    begun = today(draft.begun_at)
    if not once.first_time(
        act.session, office_id=act.office_id, kind=_KIND, subject=draft.id, day=begun, now=act.now
    ):
        return False
    here = hours.local(act.now)
    outbox.enqueue(
        act.session,
        keys=act.keys,
        office_id=act.office_id,
        conversation_id=conversation_id,
        request_id=None,
        messages=[_message(math.floor((until - act.now) / _HOUR))],
        importance=Importance.DECISION,
        now=act.now,
        reply=None,
        purpose=Purpose.DRAFT,
        useful_until=hours.at(here.date(), act.settings.nightly.send_until),
    )
    return True


def _message(hours_left: int) -> dict[str, object]:
    taps = [Tap(labels.CONTINUE, data("again")), Tap(labels.CANCEL, data("cancel", "draft"))]
    return text_message(say.draft(hours_left), taps)
