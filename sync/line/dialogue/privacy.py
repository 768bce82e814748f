"""A citizen's own data: what is kept of it, told masked, and its removal, asked for once more before."""

from __future__ import annotations

import datetime as dt
from typing import Final

from registry.commands import Cancel
from registry.particulars import ChatLine
from registry.request import Request
from sync.line.dialogue import particulars, privacy_words, questions, standing, words
from sync.line.dialogue.buttons import data
from sync.line.dialogue.hearing import Heard
from sync.line.dialogue.model import (
    ChatOffice,
    CitizenAct,
    Conversation,
    Effect,
    EraseData,
    PassOn,
    Turn,
)
from sync.line.message_json import Button, Tap, text_message
from sync.line.messages import consent as say_consent
from sync.line.messages import labels
from sync.line.messages import privacy as say
from thai.dates import today

FRESH: Final = dt.timedelta(minutes=15)
"""How long the question stands: a button found much later asks again."""

_ERASE: Final = Tap(labels.ERASE_MINE, data("erase"))


def take(conversation: Conversation, heard: Heard, office: ChatOffice) -> Turn | None:
    """Take a text about the citizen's data; None if it is about something else."""
    asked = _asked(conversation, office)
    answer = privacy_words.answer(heard.text) if asked else ""
    if asked and not answer and words.is_no(heard.text):
        answer = "no"
    if asked and not answer and words.is_yes(heard.text):
        answer = "some"
    if answer:
        return pressed(conversation, answer, office)
    if privacy_words.asks_to_delete(heard.text):
        return _ask(conversation, office)
    if privacy_words.asks_what_is_kept(heard.text):
        return kept(conversation, office)
    return None


def pressed(conversation: Conversation, answer: str, office: ChatOffice) -> Turn:
    """Take a button: the wish (empty), or the answer to the question whether it is meant."""
    if answer == "no":
        return _tell(forgotten(conversation), say.NOT_ERASED)
    if not answer:
        return _ask(conversation, office)
    if not _asked(conversation, office):
        return _ask(conversation, office, say.ASK_AGAIN)
    return _erase(conversation, office, cancel=answer == "all")


def forgotten(conversation: Conversation) -> Conversation:
    """Return the conversation in which a yes means no removal any more."""
    if conversation.erasing_at is None:
        return conversation
    return conversation.model_copy(update={"erasing_at": None})


def kept(conversation: Conversation, office: ChatOffice) -> Turn:
    """Say what is kept, with every number masked."""
    consent = say.consent(conversation.consent_version, conversation.consent_at, conversation.withdrawn_at)
    parts = [consent]
    draft = conversation.draft
    if draft is not None:
        lines = len({line.id for line in (*draft.lines, *draft.questions)})
        parts.append(say.draft(draft.services, particulars.given(draft), lines=lines))
    parts += [say.request(request, given) for request, given in office.open_requests()]
    days = dt.timedelta(days=office.settings.retention.days)
    parts += [
        say.ended(request, given, today(request.state_since) + days)
        for request, given in office.closed_requests()
    ]
    if len(parts) == 1:
        parts.append(say.NOTHING)
    message = text_message(say.kept(parts), [_ERASE, *questions.MENU_BUTTONS])
    return Turn(conversation=conversation, messages=(message,))


def _asked(conversation: Conversation, office: ChatOffice) -> bool:
    at = conversation.erasing_at
    return at is not None and office.now - at < FRESH


def _ask(conversation: Conversation, office: ChatOffice, before: str = "") -> Turn:
    requests = standing.open_requests(office)
    taps: list[Button] = [Tap(labels.ERASE, data("erase", "some"))]
    if requests:
        taps.append(Tap(labels.ERASE_ALL, data("erase", "all")))
    taps.append(Tap(labels.ERASE_NOT, data("erase", "no")))
    question = say.ask(requests, days=office.settings.retention.days)
    message = text_message("\n\n".join([*([before] if before else []), question]), taps)
    waiting = conversation.model_copy(update={"erasing_at": office.now})
    return Turn(conversation=waiting, messages=(message,))


def _erase(conversation: Conversation, office: ChatOffice, *, cancel: bool) -> Turn:
    """Remove: what was said first, then what is cancelled, then what has ended; open requests stay."""
    requests = standing.open_requests(office)
    going = requests if cancel else []
    staying = [] if cancel else requests
    closed = len(office.closed_requests()) + len(going)
    words_ = say.receipt(
        office.now,
        cancelled=[request.reference for request in going],
        closed=closed,
        kept=staying,
        days=office.settings.retention.days,
    )
    left = Conversation(
        seen=conversation.seen,
        withdrawn=bool(staying),
        withdrawn_at=office.now if staying else None,
    )
    return Turn(
        conversation=left,
        messages=(text_message(words_, questions.MENU_BUTTONS),),
        effects=_effects(going, staying, conversation, office),
        importance="decision",
    )


def _effects(
    going: list[Request], staying: list[Request], conversation: Conversation, office: ChatOffice
) -> tuple[Effect, ...]:
    note = ChatLine(at=office.now, who="office", text=say_consent.WITHDRAWN)
    told = [] if conversation.withdrawn else staying
    return (
        EraseData(part="messages", keep=tuple(request.id for request in staying)),
        *(CitizenAct(request_id=request.id, command=Cancel()) for request in going),
        EraseData(part="requests", keep=tuple(request.id for request in staying)),
        *(PassOn(request_id=request.id, lines=(note,)) for request in told),
    )


def _tell(conversation: Conversation, text: str) -> Turn:
    return Turn(conversation=conversation, messages=(text_message(text, questions.MENU_BUTTONS),))
