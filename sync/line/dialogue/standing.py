"""Says how the citizen's requests stand."""

from __future__ import annotations

from collections.abc import Sequence

from registry.request import Request
from sync.line.dialogue import checking_in, questions
from sync.line.dialogue.buttons import data
from sync.line.dialogue.model import ChatOffice, Conversation, Turn
from sync.line.message_json import QUICK_REPLIES, Button, Tap, text_message
from sync.line.messages import labels
from sync.line.messages import standing as say


def open_requests(office: ChatOffice) -> list[Request]:
    """Return the citizen's open requests, the newest first."""
    return sorted((request for request, _ in office.open_requests()), key=lambda request: request.created_at)[
        ::-1
    ]


def named_in(text: str, requests: Sequence[Request]) -> Request | None:
    """Return the request whose reference stands in a text."""
    shouted = text.upper()
    return next((request for request in requests if request.reference.upper() in shouted), None)


def status(conversation: Conversation, office: ChatOffice, said: Sequence[str] = ()) -> Turn:
    """Answer with every open request, and the draft if there is one."""
    requests = open_requests(office)
    told = [
        *said,
        say.requests(requests, checking_in.before(requests, office)) if requests else say.NOTHING_OPEN,
    ]
    taps: list[Button] = list(questions.AFTER_BUTTONS if requests else questions.MENU_BUTTONS)
    if conversation.begun:
        told = [*told, say.BEGUN] if requests else [*said, say.BEGUN]
        taps = [*questions.continue_buttons(conversation), *taps]
    return Turn(conversation=conversation, messages=(text_message("\n\n".join(told), taps),))


def which(
    conversation: Conversation,
    question: str,
    word: str,
    requests: Sequence[Request],
    begun: Sequence[Button] = (),
) -> Turn:
    """Ask which of several is meant: what is ``begun``, or one of the newest requests."""
    left = QUICK_REPLIES - len(begun)
    taps = [Tap(labels.request(one), data(word, one.id)) for one in requests[:left]]
    return Turn(conversation=conversation, messages=(text_message(question, [*begun, *taps]),))
