"""Print orders between counters: handed in once, taken once and in time, and told as they go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Final

from sqlmodel import Session, col, delete, select, update

from registry.actors import Actor
from registry.errors import RefusalCode, Refused
from registry.print_orders import (
    MOST_REASON,
    OVER,
    OrderedPrint,
    OrdersPage,
    OrderState,
    PrintOrder,
    PrintReport,
)
from registry.records import Cursor
from registry.sealing import Keyring
from sync.store import feed, statements
from sync.store.tables.print_orders import PrintOrderRow
from thai.text import clean

_TABLE: Final = "print_order"
_PAGE: Final = 100
_UNTAKEN: Final = frozenset({OrderState.OPEN, OrderState.TAKEN})
_REMEMBERED: Final = dt.timedelta(days=2)
"""What a counter that begins anew still hears of."""


def hand_in(
    session: Session,
    *,
    keys: Keyring,
    office_id: str,
    order: PrintOrder,
    actor: Actor,
    expires_at: dt.datetime,
    now: dt.datetime,
) -> OrderedPrint:
    """Keep an order, or take it back; the same id again is the same order as it stands.

    One that is taken back before it came is kept as over, so that it cannot come later. Raises Refused
    (OTHER_BODY, NOT_FOUND for another counter's).
    """
    digest = keys.lookup("print_order", order.model_dump_json(exclude={"withdrawn"}, exclude_defaults=True))
    slip = None if order.withdrawn else keys.seal(order.slip.encode(), office_id, _TABLE, order.id)
    fresh = statements.insert_once(
        session,
        PrintOrderRow,
        office_id=office_id,
        id=order.id,
        seq=0,
        printer=order.to,
        sender=actor.counter or "",
        clerk=order.clerk,
        request_id=order.request_id,
        seen_version=order.seen_version,
        body_digest=digest,
        state=(OrderState.EXPIRED if order.withdrawn else OrderState.OPEN).value,
        reason="",
        withdrawn=order.withdrawn,
        expires_at=expires_at,
        changed_at=now,
        sealed=slip,
    )
    row = _locked(session, office_id, order.id)
    if row.sender != (actor.counter or ""):
        raise Refused(RefusalCode.NOT_FOUND)
    if row.body_digest != digest:
        raise Refused(RefusalCode.OTHER_BODY)
    if not fresh and order.withdrawn and not row.withdrawn:
        row.withdrawn = True
        if row.state == OrderState.OPEN:
            row.state = OrderState.EXPIRED.value
        fresh = True
    if fresh:
        _change(session, row, now)
    return _seen(keys, row, now, slip=False)


def report(
    session: Session,
    *,
    keys: Keyring,
    office_id: str,
    order_id: str,
    told: PrintReport,
    actor: Actor,
    now: dt.datetime,
) -> OrderedPrint:
    """Keep what the printer's counter says of an order, and return the order as it stands.

    TAKEN is granted before the order expires or is taken back, as often as it is asked: who asks has not
    written it down. Later the order is over. Raises Refused (NOT_FOUND where it is for another's printer).
    """
    row = session.get(PrintOrderRow, (office_id, order_id), with_for_update=True)
    if row is None or row.printer != actor.counter:
        raise Refused(RefusalCode.NOT_FOUND)
    before = (row.state, row.reason, row.answer)
    _move(row, told, now)
    if (row.state, row.reason, row.answer) != before:
        _change(session, row, now)
    return _seen(keys, row, now, slip=True)


def changes(
    session: Session, *, keys: Keyring, office_id: str, counter: str, after: str | None, now: dt.datetime
) -> OrdersPage:
    """Return a counter's orders after a cursor; without a good one, those of the last days."""
    here = feed.position(session, office_id)
    cursor = Cursor.parse(after) if after else None
    live = cursor is not None and cursor.epoch == here.epoch and cursor.seq <= here.seq
    seq = cursor.seq if cursor is not None and live else 0
    parts = []
    for column in (PrintOrderRow.printer, PrintOrderRow.sender):
        part = select(PrintOrderRow.id).where(
            PrintOrderRow.office_id == office_id, column == counter, PrintOrderRow.seq > seq
        )
        if not live:
            part = part.where(col(PrintOrderRow.changed_at) > now - _REMEMBERED)
        parts.append(session.exec(part.order_by(col(PrintOrderRow.seq)).limit(_PAGE)).all())
    rows = [session.get_one(PrintOrderRow, (office_id, order_id)) for order_id in {*parts[0], *parts[1]}]
    rows = sorted(rows, key=lambda row: row.seq)
    # A full part may have more behind it: the next page begins no later than where it ends.
    full = [part[-1] for part in parts if len(part) == _PAGE]
    last = min((row.seq for row in rows if row.id in full), default=here.seq)
    seen = [row for row in rows if row.seq <= last]
    return OrdersPage(
        cursor=str(Cursor(here.epoch, last)),
        orders=tuple(_seen(keys, row, now, slip=row.printer == counter) for row in seen),
    )


def purge(session: Session, *, office_id: str, before: dt.datetime, limit: int) -> int:
    """Forget up to ``limit`` orders that have not changed since before a moment; returns how many."""
    old = (
        select(PrintOrderRow.id)
        .where(PrintOrderRow.office_id == office_id, col(PrintOrderRow.changed_at) < before)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = session.exec(old).all()
    session.connection().execute(
        delete(PrintOrderRow).where(col(PrintOrderRow.office_id) == office_id, col(PrintOrderRow.id).in_(ids))
    )
    return len(ids)


def hold_of(session: Session, *, office_id: str, request_ids: Collection[str]) -> None:
    """Lock the orders of requests that still hold a slip until the transaction ends."""
    rows = select(PrintOrderRow.id).where(
        PrintOrderRow.office_id == office_id,
        col(PrintOrderRow.request_id).in_(request_ids),
        col(PrintOrderRow.sealed).is_not(None),
    )
    session.exec(rows.order_by(statements.sorted_by(col(PrintOrderRow.id))).with_for_update()).all()


def forget_requests(session: Session, *, office_id: str, request_ids: Collection[str]) -> None:
    """Drop the slips of requests whose citizen wants nothing to be kept; nobody is granted them any more."""
    gone = (
        update(PrintOrderRow)
        .where(
            col(PrintOrderRow.office_id) == office_id,
            col(PrintOrderRow.request_id).in_(request_ids),
            col(PrintOrderRow.sealed).is_not(None),
        )
        .values(sealed=None, withdrawn=True)
    )
    session.exec(gone, execution_options={"synchronize_session": False})


def forget_late_slips(session: Session, *, office_id: str, now: dt.datetime, limit: int) -> None:
    """Drop up to ``limit`` slips that nobody can be granted any more: the others are in a spool by then."""
    late = (
        select(PrintOrderRow.id)
        .where(
            PrintOrderRow.office_id == office_id,
            PrintOrderRow.expires_at <= now,
            col(PrintOrderRow.sealed).is_not(None),
        )
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    gone = (
        update(PrintOrderRow)
        .where(col(PrintOrderRow.office_id) == office_id, col(PrintOrderRow.id).in_(session.exec(late).all()))
        .values(sealed=None)
    )
    session.exec(gone, execution_options={"synchronize_session": False})


def _locked(session: Session, office_id: str, order_id: str) -> PrintOrderRow:
    return session.get_one(PrintOrderRow, (office_id, order_id), with_for_update=True)


def _move(row: PrintOrderRow, told: PrintReport, now: dt.datetime) -> None:
    state = OrderState(row.state)
    if state in OVER or row.answer is not None:
        return
    if told.state is OrderState.TAKEN:
        if state in _UNTAKEN:
            in_time = now < row.expires_at and not row.withdrawn
            row.state = (OrderState.TAKEN if in_time else OrderState.EXPIRED).value
        return
    # A paper in doubt is never called waiting again by a report that was under way.
    if told.state is OrderState.OPEN or (
        state is OrderState.UNKNOWN and told.state is not OrderState.UNKNOWN
    ):
        return
    row.state, row.answer = told.state.value, told.answer
    row.reason = clean(told.reason)[:MOST_REASON]


def _change(session: Session, row: PrintOrderRow, now: dt.datetime) -> None:
    """Give a changed order the feed's next number; what is over keeps no slip."""
    if row.state in OVER or row.answer is not None:
        row.sealed = None
    row.changed_at = now
    session.add(row)
    session.flush()
    row.seq = feed.take_number(session, row.office_id)
    session.add(row)


def _seen(keys: Keyring, row: PrintOrderRow, now: dt.datetime, *, slip: bool) -> OrderedPrint:
    expired = row.state == OrderState.OPEN and now >= row.expires_at
    text = None
    if slip and row.sealed is not None:
        text = keys.open(row.sealed, row.office_id, _TABLE, row.id).decode()
    return OrderedPrint(
        id=row.id,
        to=row.printer,
        sender=row.sender,
        clerk=row.clerk,
        request_id=row.request_id,
        seen_version=row.seen_version,
        state=OrderState.EXPIRED if expired else OrderState(row.state),
        reason=row.reason,
        answer="came" if row.answer == "came" else "not" if row.answer else None,
        withdrawn=row.withdrawn,
        expires_at=row.expires_at,
        slip=text,
    )
