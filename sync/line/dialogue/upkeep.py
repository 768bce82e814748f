"""What a conversation forgets: drafts that are too old, whose survey it was, messages that were unsent."""

from __future__ import annotations

import datetime as dt

from registry.settings import Settings
from sync.line.dialogue import gathering
from sync.line.dialogue.model import (
    DAYS_WITH_CONSENT,
    EVENTS_REMEMBERED,
    SURVEY_HOURS,
    Asking,
    Conversation,
)


def keeps_until(conversation: Conversation, settings: Settings) -> dt.datetime | None:
    """Return when something of it has to be gone (UTC): the draft, or the tie to a survey's answers."""
    moments = (_draft_until(conversation, settings), _survey_until(conversation))
    return min((moment for moment in moments if moment is not None), default=None)


def _survey_until(conversation: Conversation) -> dt.datetime | None:
    survey = conversation.survey
    return None if survey is None else survey.touched_at + dt.timedelta(hours=SURVEY_HOURS)


def _draft_until(conversation: Conversation, settings: Settings) -> dt.datetime | None:
    drafts = [draft for draft in (conversation.draft, conversation.advance) if draft is not None]
    if not drafts:
        return None
    if conversation.consented(settings):
        return min(draft.touched_at for draft in drafts) + dt.timedelta(days=DAYS_WITH_CONSENT)
    hours = dt.timedelta(hours=settings.chat.hours_without_consent)
    return min(draft.begun_at for draft in drafts) + hours


def purged(conversation: Conversation, settings: Settings, now: dt.datetime) -> Conversation:
    """Return the conversation without what is too old in it; the same object where nothing is to go."""
    update: dict[str, object] = {}
    if _over(_draft_until(conversation, settings), now):
        update |= {"draft": None, "advance": None, "asking": Asking.NOTHING}
    if _over(_survey_until(conversation), now):
        update["survey"] = None
    return conversation.model_copy(update=update) if update else conversation


def _over(until: dt.datetime | None, now: dt.datetime) -> bool:
    return until is not None and now >= until


def unsent(conversation: Conversation, line_id: str) -> Conversation:
    """Return the conversation without a message that was taken back, and the numbers that came in it."""
    draft, advance, changes = conversation.draft, conversation.advance, dict[str, object]()
    if draft is not None and line_id:
        changes["draft"] = gathering.without_message(draft, line_id)
    if advance is not None and any(line.id == line_id for line in advance.lines):
        # Which part was said in which message is not kept: all of it is asked anew.
        emptied = {"values": {}, "lines": (), "revision": advance.revision + 1}
        changes["advance"] = advance.model_copy(update=emptied)
    return conversation.model_copy(update=changes) if changes else conversation


def text_of(conversation: Conversation, line_id: str) -> str:
    """Return a message that the draft still holds; empty for any other."""
    draft = conversation.draft
    lines = (*draft.lines, *draft.questions) if draft is not None and line_id else ()
    return next((line.text for line in lines if line.id == line_id), "")


def remembered(conversation: Conversation, event_id: str) -> Conversation:
    """Return the conversation that knows this event, so that it is not worked on twice."""
    seen = (*conversation.seen, event_id)[-EVENTS_REMEMBERED:]
    return conversation.model_copy(update={"seen": seen})
