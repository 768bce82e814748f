"""Queue numbers: a letter and a number that starts anew each day, without gaps and never twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlmodel import Session, col, select

from registry.number_blocks import live_number
from sync.store import statements
from sync.store.tables.requests import KeptNumberRow, QueueRow


def keep(session: Session, *, office_id: str, day: dt.date, number: str) -> bool:
    """Keep a number that a counter gave while this daemon was away; whether it is the first to have it."""
    return statements.insert_once(session, KeptNumberRow, office_id=office_id, date=day, number=number)


def hold(session: Session, *, office_id: str, day: dt.date, letters: Collection[str]) -> None:
    """Lock the letters of several numbers that one transaction is to take, in the same order as others."""
    for letter in sorted(letters):
        statements.insert_once(session, QueueRow, office_id=office_id, date=day, letter=letter, last=0)
    session.exec(
        select(QueueRow.letter)
        .where(QueueRow.office_id == office_id, QueueRow.date == day, col(QueueRow.letter).in_(letters))
        .order_by(QueueRow.letter)
        .with_for_update()
    ).all()


def next_number(session: Session, *, office_id: str, day: dt.date, letter: str) -> str:
    """Return the day's next number of a letter, e.g. ``A001``."""
    new = statements.insert(session, QueueRow).values(office_id=office_id, date=day, letter=letter, last=1)
    statement = new.on_conflict_do_update(
        index_elements=["office_id", "date", "letter"], set_={"last": col(QueueRow.last) + 1}
    ).returning(col(QueueRow.last))
    given = session.exec(statement).scalar_one()
    return f"{letter}{live_number(given):03d}"
