"""The outbox: messages to citizens, written with what they are about, sent afterwards and journaled."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Literal

import sqlalchemy as sa
from sqlalchemy import func, literal_column
from sqlmodel import Session, col, delete, select, update

from registry.identifiers import new_id
from registry.sealing import Keyring
from sync.store import statements
from sync.store.signals import Topic, announce
from sync.store.statements import sorted_by
from sync.store.tables.line import LineOutgoingRow

TABLE: Final = "line_outgoing"
MOST_MESSAGES: Final = 5
QUOTED: Final = 4
"""A shorter text stands in anything by chance."""
Way = Literal["", "reply", "push"]


class Importance(StrEnum):
    """Whether a citizen must get it. ``PERISHABLE`` is worth a push, but only for some minutes."""

    DECISION = "decision"
    PERISHABLE = "perishable"
    SMALL_TALK = "small_talk"


class Purpose(StrEnum):
    """What messages are for; ``sync.line.allowance`` ranks them when the month's pushes run out."""

    DECISION = "decision"
    CLOSURE = "closure"
    QUESTION = "question"
    READY = "ready"
    REMINDER = "reminder"
    NO_SHOW = "no_show"
    CALL = "call"
    SURVEY = "survey"
    DRAFT = "draft"
    TALK = "talk"
    HEAD = "head"


class Delivery(StrEnum):
    """How far messages are. ``SENDING`` are perhaps gone, ``WAITING`` are certainly not."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DROPPED = "dropped"
    HELD = "held"


OPEN: Final = (Delivery.WAITING, Delivery.SENDING)


def _is_open(table: Any) -> Any:
    # Written out, so that SQLite can use the index of what is open.
    return table.c.state.in_([literal_column("'waiting'"), literal_column("'sending'")])


_TABLE: Final = statements.table_of(LineOutgoingRow)
_ROW: Final = _TABLE.c
_EARLIER: Final = _TABLE.alias("earlier")
_OPEN_HERE: Final = (_ROW.office_id == sa.bindparam("of_office"), _is_open(_TABLE))
_HEADS: Final = (
    sa.select(_ROW.id, _ROW.conversation_id)
    .where(
        *_OPEN_HERE,
        _ROW.due_at <= sa.bindparam("now"),
        _ROW.conversation_id.not_in(sa.bindparam("without", expanding=True)),
        ~sa.exists().where(
            _EARLIER.c.office_id == _ROW.office_id,
            _EARLIER.c.conversation_id == _ROW.conversation_id,
            _is_open(_EARLIER),
            _EARLIER.c.id < _ROW.id,
        ),
    )
    .order_by(sorted_by(_ROW.id))
    .limit(sa.bindparam("most"))
)
_NEXT_DUE: Final = sa.select(func.min(_ROW.due_at)).where(*_OPEN_HERE, _ROW.due_at > sa.bindparam("after"))
_OF_ID: Final = (*_OPEN_HERE, _ROW.id == sa.bindparam("of_id"))
_OPEN_ROWS: Final = (
    sa.select(_TABLE)
    .where(*_OPEN_HERE, _ROW.id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(sorted_by(_ROW.id))
    .with_for_update(skip_locked=True)
)
_CHANGE: Final = sa.update(_TABLE).where(*_OF_ID)
_INSERT: Final = sa.insert(_TABLE)


@dataclass(frozen=True)
class Reply:
    """LINE's token to answer with, free of charge, and until when it is taken for good (UTC)."""

    token: str = field(repr=False)
    until: dt.datetime


@dataclass(frozen=True)
class Outgoing:
    """Messages for one citizen as they stand in the outbox; ``pushed_at`` is the first push.

    After ``useful_until`` nobody is helped by them any more.
    """

    id: str
    conversation_id: str
    importance: Importance
    state: Delivery
    way: Way
    repeated: bool
    attempts: int
    created_at: dt.datetime
    reply: Reply | None
    pushed_at: dt.datetime | None
    messages: list[dict[str, Any]] = field(repr=False)
    request_id: str | None = None
    purpose: Purpose = Purpose.DECISION
    useful_until: dt.datetime | None = None


def enqueue(
    session: Session,
    *,
    keys: Keyring,
    office_id: str,
    conversation_id: str,
    request_id: str | None,
    messages: Sequence[dict[str, Any]],
    importance: Importance,
    now: dt.datetime,
    reply: Reply | None,
    purpose: Purpose | None = None,
    useful_until: dt.datetime | None = None,
    not_before: dt.datetime | None = None,
    undo: dict[str, Any] | None = None,
) -> str:
    """Put up to five messages in the outbox; they go out after the commit. Returns their id.

    Without a ``purpose``, small talk is talk and the rest a decision. ``undo`` lies sealed beside
    messages that wait until ``not_before``, and goes with them.
    """
    if not 1 <= len(messages) <= MOST_MESSAGES:
        raise ValueError(f"{len(messages)} messages")
    row_id = new_id()
    if purpose is None:
        purpose = Purpose.DECISION if importance is Importance.DECISION else Purpose.TALK
    body: dict[str, Any] = {"messages": list(messages), "token": reply.token if reply else ""}
    if undo is not None:
        body["undo"] = undo
    sealed = keys.seal(json.dumps(body, ensure_ascii=False).encode(), office_id, TABLE, row_id)
    statements.execute(
        session,
        _INSERT,
        office_id=office_id,
        id=row_id,
        conversation_id=conversation_id,
        request_id=request_id,
        importance=importance.value,
        state=Delivery.WAITING.value,
        way="",
        reason="",
        repeated=False,
        attempts=0,
        created_at=now,
        changed_at=now,
        due_at=not_before or now,
        reply_until=reply.until if reply else None,
        purpose=purpose.value,
        useful_until=useful_until,
        sealed=sealed,
    )
    announce(session, Topic.OUTBOX, office_id)
    return row_id


def heads(
    session: Session, *, office_id: str, now: dt.datetime, limit: int, without: Collection[str] = ()
) -> list[tuple[str, str]]:
    """Return (id, conversation id) of what is due and first in its conversation, oldest first."""
    rows = statements.execute(
        session, _HEADS, of_office=office_id, now=now, without=list(without), most=limit
    )
    return [(row.id, row.conversation_id) for row in rows]


def next_due(session: Session, *, office_id: str, after: dt.datetime) -> dt.datetime | None:
    """Return when messages are due next that are not yet at ``after``; None when there are none."""
    found: dt.datetime | None = statements.execute(
        session, _NEXT_DUE, of_office=office_id, after=after
    ).scalar()
    return found


def open_rows(session: Session, *, keys: Keyring, office_id: str, row_ids: Sequence[str]) -> list[Outgoing]:
    """Return those of these messages that are open, locked for this transaction, in order of their ids."""
    rows = statements.execute(session, _OPEN_ROWS, of_office=office_id, ids=list(row_ids))
    return [_opened(keys, row) for row in rows if row.sealed is not None]


def _opened(keys: Keyring, row: Any) -> Outgoing:
    body = json.loads(keys.open(row.sealed, row.office_id, TABLE, row.id))
    return Outgoing(
        id=row.id,
        conversation_id=row.conversation_id,
        request_id=row.request_id,
        purpose=Purpose(row.purpose),
        importance=Importance(row.importance),
        state=Delivery(row.state),
        way=row.way,
        repeated=row.repeated,
        attempts=row.attempts,
        created_at=row.created_at,
        reply=Reply(body["token"], row.reply_until) if row.reply_until is not None else None,
        pushed_at=row.pushed_at,
        useful_until=row.useful_until,
        messages=body["messages"],
    )


def begin_all(session: Session, *, office_id: str, now: dt.datetime, begun: Sequence[dict[str, Any]]) -> None:
    """Write down that messages are being sent.

    ``begun`` has ``of_id``, ``way``, ``repeated``, ``attempts``, ``due_at`` and ``pushed_at`` of each.
    """
    sending = {"of_office": office_id, "changed_at": now, "state": Delivery.SENDING.value}
    if begun:
        session.connection().execute(_CHANGE, [{**sending, **each} for each in begun])


def end_all(
    session: Session, *, office_id: str, now: dt.datetime, ended: Sequence[tuple[str, Delivery, str]]
) -> None:
    """End messages: the id, state and reason of each. What nobody has to look after is emptied."""
    for row_id, state, reason in ended:
        change(session, office_id=office_id, row_id=row_id, now=now, state=state, reason=reason)


def change(session: Session, *, office_id: str, row_id: str, now: dt.datetime, **values: Any) -> None:
    """Change open messages: their state, way, reason, when they are due again.

    What has ended stays so: a daemon that was slow to record its call must not open it again.
    """
    if values.get("state") in {Delivery.SENT, Delivery.DROPPED}:
        values["sealed"] = None
    changes = {key: _plain(value) for key, value in values.items()}
    statements.execute(session, _CHANGE, of_office=office_id, of_id=row_id, changed_at=now, **changes)


def take_over(session: Session, *, office_id: str, now: dt.datetime) -> int:
    """Make due what a daemon left behind in the middle of sending; only where no other one runs."""
    found = session.connection().execute(
        update(LineOutgoingRow)
        .where(
            col(LineOutgoingRow.office_id) == office_id,
            col(LineOutgoingRow.state) == literal_column("'sending'"),
        )
        .values(due_at=now)
    )
    return found.rowcount


def counts(session: Session, *, office_id: str) -> dict[str, int]:
    """Return how many messages are open and how many are held for people."""
    rows = session.exec(
        select(LineOutgoingRow.state, func.count())
        .where(
            LineOutgoingRow.office_id == office_id,
            col(LineOutgoingRow.state).in_([*map(str, OPEN), Delivery.HELD.value]),
        )
        .group_by(LineOutgoingRow.state)
    )
    found = dict(rows.all())
    waiting = sum(found.get(state.value, 0) for state in OPEN)
    return {"waiting": waiting, "held": found.get(Delivery.HELD.value, 0)}


def erase(
    session: Session, *, office_id: str, conversation_id: str, keep: Collection[str], now: dt.datetime
) -> int:
    """Drop what waits or is held for a conversation, but for the requests to ``keep``; returns how many.

    What is being sent at this moment ends by itself. Nothing that has ended leads to the conversation
    any more.
    """
    here = LineOutgoingRow
    mine = (col(here.office_id) == office_id, col(here.conversation_id) == conversation_id)
    of_others = col(here.request_id).is_(None) | col(here.request_id).not_in(keep)
    dropped: dict[str, Any] = {"state": Delivery.DROPPED.value, "reason": "erased", "sealed": None}
    count = 0
    for state in ("'waiting'", "'held'"):
        found = session.connection().execute(
            update(here)
            .where(*mine, col(here.state) == literal_column(state), of_others)
            .values(changed_at=now, **dropped)
        )
        count += found.rowcount
    ended = col(here.state).in_([literal_column("'sent'"), literal_column("'dropped'")])
    session.connection().execute(
        update(here).where(*mine, ended).values(conversation_id="", request_id=None, sealed=None)
    )
    return count


def unquote(
    session: Session, *, keys: Keyring, office_id: str, conversation_id: str, text: str, now: dt.datetime
) -> int:
    """Take a text that was unsent out of what waits or is held for a conversation; returns from how many.

    Small talk about it is dropped; a decision is told without it.
    """
    rows = session.exec(
        select(LineOutgoingRow)
        .where(
            LineOutgoingRow.office_id == office_id,
            LineOutgoingRow.conversation_id == conversation_id,
            col(LineOutgoingRow.state).in_([literal_column("'waiting'"), literal_column("'held'")]),
        )
        .with_for_update(skip_locked=True)
    ).all()
    quoting = 0
    for row in rows:
        body = json.loads(keys.open(row.sealed, office_id, TABLE, row.id)) if row.sealed else {}
        without = _without(body, text)
        if without == body:
            continue
        quoting += 1
        row.changed_at = now
        if row.importance == Importance.SMALL_TALK.value:
            row.state, row.reason, row.sealed = Delivery.DROPPED.value, "unsent", None
        else:
            row.sealed = keys.seal(json.dumps(without, ensure_ascii=False).encode(), office_id, TABLE, row.id)
        session.add(row)
    return quoting


def _without(part: Any, text: str) -> Any:
    """Return a message's JSON with an ellipsis wherever the text stands in it."""
    if isinstance(part, dict):
        return {key: _without(value, text) for key, value in part.items()}
    if isinstance(part, list):
        return [_without(value, text) for value in part]
    return part.replace(text, "…") if isinstance(part, str) and len(text) >= QUOTED else part


def purge(session: Session, *, office_id: str, before: dt.datetime, limit: int) -> int:
    """Forget up to ``limit`` that ended before a moment, held messages that nobody has looked after too."""
    ended = [state.value for state in Delivery if state not in OPEN]
    ids = session.exec(
        select(LineOutgoingRow.id)
        .where(
            LineOutgoingRow.office_id == office_id,
            col(LineOutgoingRow.state).in_(ended),
            col(LineOutgoingRow.changed_at) < before,
        )
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    session.connection().execute(
        delete(LineOutgoingRow).where(
            col(LineOutgoingRow.office_id) == office_id, col(LineOutgoingRow.id).in_(ids)
        )
    )
    return len(ids)


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, StrEnum) else value
