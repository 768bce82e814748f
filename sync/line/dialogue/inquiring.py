"""Keeps what a person of the office is to answer (service 5), and submits it once consent is there."""

from __future__ import annotations

from dataclasses import dataclass

from registry.particulars import ChatLine, Particulars
from registry.request import Item, Request
from registry.states import State
from sync.line.dialogue import gathering, words
from sync.line.dialogue.hearing import Heard
from sync.line.dialogue.model import Asking, ChatOffice, Conversation, Draft, PassOn, SubmitRequest
from sync.line.messages import inquiry


@dataclass(frozen=True)
class Asked:
    """Questions handed over: the conversation without them, what to say, and the effects."""

    conversation: Conversation
    said: tuple[str, ...]
    effects: tuple[SubmitRequest | PassOn, ...] = ()


def asked(draft: Draft, heard: Heard, office: ChatOffice) -> Draft:
    """Return the draft with one more question for a person; a button alone asks to be heard."""
    line = heard.line or ChatLine(at=office.now, who="citizen", text="5#")
    questions = gathering.with_line(draft.questions, line)
    return draft.model_copy(update={"questions": questions, "touched_at": office.now})


def open_inquiry(office: ChatOffice) -> Request | None:
    """Return the citizen's open question, if there is one."""
    for request, _ in office.open_requests():
        if any(item.service == 5 for item in request.items):
            return request
    return None


def submit(conversation: Conversation, office: ChatOffice) -> Asked:
    """Hand the draft's questions over: to the open inquiry, else as a new one."""
    draft = conversation.draft
    if draft is None or not draft.questions:
        return Asked(conversation, ())
    rest = draft.model_copy(update={"questions": ()})
    left = conversation.model_copy(
        update={"draft": None if rest.empty else rest, "asking": Asking.NOTHING, "moving": None}
    )
    told = any(not words.is_call(line.text) for line in draft.questions)
    there = open_inquiry(office)
    if there is not None:
        answer = inquiry.added(there.reference) if told else inquiry.open_already(there.reference)
        lines = tuple(line for line in draft.questions if line.id)
        return Asked(left, (answer,), (PassOn(request_id=there.id, lines=lines),) if lines else ())
    request = Request(
        office_id=office.settings.office.id,
        id=office.new_id(),
        reference=office.reserve_reference(),
        state=State.COLLECTING,
        state_since=office.now,
        items=(Item(service=5),),
        created_at=office.now,
    )
    effect = SubmitRequest(request=request, particulars=Particulars(chat=draft.questions))
    return Asked(left, (inquiry.received(request.reference, told=told),), (effect,))
