"""The numbers of the slip that ends a day, and a digest over the day's rows of the trail."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from hashlib import sha256
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.day_numbers import DayNumbers, ServiceCount
from registry.request import Request
from sync.store import feed, statements
from sync.store.tables.requests import AuditRow, RequestRow

_TRAIL: Final = statements.table_of(AuditRow).c
_TOLD: Final = ("arrived", "handed_over", "approved", "rejected", "no_show", "cancelled")


def day_numbers(
    session: Session, *, office_id: str, day: dt.date, start: dt.datetime, end: dt.datetime
) -> DayNumbers:
    """Return the numbers of a day that lasts from ``start`` to before ``end``."""
    rows = statements.execute(
        session,
        sa.select(*statements.table_of(AuditRow).columns)
        .where(_TRAIL.office_id == office_id, _TRAIL.at >= start, _TRAIL.at < end)
        .order_by(_TRAIL.at, _TRAIL.seq),
    ).all()
    done: dict[str, set[str]] = defaultdict(set)
    paid: dict[str, int] = {}
    slips = reprints = 0
    for row in rows:
        done[row.action].add(row.request_id)
        detail = json.loads(row.detail)
        if row.action == "fee_paid":
            paid[row.request_id] = int(detail.get("baht", 0))
        elif row.action == "slip_printed":
            slips += 1
            reprints += bool(detail.get("reprint") or detail.get("times", 1) > 1)
    here = feed.position(session, office_id)
    return DayNumbers(
        day=day,
        services=_services(session, office_id, done["handed_over"]),
        actions={action: len(done[action]) for action in _TOLD if done[action]},
        fees=sum(paid.values()),
        slips=slips,
        reprints=reprints,
        epoch=here.epoch,
        last=here.seq,
        rows=_digest(rows),
    )


def _services(session: Session, office_id: str, ids: set[str]) -> tuple[ServiceCount, ...]:
    requests: Counter[int] = Counter()
    copies: Counter[int] = Counter()
    for request_id in sorted(ids):
        found = select(RequestRow.body).where(
            RequestRow.office_id == office_id, col(RequestRow.id) == request_id
        )
        body = session.exec(found).first()
        for item in Request.model_validate_json(body).items if body else ():
            requests[item.service] += 1
            copies[item.service] += item.copies
    return tuple(
        ServiceCount(service=service, requests=requests[service], copies=copies[service])
        for service in sorted(requests)
    )


def _digest(rows: Any) -> str:
    """Return SHA-256 over the rows in their order, a line of JSON each."""
    digest = sha256()
    for row in rows:
        who = [row.actor_kind, row.actor_id, row.counter, row.at.isoformat()]
        values = [row.seq, row.request_id, row.version, row.action, *who, row.detail]
        digest.update(json.dumps(values).encode() + b"\n")
    return digest.hexdigest()
