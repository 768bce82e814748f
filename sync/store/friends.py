"""How many citizens add the account and block it, counted by day; nobody is named."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlmodel import Session, col, select

from sync.store.statements import insert
from sync.store.tables.line import LineFriendsRow


@dataclass(frozen=True)
class Day:
    """A day of the office: who added the account (or lifted a block), who blocked it."""

    day: dt.date
    followed: int
    unfollowed: int


def count(session: Session, *, office_id: str, day: dt.date, followed: int = 0, unfollowed: int = 0) -> None:
    """Add to a day's counts."""
    added = insert(session, LineFriendsRow).values(
        office_id=office_id, day=day, followed=followed, unfollowed=unfollowed
    )
    session.connection().execute(
        added.on_conflict_do_update(
            index_elements=["office_id", "day"],
            set_={
                "followed": LineFriendsRow.followed + added.excluded.followed,
                "unfollowed": LineFriendsRow.unfollowed + added.excluded.unfollowed,
            },
        )
    )


def by_day(session: Session, *, office_id: str, first: dt.date, last: dt.date) -> list[Day]:
    """Return the counts of the days from ``first`` to ``last`` on which there was anything."""
    rows = session.exec(
        select(LineFriendsRow)
        .where(LineFriendsRow.office_id == office_id, col(LineFriendsRow.day).between(first, last))
        .order_by(col(LineFriendsRow.day))
    )
    return [Day(row.day, row.followed, row.unfollowed) for row in rows]
