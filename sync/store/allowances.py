"""How many messages may still be pushed this month: what LINE said, and our own pushes since."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, update

from sync.line.allowance import Allowance, Quota, is_another_month, month_of
from sync.store import statements
from sync.store.statements import insert_once
from sync.store.tables.nightly import AllowanceRow

_TABLE: Final = statements.table_of(AllowanceRow)
_FIND: Final = sa.select(_TABLE).where(_TABLE.c.office_id == sa.bindparam("of_office"))


def read(session: Session, *, office_id: str, now: dt.datetime) -> Allowance:
    """Return the month's allowance as far as it is known."""
    row = statements.execute(session, _FIND, of_office=office_id).first()
    if row is None:
        return Allowance()
    stopped = row.stopped_at is not None and not is_another_month(row.stopped_at, now)
    if row.most is None:
        return Allowance(stopped=stopped)
    used = max(row.used + row.since, row.pushed) if row.month == month_of(now) else 0
    return Allowance(row.most, max(0, row.most - used), stopped)


def count(session: Session, *, office_id: str, now: dt.datetime, pushed: int = 1) -> None:
    """Count pushes that LINE has accepted."""
    row, month = _row(session, office_id), month_of(now)
    if row.month != month:
        _change(session, office_id, month=month, pushed=pushed, used=0, since=pushed)
        return
    here = AllowanceRow
    _change(session, office_id, pushed=col(here.pushed) + pushed, since=col(here.since) + pushed)


def heard(session: Session, *, office_id: str, quota: Quota, now: dt.datetime) -> None:
    """Keep what LINE says; a stop ends when LINE counts less than at the stop, or allows more.

    That is how the end of LINE's month shows, by whatever clock it goes.
    """
    row, month = _row(session, office_id), month_of(now)
    values: dict[str, Any] = {"most": quota.most, "used": quota.used, "since": 0, "asked_at": now}
    if row.month != month:
        values |= {"month": month, "pushed": 0}
    if row.stopped_at is not None:
        more = row.stopped_most is not None and (quota.most is None or quota.most > row.stopped_most)
        if quota.used < row.stopped_used or more or is_another_month(row.stopped_at, now):
            values["stopped_at"] = None
        else:
            values |= {"stopped_used": max(quota.used, row.stopped_used), "stopped_most": quota.most}
    _change(session, office_id, **values)


def stop(session: Session, *, office_id: str, now: dt.datetime) -> None:
    """Push nothing more until the month ends: LINE has said so."""
    row = _row(session, office_id)
    if row.stopped_at is None or is_another_month(row.stopped_at, now):
        _change(session, office_id, stopped_at=now, stopped_most=row.most, stopped_used=row.used)


def _row(session: Session, office_id: str) -> AllowanceRow:
    insert_once(
        session, AllowanceRow, office_id=office_id, month="", pushed=0, used=0, since=0, stopped_used=0
    )
    return session.get_one(AllowanceRow, office_id, with_for_update=True, populate_existing=True)


def _change(session: Session, office_id: str, **values: Any) -> None:
    session.exec(
        update(AllowanceRow).where(col(AllowanceRow.office_id) == office_id).values(**values),
        execution_options={"synchronize_session": False},
    )
