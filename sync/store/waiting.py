"""Who is at the office now: the requests whose citizens have arrived today and are not done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session

from registry.request import Request
from sync.store import statements
from sync.store.tables.requests import RequestRow

_ROW: Final = statements.table_of(RequestRow).c
# The state is written out: a bound value would not match the index's condition.
_ARRIVED: Final = sa.select(_ROW.body).where(
    _ROW.office_id == sa.bindparam("of_office"), _ROW.state == sa.literal_column("'arrived'")
)


_FOR_UPDATE: Final = _ARRIVED.order_by(statements.sorted_by(_ROW.id)).with_for_update()


def hold(session: Session, *, office_id: str, day: dt.date) -> list[Request]:
    """Return the same as ``arrived``, changed by nobody else until the transaction ends."""
    return _of_day(statements.execute(session, _FOR_UPDATE, of_office=office_id).scalars(), day)


def arrived(session: Session, *, office_id: str, day: dt.date) -> list[Request]:
    """Return the requests of a day's appointments whose citizens are here, without any free text."""
    return _of_day(statements.execute(session, _ARRIVED, of_office=office_id).scalars(), day)


def _of_day(bodies: Iterable[str], day: dt.date) -> list[Request]:
    requests = (Request.model_validate_json(body) for body in bodies)
    return [one for one in requests if one.appointment is not None and one.appointment.date == day]
