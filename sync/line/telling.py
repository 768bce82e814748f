"""Keeps in a request's record whether its citizen could be sent what there was to tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from sqlmodel import Session

from registry.sealing import Keyring
from sync.store import requests, untold
from sync.store.outbox import Delivery, Outgoing, Purpose

_TELLING: Final = frozenset(Purpose) - {
    Purpose.CALL,
    Purpose.SURVEY,
    Purpose.DRAFT,
    Purpose.TALK,
    Purpose.HEAD,
}
"""What a person of the office should say instead, if it cannot be sent."""


def concerned(
    session: Session, *, office_id: str, ends: Sequence[tuple[Outgoing, Delivery]]
) -> frozenset[str]:
    """Return the ids of the messages whose end the record of a request is told of."""
    sent = [outgoing for outgoing, state in ends if state is Delivery.SENT]
    untold_of = untold.conversations_among(
        session, office_id=office_id, ids=[outgoing.conversation_id for outgoing in sent]
    )
    held = [outgoing.id for outgoing, state in ends if state is Delivery.HELD and _tells(outgoing)]
    return frozenset([*held, *(each.id for each in sent if each.conversation_id in untold_of)])


def _tells(outgoing: Outgoing) -> bool:
    return outgoing.request_id is not None and outgoing.purpose in _TELLING


def ended(
    session: Session, *, keys: Keyring, office_id: str, outgoing: Outgoing, state: Delivery, now: dt.datetime
) -> None:
    """Note in the record what was held; a message that has been sent tells of the requests it names."""
    if state is Delivery.HELD and _tells(outgoing):
        _held(session, keys, office_id, outgoing, now)
    elif state is Delivery.SENT:
        _sent(session, keys, office_id, outgoing, now)


def _held(session: Session, keys: Keyring, office_id: str, outgoing: Outgoing, now: dt.datetime) -> None:
    request_id = outgoing.request_id or ""
    held = requests.hold(session, keys=keys, office_id=office_id, request_id=request_id)
    # Who has arrived meanwhile is told at the counter.
    if held is None or held[0].queue is not None:
        return
    purpose = outgoing.purpose.value
    untold.note(
        session,
        office_id=office_id,
        request_id=request_id,
        conversation_id=outgoing.conversation_id,
        purpose=purpose,
        now=now,
    )
    requests.set_not_told(
        session, keys=keys, office_id=office_id, request_id=request_id, purpose=purpose, now=now
    )


def _sent(session: Session, keys: Keyring, office_id: str, outgoing: Outgoing, now: dt.datetime) -> None:
    known = untold.of_conversation(session, office_id=office_id, conversation_id=outgoing.conversation_id)
    words = "\n".join(
        str(message.get("text") or message.get("altText") or "") for message in outgoing.messages
    )
    told: list[str] = []
    for request_id in known:
        held = requests.hold(session, keys=keys, office_id=office_id, request_id=request_id)
        if held is None or request_id == outgoing.request_id or held[0].reference in words:
            told.append(request_id)
    untold.forget(session, office_id=office_id, request_ids=told)
    for request_id in told:
        requests.set_not_told(
            session, keys=keys, office_id=office_id, request_id=request_id, purpose="", now=now
        )
