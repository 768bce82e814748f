"""Service 5 up to the person who answers: the FAQ first, then the right work group, then the consent."""

from __future__ import annotations

from dataclasses import dataclass

from registry.inquiry_settings import Limits
from registry.labels import GROUP
from registry.office_minutes import is_open_at
from registry.particulars import ChatLine, Particulars, with_line
from registry.request import Group, Inquiry, Item, Request
from registry.states import State
from registry.transitions import Write
from sync.line.dialogue import questions, talking, words
from sync.line.dialogue.buttons import data
from sync.line.dialogue.hearing import Heard
from sync.line.dialogue.model import (
    Asking,
    ChatOffice,
    CitizenAct,
    Conversation,
    Draft,
    FaqCount,
    PassOn,
    SubmitRequest,
    Turn,
)
from sync.line.faq import Faq, FaqEntry
from sync.line.message_json import Button, Tap, text_message
from sync.line.messages import inquiry, labels
from sync.line.understanding import matters

_PERSON = Tap(labels.ASK_PERSON, data("person"), inquiry.ASK_PERSON_SHOWN)


@dataclass(frozen=True)
class Asked:
    """Questions handed over: the conversation without them, what to say, and the effects."""

    conversation: Conversation
    said: tuple[str, ...]
    effects: tuple[SubmitRequest | PassOn | CitizenAct, ...] = ()


def menu(conversation: Conversation, office: ChatOffice) -> Turn:
    """Say what service 5 offers, and take the next text as a question."""
    there = talking.open_inquiry(office)
    taps: list[Button] = [Tap(label, data("advance", kind)) for kind, label in labels.ADVANCE_BUTTONS.items()]
    told = inquiry.MENU if there is None else inquiry.open_already(there.reference)
    taps += [_PERSON] if there is None else questions.talk_buttons(there.id)
    asking = conversation.model_copy(update={"asking": Asking.QUESTION, "advance": None})
    return Turn(conversation=asking, messages=(text_message(told, taps),))


def asked(draft: Draft, heard: Heard, office: ChatOffice) -> Draft:
    """Return the draft with one more question for a person; a button alone asks to be heard."""
    line = heard.line or ChatLine(at=office.now, who="citizen", text="5#")
    kept = with_line(draft.questions, line)
    # Whoever writes on under the offered answers has not found the right one.
    changes = {"questions": kept, "touched_at": office.now, "person": draft.person or bool(draft.offered)}
    return draft.model_copy(update=changes)


def next_step(conversation: Conversation, draft: Draft, office: ChatOffice) -> Turn | None:
    """Offer answers or ask for the work group, before consent is asked; None when a person may be asked."""
    if not draft.empty or talking.open_inquiry(office) is not None:
        return None
    text = _text_of(draft)
    found = [] if draft.person else office.faq.search(text)
    if found:
        offered = draft.model_copy(update={"offered": tuple(entry.id for entry in found)})
        effects = tuple(FaqCount(entry=entry.id, what="offered") for entry in found)
        return _offer(conversation, offered, found).model_copy(update={"effects": effects})
    if draft.group is None and text and matters.group_of(text) is None:
        return _ask_group(conversation, draft)
    return None


def _offer(conversation: Conversation, draft: Draft, found: list[FaqEntry]) -> Turn:
    listed = "\n".join(f"{number}. {entry.question}" for number, entry in enumerate(found, start=1))
    taps: list[Button] = [Tap(entry.label, data("faq", entry.id), entry.question) for entry in found]
    message = text_message(f"{inquiry.FAQ_OFFER}\n\n{listed}", [*taps, _PERSON])
    update = {"draft": draft, "asking": Asking.FAQ}
    return Turn(conversation=conversation.model_copy(update=update), messages=(message,))


def _ask_group(conversation: Conversation, draft: Draft) -> Turn:
    taps = [Tap(labels.GROUP_BUTTONS[group], data("group", group), GROUP[group]) for group in Group]
    message = text_message(inquiry.WHICH_GROUP, taps)
    # Asked once: what comes next decides, or the general work group takes it and can pass it on.
    update = {"draft": draft.model_copy(update={"person": True}), "asking": Asking.GROUP}
    return Turn(conversation=conversation.model_copy(update=update), messages=(message,))


def choice_of(text: str, draft: Draft) -> str | None:
    """Read the number of an offered answer, where the buttons are not to be seen."""
    number = words.number(text)
    return draft.offered[number - 1] if number is not None and 1 <= number <= len(draft.offered) else None


def answer(conversation: Conversation, entry_id: str, faq: Faq) -> Turn:
    """Show an entry's answer; the question stays until it is answered or handed to a person."""
    entry = faq.find(entry_id)
    if entry is None:
        return Turn(conversation=conversation, messages=(text_message(inquiry.FAQ_GONE, [_PERSON]),))
    draft = conversation.draft
    others = [faq.find(other) for other in (draft.offered if draft else ()) if other != entry_id]
    taps: list[Button] = [Tap(labels.HELPED, data("helped", entry.id)), _PERSON]
    taps += [Tap(other.label, data("faq", other.id), other.question) for other in others if other]
    if draft is not None:
        opened = tuple(dict.fromkeys((*draft.opened, entry_id)))[-5:]
        conversation = conversation.model_copy(update={"draft": draft.model_copy(update={"opened": opened})})
    message = text_message(inquiry.faq_answer(entry.question, entry.answer), taps)
    return Turn(
        conversation=conversation, messages=(message,), effects=(FaqCount(entry=entry.id, what="opened"),)
    )


def was_helped(text: str, draft: Draft) -> bool:
    """Whether a text under an opened answer says that it was the right one."""
    said = words.bare(text) == words.bare(labels.HELPED)
    return bool(draft.opened) and (said or words.is_thanks(text))


def helped(conversation: Conversation, entry_id: str, office: ChatOffice) -> Turn:
    """Thank, and drop the question that is answered."""
    draft = conversation.draft
    if draft is not None:
        rest = draft.model_copy(update={"questions": (), "offered": (), "opened": ()})
        update = {"draft": None if rest.empty else rest, "asking": Asking.NOTHING}
        conversation = conversation.model_copy(update=update)
    known = office.faq.find(entry_id) is not None
    effects = (FaqCount(entry=entry_id, what="helped"),) if known else ()
    message = text_message(inquiry.FAQ_HELPED, questions.MENU_BUTTONS)
    return Turn(conversation=conversation, messages=(message,), effects=effects)


def submit(conversation: Conversation, office: ChatOffice) -> Asked:
    """Hand the draft's questions over: to the open inquiry, else as a new one."""
    draft = conversation.draft
    if draft is None or not draft.questions:
        return Asked(conversation, ())
    rest = draft.model_copy(
        update={"questions": (), "person": False, "group": None, "offered": (), "opened": ()}
    )
    left = conversation.model_copy(
        update={"draft": None if rest.empty else rest, "asking": Asking.NOTHING, "moving": None}
    )
    told = any(not words.is_call(line.text) for line in draft.questions)
    there = talking.open_inquiry(office)
    if there is not None:
        said = inquiry.added(there.reference) if told else inquiry.open_already(there.reference)
        lines = tuple(line for line in draft.questions if line.id)
        effects: tuple[PassOn | CitizenAct, ...] = ()
        if lines:
            written = CitizenAct(request_id=there.id, command=Write())
            effects = (PassOn(request_id=there.id, lines=lines), written)
        return Asked(left, (said,), effects)
    group = draft.group or matters.group_of(_text_of(draft)) or matters.group_of_services(draft.services)
    request = new_request(office, Inquiry(group=group or Group.GENERAL))
    effect = SubmitRequest(request=request, particulars=Particulars(chat=draft.questions))
    open_now = is_open_at(office.calendar, office.now)
    words_ = inquiry.received(request.reference, group or Group.GENERAL, told=told, open_now=open_now)
    return Asked(left, (words_,), (effect,))


def new_request(office: ChatOffice, matter: Inquiry) -> Request:
    """Return a new request of service 5 whose time limit begins now."""
    limits = Limits(office.calendar, office.settings.inquiry)
    waiting = {"waiting_since": office.now, "answer_by": limits.answer_by(office.now)}
    return Request(
        office_id=office.settings.office.id,
        id=office.new_id(),
        reference=office.reserve_reference(),
        state=State.COLLECTING,
        state_since=office.now,
        items=(Item(service=5),),
        inquiry=matter.model_copy(update=waiting),
        created_at=office.now,
    )


def _text_of(draft: Draft) -> str:
    return "\n".join(line.text for line in draft.questions if not words.is_call(line.text))
