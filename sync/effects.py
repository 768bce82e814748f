"""Carries out what a turn of the chat comes to; where the office refuses one thing, none happens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sqlmodel import Session

from registry.actors import CITIZEN
from registry.commands import Arrive, Cancel
from registry.errors import Refused
from registry.particulars import ChatLine
from registry.sealing import Keyring
from sync.chat_desk import Desk
from sync.line.dialogue import (
    CheckIn,
    CitizenAct,
    Effect,
    EraseData,
    FaqCount,
    ForgetMessage,
    KeepPicture,
    PairClerk,
    PassOn,
    SubmitRequest,
    SurveyAnswer,
    Turn,
    arrived,
    refused,
)
from sync.store import (
    clerk_lines,
    erasing,
    faq_counts,
    pictures,
    queue_numbers,
    request_chat,
    requests,
    slots,
    surveys,
)
from sync.store.signals import savepoint


def carried(session: Session, keys: Keyring, turn: Turn, desk: Desk, conversation_id: str) -> Turn:
    """Carry out a turn's effects; where the office refuses one, none happens and the citizen is told."""
    if not turn.effects:
        return turn
    act: Effect | None = None
    acts = [effect for effect in turn.effects if isinstance(effect, CitizenAct)]
    ended = [each for each in acts if isinstance(each.command, Cancel)]
    try:
        with savepoint(session):
            # What others count too comes first: with the feed's number, nothing may be left to wait for.
            for act in sorted(turn.effects, key=lambda each: not isinstance(each, FaqCount | PairClerk)):
                if act in ended[:1]:
                    _hold_slots(session, desk, ended)
                _carry(session, keys, desk, conversation_id, act)
    except Refused as error:
        if not isinstance(act, CitizenAct | SubmitRequest | CheckIn):
            raise
        return refused(turn.conversation, act, error.code, desk)
    if any(isinstance(effect, CheckIn) for effect in turn.effects):
        # The numbers are given only now.
        desk.read_again()
        return arrived(turn.conversation, desk)
    return turn


def _carry(session: Session, keys: Keyring, desk: Desk, conversation_id: str, effect: Effect) -> None:
    settings, now = desk.settings, desk.now
    mine: dict[str, Any] = {"office_id": settings.office.id, "conversation_id": conversation_id}
    act = partial(
        requests.carry_out,
        session,
        keys=keys,
        settings=settings,
        actor=CITIZEN,
        now=now,
        conversation_id=conversation_id,
    )
    match effect:
        case SubmitRequest():
            requests.submit(
                session,
                keys=keys,
                settings=settings,
                request=effect.request,
                particulars=effect.particulars,
                conversation_id=conversation_id,
                now=now,
            )
        case CitizenAct():
            act(request_id=effect.request_id, command=effect.command, particulars=effect.particulars)
        case CheckIn():
            _hold_letters(session, desk, effect)
            _arrive(effect, act)
        case PassOn():
            for line in effect.lines:
                pass_on(session, keys, settings.office.id, [effect.request_id], line)
        case ForgetMessage():
            erasing.forget_message(
                session, keys=keys, message_id=effect.line_id, text=effect.text, now=now, **mine
            )
        case EraseData():
            if effect.part == "messages":
                erasing.erase_messages(session, keep=effect.keep, now=now, **mine)
            else:
                erasing.erase_requests(session, keys=keys, now=now, **mine)
        case KeepPicture() | FaqCount() | SurveyAnswer() | PairClerk():
            _keep_beside(session, keys, desk, conversation_id, effect)


def _keep_beside(
    session: Session,
    keys: Keyring,
    desk: Desk,
    conversation_id: str,
    effect: KeepPicture | FaqCount | SurveyAnswer | PairClerk,
) -> None:
    """Keep what lies beside the requests: a picture to be fetched, figures, a clerk's own chat."""
    settings = desk.settings
    match effect:
        case PairClerk():
            clerk_lines.pair(
                session,
                keys=keys,
                office_id=settings.office.id,
                code=effect.code,
                conversation_id=conversation_id,
            )
        case KeepPicture():
            pictures.note(
                session,
                office_id=settings.office.id,
                conversation_id=conversation_id,
                request_id=effect.request_id,
                line_id=effect.line_id,
                now=desk.now,
            )
        case FaqCount():
            faq_counts.count(
                session, office_id=settings.office.id, day=desk.today, entry=effect.entry, what=effect.what
            )
        case SurveyAnswer():
            surveys.keep(
                session,
                keys=keys,
                office_id=settings.office.id,
                survey_id=effect.survey_id,
                day=desk.today,
                question=effect.question,
                score=effect.score,
                text=effect.text,
            )


def _arrive(effect: CheckIn, act: Callable[..., object]) -> None:
    for request_id in effect.request_ids:
        act(request_id=request_id, command=Arrive())


def _hold_letters(session: Session, desk: Desk, effect: CheckIn) -> None:
    """Lock all letters before a number is taken: with the feed's number, nothing may be left to wait for."""
    of = {request.id: request for request, _ in desk.open_requests()}
    letters = {desk.settings.queue.away.letter_of(of[each]) for each in effect.request_ids}
    queue_numbers.hold(session, office_id=desk.settings.office.id, day=desk.today, letters=letters)


def _hold_slots(session: Session, desk: Desk, acts: Sequence[CitizenAct]) -> None:
    """Lock the slots of all requests that end in one turn: the first of them takes the feed's number."""
    going = {act.request_id for act in acts}
    mine = [request for request, _ in desk.open_requests() if request.id in going]
    places = [place for each in mine for place in (each.hold, each.appointment) if place is not None]
    slots.hold(session, office_id=desk.settings.office.id, places=places)


def pass_on(
    session: Session, keys: Keyring, office_id: str, request_ids: Sequence[str], line: ChatLine
) -> None:
    """Let the clerks read what the citizen wrote, whatever the dialogue made of it; each message once."""
    for request_id in request_ids if line.text else ():
        request_chat.add_chat_line(session, keys=keys, office_id=office_id, request_id=request_id, line=line)
