"""Checking in from the phone and being called, through the real worker and on both databases."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from functools import partial
from typing import Any

import pytest
from sqlmodel import Session, select

from registry import commands as c
from registry.actors import Actor
from registry.request import Check, CheckLine, Fee, Item, LineResult, Request
from registry.states import State
from sync.line import wall_code
from sync.line.messages import arriving
from sync.store import audit, outbox, waiting
from sync.store.database import Database
from sync.store.tables.line import LineOutgoingRow
from sync.turns import work_off
from tests.sync import factories as f
from tests.sync.store.conftest import Desk
from tests.sync.worker_bench import USER, Bench, conversation_of

SCANNED = arriving.text(wall_code.code(f.KEYS, f.OFFICE, f.TODAY))


@pytest.fixture
def bench(database: Database) -> Bench:
    return Bench(database)


@pytest.fixture
def desk(bench: Bench) -> Desk:
    return Desk(bench.database, f.settings(), conversation_of(USER))


def expected(desk: Desk, hour: int = 9, minute: int = 0, **changes: Any) -> Request:
    """A request that is approved for today."""
    request = desk.submit(**changes)
    desk.act(request, c.Take())
    # The check of a house registration has the steps that every other one needs.
    approve = f.approve(f.appointment(hour, minute, date=f.TODAY), fee=Fee(baht=20, reason="ทดสอบ"))
    return desk.act(request, approve) if changes.get("items") is None else desk.act(request, _any(approve))


def _any(approve: c.Approve) -> c.Approve:
    steps = [step for step in f.settings().steps if not step.services or 3 in step.services]
    lines = [CheckLine(step=s.id, kind=s.kind, result=LineResult.MATCH, outcome=0) for s in steps]
    return approve.model_copy(update={"check_done": Check(lines=tuple(lines))})


def now(desk: Desk, request: Request) -> Request:
    records = {record.request.id: record.request for record in desk.page().records}
    return records[request.id]


def said(database: Database, importance: str = "") -> list[str]:
    """What has been put into the outbox, in order."""

    def read(session: Session) -> list[str]:
        rows = session.exec(select(LineOutgoingRow).order_by(LineOutgoingRow.id)).all()
        found = [row for row in rows if importance in ("", row.importance) and row.sealed is not None]
        opened = [
            json.loads(f.KEYS.open(row.sealed, f.OFFICE, outbox.TABLE, row.id)) for row in found if row.sealed
        ]
        return [message["text"] for body in opened for message in body["messages"]]

    return database.read(read)


async def test_the_desk_sees_who_came_by_phone_and_the_citizen_the_number(bench: Bench, desk: Desk) -> None:
    stranger = Desk(bench.database, f.settings(), "someone else")
    before = expected(stranger)
    stranger.act(before, c.Arrive())
    request = expected(desk)
    other = expected(desk, 9, 30, items=(Item(service=3),))
    bench.says(SCANNED)
    await bench.work()
    here = now(desk, request)
    assert here.state is State.ARRIVED
    assert here.queue is not None
    assert (here.queue.number, here.queue.came_by, here.queue.late) == ("A002", "phone", False)
    also = now(desk, other).queue
    assert also is not None
    assert also.number == "C001"
    seen = now(desk, before).queue
    assert seen is not None
    assert seen.came_by == "counter"
    told = said(bench.database)[-1]
    assert "คิว A002 มีอีก 1 คิวก่อนหน้า" in told
    assert "คิว C001 มีอีก 1 คิวก่อนหน้า" in told
    trail = bench.database.read(lambda s: audit.trail(s, f.OFFICE, request.id))
    arrival = next(entry for entry in trail if entry.action == "arrived")
    assert (arrival.actor_kind, arrival.detail) == (
        "citizen",
        {"queue": "A002", "by": "phone", "late": False},
    )
    bench.says(SCANNED)
    await bench.work()
    assert "คิว A002 มีอีก 1 คิวก่อนหน้า" in said(bench.database)[-1]
    assert now(desk, request) == here


async def test_a_citizen_checks_in_only_themselves_and_only_today(bench: Bench, desk: Desk) -> None:
    stranger = Desk(bench.database, f.settings(), "someone else")
    theirs = expected(stranger)
    tomorrow = desk.submit()
    desk.act(tomorrow, c.Take())
    desk.act(tomorrow, f.approve())
    bench.says(SCANNED)
    await bench.work()
    assert "วันนี้ไม่มีนัด" in said(bench.database)[-1]
    old = wall_code.code(f.KEYS, f.OFFICE, f.TODAY - dt.timedelta(days=1))
    bench.says(arriving.text(old))
    await bench.work()
    assert "ไม่ใช่ของวันนี้" in said(bench.database)[-1]
    assert now(desk, theirs).state is State.APPROVED
    assert now(desk, tomorrow).state is State.APPROVED


async def test_a_call_goes_to_who_checked_in_by_phone_once_for_each_counter(bench: Bench, desk: Desk) -> None:
    request = expected(desk)
    bench.says(SCANNED)
    await bench.work()

    def calls(actor: Actor = f.SOMCHAI, *commands: Any) -> int:
        for command in commands or (c.Call(),):
            desk.act(request, command, actor)
        return len(said(bench.database, "perishable"))

    assert calls() == 1
    assert "ช่องบริการ 1" in said(bench.database, "perishable")[0]
    assert calls() == 1
    assert calls(f.MALEE) == 2
    assert calls(f.MALEE, c.Park(note="ขอเอกสารเพิ่ม")) == 2
    assert calls(f.MALEE) == 3
    counter = expected(desk, 10)
    desk.act(counter, c.Arrive())
    desk.act(counter, c.Call())
    assert len(said(bench.database, "perishable")) == 3


@pytest.mark.timeout(300)
async def test_numbers_have_no_gap_when_phones_and_counters_check_in_at_once(database: Database) -> None:
    settings = f.settings(hours={"slot_places": 100})
    bench = Bench(database)
    waits, events = [], []
    for number in range(24):
        user = f"U{number:032d}"
        home = Desk(database, settings, conversation_of(user))
        mine = expected(home)
        if number % 3 == 0:
            # Two letters, which another transaction takes the other way round.
            expected(home, 9, 30, items=(Item(service=3),))
        if number % 4 == 3:
            waits.append((home, mine))
            continue
        message = {"type": "text", "id": f"m{number}", "text": SCANNED}
        events.append(bench.receive({"type": "message", "message": message}, user=user))

    async def phone(event_id: str) -> None:
        turn = partial(work_off, keys=f.KEYS, settings=settings, event_id=event_id, now=f.NOW)
        await database.write_async(turn)

    async def counter(home: Desk, request: Request) -> None:
        await asyncio.to_thread(home.act, request, c.Arrive())

    await asyncio.gather(*map(phone, events), *(counter(*one) for one in waits))
    arrived = database.read(lambda s: waiting.arrived(s, office_id=f.OFFICE, day=f.TODAY))
    numbers = sorted(one.queue.number for one in arrived if one.queue is not None)
    second = sum(number % 3 == 0 and number % 4 != 3 for number in range(24))
    assert numbers == [f"A{n:03d}" for n in range(1, 25)] + [f"C{n:03d}" for n in range(1, second + 1)]
    assert database.read(lambda s: waiting.arrived(s, office_id=f.OFFICE, day=f.TOMORROW)) == []
