"""The conversation with a person of the office: the bot is silent while a citizen writes to one."""

from __future__ import annotations

from registry.commands import Cancel, Close
from registry.office_minutes import is_open_at
from registry.request import Inquiry, Request
from registry.transitions import Write
from sync.line.dialogue import questions, words
from sync.line.dialogue.hearing import Heard
from sync.line.dialogue.model import Asking, ChatOffice, CitizenAct, Conversation, Turn
from sync.line.message_json import text_message
from sync.line.messages import inquiry as say
from sync.line.messages import labels, standing
from sync.line.understanding import Intent

_FOR_BOT = frozenset({Intent.CANCEL, Intent.STATUS})


def open_inquiry(office: ChatOffice) -> Request | None:
    """Return the citizen's open question; of several, the one that was spoken in last."""
    mine = [
        request for request, _ in office.open_requests() if any(item.service == 5 for item in request.items)
    ]
    return max(mine, key=_last_spoken, default=None)


def _last_spoken(request: Request) -> tuple[object, str]:
    inquiry = request.inquiry or Inquiry()
    moments = [request.created_at, inquiry.waiting_since, inquiry.answered_at]
    return max(moment for moment in moments if moment is not None), request.id


def hear(conversation: Conversation, heard: Heard, office: ChatOffice) -> Turn | None:
    """Take a text as one for the person who answers; None if there is none, or if it is for the bot."""
    busy = conversation.draft is not None or conversation.moving is not None
    request = None if busy or not conversation.consented(office.settings) else open_inquiry(office)
    if request is None or not heard.text or _is_for_bot(heard, office):
        return None
    conversation = conversation.model_copy(update={"asking": Asking.NOTHING})
    if words.bare(heard.text) == words.bare(labels.END_TALK):
        return end(conversation, request.id, office)
    if words.is_thanks(heard.text):
        # The clerk reads it; nobody has to answer a thank-you within two hours.
        return Turn(conversation=conversation)
    waits = request.inquiry is not None and request.inquiry.waiting_since is not None
    told = () if waits or is_open_at(office.calendar, office.now) else (say.closed_now(request.reference),)
    return Turn(
        conversation=conversation,
        messages=tuple(text_message(words_, questions.talk_buttons(request.id)) for words_ in told),
        effects=(CitizenAct(request_id=request.id, command=Write()),),
    )


def _is_for_bot(heard: Heard, office: ChatOffice) -> bool:
    """Whether a text orders a service, asks how things stand, cancels, or wants the menu."""
    if words.asks_for_menu(heard.text) or heard.intent in _FOR_BOT:
        return True
    if heard.intent is Intent.RESCHEDULE:
        # "Could we have another day" is for the clerk, unless there is an appointment to be moved.
        mine = [request for request, _ in office.open_requests()]
        return any(each.appointment is not None or not each.only_inquiry for each in mine)
    if heard.intent is Intent.DECLINE and words.speaks_of_consent(heard.text):
        return True
    return heard.intent is Intent.REQUEST and bool(heard.services) and words.orders(heard.text)


def end(conversation: Conversation, request_id: str, office: ChatOffice) -> Turn:
    """End a conversation for the citizen: answered if the office has spoken, else withdrawn."""
    for request, _ in office.open_requests():
        if request.id == request_id and request.appointment is not None:
            # The talk has become an appointment, which is moved or cancelled as one.
            return Turn(
                conversation=conversation,
                messages=(text_message(standing.request(request), questions.MENU_BUTTONS),),
            )
        if request.id == request_id and request.inquiry is not None:
            command = Close() if request.inquiry.answers else Cancel()
            message = text_message(say.ended(request.reference), questions.MENU_BUTTONS)
            return Turn(
                conversation=conversation.model_copy(update={"asking": Asking.NOTHING}),
                messages=(message,),
                effects=(CitizenAct(request_id=request.id, command=command),),
                importance="decision",
            )
    return Turn(conversation=conversation, messages=(text_message(say.NOT_OPEN, questions.MENU_BUTTONS),))
