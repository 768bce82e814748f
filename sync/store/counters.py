"""What a counter does without a request in hand: call whoever is next, take in who came by themselves."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlmodel import Session

from registry import commands as c
from registry import queue_order
from registry.actors import Actor
from registry.errors import RefusalCode, Refused
from registry.lifecycle import Context, apply, expect_duty
from registry.particulars import Particulars
from registry.request import Request
from registry.sealing import Keyring
from registry.settings import Settings
from registry.states import QueueState, State
from sync.store import references, requests, waiting
from sync.store.office import StoreOffice
from thai.dates import today


def call_next(
    session: Session, *, keys: Keyring, settings: Settings, actor: Actor, now: dt.datetime
) -> requests.Carried:
    """Call whoever is next at the actor's counter, in this one transaction.

    Everybody who is here is held meanwhile, so that two counters never call the same citizen. Raises Refused
    (NOT_ALLOWED; STILL_SERVING, with the citizen's number and request; NOBODY_WAITS).
    """
    expect_duty(actor, c.CallNext())
    here = waiting.hold(session, office_id=settings.office.id, day=today(now))
    for request in here:
        queue = request.queue
        if queue and (queue.state, queue.counter) == (QueueState.CALLED, actor.counter):
            raise Refused(RefusalCode.STILL_SERVING, queue=queue.number, request_id=request.id)
    found = queue_order.next_for(here, actor.counter, settings.queue.served_at(actor.counter))
    if found is None:
        raise Refused(RefusalCode.NOBODY_WAITS)
    return requests.carry_out(
        session, keys=keys, settings=settings, request_id=found.id, command=c.Call(), actor=actor, now=now
    )


def draw_number(
    session: Session,
    *,
    keys: Keyring,
    settings: Settings,
    request_id: str,
    command: c.DrawNumber,
    actor: Actor,
    now: dt.datetime,
) -> requests.Carried:
    """Store the request of who came by themselves and waits with a number; raises Refused."""
    if requests.hold(session, keys=keys, office_id=settings.office.id, request_id=request_id) is not None:
        raise Refused(RefusalCode.ALREADY_THERE)
    return _store_new(
        session,
        keys=keys,
        settings=settings,
        request_id=request_id,
        command=command,
        actor=actor,
        now=now,
        read=Particulars(),
    )


def take_in(
    session: Session,
    *,
    keys: Keyring,
    settings: Settings,
    request_id: str,
    seen_version: int,
    command: c.WalkIn,
    actor: Actor,
    now: dt.datetime,
) -> requests.Carried:
    """Store the request of who came by themselves, held by the actor; raises Refused.

    Who drew a number before is known by it already.
    """
    known = requests.hold(session, keys=keys, office_id=settings.office.id, request_id=request_id)
    if known is not None and not known[0].has_only_a_number:
        raise Refused(RefusalCode.ALREADY_THERE)
    read = Particulars(laser=command.laser, card=command.card, pid=command.pid, name=command.name)
    what: dict[str, Any] = {"request_id": request_id, "command": command, "actor": actor, "now": now}
    if known is None:
        return _store_new(session, keys=keys, settings=settings, read=read, **what)
    return requests.carry_out(
        session, keys=keys, settings=settings, seen_version=seen_version, particulars=read, **what
    )


def _store_new(
    session: Session,
    *,
    keys: Keyring,
    settings: Settings,
    request_id: str,
    command: c.DrawNumber | c.WalkIn,
    actor: Actor,
    now: dt.datetime,
    read: Particulars,
) -> requests.Carried:
    new = Request(
        office_id=settings.office.id,
        id=request_id,
        reference=references.reserve(session, settings=settings),
        state=State.COLLECTING,
        state_since=now,
        channel="walk_in",
        items=command.items,
        created_at=now,
    )
    office = StoreOffice(session, settings, today(now))
    return requests.store_new(
        session,
        keys=keys,
        created=new,
        done=apply(new, command, Context(actor, now, today(now), office)),
        particulars=read,
        conversation_id=None,
        actor=actor,
        now=now,
    )
