"""What a conversation forgets by itself: drafts that are too old, and messages that were unsent."""

from __future__ import annotations

import datetime as dt

from registry.settings import Settings
from sync.line.dialogue import gathering
from sync.line.dialogue.model import (
    DAYS_WITH_CONSENT,
    EVENTS_REMEMBERED,
    Asking,
    Conversation,
)


def keeps_until(conversation: Conversation, settings: Settings) -> dt.datetime | None:
    """Return when the draft has to be gone (UTC), consent or not; None without a draft."""
    draft = conversation.draft
    if draft is None:
        return None
    if conversation.consented(settings):
        return draft.touched_at + dt.timedelta(days=DAYS_WITH_CONSENT)
    return draft.begun_at + dt.timedelta(hours=settings.chat.hours_without_consent)


def purged(conversation: Conversation, settings: Settings, now: dt.datetime) -> Conversation:
    """Return the conversation without a draft that is too old; the same object where nothing is to go."""
    until = keeps_until(conversation, settings)
    if until is None or now < until:
        return conversation
    return conversation.model_copy(update={"draft": None, "asking": Asking.NOTHING})


def unsent(conversation: Conversation, line_id: str) -> Conversation:
    """Return the conversation without a message that was taken back, and the numbers that came in it."""
    draft = conversation.draft
    if draft is None or not line_id:
        return conversation
    left = gathering.without_message(draft, line_id)
    return conversation.model_copy(update={"draft": left})


def remembered(conversation: Conversation, event_id: str) -> Conversation:
    """Return the conversation that knows this event, so that it is not worked on twice."""
    seen = (*conversation.seen, event_id)[-EVENTS_REMEMBERED:]
    return conversation.model_copy(update={"seen": seen})
