"""One event of LINE, from inbox to outbox, in one transaction."""

from __future__ import annotations

import datetime as dt
import json

from sqlmodel import Session

from registry.particulars import ChatLine
from registry.sealing import Keyring
from registry.settings import Settings
from registry.transitions import Write
from sync.chat_desk import Desk
from sync.effects import carried, pass_on
from sync.line.delivery import REPLY_SECONDS
from sync.line.dialogue import (
    CitizenAct,
    Conversation,
    EraseData,
    Turn,
    chat_line,
    converse,
    keeps_until,
)
from sync.line.errors import ElsewhereBusy
from sync.line.incoming import Incoming, read_incoming
from sync.store import (
    closures,
    conversations,
    erasing,
    friends,
    inbox,
    outbox,
    reply_tokens,
)
from sync.store.outbox import Importance, Reply
from thai.dates import today

_MESSAGES = frozenset({"text", "picture", "other"})


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
    wanted = converse(before, incoming, desk)
    withdrawn = before.consent_version is not None and wanted.conversation.consent_version is None
    if withdrawn or any(isinstance(effect, EraseData) for effect in wanted.effects):
        erasing.hold(session, keys=keys, office_id=office_id, conversation_id=conversation_id)
    elif wanted.effects and not wanted.messages:
        reply_tokens.hold(session, office_id=office_id, conversation_id=conversation_id)
    turn = carried(session, keys, wanted, desk, conversation_id)
    if withdrawn:
        erasing.forget_pictures(session, keys=keys, office_id=office_id, conversation_id=conversation_id)
    erased = [effect for effect in turn.effects if isinstance(effect, EraseData)]
    if incoming.kind == "text" and not turn.conversation.withdrawn and not erased:
        pass_on(session, keys, office_id, affected, _as_read(chat_line(incoming), turn))
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


def _as_read(line: ChatLine, turn: Turn) -> ChatLine:
    """Mark a text that was for the chat, which has answered it: nobody has to answer it again."""
    acts = [effect.command for effect in turn.effects if isinstance(effect, CitizenAct)]
    for_person = any(isinstance(command, Write) for command in acts)
    return line if for_person or not turn.messages else line.model_copy(update={"by_chat": True})


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


def _blocked(incoming: Incoming) -> bool | None:
    """Whoever writes has not blocked the account, whatever order the events came in."""
    if incoming.kind == "unfollow":
        return True
    return None if incoming.kind in {"unsend", "unknown"} else False


def _reply(incoming: Incoming, received_at: dt.datetime) -> Reply | None:
    if not incoming.reply_token:
        return None
    return Reply(incoming.reply_token, received_at + dt.timedelta(seconds=REPLY_SECONDS))
