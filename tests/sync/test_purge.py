"""Particulars go the configured days after the end of a request, and nothing else of it."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from desk.messages.outcomes import told_outcome
from registry import commands as c
from registry.actors import CITIZEN
from registry.lifecycle import Expire
from registry.particulars import ChatLine, Particulars
from registry.request import Request
from registry.states import State
from sync import serve
from sync.purge import AT_ONCE, Purged, purge_all
from sync.store import audit, conversations, requests
from sync.store.database import Database, sqlite_file
from sync.store.tables.line import LineConversationRow
from sync.store.tables.requests import RequestRow
from tests.sync import factories as f
from tests.sync.store.conftest import Desk
from tests.sync.worker_bench import Bench

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


@pytest.mark.parametrize("what", ["withdraw", "reason"])
def test_a_rejection_of_which_nothing_is_left_stays_as_it_is(desk: Desk, what: str) -> None:
    _, rejected, _ = closed(desk)
    purged(desk, days=DAYS)
    command = c.Correct(what=what, reason="ตรวจเลขผิดคน")
    refused = desk.send(f.envelope(rejected.id, command, rejected.version))
    assert (refused.status, refused.code) == (c.OutcomeStatus.REFUSED, "erased")
    assert "ข้อมูลของผู้ร้องถูกลบ" in told_outcome(refused).text
    left = row(desk, rejected)
    assert (left.state, left.sealed) == ("rejected", None)
    # A late fact brings nobody back.
    late = desk.act(rejected, c.Revealed())
    assert desk.send(f.envelope(rejected.id, command, late.version)).code == "erased"


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


def test_of_what_was_removed_no_byte_is_left_in_the_files(sqlite_only: Database) -> None:
    desk = Desk(sqlite_only, f.settings(retention={"days": DAYS}))
    big = f.CITIZEN.with_line(ChatLine(at=f.NOW, who="citizen", text="ยาว" * 3000, id="m-2"))
    ended = [desk.act(desk.submit(particulars), c.Cancel()) for particulars in (f.CITIZEN, big)]
    sealed = [found for request in ended if (found := row(desk, request).sealed) is not None]
    file = sqlite_file(sqlite_only.url)

    def left() -> list[bool]:
        kept = b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))
        return [each[16:80] in kept or each[-64:] in kept for each in sealed]

    sqlite_only.empty_log().result()
    assert left() == [True, True]
    assert purged(desk, days=DAYS).requests == 2
    assert left() == [False, False]


def test_a_conversation_goes_when_nothing_needs_it_any_more(desk: Desk) -> None:
    quiet, busy, drafting = (f"{number:032d}" for number in range(3))
    for conversation_id in (quiet, busy, drafting):
        _converse(desk, conversation_id, forget_at=f.NOW if conversation_id == drafting else None)
    ended, open_one = (Desk(desk.database, desk.settings, each) for each in (quiet, busy))
    # By the citizen: a notice that waits to be sent would keep the conversation.
    request = ended.act(ended.submit(), c.Cancel(), CITIZEN)
    open_one.submit()

    def left() -> list[str]:
        return desk.database.read(
            lambda session: list(
                session.exec(select(LineConversationRow.id).order_by(col(LineConversationRow.id)))
            )
        )

    assert purged(desk, days=DAYS - 1).conversations == 0
    assert left() == [quiet, busy, drafting]
    # The draft's end is a change: that conversation has its days from then on.
    assert purged(desk, days=DAYS + 1).conversations == 1
    assert left() == [busy, drafting]
    assert row(desk, request).conversation_id is None
    assert purged(desk, days=2 * DAYS).conversations == 1
    assert left() == [busy]


def _converse(desk: Desk, conversation_id: str, *, forget_at: dt.datetime | None) -> None:
    where: dict[str, Any] = {"keys": f.KEYS, "office_id": f.OFFICE, "conversation_id": conversation_id}

    def run(session: Session) -> None:
        conversations.lock(session, user_id="U" + conversation_id, now=f.NOW, **where)
        conversations.save(session, state=b"{}", now=f.NOW, forget_at=forget_at, **where)

    desk.database.write(run).result()


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


async def test_what_was_acknowledged_before_a_long_weekend_is_answered_not_removed(
    sqlite_only: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench(sqlite_only)
    event_id = bench.says("สวัสดี")
    monday = f.NOW + dt.timedelta(days=3)
    daemon = serve.Daemon(sqlite_only, f.KEYS, f.settings(), clock=lambda: monday)
    purging = asyncio.Event()

    def purge(database: Database, **named: Any) -> Purged:
        gone = purge_all(database, **named)
        loop.call_soon_threadsafe(purging.set)
        return gone

    loop = asyncio.get_running_loop()
    monkeypatch.setattr(serve, "purge_all", purge)
    parts = [asyncio.create_task(part()) for part in (daemon._purge_hourly, daemon.worker.run)]
    async with asyncio.timeout(20):
        await purging.wait()
    await daemon._before_end()
    parts[0].cancel()
    await asyncio.wait(parts)
    assert bench.event(event_id)[:2] == ("done", True)
    assert bench.outgoing() == 1


async def test_a_part_that_fails_is_begun_again_and_ends_with_the_daemon(
    sqlite_only: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    daemon, runs = serve.Daemon(sqlite_only, f.KEYS, f.settings()), 0

    async def part() -> None:
        nonlocal runs
        runs += 1
        if runs == 3:
            monkeypatch.setattr(serve, "AGAIN_SECONDS", 60)
            asyncio.get_running_loop().call_soon(daemon._ending.set)
        raise ValueError("ยุพาพิมพ์")

    monkeypatch.setattr(serve, "AGAIN_SECONDS", 0)
    async with asyncio.timeout(10):
        await daemon._guarded("worker", part)
    assert runs == 3
    assert caplog.text.count("worker failed, begun again: ValueError") == 3
    assert "ยุพาพิมพ์" not in caplog.text


@pytest.mark.parametrize("error", [OperationalError("UPDATE", {}, Exception("ยุพาพิมพ์")), ValueError("ยุพาพิมพ์")])
async def test_a_purge_that_failed_is_not_the_last(
    sqlite_only: Database,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
) -> None:
    runs: list[dt.datetime] = []

    def purging(database: Database, *, now: dt.datetime, **_: object) -> Purged:
        runs.append(now)
        if len(runs) == 1:
            raise error
        database.signals.close()
        return Purged()

    monkeypatch.setattr(serve, "purge_all", purging)
    monkeypatch.setattr(serve, "PURGE_SECONDS", 0)
    daemon = serve.Daemon(sqlite_only, f.KEYS, f.settings())
    daemon.worker.caught_up.set()
    await daemon._purge_hourly()
    assert len(runs) == 2
    assert f"not purged: {type(error).__name__}" in caplog.text
    assert "ยุพาพิมพ์" not in caplog.text
