"""A citizen's data goes at the citizen's own word: everything that is kept of a conversation, in one place.

A new table that holds anything of a conversation is emptied here too, and in ``forget_message``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from sqlmodel import Session

from registry.sealing import Keyring
from sync.store import (
    clerk_lines,
    inbox,
    outbox,
    pictures,
    print_orders,
    reply_tokens,
    request_chat,
    requests,
    untold,
)


def hold(session: Session, *, keys: Keyring, office_id: str, conversation_id: str) -> None:
    """Lock all that may be erased of a conversation: before anything takes the feed's number.

    The requests come first, as they do for everybody else.
    """
    mine = {"office_id": office_id, "conversation_id": conversation_id}
    ids = requests.hold_all_of(session, keys=keys, **mine)
    pictures.hold_of(session, **mine)
    clerk_lines.hold_of(session, **mine)
    reply_tokens.hold(session, **mine)
    print_orders.hold_of(session, office_id=office_id, request_ids=ids)


def erase_messages(
    session: Session, *, office_id: str, conversation_id: str, keep: Collection[str], now: dt.datetime
) -> None:
    """Drop what waits to be sent but for the requests to ``keep``, and events that could not be worked off.

    Comes before anything else is changed: it may have to wait for the sender.
    """
    outbox.erase(session, office_id=office_id, conversation_id=conversation_id, keep=keep, now=now)
    inbox.erase_dead(session, office_id=office_id, conversation_id=conversation_id)


def erase_requests(
    session: Session, *, keys: Keyring, office_id: str, conversation_id: str, now: dt.datetime
) -> int:
    """Empty every request of the conversation that has ended; the open ones lose what was chatted.

    An open inquiry keeps its texts: they are what it is about. All pictures go. Returns how many were
    emptied.
    """
    where: dict[str, Any] = {"keys": keys, "office_id": office_id, "conversation_id": conversation_id}
    forget_pictures(session, **where)
    reply_tokens.take(session, now=now, **where)
    clerk_lines.forget(session, office_id=office_id, conversation_id=conversation_id)
    _forget_untold(session, **where)
    request_chat.forget_chat(session, **where)
    emptied = request_chat.empty_closed_of(session, now=now, **where)
    print_orders.forget_requests(session, office_id=office_id, request_ids=emptied)
    return len(emptied)


def _forget_untold(session: Session, *, keys: Keyring, office_id: str, conversation_id: str) -> None:
    """Look no more after whom nobody can tell anything: of requests that have ended."""
    ended: list[str] = []
    for request_id in untold.of_conversation(session, office_id=office_id, conversation_id=conversation_id):
        held = requests.hold(session, keys=keys, office_id=office_id, request_id=request_id)
        if held is None or held[0].closed:
            ended.append(request_id)
    untold.forget(session, office_id=office_id, request_ids=ended)


def forget_message(
    session: Session,
    *,
    keys: Keyring,
    office_id: str,
    conversation_id: str,
    message_id: str,
    text: str,
    now: dt.datetime,
) -> None:
    """Remove an unsent message: failed events, messages that quote it, the chat of every request.

    ``text`` is the message where it is known already; what desks have read they get anew.
    """
    if not message_id:
        return
    where: dict[str, Any] = {"keys": keys, "office_id": office_id, "conversation_id": conversation_id}
    texts = {text, *request_chat.chat_texts(session, line_id=message_id, **where)} - {""}
    inbox.forget_message(session, message_id=message_id, **where)
    for each in texts:
        outbox.unquote(session, text=each, now=now, **where)
    mine = {"office_id": office_id, "conversation_id": conversation_id}
    _drop(session, keys, office_id, pictures.forget_message(session, line_id=message_id, **mine))
    request_chat.remove_chat_line(session, line_id=message_id, **where)


def forget_pictures(session: Session, *, keys: Keyring, office_id: str, conversation_id: str) -> None:
    """Remove every picture of a citizen, and what the desks know of them."""
    gone = pictures.forget_conversation(session, office_id=office_id, conversation_id=conversation_id)
    _drop(session, keys, office_id, gone)


def _drop(session: Session, keys: Keyring, office_id: str, gone: Sequence[tuple[str, str]]) -> None:
    """Take pictures that are gone from what the desks know."""
    for request_id in sorted({request_id for request_id, _ in gone}):
        ids = [picture_id for of, picture_id in gone if of == request_id]
        request_chat.drop_pictures(session, keys=keys, office_id=office_id, request_id=request_id, ids=ids)
