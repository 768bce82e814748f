"""Pictures of documents in the store: noted with the message, fetched afterwards, sealed in short stretches.

In the database, not in files: what a citizen takes back is gone in one transaction with everything else, a
backup is one file, and several daemons share them. In stretches, because one row of 10 MB holds the one
writer, for whom LINE waits, far longer than many small ones that others come between.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session

from registry.identifiers import new_id
from registry.sealing import Keyring
from sync.store import statements
from sync.store.signals import Topic, announce
from sync.store.tables.inquiries import PicturePartRow, PictureRow

PART_BYTES: Final = 256 * 1024
CLAIM: Final = dt.timedelta(seconds=90)
_SEALED: Final = "picture_part"
_PICTURES: Final = statements.table_of(PictureRow)
_PARTS: Final = statements.table_of(PicturePartRow)
_ROW: Final = _PICTURES.c
_PART: Final = _PARTS.c
_IS_WAITING: Final = _ROW.state == sa.literal_column("'waiting'")
_IS_REFUSED: Final = _ROW.state == sa.literal_column("'refused'")


@dataclass(frozen=True)
class Wanted:
    """A picture that is to be fetched."""

    id: str
    request_id: str
    conversation_id: str
    line_id: str
    attempts: int
    created_at: dt.datetime


def note(
    session: Session, *, office_id: str, request_id: str, conversation_id: str, line_id: str, now: dt.datetime
) -> str:
    """Note a picture to be fetched; returns its id."""
    picture_id = new_id()
    row = PictureRow(
        office_id=office_id,
        id=picture_id,
        request_id=request_id,
        conversation_id=conversation_id,
        line_id=line_id,
        created_at=now,
        due_at=now,
    )
    session.add(row)
    session.flush()
    announce(session, Topic.PICTURE, office_id)
    return picture_id


def count(session: Session, *, office_id: str, request_id: str) -> int:
    """Return how many pictures an inquiry has had, those to be fetched and those that were refused too."""
    rows = (
        sa.select(sa.func.count())
        .select_from(_PICTURES)
        .where(_ROW.office_id == office_id, _ROW.request_id == request_id)
    )
    return int(statements.execute(session, rows).scalar_one())


def claim(session: Session, *, office_id: str, now: dt.datetime) -> Wanted | None:
    """Return the picture that is due first, nobody else's for a while; None when none is due."""
    row = statements.execute(
        session,
        sa.select(_PICTURES)
        .where(_ROW.office_id == office_id, _IS_WAITING, _ROW.due_at <= now)
        .order_by(_ROW.due_at)
        .limit(1)
        .with_for_update(skip_locked=True),
    ).first()
    if row is None:
        return None
    _change(session, office_id, row.id, due_at=now + CLAIM, attempts=row.attempts + 1)
    return Wanted(row.id, row.request_id, row.conversation_id, row.line_id, row.attempts + 1, row.created_at)


def next_due(session: Session, *, office_id: str) -> dt.datetime | None:
    """Return when the next picture is to be fetched; None when none waits."""
    rows = sa.select(_ROW.due_at).where(_ROW.office_id == office_id, _IS_WAITING).order_by(_ROW.due_at)
    found: dt.datetime | None = statements.execute(session, rows.limit(1)).scalar()
    return found


def later(session: Session, *, office_id: str, picture_id: str, due_at: dt.datetime) -> None:
    """Let a picture be tried again."""
    _change(session, office_id, picture_id, due_at=due_at)


def put_part(
    session: Session, *, keys: Keyring, office_id: str, picture_id: str, part: int, data: bytes
) -> bool:
    """Keep a stretch of a picture that still waits; False when it is not wanted any more."""
    if not waits(session, office_id=office_id, picture_id=picture_id):
        return False
    values = {"sealed": keys.seal(data, office_id, _SEALED, f"{picture_id}/{part}")}
    statement = (
        statements.insert(session, PicturePartRow)
        .values(office_id=office_id, id=picture_id, part=part, **values)
        .on_conflict_do_update(index_elements=["office_id", "id", "part"], set_=values)
    )
    statements.execute(session, statement)
    return True


def complete(session: Session, *, office_id: str, picture_id: str, kind: str, size: int) -> bool:
    """Say that all of a picture is kept; False when it is not wanted any more."""
    if not waits(session, office_id=office_id, picture_id=picture_id):
        return False
    # A former try may have left more: what was fetched then was another length.
    parts = -(-size // PART_BYTES)
    gone = sa.delete(_PARTS).where(_PART.office_id == office_id, _PART.id == picture_id, _PART.part >= parts)
    statements.execute(session, gone)
    _change(session, office_id, picture_id, state="kept", kind=kind, size=size)
    return True


def find(session: Session, *, office_id: str, picture_id: str) -> tuple[str, str] | None:
    """Return a kept picture's request and type; None when there is none (any more)."""
    rows = sa.select(_ROW.request_id, _ROW.kind).where(
        _ROW.office_id == office_id, _ROW.id == picture_id, _ROW.state == sa.literal_column("'kept'")
    )
    row = statements.execute(session, rows).first()
    return None if row is None else (row.request_id, row.kind)


def read(session: Session, *, keys: Keyring, office_id: str, picture_id: str) -> bytes:
    """Return a picture's bytes; empty when it is gone."""
    rows = (
        sa.select(_PART.part, _PART.sealed)
        .where(_PART.office_id == office_id, _PART.id == picture_id)
        .order_by(_PART.part)
    )
    found = statements.execute(session, rows).all()
    return b"".join(keys.open(row.sealed, office_id, _SEALED, f"{picture_id}/{row.part}") for row in found)


def forget(session: Session, *, office_id: str, picture_id: str) -> None:
    """Remove a picture."""
    _remove(session, office_id, [picture_id])


def refuse(session: Session, *, office_id: str, picture_id: str) -> None:
    """Keep of a waiting picture only that it came: each is told of by a push that the office pays for."""
    gone = sa.delete(_PARTS).where(_PART.office_id == office_id, _PART.id == picture_id)
    statements.execute(session, gone)
    _change(session, office_id, picture_id, state="refused")


def forget_message(
    session: Session, *, office_id: str, conversation_id: str, line_id: str
) -> list[tuple[str, str]]:
    """Remove what came in a message that was unsent; returns (request, picture) of each.

    Of a refused one nothing is kept but that it counts.
    """
    mine = _ROW.conversation_id == conversation_id
    return _forget(session, office_id, sa.and_(mine, _ROW.line_id == line_id, ~_IS_REFUSED))


def forget_conversation(session: Session, *, office_id: str, conversation_id: str) -> list[tuple[str, str]]:
    """Remove all pictures of a citizen; returns (request, picture) of each."""
    return _forget(session, office_id, _ROW.conversation_id == conversation_id)


def hold_of(session: Session, *, office_id: str, conversation_id: str) -> None:
    """Lock all pictures of a citizen until the transaction ends."""
    rows = sa.select(_ROW.id).where(_ROW.office_id == office_id, _ROW.conversation_id == conversation_id)
    statements.execute(session, rows.order_by(statements.sorted_by(_ROW.id)).with_for_update()).all()


def forget_requests(session: Session, *, office_id: str, request_ids: list[str]) -> int:
    """Remove the pictures of requests; returns how many."""
    return len(_forget(session, office_id, _ROW.request_id.in_(request_ids)))


def purge(session: Session, *, office_id: str, before: dt.datetime, limit: int) -> int:
    """Remove up to ``limit`` pictures that came before a moment; returns how many."""
    rows = (
        sa.select(_ROW.id)
        .where(_ROW.office_id == office_id, _ROW.created_at < before)
        .order_by(_ROW.created_at)
        .limit(limit)
    )
    ids = list(statements.execute(session, rows).scalars())
    _remove(session, office_id, ids)
    return len(ids)


def _forget(session: Session, office_id: str, which: sa.ColumnElement[bool]) -> list[tuple[str, str]]:
    rows = sa.select(_ROW.request_id, _ROW.id).where(_ROW.office_id == office_id, which)
    found = [(row.request_id, row.id) for row in statements.execute(session, rows)]
    _remove(session, office_id, [picture_id for _, picture_id in found])
    return found


def _remove(session: Session, office_id: str, ids: list[str]) -> None:
    if not ids:
        return
    for table in (_PARTS, _PICTURES):
        gone = sa.delete(table).where(table.c.office_id == office_id, table.c.id.in_(ids))
        statements.execute(session, gone)


def waits(session: Session, *, office_id: str, picture_id: str) -> bool:
    """Whether a picture is still to be fetched; locked, so that nobody takes it back meanwhile."""
    rows = sa.select(_ROW.id).where(_ROW.office_id == office_id, _ROW.id == picture_id, _IS_WAITING)
    return statements.execute(session, rows.with_for_update()).first() is not None


def _change(session: Session, office_id: str, picture_id: str, **values: object) -> None:
    changed = sa.update(_PICTURES).where(_ROW.office_id == office_id, _ROW.id == picture_id, _IS_WAITING)
    statements.execute(session, changed.values(**values))
