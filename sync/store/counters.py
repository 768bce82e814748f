"""What a counter does without a request in hand: call whoever is next, take in who came by themselves."""

from __future__ import annotations

import datetime as dt

from sqlmodel import Session

from registry import commands as c
from registry import queue_order
from registry.actors import Actor
from registry.errors import RefusalCode, Refused
from registry.lifecycle import Context, apply
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
    (STILL_SERVING, with the citizen's number and request; NOBODY_WAITS).
    """
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


def take_in(
    session: Session,
    *,
    keys: Keyring,
    settings: Settings,
    request_id: str,
    command: c.WalkIn,
    actor: Actor,
    now: dt.datetime,
) -> requests.Carried:
    """Store the request of who came by themselves, held by the actor; raises Refused."""
    if requests.hold(session, keys=keys, office_id=settings.office.id, request_id=request_id) is not None:
        raise Refused(RefusalCode.ALREADY_THERE)
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
        particulars=Particulars(laser=command.laser, card=command.card, pid=command.pid, name=command.name),
        conversation_id=None,
        actor=actor,
        now=now,
    )
