"""Goes on with a draft: gathers, asks for what is missing, and submits once it is confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from registry.particulars import ChatLine
from registry.request import Group, Request, Wish
from registry.states import State
from sync.line.dialogue import (
    advancing,
    answering,
    gathering,
    inquiring,
    particulars,
    questions,
    talking,
    words,
)
from sync.line.dialogue.buttons import data
from sync.line.dialogue.hearing import Heard
from sync.line.dialogue.model import (
    Asking,
    ChatOffice,
    Conversation,
    Draft,
    FaqCount,
    PassOn,
    SubmitRequest,
    Turn,
)
from sync.line.message_json import Tap, text_message
from sync.line.messages import asking as say
from sync.line.messages import consent as say_consent
from sync.line.messages import hints, labels, standing, summary, welcome
from sync.line.messages import inquiry as say_inquiry
from sync.line.messages import privacy as say_privacy
from sync.line.understanding import Intent, matters

_QUESTION_ASKED: Final = frozenset({Asking.QUESTION, Asking.PERSON, Asking.FAQ, Asking.GROUP})


def take(conversation: Conversation, heard: Heard, office: ChatOffice) -> Turn:
    """Work on a message or button with particulars of a request."""
    again = _received_before(conversation, heard, office)
    if again is not None:
        return again
    if set(heard.services) == {5}:
        return inquire(conversation, heard, office)
    before = conversation.draft or gathering.new_draft(office)
    gathered = gathering.gather(before, heard, office)
    draft = gathered.draft
    if 5 in heard.services:
        draft = inquiring.asked(draft, heard, office)
    confirmed = _confirms(conversation, before, draft, heard) and not gathered.hints
    conversation = conversation.model_copy(update={"draft": draft})
    if confirmed:
        return submit(_any_time(conversation, draft), office)
    back = gathering.said_back(before, draft) if conversation.consented(office.settings) else ""
    return carry_on(conversation, office, gathered.told, back)


def inquire(conversation: Conversation, heard: Heard, office: ChatOffice) -> Turn:
    """Keep a question for a person, and go on with the draft it came into; a mere call gets the choice."""
    begun = conversation.draft is not None and not conversation.draft.empty
    if not begun and (heard.line is None or words.is_call(heard.text)):
        return inquiring.menu(conversation, office)
    answered = faq_within(conversation, heard, office) if begun else None
    if answered is not None:
        return answered
    conversation = conversation.model_copy(update={"advance": None})
    draft = inquiring.asked(conversation.draft or gathering.new_draft(office), heard, office)
    return carry_on(conversation.model_copy(update={"draft": draft}), office)


def faq_within(conversation: Conversation, heard: Heard, office: ChatOffice) -> Turn | None:
    """Answer a question in the middle of a request from the FAQ and go on; None where nothing fits."""
    # Who talks with a person already asks that person.
    for_faq = heard.text and not words.is_call(heard.text) and talking.open_inquiry(office) is None
    found = office.faq.search(heard.text) if for_faq else []
    if not found or conversation.draft is None or not conversation.consented(office.settings):
        return None
    entry = found[0]
    told = [say_inquiry.faq_answer(entry.question, entry.answer), say_inquiry.NOT_THIS]
    turn = carry_on(conversation, office, told)
    counted = (FaqCount(entry=entry.id, what="offered"), FaqCount(entry=entry.id, what="opened"))
    return turn.model_copy(update={"effects": (*counted, *turn.effects)})


def ask_person(conversation: Conversation, office: ChatOffice) -> Turn:
    """Go on to a person with the question that the FAQ did not answer; ask for it where there is none."""
    draft = conversation.draft
    if draft is None or not draft.questions:
        message = text_message(say_inquiry.ASK, [Tap(labels.MENU, data("help"))])
        return Turn(
            conversation=conversation.model_copy(update={"asking": Asking.PERSON}), messages=(message,)
        )
    effects = tuple(FaqCount(entry=entry, what="asked") for entry in draft.opened)
    asked = draft.model_copy(update={"person": True, "opened": (), "touched_at": office.now})
    turn = carry_on(conversation.model_copy(update={"draft": asked}), office)
    return turn.model_copy(update={"effects": (*effects, *turn.effects)})


def in_group(conversation: Conversation, group: Group, office: ChatOffice) -> Turn:
    """Take the work group that the citizen has chosen."""
    draft = conversation.draft
    if draft is None or not draft.questions:
        return carry_on(conversation, office, [welcome.OLD_BUTTON])
    chosen = draft.model_copy(update={"group": group, "person": True, "touched_at": office.now})
    return carry_on(conversation.model_copy(update={"draft": chosen}), office)


def question(conversation: Conversation, heard: Heard, office: ChatOffice) -> Turn | None:
    """Take a text under service 5 as the question, or as more of it; None for what orders a service."""
    asking, draft = conversation.asking, conversation.draft
    if asking not in _QUESTION_ASKED or not heard.text or words.asks_for_menu(heard.text):
        return None
    if heard.intent is Intent.REQUEST and heard.services and heard.services != (5,):
        return None
    if draft is not None and inquiring.was_helped(heard.text, draft):
        return inquiring.helped(conversation, draft.opened[-1], office)
    chosen = inquiring.choice_of(heard.text, draft) if asking is Asking.FAQ and draft else None
    if chosen is not None:
        return inquiring.answer(conversation, chosen, office.faq)
    draft = inquiring.asked(draft or gathering.new_draft(office), heard, office)
    if asking is not Asking.QUESTION:
        draft = draft.model_copy(update={"person": True})
    if asking is Asking.GROUP:
        draft = draft.model_copy(update={"group": matters.group_of(heard.text) or Group.GENERAL})
    return carry_on(conversation.model_copy(update={"draft": draft}), office)


def to_inquiry(conversation: Conversation, heard: Heard, office: ChatOffice) -> Turn | None:
    """Take a text that nothing else fits as one for the open inquiry; None if there is none."""
    if not heard.text or talking.open_inquiry(office) is None:
        return None
    return inquire(conversation, heard, office)


def carry_on(
    conversation: Conversation, office: ChatOffice, said: Sequence[str] = (), back: str = ""
) -> Turn:
    """Ask for the next thing that the draft needs; questions for a person go out as soon as they may.

    ``back`` is what has just been understood; a summary says it anyway.
    """
    if conversation.draft is None:
        asked = conversation.model_copy(update={"asking": Asking.SERVICES, "moving": None})
        return Turn(conversation=asked, messages=_menu(said))
    step = None
    if conversation.draft.questions:
        step = inquiring.next_step(conversation, conversation.draft, office)
    if step is not None:
        return _after(said, step)
    if conversation.draft.questions and conversation.consented(office.settings):
        return _with_questions(conversation, office, said, back)
    settled = gathering.settle(conversation.draft, office)
    draft = gathering.revised(conversation.draft, settled.draft)
    asking = questions.next_asking(conversation, draft, office)
    whole = asking is Asking.CONFIRMATION or (asking is Asking.TIME and questions.confirmable(draft, office))
    if whole:
        reference = draft.reference or office.reserve_reference()
        draft = draft.model_copy(update={"reference": reference, "shown": draft.revision})
    told = [*said, *settled.told, *([back] if back and not whole else [])]
    messages = questions.ask(asking, draft, office, told)
    changed = conversation.model_copy(update={"draft": draft, "asking": asking, "moving": None})
    return Turn(conversation=changed, messages=tuple(messages))


def _after(said: Sequence[str], turn: Turn) -> Turn:
    """Say something before the messages of a turn."""
    if not said:
        return turn
    return turn.model_copy(update={"messages": (text_message("\n\n".join(said)), *turn.messages)})


def confirm(conversation: Conversation, office: ChatOffice) -> Turn:
    """Take a yes in words: it confirms a summary that stands and whose card number is known."""
    draft = conversation.draft
    shown = draft is not None and draft.shown == draft.revision
    whole = draft is not None and not particulars.card_missing(draft, office)
    if whole and shown and conversation.asking is Asking.CONFIRMATION:
        return submit(conversation, office)
    return carry_on(conversation, office)


def press_confirm(conversation: Conversation, draft_id: str, revision: int, office: ChatOffice) -> Turn:
    """Take the button under a summary: it confirms that summary, no other."""
    draft = conversation.draft
    if draft is not None and draft.id == draft_id:
        if draft.revision == revision == draft.shown and not particulars.card_missing(draft, office):
            return submit(conversation, office)
        return carry_on(conversation, office, [hints.CONFIRM_FIRST])
    for request, _ in office.open_requests():
        if request.id == draft_id:
            return _was_received(conversation, request)
    return carry_on(conversation, office, [welcome.OLD_BUTTON])


def submit(conversation: Conversation, office: ChatOffice) -> Turn:
    """Submit the draft, unless its day or time has gone meanwhile or consent is missing."""
    draft = conversation.draft
    if draft is None:
        return carry_on(conversation, office)
    settled = gathering.settle(draft, office)
    draft = settled.draft
    ready = questions.next_asking(conversation, draft, office) is Asking.CONFIRMATION
    if settled.told or not ready or particulars.card_missing(draft, office) or draft.date is None:
        return carry_on(conversation, office)
    if _too_many_open(office):
        message = text_message(
            hints.too_many_open(office.settings.chat.open_requests), questions.AFTER_BUTTONS
        )
        return Turn(conversation=conversation, messages=(message,))
    reference = draft.reference or office.reserve_reference()
    request = Request(
        office_id=office.settings.office.id,
        id=draft.id,
        reference=reference,
        state=State.COLLECTING,
        state_since=office.now,
        items=questions.items_of(draft),
        wish=Wish(date=draft.date, time=draft.time),
        created_at=office.now,
    )
    given = particulars.given(draft).model_copy(update={"chat": draft.lines})
    return Turn(
        conversation=conversation.model_copy(update={"draft": None, "asking": Asking.NOTHING}),
        messages=(
            text_message(summary.received(reference, draft.date, draft.time), questions.AFTER_BUTTONS),
        ),
        effects=(SubmitRequest(request=request, particulars=given, draft=draft),),
        importance="decision",
    )


def _too_many_open(office: ChatOffice) -> bool:
    """Whether one more would be too many: each keeps a place that others would like, too."""
    asked = [request for request, _ in office.open_requests() if any(i.service != 5 for i in request.items)]
    return len(asked) >= office.settings.chat.open_requests


def place_gone(conversation: Conversation, draft: Draft, office: ChatOffice) -> Turn:
    """Go on with a draft whose day or time somebody else has just taken: the nearest others are offered.

    Who can come at any time gets the summary with the next free one.
    """
    left = _without(draft, "time") if not draft.any_time else draft
    again = conversation.model_copy(update={"draft": left, "asking": Asking.NOTHING})
    turn = carry_on(again, office, [standing.PLACE_GONE])
    return turn.model_copy(update={"importance": "decision"})


def no_laser(conversation: Conversation) -> Turn:
    """Say what to do with a card that has no laser code."""
    taps = [Tap(labels.INQUIRY, data("service", 5)), Tap(labels.CANCEL, data("cancel"))]
    return Turn(conversation=conversation, messages=(text_message(say.NO_LASER, taps),))


def edit(conversation: Conversation, part: str, office: ChatOffice) -> Turn:
    """Ask which part is to be given anew, or ask for it at once."""
    draft = conversation.draft
    if draft is None:
        return carry_on(conversation, office, [welcome.OLD_BUTTON])
    if not part:
        message = text_message(say.CHOOSE, questions.edit_buttons(draft))
        return Turn(conversation=conversation, messages=(message,))
    return carry_on(conversation.model_copy(update={"draft": _without(draft, part)}), office)


def agreed(conversation: Conversation, office: ChatOffice) -> Conversation:
    """Return the conversation with the citizen's consent to the notice as it is now."""
    version = office.settings.chat.consent_version
    update = {"consent_version": version, "consent_at": office.now, "withdrawn": False, "withdrawn_at": None}
    return conversation.model_copy(update=update)


def agree(conversation: Conversation, office: ChatOffice) -> Turn:
    """Note the consent and go on with what came before it."""
    if conversation.advance is not None:
        return advancing.go_on(agreed(conversation, office), office, [say_consent.AGREED])
    draft, asked = conversation.draft, answering.open_question(office)
    if draft is None and asked is not None:
        told = [say_consent.AGREED, answering.again(asked[0])]
        message = text_message("\n\n".join(told), questions.AFTER_BUTTONS)
        update = {"asking": Asking.NOTHING, "answer_hinted": ""}
        return Turn(conversation=agreed(conversation, office).model_copy(update=update), messages=(message,))
    back = gathering.said_back(None, draft) if draft is not None else ""
    return carry_on(agreed(conversation, office), office, [say_consent.AGREED], back)


def decline(conversation: Conversation, office: ChatOffice) -> Turn:
    """Drop what was typed, take consent back, and say how it goes without the chat; the clerks are told."""
    requests = [] if conversation.withdrawn else [request for request, _ in office.open_requests()]
    consented = conversation.consent_version is not None
    declined = Conversation(
        withdrawn_at=office.now if consented else conversation.withdrawn_at,
        seen=conversation.seen,
        withdrawn=conversation.withdrawn or bool(requests),
        survey=conversation.survey,
        surveyed=conversation.surveyed,
    )
    note = ChatLine(at=office.now, who="office", text=say_consent.WITHDRAWN)
    settings = office.settings.office
    words = say_consent.declined(office=settings.service_point, telephone=settings.telephone)
    if consented:
        words = f"{words}\n\n{say_privacy.withdrawn(office.now)}"
    if declined.withdrawn:
        words = f"{words}\n\n{say_consent.SUBMITTED_STAYS}"
    return Turn(
        conversation=declined,
        messages=(text_message(words, questions.AFTER_BUTTONS),),
        effects=tuple(PassOn(request_id=request.id, lines=(note,)) for request in requests),
    )


def _menu(said: Sequence[str]) -> tuple[dict[str, object], ...]:
    return (text_message("\n\n".join([*said, say.SERVICES]), questions.service_buttons()),)


def _with_questions(conversation: Conversation, office: ChatOffice, said: Sequence[str], back: str) -> Turn:
    """Send the draft's questions to a person; go on with the rest of it, if there is any."""
    asked = inquiring.submit(conversation, office)
    rest = asked.conversation.draft
    if rest is None:
        words = "\n\n".join([*said, *asked.said])
        message = text_message(words, questions.AFTER_BUTTONS)
        return Turn(
            conversation=asked.conversation, messages=(message,), effects=asked.effects, importance="decision"
        )
    turn = carry_on(asked.conversation, office, [*said, *asked.said], back)
    return turn.model_copy(update={"effects": (*asked.effects, *turn.effects), "importance": "decision"})


def _confirms(conversation: Conversation, before: Draft, after: Draft, heard: Heard) -> bool:
    """Whether a card number confirms: typed under a summary that still stands, and no other than before."""
    asked = conversation.asking in {Asking.CONFIRMATION, Asking.TIME}
    stands = asked and before.shown == after.revision
    return bool(stands and heard.card and before.card in {None, heard.card})


def _any_time(conversation: Conversation, draft: Draft) -> Conversation:
    """Take a confirmation without a time for any time of the day."""
    if draft.time is not None:
        return conversation
    return conversation.model_copy(update={"draft": draft.model_copy(update={"any_time": True})})


def _received_before(conversation: Conversation, heard: Heard, office: ChatOffice) -> Turn | None:
    """Recognise a confirmation that is typed again after the request has gone in."""
    alone = heard.card and not (heard.services or heard.laser or heard.copies or heard.date)
    if conversation.draft is not None or not alone:
        return None
    for request, known in office.open_requests():
        if known.card == heard.card:
            return _was_received(conversation, request)
    return None


def _was_received(conversation: Conversation, request: Request) -> Turn:
    message = text_message(summary.received_before(request), questions.AFTER_BUTTONS)
    return Turn(conversation=conversation, messages=(message,))


def _without(draft: Draft, part: str) -> Draft:
    changes: dict[str, dict[str, object]] = {
        "services": {"items": (), "copies": None, "another_wanted": False},
        "copies": {"items": tuple(item.model_copy(update={"copies": None}) for item in draft.items)},
        "date": {"date": None},
        "time": {"time": None, "any_time": False},
        **{one: {one: None, f"{one}_line": ""} for one in particulars.ALL},
    }
    return gathering.revised(draft, draft.model_copy(update=changes[part]))
