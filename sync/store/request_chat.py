"""What was chatted and shown with a request: added, taken back by the citizen, and emptied at their word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Final

from sqlmodel import Session

from registry.actors import CITIZEN
from registry.advance import PictureRef
from registry.particulars import ChatLine, lines_kept
from registry.sealing import Keyring
from sync.store import audit
from sync.store.feed import take_number
from sync.store.request_rows import EMPTY
from sync.store.request_table import locked, of_conversation, save, save_particulars

INQUIRY: Final = 5


def add_chat_line(
    session: Session, *, keys: Keyring, office_id: str, request_id: str, line: ChatLine
) -> None:
    """Add a message to a request's chat, once; no new version, but new to the desks."""
    before = locked(session, keys, office_id, request_id)
    changed = before.particulars.with_line(line, lines_kept(before.request))
    if changed is not before.particulars:
        save_particulars(session, keys, before, changed)


def remove_chat_line(
    session: Session, *, keys: Keyring, office_id: str, conversation_id: str, line_id: str
) -> int:
    """Remove a message that the citizen has unsent from every request; returns how many held it."""
    held = 0
    for before in of_conversation(session, keys, office_id, conversation_id, closed=True):
        if line_id and any(line.id == line_id for line in before.particulars.chat):
            save_particulars(session, keys, before, before.particulars.without_line(line_id))
            held += 1
    return held


def chat_texts(
    session: Session, *, keys: Keyring, office_id: str, conversation_id: str, line_id: str
) -> set[str]:
    """Return the texts under a message's id in the chats of a conversation's requests."""
    return {
        line.text
        for stored in of_conversation(session, keys, office_id, conversation_id, closed=True)
        for line in stored.particulars.chat
        if line.id == line_id
    }


def forget_chat(session: Session, *, keys: Keyring, office_id: str, conversation_id: str) -> None:
    """Remove what was chatted from a conversation's open requests; inquiries are about nothing else."""
    for before in of_conversation(session, keys, office_id, conversation_id, closed=False):
        if before.particulars.chat and all(item.service != INQUIRY for item in before.request.items):
            save_particulars(session, keys, before, before.particulars.model_copy(update={"chat": ()}))


def add_picture(
    session: Session, *, keys: Keyring, office_id: str, request_id: str, picture: PictureRef
) -> None:
    """Let the desks know of a picture that is kept; raises Refused (NOT_FOUND)."""
    before = locked(session, keys, office_id, request_id)
    pictures = (*before.particulars.pictures, picture)
    save_particulars(session, keys, before, before.particulars.model_copy(update={"pictures": pictures}))


def drop_pictures(
    session: Session, *, keys: Keyring, office_id: str, request_id: str, ids: Collection[str]
) -> None:
    """Take pictures that are gone from what the desks know; raises Refused (NOT_FOUND)."""
    before = locked(session, keys, office_id, request_id)
    left = tuple(picture for picture in before.particulars.pictures if picture.id not in ids)
    if left != before.particulars.pictures:
        save_particulars(session, keys, before, before.particulars.model_copy(update={"pictures": left}))


def empty_closed_of(
    session: Session, *, keys: Keyring, office_id: str, conversation_id: str, now: dt.datetime
) -> list[str]:
    """Empty a conversation's ended requests of what identifies the citizen; desks get them anew.

    Nothing leads to the conversation any more; state, fee and trail stay. Returns their ids.
    """
    stored = of_conversation(session, keys, office_id, conversation_id, closed=True)
    ended = [each for each in stored if each.request.closed]
    for before in ended:
        seq = take_number(session, office_id)
        save(session, before, seq, dict(EMPTY))
        audit.write(session, seq=seq, request=before.request, action="erased", actor=CITIZEN, now=now)
    return [each.request.id for each in ended]
