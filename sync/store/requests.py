"""Requests in the store: made, changed by commands, found again; each change is one number of the feed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session

from registry import commands as c
from registry.actors import CITIZEN, SYSTEM, Actor
from registry.advance import PictureRef
from registry.errors import Conflict, RefusalCode, Refused
from registry.inquiry_settings import Limits
from registry.lifecycle import CitizenCommand, Context, Submit, SystemCommand, Transition, apply
from registry.particulars import ChatLine, Particulars, lines_kept
from registry.request import Request
from registry.sealing import Keyring
from registry.settings import Settings, today
from registry.transitions import InquiryCommand
from sync.store import audit, statements, untold
from sync.store import undo as undo_
from sync.store.feed import take_number
from sync.store.notify import tell_citizen
from sync.store.office import StoreOffice
from sync.store.request_rows import EMPTY, columns_of, lookups, opened
from sync.store.tables.requests import RequestRow
from sync.store.undo import Undone

INQUIRY: Final = 5

_TABLE: Final = statements.table_of(RequestRow)
_ROW: Final = _TABLE.c
_OF_OFFICE: Final = _ROW.office_id == sa.bindparam("of_office")
_OF_ID: Final = _ROW.id == sa.bindparam("of_id")
_SELECT: Final = (
    sa.select(_ROW.id, _ROW.body, _ROW.sealed, _ROW.seq, _ROW.conversation_id)
    .where(_OF_OFFICE)
    .order_by(statements.sorted_by(_ROW.id))
)
_LOCK: Final = _SELECT.where(_OF_ID).with_for_update()
_OF_CONVERSATION: Final = _SELECT.where(_ROW.conversation_id == sa.bindparam("of_conversation"))
_CLOSED: Final = _OF_CONVERSATION.where(_ROW.closed_on.is_not(None))
_ALL_LOCKED: Final = _OF_CONVERSATION.with_for_update()
_OPEN_LOCKED: Final = _ALL_LOCKED.where(_ROW.closed_on.is_(None))
_INSERT: Final = sa.insert(_TABLE)
_UPDATE: Final = sa.update(_TABLE).where(_OF_OFFICE, _OF_ID, _ROW.seq == sa.bindparam("of_seq"))


@dataclass(frozen=True)
class Carried:
    """What a command came to, the feed's number of the change, and whether it can still be taken back."""

    transition: Transition
    seq: int
    undoable: bool = False


@dataclass(frozen=True)
class _Stored:
    """A request as it was read, and what else its row says."""

    request: Request
    particulars: Particulars
    seq: int
    conversation_id: str | None


def create(
    session: Session,
    *,
    keys: Keyring,
    settings: Settings,
    request: Request,
    particulars: Particulars,
    conversation_id: str,
    now: dt.datetime,
) -> int:
    """Store a new request of this office; returns the feed's number."""
    if request.office_id != settings.office.id:
        raise ValueError("a request of another office")
    seq = _note_created(session, request, CITIZEN, now)
    _insert(session, keys, _Stored(request, particulars, seq, conversation_id))
    return seq


def submit(
    session: Session,
    *,
    keys: Keyring,
    settings: Settings,
    request: Request,
    particulars: Particulars,
    conversation_id: str,
    now: dt.datetime,
) -> Carried:
    """Store a citizen's new request as submitted, its wished place kept; raises Refused as a slot does."""
    if request.office_id != settings.office.id:
        raise ValueError("a request of another office")
    day = today(now)
    office = StoreOffice(session, settings, day, for_line=True)
    # The place first: with the feed's number taken, nothing may be left to wait for.
    done = apply(request, Submit(), Context(CITIZEN, now, day, office))
    return store_new(
        session,
        keys=keys,
        created=request,
        done=done,
        particulars=particulars,
        conversation_id=conversation_id,
        actor=CITIZEN,
        now=now,
    )


def store_new(
    session: Session,
    *,
    keys: Keyring,
    created: Request,
    done: Transition,
    particulars: Particulars,
    conversation_id: str | None,
    actor: Actor,
    now: dt.datetime,
) -> Carried:
    """Store a request as it was made and what its first command has come to."""
    _note_created(session, created, actor, now)
    seq = take_number(session, created.office_id)
    _insert(session, keys, _Stored(done.request, particulars, seq, conversation_id))
    audit.write(
        session, seq=seq, request=done.request, action=done.action, actor=actor, now=now, detail=done.detail
    )
    return Carried(done, seq)


def carry_out(
    session: Session,
    *,
    keys: Keyring,
    settings: Settings,
    request_id: str,
    command: c.Decision | c.Fact | CitizenCommand | SystemCommand | InquiryCommand,
    actor: Actor,
    now: dt.datetime,
    seen_version: int | None = None,
    happened: dt.datetime | None = None,
    conversation_id: str | None = None,
    particulars: Particulars | None = None,
    second: Actor | None = None,
    undoable: bool = False,
) -> Carried:
    """Apply a command to a request and keep what it comes to.

    What ``happened`` before ``now`` is kept as of then; the trail has both times.
    With ``conversation_id``, only to a request of this conversation; ``particulars`` take the place of
    those kept. The citizen gets a notice of what others did: what the citizen did, the dialogue answers.
    Raises Refused, and Conflict when a decision was made on another version than ``seen_version``;
    then nothing of the transaction may be kept.
    """
    before = _locked(session, keys, settings.office.id, request_id)
    if conversation_id is not None and before.conversation_id != conversation_id:
        raise Refused(RefusalCode.NOT_FOUND)
    stale = seen_version is not None and seen_version != before.request.version
    if stale and not isinstance(command, c.FACTS):
        raise Conflict(RefusalCode.STALE)
    day = today(now)
    by_citizen = actor.kind == "citizen"
    office = StoreOffice(session, settings, day, for_line=by_citizen)
    limits = Limits(settings.calendar, settings.inquiry)
    undone = _undone(session, keys, before, actor) if isinstance(command, c.TakeBack) else None
    was = undone.request if undone is not None else None
    done = apply(before.request, command, Context(actor, happened or now, day, office, second, was, limits))
    kept = _with_found(particulars or before.particulars, done.found)
    kept = undone.without_found(kept) if undone is not None else kept
    undo = None
    held = undoable and settings.chat.undo_seconds > 0 and before.conversation_id is not None
    if held and done.notice is not None and isinstance(command, c.UNDOABLE):
        undo = undo_.undo_of(
            before.request,
            before.particulars,
            done.request.version,
            actor,
            until=now + dt.timedelta(seconds=settings.chat.undo_seconds),
        )
    if done.said:
        kept = kept.with_line(ChatLine(at=now, who="clerk", text=done.said), lines_kept(before.request))
    if done.note:
        kept = kept.with_line(ChatLine(at=now, who="note", text=done.note), lines_kept(before.request))
    if done.notice is not None and before.conversation_id is not None and not by_citizen:
        tell_citizen(
            session,
            keys=keys,
            settings=settings,
            kind=done.notice,
            request=done.request,
            before=before.request,
            conversation_id=before.conversation_id,
            now=now,
            said=done.said,
            undo=undo,
        )
    if before.request.not_told and not done.request.not_told:
        untold.forget(session, office_id=settings.office.id, request_ids=[request_id])
    seq = take_number(session, settings.office.id)
    if done.request is not before.request or kept is not before.particulars:
        _save(session, before, seq, columns_of(keys, done.request, kept))
    detail = done.detail if happened in (None, now) else {**done.detail, "happened": str(happened)}
    audit.write(
        session, seq=seq, request=done.request, action=done.action, actor=actor, now=now, detail=detail
    )
    return Carried(done, seq, undo is not None)


def _undone(session: Session, keys: Keyring, before: _Stored, actor: Actor) -> Undone | None:
    """Remove the message of the last decision and return what was before it; None when it is too late."""
    if before.conversation_id is None:
        return None
    office_id, conversation_id = before.request.office_id, before.conversation_id
    return undo_.take(
        session,
        keys=keys,
        office_id=office_id,
        conversation_id=conversation_id,
        request=before.request,
        actor=actor,
    )


def hold(
    session: Session, *, keys: Keyring, office_id: str, request_id: str
) -> tuple[Request, str | None] | None:
    """Return a request and its conversation, changed by nobody else until the transaction ends."""
    try:
        stored = _locked(session, keys, office_id, request_id)
    except Refused:
        return None
    return stored.request, stored.conversation_id


def set_not_told(
    session: Session, *, keys: Keyring, office_id: str, request_id: str, purpose: str, now: dt.datetime
) -> None:
    """Say in the record what a citizen could not be sent, empty once that is over; no new version.

    A request that is not there any more is nothing to say of.
    """
    try:
        before = _locked(session, keys, office_id, request_id)
    except Refused:
        return
    if before.request.not_told == purpose:
        return
    changed = before.request.model_copy(update={"not_told": purpose})
    seq = take_number(session, office_id)
    _save(session, before, seq, columns_of(keys, changed, before.particulars))
    action = "not_told" if purpose else "told"
    audit.write(session, seq=seq, request=changed, action=action, actor=SYSTEM, now=now)


def open_requests_of(
    session: Session, *, keys: Keyring, office_id: str, conversation_id: str
) -> list[tuple[Request, Particulars]]:
    """Return a conversation's requests that are not closed, oldest first, for this transaction alone.

    Nobody else changes them until it ends, and it has nothing to wait for when it changes them itself.
    """
    stored = _of_conversation(session, keys, office_id, conversation_id, closed=False)
    return [(each.request, each.particulars) for each in stored]


def hold_all_of(session: Session, *, keys: Keyring, office_id: str, conversation_id: str) -> list[str]:
    """Let nobody else change any request of a conversation until the transaction ends; returns their ids."""
    stored = _of_conversation(session, keys, office_id, conversation_id, closed=True)
    return [each.request.id for each in stored]


def closed_requests_of(
    session: Session, *, keys: Keyring, office_id: str, conversation_id: str
) -> list[tuple[Request, Particulars]]:
    """Return a conversation's requests that have ended and still lead to it, oldest first; not locked."""
    stored = _found(session, keys, office_id, _CLOSED, of_conversation=conversation_id)
    return [(each.request, each.particulars) for each in stored]


def add_chat_line(
    session: Session, *, keys: Keyring, office_id: str, request_id: str, line: ChatLine
) -> None:
    """Add a message to a request's chat, once; no new version, but new to the desks."""
    before = _locked(session, keys, office_id, request_id)
    changed = before.particulars.with_line(line, lines_kept(before.request))
    if changed is not before.particulars:
        _save_particulars(session, keys, before, changed)


def add_picture(
    session: Session, *, keys: Keyring, office_id: str, request_id: str, picture: PictureRef
) -> None:
    """Let the desks know of a picture that is kept; raises Refused (NOT_FOUND)."""
    before = _locked(session, keys, office_id, request_id)
    pictures = (*before.particulars.pictures, picture)
    _save_particulars(session, keys, before, before.particulars.model_copy(update={"pictures": pictures}))


def drop_pictures(
    session: Session, *, keys: Keyring, office_id: str, request_id: str, ids: Collection[str]
) -> None:
    """Take pictures that are gone from what the desks know; raises Refused (NOT_FOUND)."""
    before = _locked(session, keys, office_id, request_id)
    left = tuple(picture for picture in before.particulars.pictures if picture.id not in ids)
    if left != before.particulars.pictures:
        _save_particulars(session, keys, before, before.particulars.model_copy(update={"pictures": left}))


def remove_chat_line(
    session: Session, *, keys: Keyring, office_id: str, conversation_id: str, line_id: str
) -> int:
    """Remove a message that the citizen has unsent from every request; returns how many held it."""
    held = 0
    for before in _of_conversation(session, keys, office_id, conversation_id, closed=True):
        if line_id and any(line.id == line_id for line in before.particulars.chat):
            _save_particulars(session, keys, before, before.particulars.without_line(line_id))
            held += 1
    return held


def chat_texts(
    session: Session, *, keys: Keyring, office_id: str, conversation_id: str, line_id: str
) -> set[str]:
    """Return the texts under a message's id in the chats of a conversation's requests."""
    return {
        line.text
        for stored in _of_conversation(session, keys, office_id, conversation_id, closed=True)
        for line in stored.particulars.chat
        if line.id == line_id
    }


def forget_chat(session: Session, *, keys: Keyring, office_id: str, conversation_id: str) -> None:
    """Remove what was chatted from a conversation's open requests; inquiries are about nothing else."""
    for before in _of_conversation(session, keys, office_id, conversation_id, closed=False):
        if before.particulars.chat and all(item.service != INQUIRY for item in before.request.items):
            _save_particulars(session, keys, before, before.particulars.model_copy(update={"chat": ()}))


def empty_closed_of(
    session: Session, *, keys: Keyring, office_id: str, conversation_id: str, now: dt.datetime
) -> list[str]:
    """Empty a conversation's ended requests of what identifies the citizen; desks get them anew.

    Nothing leads to the conversation any more; state, fee and trail stay. Returns their ids.
    """
    stored = _of_conversation(session, keys, office_id, conversation_id, closed=True)
    ended = [each for each in stored if each.request.closed]
    for before in ended:
        seq = take_number(session, office_id)
        _save(session, before, seq, dict(EMPTY))
        audit.write(session, seq=seq, request=before.request, action="erased", actor=CITIZEN, now=now)
    return [each.request.id for each in ended]


def find(
    session: Session, *, keys: Keyring, office_id: str, by: Particulars | None = None, card_tail: str = ""
) -> list[tuple[Request, Particulars]]:
    """Return a citizen's requests, newest first.

    Those with the card number, laser code or PID of ``by``, or with a card number that ends with the
    four digits ``card_tail``.
    """
    wanted = lookups(keys, by or Particulars())
    wanted["card_tail_lookup"] = keys.lookup("card tail", card_tail) if card_tail else None
    digests = {name: digest for name, digest in wanted.items() if digest is not None}
    found: dict[str, _Stored] = {}
    for name, digest in digests.items():
        for stored in _found(session, keys, office_id, _SELECT.where(_ROW[name] == digest)):
            found[stored.request.id] = stored
    newest = sorted(found.values(), key=lambda each: each.request.id, reverse=True)
    return [(each.request, each.particulars) for each in newest]


def _note_created(session: Session, request: Request, actor: Actor, now: dt.datetime) -> int:
    """Write the trail's first row of a request; returns the feed's number that it took."""
    seq = take_number(session, request.office_id)
    detail = {"reference": request.reference, "services": [item.service for item in request.items]}
    audit.write(session, seq=seq, request=request, action="created", actor=actor, now=now, detail=detail)
    return seq


def _insert(session: Session, keys: Keyring, stored: _Stored) -> None:
    request = stored.request
    row = {
        "office_id": request.office_id,
        "id": request.id,
        "seq": stored.seq,
        "reference": request.reference,
        "conversation_id": stored.conversation_id,
        "created_at": request.created_at,
        **columns_of(keys, request, stored.particulars),
    }
    statements.execute(session, _INSERT, **row)


def _with_found(particulars: Particulars, found: c.Found | None) -> Particulars:
    """Return the particulars with what the clerk has read in DOPA's program."""
    return particulars.model_copy(update=found.model_dump(exclude_none=True)) if found else particulars


def _locked(session: Session, keys: Keyring, office_id: str, request_id: str) -> _Stored:
    """Return a request that nobody else changes until the transaction ends; raises Refused (NOT_FOUND)."""
    # PostgreSQL takes no U+0000 in a text, and no id holds what cannot be printed.
    known = request_id.isprintable()
    row = statements.execute(session, _LOCK, of_office=office_id, of_id=request_id).first() if known else None
    if row is None:
        raise Refused(RefusalCode.NOT_FOUND)
    return _stored(keys, office_id, row)


def _of_conversation(
    session: Session, keys: Keyring, office_id: str, conversation_id: str, *, closed: bool
) -> list[_Stored]:
    which = _ALL_LOCKED if closed else _OPEN_LOCKED
    return _found(session, keys, office_id, which, of_conversation=conversation_id)


def _found(
    session: Session, keys: Keyring, office_id: str, rows: sa.Select[tuple[Any, ...]], **parameters: str
) -> list[_Stored]:
    result = statements.execute(session, rows, of_office=office_id, **parameters)
    return [_stored(keys, office_id, row) for row in result]


def _stored(keys: Keyring, office_id: str, row: Sequence[Any]) -> _Stored:
    request_id, body, sealed, seq, conversation_id = row
    return _Stored(*opened(keys, office_id, request_id, body, sealed), seq, conversation_id)


def _save_particulars(session: Session, keys: Keyring, before: _Stored, particulars: Particulars) -> None:
    columns = columns_of(keys, before.request, particulars)
    _save(session, before, take_number(session, before.request.office_id), columns)


def _save(session: Session, before: _Stored, seq: int, columns: dict[str, Any]) -> None:
    """Replace exactly the row that was read: whoever comes second changes nothing and is told so."""
    request = before.request
    where = {"of_office": request.office_id, "of_id": request.id, "of_seq": before.seq}
    if statements.execute(session, _UPDATE, **where, seq=seq, **columns).rowcount != 1:
        raise Conflict(RefusalCode.STALE)
