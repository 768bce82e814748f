"""Goes on with what the citizen has in hand: the day being chosen, advance business, or the draft."""

from __future__ import annotations

from sync.line.dialogue import advancing, drafting, rescheduling
from sync.line.dialogue.model import Asking, ChatOffice, Conversation, Turn
from sync.line.messages import consent


def go_on(conversation: Conversation, office: ChatOffice) -> Turn:
    """Ask again for what is missing; of several things the one that was talked about last."""
    if conversation.moving is not None:
        return rescheduling.ask_again(conversation, office)
    asked_last = conversation.asking is Asking.ADVANCE or conversation.draft is None
    if conversation.advance is not None and asked_last:
        return advancing.go_on(conversation, office)
    said = [] if conversation.draft is not None else [consent.DRAFT_GONE]
    return drafting.carry_on(conversation, office, said)
