"""Commands with identity: the same id has the same answer for good, and one effect."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from pydantic import BaseModel
from sqlmodel import Session, col, select, update

from registry import commands as c
from registry.actors import Actor
from registry.errors import Conflict, RefusalCode, Refused
from registry.sealing import Keyring
from registry.settings import Settings
from sync.store import audit, counters, requests, second_person, statements
from sync.store.signals import savepoint
from sync.store.tables.requests import CommandRow
from thai.text import clean

M = TypeVar("M", bound=BaseModel)


def handle(
    session: Session,
    *,
    keys: Keyring,
    settings: Settings,
    envelope: c.Envelope,
    actor: Actor,
    now: dt.datetime,
    happened: dt.datetime | None = None,
) -> c.Outcome:
    """Carry out a desk's command once, and return its lasting outcome, refusals included.

    ``happened`` is when it was made, where that was before ``now``: a fact, and a decision that a desk may
    make by itself, is kept as of then.

    Raises Refused (OTHER_BODY) when the id is known with another body.
    """
    office_id = settings.office.id
    # Without what is left at its default: a field that a later version adds makes no other command of one
    # that is sent again.
    body = envelope.model_dump_json(exclude_defaults=True)
    digest = keys.lookup("command", f"{envelope.command.kind} {body}")
    # Whoever inserts the row owns the command; another with the same id waits here for its end.
    fresh = statements.insert_once(
        session,
        CommandRow,
        office_id=office_id,
        id=envelope.id,
        body_digest=digest,
        clerk=actor.id,
        counter=actor.counter,
        received_at=now,
    )
    if not fresh:
        return _known(session, office_id, envelope.id, digest)
    try:
        # A refusal takes back what was booked on the way, and still leaves its answer.
        with savepoint(session):
            where: dict[str, Any] = {"keys": keys, "settings": settings, "actor": actor, "now": now}
            carried = _carried_out(session, envelope, happened or now, **where)
    except Refused as refused:
        outcome = _refusal(session, office_id, envelope, refused)
    else:
        outcome = _applied(envelope, carried, settings.chat.undo_seconds)
    _keep(session, office_id, outcome)
    return outcome


def _carried_out(
    session: Session, envelope: c.Envelope, happened: dt.datetime, **where: Any
) -> requests.Carried:
    command = _worded(envelope.command)
    if isinstance(command, c.CallNext):
        return counters.call_next(session, **where)
    request_id, seen_version = envelope.request_id, envelope.seen_version
    if isinstance(command, c.DrawNumber):
        return counters.draw_number(session, request_id=request_id, command=command, **where)
    if isinstance(command, c.WalkIn):
        return counters.take_in(
            session, request_id=request_id, seen_version=seen_version, command=command, **where
        )
    return requests.carry_out(
        session,
        request_id=request_id,
        command=command,
        seen_version=seen_version,
        happened=happened if isinstance(command, c.FACTS + c.AWAY) else None,
        second=_second(session, envelope, **where),
        undoable=envelope.undoable,
        **where,
    )


def _second(
    session: Session,
    envelope: c.Envelope,
    *,
    keys: Keyring,
    settings: Settings,
    actor: Actor,
    now: dt.datetime,
) -> Actor | None:
    """Return who else answers for an approval; raises Refused where that is not proven."""
    command = envelope.command
    if not isinstance(command, c.Approve) or command.second is None:
        return None
    return second_person.proven(
        session,
        keys=keys,
        office_id=settings.office.id,
        request_id=envelope.request_id,
        version=envelope.seen_version,
        actor=actor,
        proof=command.second.proof,
        now=now,
    )


def _known(session: Session, office_id: str, command_id: str, digest: str) -> c.Outcome:
    row = select(CommandRow.body_digest, col(CommandRow.outcome)).where(
        CommandRow.office_id == office_id, CommandRow.id == command_id
    )
    known_digest, outcome = session.exec(row).one()
    if known_digest != digest:
        raise Refused(RefusalCode.OTHER_BODY)
    return c.Outcome.model_validate_json(outcome or "")


def _applied(envelope: c.Envelope, carried: requests.Carried, undo_seconds: int) -> c.Outcome:
    request = carried.transition.request
    result = {
        **carried.transition.detail,
        "state": request.state.value,
        "reference": request.reference,
        "request_id": request.id,
    }
    if carried.undoable:
        result["undo_seconds"] = undo_seconds
    return c.Outcome(
        id=envelope.id,
        status=c.OutcomeStatus.APPLIED,
        version=request.version,
        seq=carried.seq,
        result=result,
    )


def _refusal(session: Session, office_id: str, envelope: c.Envelope, refused: Refused) -> c.Outcome:
    known = refused.code is not RefusalCode.NOT_FOUND
    conflict = isinstance(refused, Conflict)
    return c.Outcome(
        id=envelope.id,
        status=c.OutcomeStatus.CONFLICT if conflict else c.OutcomeStatus.REFUSED,
        code=refused.code.value,
        detail=refused.detail,
        last_change=audit.last_change(session, office_id, envelope.request_id) if known else None,
    )


def _keep(session: Session, office_id: str, outcome: c.Outcome) -> None:
    statement = (
        update(CommandRow)
        .where(col(CommandRow.office_id) == office_id, col(CommandRow.id) == outcome.id)
        .values(outcome=outcome.model_dump_json())
    )
    session.exec(statement, execution_options={"synchronize_session": False})


def tidy(part: M) -> M:
    """Return a command with the texts that a person typed made harmless (``thai.text.clean``)."""
    changes: dict[str, Any] = {}
    for name in type(part).model_fields:
        value = getattr(part, name)
        if type(value) is str:
            changes[name] = clean(value).strip()
        elif isinstance(value, BaseModel):
            changes[name] = tidy(value)
    return part.model_copy(update=changes)


def _worded(command: c.Decision | c.Fact) -> c.Decision | c.Fact:
    """Return the command with harmless texts; raises Refused where one that is needed has become empty."""
    tidied = tidy(command)
    needed = {
        "ask": "question",
        "reject": "reason",
        "prepare": "tray",
        "say": "text",
        "correct": "reason",
    }.get(tidied.kind)
    if needed is not None and not getattr(tidied, needed):
        raise Refused(RefusalCode.REASON_MISSING)
    return tidied
