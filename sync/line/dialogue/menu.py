"""The menu, and plain answers with its buttons."""

from __future__ import annotations

from sync.line.dialogue import questions
from sync.line.dialogue.buttons import data
from sync.line.dialogue.model import ChatOffice, Conversation, Turn
from sync.line.message_json import Tap, text_message
from sync.line.messages import labels, others, welcome


def tell(conversation: Conversation, *words: str) -> Turn:
    """Answer with words and the menu's buttons; a draft can be gone on with."""
    first = questions.continue_buttons(conversation)
    message = text_message("\n\n".join(words), [*first, *questions.MENU_BUTTONS])
    return Turn(conversation=conversation, messages=(message,))


def show(conversation: Conversation, office: ChatOffice) -> Turn:
    """Say what can be done here; what was begun stays."""
    told = [welcome.menu(office.settings.office.name)]
    if conversation.begun:
        told.append(welcome.CONTINUES)
    return tell(conversation, *told)


def for_another(conversation: Conversation, office: ChatOffice) -> Turn:
    """Decline somebody else's record kindly; what was begun stays."""
    settings = office.settings.office
    words = others.declined(
        office=settings.service_point,
        telephone=settings.telephone,
        attorney=settings.power_of_attorney,
    )
    first = questions.continue_buttons(conversation)
    own, ask = Tap(labels.OWN, data("order")), Tap(labels.INQUIRY, data("service", 5))
    taps = [*first, own, ask, Tap(labels.STATUS, data("status"))]
    return Turn(conversation=conversation, messages=(text_message(words, taps),))
