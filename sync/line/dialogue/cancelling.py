"""Cancels a request, once the citizen has said which one and that it is meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from registry.commands import Cancel
from sync.line.dialogue import advancing, drafting, questions, standing, words
from sync.line.dialogue.buttons import data
from sync.line.dialogue.hearing import Heard
from sync.line.dialogue.model import Asking, ChatOffice, CitizenAct, Conversation, Turn
from sync.line.message_json import Tap, confirm_message, text_message
from sync.line.messages import labels
from sync.line.messages import standing as say
from sync.line.understanding import Intent

DRAFT: Final = "draft"
ADVANCE: Final = "advance"
RESTART: Final = "restart"
_LABEL: Final = {DRAFT: labels.DRAFT, ADVANCE: labels.ADVANCE_DRAFT}


def start(conversation: Conversation, office: ChatOffice, *, target: str = "", text: str = "") -> Turn:
    """Find out what is to be cancelled, and whether it is meant; an empty draft goes at once."""
    requests = standing.open_requests(office)
    chosen = next((one for one in requests if one.id == target), None) or standing.named_in(text, requests)
    begun = _begun(conversation)
    if chosen is None and conversation.asking is Asking.ADVANCE and ADVANCE in begun:
        target = target or ADVANCE
    if chosen is None and not target and not requests and len(begun) == 1:
        target = next(iter(begun))
    if target in begun:
        return begun[target](conversation)
    if chosen is None and len(requests) + len(begun) > 1:
        taps = [Tap(_LABEL[one], data("cancel", one)) for one in begun]
        return standing.which(conversation, say.WHICH_CANCEL, "cancel", requests, taps)
    chosen = chosen or next(iter(requests), None)
    if chosen is None:
        message = text_message(say.NOTHING_OPEN, questions.MENU_BUTTONS)
        return Turn(conversation=conversation, messages=(message,))
    yes = Tap(labels.CANCEL_REQUEST, data("drop", chosen.id))
    question = confirm_message(say.confirm_cancel(chosen), yes, Tap(labels.KEEP, data("keep")))
    waiting = conversation.model_copy(update={"cancelling": chosen.id})
    return Turn(conversation=waiting, messages=(question,))


def _begun(conversation: Conversation) -> dict[str, Callable[[Conversation], Turn]]:
    """Return what is in hand and not sent yet, and how it is asked for before it is dropped."""
    found: dict[str, Callable[[Conversation], Turn]] = {}
    if conversation.draft is not None:
        found[DRAFT] = ask_to_drop
    if conversation.advance is not None:
        found[ADVANCE] = ask_to_drop_advance
    return found


def drop(conversation: Conversation, request_id: str, office: ChatOffice) -> Turn:
    """Cancel a request of this citizen; one that is not open any more is told as it stands."""
    conversation = conversation.model_copy(update={"cancelling": ""})
    if request_id == DRAFT:
        return _drop_draft(conversation) if conversation.draft else standing.status(conversation, office)
    if request_id == ADVANCE:
        return advancing.drop(conversation)
    for request in standing.open_requests(office):
        if request.id == request_id:
            moving = conversation.moving
            if moving is not None and moving.request_id == request_id:
                conversation = conversation.model_copy(update={"moving": None, "asking": Asking.NOTHING})
            message = text_message(say.cancelled(request.reference), questions.MENU_BUTTONS)
            return Turn(
                conversation=conversation,
                messages=(message,),
                effects=(CitizenAct(request_id=request_id, command=Cancel()),),
                importance="decision",
            )
    return standing.status(conversation, office)


def decide(conversation: Conversation, heard: Heard, office: ChatOffice, waiting: str) -> Turn | None:
    """Take the answer in words to whether ``waiting`` is to be cancelled; None if it is none."""
    if words.is_no(heard.text):
        return keep(conversation, office)
    again = words.wants_restart(heard.text)
    if waiting == RESTART and (again or words.is_yes(heard.text)):
        return drafting.carry_on(without_draft(conversation), office)
    if waiting == RESTART or again:
        return None
    other = standing.named_in(heard.text, standing.open_requests(office))
    meant = words.is_yes(heard.text) or heard.intent is Intent.CANCEL
    return drop(conversation, waiting, office) if meant and other is None else None


def keep(conversation: Conversation, office: ChatOffice) -> Turn:
    """Leave everything as it is."""
    return standing.status(conversation.model_copy(update={"cancelling": ""}), office, [say.KEPT])


def ask_to_drop(conversation: Conversation, *, again: bool = False) -> Turn:
    """Ask before what was typed is dropped; ``again``: to begin anew."""
    if conversation.draft is None or conversation.draft.empty:
        return _drop_draft(conversation)
    yes = (
        Tap(labels.RESTART, data("restart", "yes")) if again else Tap(labels.DROP_DRAFT, data("drop", DRAFT))
    )
    question = say.DROP_AND_RESTART if again else say.DROP_DRAFT
    message = confirm_message(question, yes, questions.CONTINUE_BUTTON)
    waiting = conversation.model_copy(update={"cancelling": RESTART if again else DRAFT})
    return Turn(conversation=waiting, messages=(message,))


def ask_to_drop_advance(conversation: Conversation) -> Turn:
    """Ask before advance business is dropped; what holds nothing yet goes at once."""
    if conversation.advance is None or not conversation.advance.values:
        return advancing.drop(conversation)
    yes = Tap(labels.DROP_DRAFT, data("drop", ADVANCE))
    message = confirm_message(say.DROP_DRAFT, yes, questions.CONTINUE_BUTTON)
    waiting = conversation.model_copy(update={"cancelling": ADVANCE})
    return Turn(conversation=waiting, messages=(message,))


def without_draft(conversation: Conversation) -> Conversation:
    """Return the conversation without what was typed."""
    update = {"draft": None, "moving": None, "asking": Asking.NOTHING, "cancelling": ""}
    return conversation.model_copy(update=update)


def _drop_draft(conversation: Conversation) -> Turn:
    message = text_message(say.DRAFT_CANCELLED, questions.MENU_BUTTONS)
    return Turn(conversation=without_draft(conversation), messages=(message,))
