"""Where a text message goes: a command, a clerk's question, the question asked last, or the draft."""

from __future__ import annotations

from typing import Final

from sync.line.dialogue import (
    advancing,
    answering,
    cancelling,
    checking_in,
    drafting,
    duplicates,
    menu,
    others_words,
    pairing,
    presses,
    privacy,
    rescheduling,
    standing,
    stepping,
    surveying,
    talking,
    words,
)
from sync.line.dialogue.gathering import pid_hint
from sync.line.dialogue.hearing import Heard, hear_text
from sync.line.dialogue.model import Asking, ChatOffice, Conversation, Turn
from sync.line.dialogue.written_buttons import written
from sync.line.incoming import Incoming
from sync.line.messages import welcome
from sync.line.understanding import Intent

_WISHES: Final = frozenset({Intent.REQUEST, Intent.INQUIRY, Intent.HELP})


def on_text(conversation: Conversation, incoming: Incoming, office: ChatOffice) -> Turn:
    """Return what a text comes to."""
    at_the_office = checking_in.take(conversation, incoming.text, office)
    if at_the_office is not None:
        return at_the_office
    own = pairing.take(conversation, incoming.text, office)
    if own is not None:
        return own
    heard = hear_text(incoming, conversation, office)
    waiting = conversation.cancelling
    conversation = conversation.model_copy(update={"cancelling": ""})
    turn = cancelling.decide(conversation, heard, office, waiting) if waiting else None
    turn = turn or privacy.take(conversation, heard, office)
    conversation = privacy.forgotten(conversation)
    turn = turn or surveying.take(conversation, heard, office)
    if turn is not None:
        return turn
    conversation = surveying.put_aside(conversation)
    turn = _step(conversation, heard, office)
    turn = turn or _written_button(conversation, heard, office)
    turn = turn or advancing.hear(conversation, heard, office)
    turn = turn or _to_a_person(conversation, heard, office)
    turn = turn or _command(conversation, heard, office)
    turn = turn or _answer(conversation, heard, office)
    turn = turn or drafting.question(conversation, heard, office)
    turn = turn or _reply(conversation, heard, office)
    return turn or _rest(conversation, heard, office)


def _step(conversation: Conversation, heard: Heard, office: ChatOffice) -> Turn | None:
    """Go back, or begin anew, in words."""
    if words.wants_back(heard.text):
        return stepping.back(conversation, office)
    if words.wants_restart(heard.text):
        return stepping.restart(conversation, office)
    return None


def _to_a_person(conversation: Conversation, heard: Heard, office: ChatOffice) -> Turn | None:
    """Let a text go to who answers an open inquiry, unless a clerk's question waits for it."""
    if words.is_call(heard.text):
        return None
    asked = answering.open_question(office)
    if asked is not None and answering.is_answer(conversation, heard, asked[0]):
        return None
    return talking.hear(conversation, heard, office)


def _written_button(conversation: Conversation, heard: Heard, office: ChatOffice) -> Turn | None:
    pressed = written(heard.text, draft=conversation.draft is not None)
    return presses.carry_out(conversation, pressed, office) if pressed else None


def _command(conversation: Conversation, heard: Heard, office: ChatOffice) -> Turn | None:
    """Carry out what can be asked at any time."""
    if checking_in.asks_where(heard.text, office):
        return standing.status(conversation, office)
    match heard.intent:
        case Intent.CANCEL:
            return cancelling.start(conversation, office, text=heard.text)
        case Intent.RESCHEDULE:
            return rescheduling.start(conversation, heard, office)
        case Intent.STATUS:
            return standing.status(conversation, office)
        case _:
            return None


def _answer(conversation: Conversation, heard: Heard, office: ChatOffice) -> Turn | None:
    asked = answering.open_question(office)
    if conversation.moving is not None and not _gives_number(heard):
        # A day is being chosen: what is said is about it.
        return None
    if asked is None or not answering.is_answer(conversation, heard, asked[0]):
        return None
    if not conversation.withdrawn and answering.day_trouble(heard, asked[0], office):
        return rescheduling.start(conversation, heard, office, asked[0].id)
    return answering.answer(conversation, heard, *asked, office)


def _gives_number(heard: Heard) -> bool:
    given = (heard.laser, heard.card, heard.pid, heard.name, heard.birth_date)
    return any(one is not None for one in given)


def _reply(conversation: Conversation, heard: Heard, office: ChatOffice) -> Turn | None:
    """Take a short answer to the question asked last: yes, no, the same, another."""
    asking, declines = conversation.asking, heard.intent is Intent.DECLINE
    no = declines or words.is_no(heard.text)
    turn: Turn | None = None
    if (declines and words.speaks_of_consent(heard.text)) or (asking is Asking.CONSENT and no):
        turn = drafting.decline(conversation, office)
    elif asking is Asking.DUPLICATE:
        turn = duplicates.decide(conversation, heard.text, office)
    elif asking is Asking.LASER and words.has_no_laser(heard.text):
        turn = drafting.no_laser(conversation)
    elif asking is Asking.MOVE and no and conversation.moving is not None:
        turn = rescheduling.decline(conversation, office)
    elif asking is Asking.CONFIRMATION and no:
        turn = drafting.edit(conversation, "", office)
    elif heard.intent is Intent.CONSENT or (words.is_yes(heard.text) and not heard.fills):
        turn = _yes(conversation, heard, office)
    return turn


def _yes(conversation: Conversation, heard: Heard, office: ChatOffice) -> Turn:
    if conversation.asking is Asking.CONSENT:
        agreed = drafting.agreed(conversation, office)
        if heard.fills or heard.problems or heard.odd:
            return drafting.take(agreed, heard, office)
        return drafting.agree(conversation, office)
    if heard.fills:
        return rescheduling.particulars(conversation, heard, office)
    if conversation.asking is Asking.MOVE and conversation.moving is not None:
        return rescheduling.confirm(conversation, office)
    return _yes_to_nothing_new(conversation, office)


def _yes_to_nothing_new(conversation: Conversation, office: ChatOffice) -> Turn:
    if conversation.draft is not None:
        return drafting.confirm(conversation, office)
    if standing.open_requests(office):
        return standing.status(conversation, office)
    return menu.show(conversation, office)


def _rest(conversation: Conversation, heard: Heard, office: ChatOffice) -> Turn:
    if heard.intent in _WISHES and others_words.for_another(heard.text):
        return menu.for_another(conversation, office)
    if heard.intent is Intent.INQUIRY:
        return drafting.inquire(conversation, heard, office)
    if heard.fills or heard.problems or heard.odd:
        return rescheduling.particulars(conversation, heard, office)
    if words.asks_for_menu(heard.text):
        return menu.show(conversation, office)
    if words.is_thanks(heard.text):
        return _thanked(conversation, office)
    return _not_understood(conversation, heard, office)


def _thanked(conversation: Conversation, office: ChatOffice) -> Turn:
    """Thank back, and repeat the question that is open: thanks answer none."""
    if conversation.moving is not None:
        return rescheduling.choose(conversation, Heard(), office, [welcome.PLEASURE])
    if conversation.draft is not None:
        return drafting.carry_on(conversation, office, [welcome.PLEASURE])
    return menu.tell(conversation, welcome.THANKED)


def _not_understood(conversation: Conversation, heard: Heard, office: ChatOffice) -> Turn:
    """Repeat the question that is open; a text to an open inquiry is for the person who answers it."""
    asks_days = words.asks_free_days(heard.text)
    if conversation.moving is not None and asks_days:
        return rescheduling.decline(conversation, office)
    if conversation.draft is not None:
        if asks_days and conversation.asking in {Asking.DATE, Asking.TIME, Asking.CONFIRMATION}:
            return drafting.edit(conversation, "date", office)
        answered = drafting.faq_within(conversation, heard, office)
        if answered is not None and conversation.moving is None:
            return answered
    if conversation.moving is not None:
        return rescheduling.choose(conversation, Heard(), office, [welcome.NOT_UNDERSTOOD])
    if conversation.draft is not None:
        hint = pid_hint(heard, conversation.asking) or [welcome.NOT_UNDERSTOOD]
        return drafting.carry_on(conversation, office, hint)
    return drafting.to_inquiry(conversation, heard, office) or menu.tell(
        conversation, welcome.not_understood()
    )
