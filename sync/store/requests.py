"""Requests in the store: made, changed by commands, found again; each change is one number of the feed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlmodel import Session

from registry import commands as c
from registry.actors import CITIZEN, SYSTEM, Actor
from registry.errors import Conflict, RefusalCode, Refused
from registry.inquiry_settings import Limits
from registry.lifecycle import CitizenCommand, Context, Submit, SystemCommand, Transition, apply
from registry.particulars import ChatLine, Particulars, lines_kept
from registry.request import Request
from registry.sealing import Keyring
from registry.settings import Settings
from registry.transitions import InquiryCommand
from sync.store import audit, request_table, untold
from sync.store import undo as undo_
from sync.store.feed import take_number
from sync.store.notify import tell_citizen
from sync.store.office import StoreOffice
from sync.store.request_rows import columns_of, lookups
from sync.store.undo import Undone
from thai.dates import today


@dataclass(frozen=True)
class Carried:
    """What a command came to, the feed's number of the change, and whether it can still be taken back."""

    transition: Transition
    seq: int
    undoable: bool = False


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
    request_table.insert(session, keys, request_table.Stored(request, particulars, seq, conversation_id))
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
    request_table.insert(session, keys, request_table.Stored(done.request, particulars, seq, conversation_id))
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
    before = request_table.locked(session, keys, settings.office.id, request_id)
    if conversation_id is not None and before.conversation_id != conversation_id:
        raise Refused(RefusalCode.NOT_FOUND)
    stale = seen_version is not None and seen_version != before.request.version
    if stale and not isinstance(command, c.ANY_VERSION):
        raise Conflict(RefusalCode.STALE)
    day = today(happened or now)
    by_citizen = actor.kind == "citizen"
    office = StoreOffice(session, settings, day, for_line=by_citizen)
    limits = Limits(settings.calendar, settings.inquiry)
    undone = _undone(session, keys, before, actor) if isinstance(command, c.TakeBack) else None
    was = undone.request if undone is not None else None
    context = Context(actor, happened or now, day, office, second, was, limits, before.erased)
    done = apply(before.request, command, context)
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
        request_table.save(session, before, seq, columns_of(keys, done.request, kept))
    detail = done.detail if happened in (None, now) else {**done.detail, "happened": str(happened)}
    audit.write(
        session, seq=seq, request=done.request, action=done.action, actor=actor, now=now, detail=detail
    )
    return Carried(done, seq, undo is not None)


def _undone(session: Session, keys: Keyring, before: request_table.Stored, actor: Actor) -> Undone | None:
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
        stored = request_table.locked(session, keys, office_id, request_id)
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
        before = request_table.locked(session, keys, office_id, request_id)
    except Refused:
        return
    if before.request.not_told == purpose:
        return
    changed = before.request.model_copy(update={"not_told": purpose})
    seq = take_number(session, office_id)
    request_table.save(session, before, seq, columns_of(keys, changed, before.particulars))
    action = "not_told" if purpose else "told"
    audit.write(session, seq=seq, request=changed, action=action, actor=SYSTEM, now=now)


def open_requests_of(
    session: Session, *, keys: Keyring, office_id: str, conversation_id: str
) -> list[tuple[Request, Particulars]]:
    """Return a conversation's requests that are not closed, oldest first, for this transaction alone.

    Nobody else changes them until it ends, and it has nothing to wait for when it changes them itself.
    """
    stored = request_table.of_conversation(session, keys, office_id, conversation_id, closed=False)
    return [(each.request, each.particulars) for each in stored]


def hold_all_of(session: Session, *, keys: Keyring, office_id: str, conversation_id: str) -> list[str]:
    """Let nobody else change any request of a conversation until the transaction ends; returns their ids."""
    stored = request_table.of_conversation(session, keys, office_id, conversation_id, closed=True)
    return [each.request.id for each in stored]


def closed_requests_of(
    session: Session, *, keys: Keyring, office_id: str, conversation_id: str
) -> list[tuple[Request, Particulars]]:
    """Return a conversation's requests that have ended and still lead to it, oldest first; not locked."""
    stored = request_table.closed_of_conversation(session, keys, office_id, conversation_id)
    return [(each.request, each.particulars) for each in stored]


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
    found: dict[str, request_table.Stored] = {}
    for name, digest in digests.items():
        for stored in request_table.by_lookup(session, keys, office_id, name, digest):
            found[stored.request.id] = stored
    newest = sorted(found.values(), key=lambda each: each.request.id, reverse=True)
    return [(each.request, each.particulars) for each in newest]


def _note_created(session: Session, request: Request, actor: Actor, now: dt.datetime) -> int:
    """Write the trail's first row of a request; returns the feed's number that it took."""
    seq = take_number(session, request.office_id)
    detail = {"reference": request.reference, "services": [item.service for item in request.items]}
    audit.write(session, seq=seq, request=request, action="created", actor=actor, now=now, detail=detail)
    return seq


def _with_found(particulars: Particulars, found: c.Found | None) -> Particulars:
    """Return the particulars with what the clerk has read in DOPA's program."""
    return particulars.model_copy(update=found.model_dump(exclude_none=True)) if found else particulars
