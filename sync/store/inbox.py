"""The inbox: every event that LINE delivered, durably, once, and worked off in order of time."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy import func, literal_column
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlmodel import Session, col, delete, select, update

from registry.sealing import Keyring
from sync.store import statements
from sync.store.tables.line import LineEventRow, LineUnsentRow

TABLE: Final = "line_event"
WAITING, DONE, DEAD = "waiting", "done", "dead"
# Written out, so that SQLite can use the index of what is not done.
_NOT_DONE: Final = col(LineEventRow.state) != literal_column("'done'")
_EVENT: Final = statements.table_of(LineEventRow).c
_UNSENT: Final = statements.table_of(LineUnsentRow).c
_OF_ID: Final = (_EVENT.office_id == sa.bindparam("of_office"), _EVENT.id == sa.bindparam("of_id"))
_DUE: Final = (
    sa.select(_EVENT.id, _EVENT.conversation_id)
    .where(
        _EVENT.office_id == sa.bindparam("of_office"),
        _EVENT.state != literal_column("'done'"),
        _EVENT.state == WAITING,
        _EVENT.due_ms <= sa.bindparam("now_ms"),
    )
    .order_by(_EVENT.happened_ms, _EVENT.id)
    .limit(sa.bindparam("most"))
)
_OPEN: Final = (
    sa.select(_EVENT.office_id, _EVENT.id, _EVENT.conversation_id, _EVENT.received_ms, _EVENT.sealed)
    .where(*_OF_ID, _EVENT.state == WAITING, _EVENT.sealed.is_not(None))
    .with_for_update(skip_locked=True)
)
_FINISH: Final = sa.update(statements.table_of(LineEventRow)).where(*_OF_ID).values(state=DONE, sealed=None)
_TAKEN_BACK: Final = sa.select(_UNSENT.id).where(
    _UNSENT.office_id == sa.bindparam("of_office"), _UNSENT.id == sa.bindparam("of_id")
)
WAITS: Final = (1, 5, 30, 120)
"""Seconds before each further attempt at an event that raised; then it is dead."""

_COLUMNS: Final = (
    "office_id", "id", "conversation_id", "happened_ms", "received_ms", "due_ms", "state", "attempts",
    "sealed",
)  # fmt: skip
_INSERT: Final = f"INSERT INTO {TABLE} ({', '.join(_COLUMNS)}) VALUES ({{}}) ON CONFLICT DO NOTHING"  # noqa: S608 - no value
# On the driver's cursor: Core and a session cost ten times the insert while LINE waits.
_INSERTS: Final = {
    "sqlite": _INSERT.format(", ".join("?" * len(_COLUMNS))),
    "postgresql": _INSERT.format(", ".join(["%s"] * len(_COLUMNS))),
}


class Received(NamedTuple):
    """An event at the door; ``body`` is the event's own JSON, times are milliseconds since 1970."""

    id: str
    conversation_id: str
    happened_ms: int
    received_ms: int
    body: bytes

    def __repr__(self) -> str:
        return f"Received({self.id})"


@dataclass(frozen=True)
class Waiting:
    """An event to be worked off."""

    id: str
    conversation_id: str
    received_at: dt.datetime
    body: bytes = field(repr=False)


def milliseconds(moment: dt.datetime) -> int:
    """Return a moment in LINE's measure."""
    return int(moment.timestamp() * 1000)


def store(
    cursor: DBAPICursor, *, dialect: str, keys: Keyring, office_id: str, events: Iterable[Received]
) -> None:
    """Keep events, sealed; those that are here already stay as they are."""
    rows = [
        (office_id, e.id, e.conversation_id, e.happened_ms, e.received_ms, e.received_ms, WAITING, 0,
         keys.seal(e.body, office_id, TABLE, e.id))
        for e in events
    ]  # fmt: skip
    cursor.executemany(_INSERTS[dialect], rows)


def due(session: Session, *, office_id: str, now: dt.datetime, limit: int) -> list[tuple[str, str]]:
    """Return (event id, conversation id) of what waits, oldest first by LINE's time."""
    rows = statements.execute(session, _DUE, of_office=office_id, now_ms=milliseconds(now), most=limit)
    return [(row.id, row.conversation_id) for row in rows]


def kept_waiting(
    session: Session,
    *,
    keys: Keyring,
    office_id: str,
    between: tuple[dt.datetime, dt.datetime],
    limit: int,
    without: Collection[str] = (),
) -> list[Waiting]:
    """Return what came between two moments (UTC) and still waits, oldest first; locks nothing.

    Not of the conversations ``without``, and nothing that belongs to no conversation.
    """
    first, last = map(milliseconds, between)
    rows = session.exec(
        select(LineEventRow)
        .where(
            LineEventRow.office_id == office_id,
            _NOT_DONE,
            LineEventRow.state == WAITING,
            col(LineEventRow.received_ms).between(first, last),
            col(LineEventRow.conversation_id).not_in(["", *without]),
        )
        .order_by(col(LineEventRow.happened_ms), col(LineEventRow.id))
        .limit(limit)
    )
    return [_opened(keys, row) for row in rows if row.sealed is not None]


def open_event(session: Session, *, keys: Keyring, office_id: str, event_id: str) -> Waiting | None:
    """Return a waiting event, locked for this transaction; None when it is no longer waiting."""
    row = statements.execute(session, _OPEN, of_office=office_id, of_id=event_id).first()
    return None if row is None else _opened(keys, row)


def _opened(keys: Keyring, row: Any) -> Waiting:
    received_at = dt.datetime.fromtimestamp(row.received_ms / 1000, dt.UTC)
    body = keys.open(row.sealed, row.office_id, TABLE, row.id)
    return Waiting(row.id, row.conversation_id, received_at, body)


def finish(session: Session, *, office_id: str, event_id: str) -> None:
    """Mark an event as worked off and drop its body: what mattered is in conversation and request."""
    statements.execute(session, _FINISH, of_office=office_id, of_id=event_id)


def fail(session: Session, *, office_id: str, event_id: str, now: dt.datetime) -> str:
    """Count a failed attempt: the event waits longer, or is dead after the last one; returns its state.

    A dead event keeps its body until it is purged, for an operator to look at with the key.
    """
    row = session.get(LineEventRow, (office_id, event_id))
    if row is None or row.state != WAITING:
        return DONE
    row.attempts += 1
    if row.attempts > len(WAITS):
        row.state = DEAD
    else:
        row.due_ms = milliseconds(now + dt.timedelta(seconds=WAITS[row.attempts - 1]))
    session.add(row)
    return row.state


def take_back(session: Session, *, office_id: str, message_id: str, at: dt.datetime) -> None:
    """Leave a tombstone for an unsent message, whether or not the message has come."""
    if message_id:
        statements.insert_once(session, LineUnsentRow, office_id=office_id, id=message_id, at=at)


def taken_back(session: Session, *, office_id: str, message_id: str) -> bool:
    """Whether a message was unsent before it came here."""
    if not message_id:
        return False
    found = statements.execute(session, _TAKEN_BACK, of_office=office_id, of_id=message_id)
    return found.first() is not None


def erase_dead(session: Session, *, office_id: str, conversation_id: str) -> None:
    """Drop the bodies of a conversation's events that could not be worked off."""
    session.connection().execute(
        update(LineEventRow)
        .where(
            col(LineEventRow.office_id) == office_id,
            _NOT_DONE,
            col(LineEventRow.state) == DEAD,
            col(LineEventRow.conversation_id) == conversation_id,
        )
        .values(sealed=None)
    )


def forget_message(
    session: Session, *, keys: Keyring, office_id: str, conversation_id: str, message_id: str
) -> None:
    """Drop the body of a message that could not be worked off; one that waits goes by its tombstone."""
    rows = session.exec(
        select(LineEventRow)
        .where(
            LineEventRow.office_id == office_id,
            _NOT_DONE,
            LineEventRow.state == DEAD,
            LineEventRow.conversation_id == conversation_id,
            col(LineEventRow.sealed).is_not(None),
        )
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        body = keys.open(row.sealed, office_id, TABLE, row.id) if row.sealed else b""
        if _message_of(body) == message_id:
            row.sealed = None
            session.add(row)


def _message_of(body: bytes) -> str:
    try:
        event = json.loads(body)
    except ValueError:
        return ""
    message = event.get("message") if isinstance(event, dict) else None
    return str(message.get("id")) if isinstance(message, dict) else ""


def counts(session: Session, *, office_id: str) -> dict[str, int]:
    """Return how many events wait and how many are dead."""
    rows = session.exec(
        select(LineEventRow.state, func.count())
        .where(LineEventRow.office_id == office_id, _NOT_DONE)
        .group_by(LineEventRow.state)
    )
    return {WAITING: 0, DEAD: 0} | dict(rows.all())


def purge_bodies(session: Session, *, office_id: str, before: dt.datetime, limit: int) -> int:
    """Drop up to ``limit`` bodies received before a moment: of dead events, and of what waited too long."""
    old = _ids(office_id, before).where(_NOT_DONE, col(LineEventRow.sealed).is_not(None))
    ids = session.exec(old.limit(limit)).all()
    session.connection().execute(
        update(LineEventRow)
        .where(col(LineEventRow.office_id) == office_id, col(LineEventRow.id).in_(ids))
        .values(sealed=None, state=DEAD)
    )
    return len(ids)


def purge_ids(session: Session, *, office_id: str, before: dt.datetime, limit: int) -> int:
    """Forget up to ``limit`` event ids from before a moment, when LINE no longer sends them again.

    And every tombstone of that time.
    """
    old = _ids(office_id, before).where(col(LineEventRow.sealed).is_(None))
    ids = session.exec(old.limit(limit)).all()
    session.connection().execute(
        delete(LineEventRow).where(col(LineEventRow.office_id) == office_id, col(LineEventRow.id).in_(ids))
    )
    session.connection().execute(
        delete(LineUnsentRow).where(col(LineUnsentRow.office_id) == office_id, col(LineUnsentRow.at) < before)
    )
    return len(ids)


def _ids(office_id: str, before: dt.datetime) -> Any:
    """Return the ids of what was received before a moment; what somebody works on is left for later."""
    return (
        select(LineEventRow.id)
        .where(LineEventRow.office_id == office_id, col(LineEventRow.received_ms) < milliseconds(before))
        .with_for_update(skip_locked=True)
    )
