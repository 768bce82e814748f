"""Settles whether a second request for the same services is meant."""

from __future__ import annotations

from sync.line.dialogue import drafting, standing, words
from sync.line.dialogue.model import Asking, ChatOffice, Conversation, Turn


def decide(conversation: Conversation, text: str, office: ChatOffice) -> Turn | None:
    """Take the answer in words; None if it is about something else."""
    if words.wants_same(text) or words.is_no(text):
        return same(conversation, office)
    if words.wants_another(text) or words.is_yes(text):
        return another(conversation, office)
    return None


def another(conversation: Conversation, office: ChatOffice) -> Turn:
    """Go on with the new request."""
    if conversation.draft is None:
        return drafting.carry_on(conversation, office)
    draft = conversation.draft.model_copy(update={"another_wanted": True})
    return drafting.carry_on(conversation.model_copy(update={"draft": draft}), office)


def same(conversation: Conversation, office: ChatOffice) -> Turn:
    """Drop the draft and say how the request stands that there is."""
    kept = conversation.model_copy(update={"draft": None, "asking": Asking.NOTHING})
    return standing.status(kept, office)
