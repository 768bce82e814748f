"""How often the FAQ's entries were offered, opened, and helped: figures for the report, no person in them."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import sqlalchemy as sa
from sqlmodel import Session

from sync.store import statements
from sync.store.tables.inquiries import FaqCountRow

What = Literal["offered", "opened", "helped", "asked"]
_TABLE = statements.table_of(FaqCountRow)
_ROW = _TABLE.c


def count(session: Session, *, office_id: str, day: dt.date, entry: str, what: What) -> None:
    """Count one more for an entry on a day (office date)."""
    zero = dict.fromkeys(("offered", "opened", "helped", "asked"), 0)
    values = {"office_id": office_id, "day": day, "entry": entry, **zero, what: 1}
    statement = (
        statements.insert(session, FaqCountRow)
        .values(**values)
        .on_conflict_do_update(index_elements=["office_id", "day", "entry"], set_={what: _ROW[what] + 1})
    )
    statements.execute(session, statement)


def between(session: Session, *, office_id: str, first: dt.date, last: dt.date) -> dict[str, dict[What, int]]:
    """Return an entry's counts over the days from ``first`` to ``last``, both included."""
    sums = [sa.func.sum(_ROW[what]).label(what) for what in ("offered", "opened", "helped", "asked")]
    rows = (
        sa.select(_ROW.entry, *sums)
        .where(_ROW.office_id == office_id, _ROW.day >= first, _ROW.day <= last)
        .group_by(_ROW.entry)
    )
    found = statements.execute(session, rows).all()
    return {
        row.entry: {
            "offered": int(row.offered),
            "opened": int(row.opened),
            "helped": int(row.helped),
            "asked": int(row.asked),
        }
        for row in found
    }
