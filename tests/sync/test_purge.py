"""Particulars go the configured days after the end of a request, and nothing else of it."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from registry import commands as c
from registry.lifecycle import Expire
from registry.particulars import Particulars
from registry.request import Request
from registry.states import State
from sync import serve
from sync.purge import AT_ONCE, Purged, purge_all
from sync.store import audit, requests
from sync.store.database import Database
from sync.store.tables.requests import RequestRow
from tests.sync import factories as f
from tests.sync.store.conftest import Desk

DAYS = 90
LOOKUPS = ("card_lookup", "card_tail_lookup", "laser_lookup", "pid_lookup")


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database, f.settings(retention={"days": DAYS}))


def purged(desk: Desk, *, days: int) -> Purged:
    """Purge as many days after the request was closed."""
    now = f.NOW + dt.timedelta(days=days)
    return purge_all(desk.database, keys=f.KEYS, settings=desk.settings, now=now)


def row(desk: Desk, request: Request) -> RequestRow:
    def get(session: Session) -> RequestRow:
        found = session.exec(select(RequestRow).where(RequestRow.id == request.id)).one()
        session.expunge(found)
        return found

    return desk.database.read(get)


def closed(desk: Desk) -> list[Request]:
    """A request that was cancelled, one that was rejected with words, and one that expired."""
    rejected, expired = desk.submit(), desk.submit()
    desk.act(rejected, c.Take())
    desk.act(expired, c.Take())
    desk.act(expired, c.Ask(question="ขอเลขบัตร"))
    return [
        desk.act(desk.submit(), c.Cancel(reason="โทรมาบอกว่าคุณยุพาพิมพ์ไม่มา")),
        desk.act(rejected, c.Reject(reason="เลขหลังบัตรไม่ตรง")),
        desk.act(expired, Expire()),
    ]


def test_particulars_and_look_ups_go_when_the_days_are_over(desk: Desk) -> None:
    ended, open_one = closed(desk), desk.submit()
    cursor = desk.page().cursor
    assert purged(desk, days=DAYS - 1).requests == 0
    assert purged(desk, days=DAYS).requests == len(ended)
    for request in ended:
        left = row(desk, request)
        assert left.sealed is None
        assert [getattr(left, name) for name in LOOKUPS] == [None] * 4
        assert (left.state, left.reference) == (request.state.value, request.reference)
    assert row(desk, open_one).sealed is not None
    # Nobody can be found by a number any more, and no desk has anything to read.
    found = desk.database.read(
        lambda session: requests.find(session, keys=f.KEYS, office_id=f.OFFICE, by=f.CITIZEN)
    )
    assert [request.id for request, _ in found] == [open_one.id]
    assert desk.page(cursor).records == ()
    trail = desk.database.read(lambda session: audit.trail(session, f.OFFICE, ended[0].id))
    assert [entry.action for entry in trail][:3] == ["created", "submitted", "cancelled"]


def test_purging_again_finds_nothing_and_a_late_fact_seals_no_one(desk: Desk) -> None:
    ended = closed(desk)
    assert purged(desk, days=DAYS).requests == len(ended)
    assert purged(desk, days=DAYS + 1) == Purged()
    late = desk.act(ended[0], c.HandedOver())
    assert late.state is State.CANCELLED
    assert late.reason == ""
    gone = purged(desk, days=DAYS + 2)
    assert gone.requests == 1
    assert row(desk, late).sealed is None


def test_a_backlog_goes_in_one_run(desk: Desk) -> None:
    request = desk.act(desk.submit(), c.Cancel())
    many = AT_ONCE + 5

    def copy(session: Session) -> None:
        kept = session.exec(select(RequestRow).where(RequestRow.id == request.id)).one().model_dump()
        session.add_all(
            RequestRow(**{**kept, "id": f"copy-{n}", "seq": 1000 + n, "reference": f"C-{n}"})
            for n in range(many)
        )

    desk.database.write(copy).result()
    assert purged(desk, days=DAYS).requests == many + 1
    left = text("SELECT count(*) FROM request WHERE sealed IS NOT NULL")
    assert desk.database.read(lambda session: session.connection().execute(left).scalar_one()) == 0


def test_a_no_show_is_not_over_yet(desk: Desk) -> None:
    request = desk.submit(Particulars(laser="JC1123456712"))
    desk.act(request, c.Take())
    desk.act(request, f.approve(f.appointment(date=f.TODAY, hour=10)))
    assert desk.act(request, c.NoShow()).state is State.NO_SHOW
    assert purged(desk, days=10 * DAYS).requests == 0
    assert row(desk, request).sealed is not None


def test_closed_requests_of_all_years_are_not_looked_at(desk: Desk) -> None:
    if desk.database.dialect != "sqlite":
        pytest.skip("PostgreSQL chooses by size")
    plan = text(
        "EXPLAIN QUERY PLAN SELECT id FROM request WHERE office_id = 'o' AND closed_on <= '2026-01-01'"
        " AND sealed IS NOT NULL ORDER BY closed_on LIMIT 5"
    )
    steps = desk.database.read(lambda session: [row[3] for row in session.connection().execute(plan)])
    assert any("ix_request_full" in step for step in steps)


async def test_a_purge_that_failed_is_not_the_last(
    sqlite_only: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    runs: list[dt.datetime] = []

    def purging(database: Database, *, now: dt.datetime, **_: object) -> Purged:
        runs.append(now)
        if len(runs) == 1:
            raise OperationalError("UPDATE request", {"name": "ยุพาพิมพ์"}, Exception("locked: ยุพาพิมพ์"))
        database.signals.close()
        return Purged()

    monkeypatch.setattr(serve, "purge_all", purging)
    monkeypatch.setattr(serve, "PURGE_SECONDS", 0)
    await serve.Daemon(sqlite_only, f.KEYS, f.settings())._purge_hourly()
    assert len(runs) == 2
    assert "not purged: OperationalError" in caplog.text
    assert "ยุพาพิมพ์" not in caplog.text
