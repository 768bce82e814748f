"""One event of LINE, from inbox to outbox, in one transaction."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import Any

from sqlmodel import Session

from registry.actors import CITIZEN
from registry.calendar import OfficeCalendar
from registry.commands import Arrive, Cancel
from registry.errors import Refused
from registry.identifiers import new_id
from registry.office import Slot
from registry.particulars import ChatLine, Particulars
from registry.request import Request
from registry.sealing import Keyring
from registry.settings import Settings, today
from sync.line import wall_code
from sync.line.delivery import REPLY_SECONDS
from sync.line.dialogue import (
    CheckIn,
    CitizenAct,
    Conversation,
    Effect,
    EraseData,
    FaqCount,
    ForgetMessage,
    KeepPicture,
    PassOn,
    SubmitRequest,
    SurveyAnswer,
    Turn,
    arrived,
    chat_line,
    converse,
    keeps_until,
    refused,
)
from sync.line.errors import ElsewhereBusy
from sync.line.faq import Faq, current_faq
from sync.line.incoming import Incoming, read_incoming
from sync.store import (
    closures,
    conversations,
    erasing,
    faq_counts,
    friends,
    inbox,
    outbox,
    pictures,
    queue_numbers,
    references,
    reply_tokens,
    requests,
    slots,
    surveys,
    waiting,
)
from sync.store.outbox import Importance, Reply
from sync.store.signals import savepoint

_MESSAGES = frozenset({"text", "picture", "other"})


class Desk:
    """What the dialogue may know of the office, read in the transaction of the event."""

    def __init__(
        self, session: Session, keys: Keyring, settings: Settings, conversation_id: str, now: dt.datetime
    ) -> None:
        self._session, self._keys, self._conversation_id = session, keys, conversation_id
        self.settings, self.now, self.today = settings, now, today(now)

    @cached_property
    def calendar(self) -> OfficeCalendar:
        """The office's calendar."""
        return self.settings.calendar

    def free_slots(self, day: dt.date, days: int) -> Sequence[Slot]:
        """Return the slots with places left."""
        return slots.free_slots(self._session, settings=self.settings, day=day, days=days)

    def open_requests(self) -> Sequence[tuple[Request, Particulars]]:
        """Return this citizen's open requests, as they were before the event."""
        return self._open_requests

    @cached_property
    def _open_requests(self) -> list[tuple[Request, Particulars]]:
        return requests.open_requests_of(
            self._session,
            keys=self._keys,
            office_id=self.settings.office.id,
            conversation_id=self._conversation_id,
        )

    def closed_requests(self) -> Sequence[tuple[Request, Particulars]]:
        """Return this citizen's ended requests that are not emptied yet."""
        return self._closed_requests

    @cached_property
    def _closed_requests(self) -> list[tuple[Request, Particulars]]:
        return requests.closed_requests_of(
            self._session,
            keys=self._keys,
            office_id=self.settings.office.id,
            conversation_id=self._conversation_id,
        )

    def waiting(self) -> Sequence[Request]:
        """Return everybody's requests that are at the office today, as they are now."""
        return waiting.arrived(self._session, office_id=self.settings.office.id, day=self.today)

    def wall_code(self, day: dt.date) -> str:
        """Return the code that hangs on the office's wall on a day."""
        return wall_code.code(self._keys, self.settings.office.id, day)

    def read_again(self) -> None:
        """Read this citizen's requests anew: the event has changed them."""
        self.__dict__.pop("_open_requests", None)

    @property
    def faq(self) -> Faq:
        """The answers to what is asked often, as the office's file is now."""
        return current_faq(self.settings.inquiry.faq_file)

    def pictures_of(self, request_id: str) -> int:
        """Return how many pictures an inquiry has."""
        return pictures.count(self._session, office_id=self.settings.office.id, request_id=request_id)

    def reserve_reference(self) -> str:
        """Return a new reference."""
        return references.reserve(self._session, settings=self.settings)

    def new_id(self) -> str:
        """Return a new id."""
        return new_id()


def work_off(session: Session, *, keys: Keyring, settings: Settings, event_id: str, now: dt.datetime) -> bool:
    """Work off one event that still waits; an event of nobody is only marked.

    Returns whether something was removed at the citizen's word, so that no byte of it may be left anywhere.

    Raises ElsewhereBusy when another daemon has the event or its conversation; whatever else it raises is the
    event's own fault.
    """
    office_id = settings.office.id
    waiting = inbox.open_event(session, keys=keys, office_id=office_id, event_id=event_id)
    if waiting is None:
        raise ElsewhereBusy
    event = json.loads(waiting.body)
    incoming = read_incoming(event if isinstance(event, dict) else {}, event_id, waiting.received_at)
    if incoming.kind == "unsend":
        inbox.take_back(session, office_id=office_id, message_id=incoming.message_id, at=now)
    removed = False
    if waiting.conversation_id and not _to_be_ignored(session, office_id, incoming):
        removed = _take_turn(session, keys, settings, waiting=waiting, incoming=incoming, now=now)
    inbox.finish(session, office_id=office_id, event_id=event_id)
    return removed


def _to_be_ignored(session: Session, office_id: str, incoming: Incoming) -> bool:
    """Whether a person has the chat in hand, or the message was taken back before it came."""
    if incoming.kind in {"unsend", "unfollow", "follow"}:
        return False
    taken_back = incoming.kind in _MESSAGES and inbox.taken_back(
        session, office_id=office_id, message_id=incoming.message_id
    )
    return incoming.standby or taken_back


def _take_turn(
    session: Session,
    keys: Keyring,
    settings: Settings,
    *,
    waiting: inbox.Waiting,
    incoming: Incoming,
    now: dt.datetime,
) -> bool:
    office_id, conversation_id = settings.office.id, waiting.conversation_id
    stored = conversations.lock(
        session,
        keys=keys,
        office_id=office_id,
        conversation_id=conversation_id,
        user_id=incoming.user_id,
        now=now,
    )
    if stored is None:
        raise ElsewhereBusy
    _count_friends(session, office_id, incoming, now)
    settings = closures.applied(session, settings)
    desk = Desk(session, keys, settings, conversation_id, now)
    # Held before anything is changed: with the feed's number taken, nothing may be left to wait for.
    affected = [request.id for request, _ in desk.open_requests()]
    before = Conversation.load(stored.state)
    turn = _carried(session, keys, converse(before, incoming, desk), desk, conversation_id)
    if before.consent_version is not None and turn.conversation.consent_version is None:
        erasing.forget_pictures(session, keys=keys, office_id=office_id, conversation_id=conversation_id)
    erased = [effect for effect in turn.effects if isinstance(effect, EraseData)]
    if incoming.kind == "text" and not turn.conversation.withdrawn and not erased:
        _pass_on(session, keys, office_id, affected, chat_line(incoming))
    conversations.save(
        session,
        keys=keys,
        office_id=office_id,
        conversation_id=conversation_id,
        state=turn.conversation.model_dump_json().encode(),
        now=now,
        forget_at=keeps_until(turn.conversation, settings),
        blocked=_blocked(incoming),
        unneeded=any(not effect.keep for effect in erased),
    )
    if turn.messages and not incoming.standby:
        outbox.enqueue(
            session,
            keys=keys,
            office_id=office_id,
            conversation_id=conversation_id,
            request_id=None,
            messages=turn.messages,
            importance=Importance(turn.importance),
            now=now,
            reply=_reply(incoming, waiting.received_at),
        )
    elif turn.effects:
        _keep_token(session, keys, office_id, conversation_id, _reply(incoming, waiting.received_at))
    return bool(erased) or incoming.kind == "unsend"


def _keep_token(
    session: Session, keys: Keyring, office_id: str, conversation_id: str, reply: Reply | None
) -> None:
    """Leave a token that the chat does not need to who answers in person."""
    if reply is not None:
        reply_tokens.keep(
            session, keys=keys, office_id=office_id, conversation_id=conversation_id, reply=reply
        )


def _count_friends(session: Session, office_id: str, incoming: Incoming, now: dt.datetime) -> None:
    if incoming.kind in {"follow", "unfollow"}:
        friends.count(session, office_id=office_id, day=today(now), **{f"{incoming.kind}ed": 1})


def _carried(session: Session, keys: Keyring, turn: Turn, desk: Desk, conversation_id: str) -> Turn:
    """Carry out a turn's effects; where the office refuses one, none happens and the citizen is told."""
    act: Effect | None = None
    acts = [effect for effect in turn.effects if isinstance(effect, CitizenAct)]
    ended = [each for each in acts if isinstance(each.command, Cancel)]
    try:
        with savepoint(session):
            for act in turn.effects:
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
                _pass_on(session, keys, settings.office.id, [effect.request_id], line)
        case ForgetMessage():
            erasing.forget_message(
                session, keys=keys, message_id=effect.line_id, text=effect.text, now=now, **mine
            )
        case EraseData():
            if effect.part == "messages":
                erasing.erase_messages(session, keep=effect.keep, now=now, **mine)
            else:
                erasing.erase_requests(session, keys=keys, now=now, **mine)
        case KeepPicture() | FaqCount() | SurveyAnswer():
            _keep_beside(session, keys, desk, conversation_id, effect)


def _keep_beside(
    session: Session,
    keys: Keyring,
    desk: Desk,
    conversation_id: str,
    effect: KeepPicture | FaqCount | SurveyAnswer,
) -> None:
    """Keep what lies beside the requests: a picture to be fetched, and what is for figures alone."""
    settings = desk.settings
    match effect:
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
    letters = {queue_numbers.letter_of(desk.settings.queue, of[each]) for each in effect.request_ids}
    queue_numbers.hold(session, office_id=desk.settings.office.id, day=desk.today, letters=letters)


def _hold_slots(session: Session, desk: Desk, acts: Sequence[CitizenAct]) -> None:
    """Lock the slots of all requests that end in one turn: the first of them takes the feed's number."""
    going = {act.request_id for act in acts}
    mine = [request for request, _ in desk.open_requests() if request.id in going]
    places = [place for each in mine for place in (each.hold, each.appointment) if place is not None]
    slots.hold(session, office_id=desk.settings.office.id, places=places)


def _pass_on(
    session: Session, keys: Keyring, office_id: str, request_ids: Sequence[str], line: ChatLine
) -> None:
    """Let the clerks read what the citizen wrote, whatever the dialogue made of it; each message once."""
    for request_id in request_ids if line.text else ():
        requests.add_chat_line(session, keys=keys, office_id=office_id, request_id=request_id, line=line)


def _blocked(incoming: Incoming) -> bool | None:
    """Whoever writes has not blocked the account, whatever order the events came in."""
    if incoming.kind == "unfollow":
        return True
    return None if incoming.kind in {"unsend", "unknown"} else False


def _reply(incoming: Incoming, received_at: dt.datetime) -> Reply | None:
    if not incoming.reply_token:
        return None
    return Reply(incoming.reply_token, received_at + dt.timedelta(seconds=REPLY_SECONDS))
