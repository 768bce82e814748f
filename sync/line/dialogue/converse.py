"""One event of a conversation and what it comes to: pure, so that a transaction can carry it out."""

from __future__ import annotations

from sync.line.dialogue import surveying, upkeep
from sync.line.dialogue.menu import tell
from sync.line.dialogue.model import Asking, ChatOffice, Conversation, Effect, ForgetMessage, Turn
from sync.line.dialogue.picturing import on_picture
from sync.line.dialogue.presses import on_press
from sync.line.dialogue.texts import on_text
from sync.line.incoming import Incoming
from sync.line.message_json import text_message
from sync.line.messages import consent, welcome


def converse(conversation: Conversation, incoming: Incoming, office: ChatOffice) -> Turn:
    """Return what an event comes to; never raises, whatever the citizen sends.

    An event that was worked on before changes nothing, nor does any while a person has the chat in hand
    (``standby``), but that a message is taken back.
    """
    silent = incoming.standby and incoming.kind != "unsend"
    if silent or incoming.event_id in conversation.seen:
        return Turn(conversation=conversation)
    fresh = upkeep.purged(conversation, office.settings, office.now)
    turn = _turn(fresh, incoming, office)
    lost = conversation.begun and not fresh.begun
    gone = [text_message(consent.DRAFT_GONE)] if turn.messages and lost else []
    after = upkeep.remembered(turn.conversation, incoming.event_id)
    return turn.model_copy(update={"conversation": after, "messages": (*gone, *turn.messages)})


def _turn(conversation: Conversation, incoming: Incoming, office: ChatOffice) -> Turn:
    match incoming.kind:
        case "text":
            turn = on_text(conversation, incoming, office)
        case "postback":
            turn = on_press(conversation, incoming, office)
        case "follow":
            turn = tell(conversation, welcome.welcome(office.settings.office.name))
        case "unfollow":
            turn = Turn(conversation=_left(conversation))
        case "unsend":
            turn = _unsent(conversation, incoming.message_id)
        case "picture":
            turn = on_picture(conversation, incoming, office)
        case "other":
            turn = tell(conversation, welcome.OTHER)
        case _:
            turn = Turn(conversation=conversation)
    return turn


def _unsent(conversation: Conversation, line_id: str) -> Turn:
    left, comment = surveying.without_message(upkeep.unsent(conversation, line_id), line_id)
    text = upkeep.text_of(conversation, line_id)
    effects: tuple[Effect, ...] = (ForgetMessage(line_id=line_id, text=text),)
    return Turn(conversation=left, effects=effects if comment is None else (*effects, comment))


def _left(conversation: Conversation) -> Conversation:
    """Who blocks the account does not go on with what was begun."""
    update = {"draft": None, "moving": None, "advance": None, "cancelling": "", "asking": Asking.NOTHING}
    return conversation.model_copy(update=update)
