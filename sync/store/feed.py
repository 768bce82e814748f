"""The feed: numbers in the order of commits, and the pages that a desk reads.

A changing transaction takes the office's next number when nothing else is left to wait for, and
holds the counter's row until it commits. So numbers become visible in their order, and a reader that has seen
one has missed none below it.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select, update

from registry.records import ChangesPage, Cursor, Record
from registry.sealing import Keyring
from registry.states import State
from sync.store import statements
from sync.store.request_rows import opened
from sync.store.signals import Topic, announce
from sync.store.tables.requests import FeedRow, RequestRow

# Between the epoch and the number at which a snapshot began, in the cursor of a snapshot's page.
_SNAPSHOT: Final = "~"

_FEED: Final = statements.table_of(FeedRow).c
_ROW: Final = statements.table_of(RequestRow).c
_ADVANCE: Final = (
    sa.update(statements.table_of(FeedRow))
    .where(_FEED.office_id == sa.bindparam("office"))
    .values(seq=_FEED.seq + 1)
    .returning(_FEED.seq)
)


def take_number(session: Session, office_id: str) -> int:
    """Return the office's next number; whoever asks has nothing left to wait for before the commit."""
    number = _advance(session, office_id)
    if number is None:
        statements.insert_once(session, FeedRow, office_id=office_id, epoch=_new_epoch(), seq=0)
        number = _advance(session, office_id)
    if number is None:
        raise RuntimeError("the feed's row is missing")
    announce(session, Topic.FEED, office_id, number)
    return number


def position(session: Session, office_id: str) -> Cursor:
    """Return the feed's epoch and last number; an empty epoch before the first change."""
    row = session.exec(select(FeedRow.epoch, FeedRow.seq).where(FeedRow.office_id == office_id)).first()
    return Cursor("", 0) if row is None else Cursor(*row)


def renew_epoch(session: Session, office_id: str) -> None:
    """Make every cursor void: after a restore, numbers given since the backup were given before."""
    session.exec(update(FeedRow).where(col(FeedRow.office_id) == office_id).values(epoch=_new_epoch()))


def changes(
    session: Session, *, keys: Keyring, office_id: str, after: str | None, limit: int, today: dt.date
) -> ChangesPage:
    """Return the page after a cursor; without a good one, the first page of a snapshot.

    A snapshot holds the open requests and those closed ``today`` (office date), and everything that
    changed while it was read.
    """
    # Read first: whatever has a number up to this one is visible to the next statement.
    here = position(session, office_id)
    place = _Place.after(after, here)
    found = statements.execute(session, _rows(office_id, place, today, limit + 1)).all()
    page, more = found[:limit], len(found) > limit
    records = tuple(_record(keys, office_id, row) for row in page)
    last = page[-1][0] if page else place.seq
    cursor = place.next_cursor(last) if more else Cursor(here.epoch, max(last, here.seq))
    return ChangesPage(cursor=str(cursor), snapshot=place.start is not None, more=more, records=records)


def begins_anew(session: Session, office_id: str, after: str | None) -> bool:
    """Whether the page after a cursor is the first of a snapshot."""
    place = _Place.after(after, position(session, office_id))
    return place.start is not None and place.seq == 0


@dataclass(frozen=True)
class _Place:
    """Where a reader is; ``start`` is the feed's number at which its snapshot began, None when live."""

    epoch: str
    seq: int
    start: int | None

    @classmethod
    def after(cls, text: str | None, here: Cursor) -> _Place:
        cursor = Cursor.parse(text) if text else None
        if cursor is not None:
            epoch, mark, start = cursor.epoch.partition(_SNAPSHOT)
            begun = Cursor.parse(f"{epoch}:{start}") if mark else None
            if epoch == here.epoch and cursor.seq <= here.seq and (begun is not None or not mark):
                return cls(epoch, cursor.seq, begun.seq if begun else None)
        return cls(here.epoch, 0, here.seq)

    def next_cursor(self, last: int) -> Cursor:
        epoch = self.epoch if self.start is None else f"{self.epoch}{_SNAPSHOT}{self.start}"
        return Cursor(epoch, last)


def _rows(office_id: str, place: _Place, today: dt.date, limit: int) -> sa.Select[tuple[Any, ...]]:
    """Return the rows after a place in their order; one statement, so that they are of one moment."""
    of_office = sa.select(_ROW.seq, _ROW.id, _ROW.body, _ROW.sealed).where(
        _ROW.office_id == office_id, _ROW.state != State.COLLECTING.value
    )
    if place.start is None:
        return of_office.where(_ROW.seq > place.seq).order_by(_ROW.seq).limit(limit)
    # Each part by its index, lest every request of the past years be looked at.
    parts = (
        of_office.where(_ROW.closed_on.is_(None), _ROW.seq > place.seq),
        of_office.where(_ROW.closed_on == today, _ROW.seq > place.seq),
        # What was open on an earlier page and has closed since must be named again, whatever the day.
        of_office.where(_ROW.closed_on != today, _ROW.seq > max(place.start, place.seq)),
    )
    limited = [sa.select(part.order_by(_ROW.seq).limit(limit).subquery()) for part in parts]
    together = sa.union_all(*limited).subquery()
    return sa.select(together).order_by(together.c.seq).limit(limit)


def _record(keys: Keyring, office_id: str, row: Any) -> Record:
    seq, request_id, body, sealed = row
    request, particulars = opened(keys, office_id, request_id, body, sealed)
    return Record(seq=seq, request=request, particulars=None if request.closed else particulars)


def _advance(session: Session, office_id: str) -> int | None:
    number: int | None = statements.execute(session, _ADVANCE, office=office_id).scalar()
    return number


def _new_epoch() -> str:
    return secrets.token_hex(8)
