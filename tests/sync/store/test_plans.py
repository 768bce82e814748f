"""No statement of the daemon looks at every row of a table that grows with the years (SQLite's plans)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session

from registry import commands as c
from registry.actors import Role
from registry.identifiers import new_id
from registry.print_orders import OrderState, PrintOrder, PrintReport
from sync.health import Health
from sync.line.delivery import Answer
from sync.line.sender import Sender
from sync.purge import purge_all
from sync.store import audit, clerks, friends, inbox, outbox, print_orders, requests, sessions, slots, surveys
from sync.store.database import Database
from sync.store.held_messages import held_messages
from tests.sync import factories as f
from tests.sync.store.conftest import Desk
from tests.sync.worker_bench import Bench, conversation_of

# An office's people, a month's tombstones, one row of its own.
SMALL = {
    "clerk",
    "line_allowance",
    "line_untold",
    "desk",
    "desk_session",
    "feed",
    "sign_in_tries",
    "line_unsent",
    "alembic_version",
    "closure",
}
# Indexes of what is not done yet: a whole office of that is little.
LITTLE = r"(?!.* ix_(?:line_event_not_done|line_outgoing_open|request_arrived|print_order_slip) )"
SCANNED = re.compile(rf"{LITTLE}(?:SCAN (?:TABLE )?(\w+)|SEARCH (?:TABLE )?(\w+) .*\(office_id=\?\)$)")


class Line:
    """A LINE that takes everything."""

    async def reply(self, *_: object) -> Answer:
        return Answer.ACCEPTED

    async def push(self, *_: object) -> Answer:
        return Answer.ACCEPTED

    async def close(self) -> None:
        """Nothing to close."""


@pytest.fixture
def asked(sqlite_only: Database) -> Iterator[dict[str, Any]]:
    """Every statement since the start, and the values of the last time."""
    found: dict[str, Any] = {}

    def note(_c: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        found[statement] = values

    engines = (sqlite_only._read_engine, sqlite_only._write_engine)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield found
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def at_a_desk(desk: Desk) -> None:
    """A clerk signs in, takes a citizen's request through its life, and reads the feed."""

    def sign_in(session: Session) -> None:
        clerk = clerks.Clerk(id="somchai", name="สมชาย", role=Role.CLERK)
        who: dict[str, Any] = {"keys": f.KEYS, "office_id": f.OFFICE}
        clerks.put(session, office_id=f.OFFICE, clerk=clerk, pin_hash="none", now=f.NOW)
        sessions.begin_try(session, clerk_id="somchai", now=f.NOW, **who)
        clerks.find(session, office_id=f.OFFICE, clerk_id="somchai")
        until = f.NOW + dt.timedelta(hours=1)
        for counter in ("1", "2"):
            place: dict[str, Any] = {"clerk_id": "somchai", "counter": counter, "desk_key": "k"}
            token = sessions.open_session(session, now=f.NOW, expires_at=until, **place, **who)
        assert token is not None
        assert sessions.actor_of(session, token=token, now=f.NOW, **who) is not None
        sessions.close_session(session, token=token, **who)
        sessions.forget_desk(session, office_id=f.OFFICE, counter="1")

    desk.database.write(sign_in).result()
    request = desk.submit()
    first = desk.page(limit=1).cursor
    steps = (
        c.Take(), c.Renew(), f.approve(f.appointment(9, date=f.TODAY)),
        c.Reschedule(appointment=f.appointment(10, date=f.TODAY)), c.Arrive(), c.Call(), c.FeePaid(baht=20),
        c.HandedOver(),
    )  # fmt: skip
    version = request.version
    for step in steps:
        desk.send(f.envelope(request.id, step, version))
        version += step.kind != "renew"
    assert desk.send(f.envelope(request.id, c.Take(), 1)).status is c.OutcomeStatus.CONFLICT
    desk.page(first)
    desk.page()
    desk.database.read(lambda s: slots.free_slots(s, settings=desk.settings, day=f.TODAY, days=30))
    waiting: dict[str, Any] = {"keys": f.KEYS, "office_id": f.OFFICE, "between": (f.NOW, f.NOW), "limit": 5}
    desk.database.read(partial(inbox.kept_waiting, **waiting))
    desk.database.read(partial(held_messages, office_id=f.OFFICE))
    desk.database.read(lambda s: audit.trail(s, f.OFFICE, request.id))
    desk.database.read(
        lambda s: requests.find(s, keys=f.KEYS, office_id=f.OFFICE, by=f.CITIZEN, card_tail="5678")
    )
    for question, text in (("speed", ""), ("source", "เพื่อน"), ("comment", "ดี")):
        answer: dict[str, Any] = {"survey_id": "s", "question": question, "score": 5, "text": text}
        desk.database.write(
            partial(surveys.keep, keys=f.KEYS, office_id=f.OFFICE, day=f.TODAY, **answer)
        ).result()
    months: dict[str, Any] = {"office_id": f.OFFICE, "first": f.TODAY, "last": f.TODAY}
    assert desk.database.read(partial(surveys.by_month, **months))
    assert desk.database.read(partial(surveys.comments, keys=f.KEYS, **months))
    desk.database.write(partial(friends.count, office_id=f.OFFICE, day=f.TODAY, followed=1)).result()
    assert desk.database.read(partial(friends.by_day, **months))
    beside_each_other(desk, request.id)


def beside_each_other(desk: Desk, request_id: str) -> None:
    """One counter has a slip printed at another."""
    who: dict[str, Any] = {"keys": f.KEYS, "office_id": f.OFFICE, "now": f.NOW}
    order = PrintOrder(id=new_id(), to="2", request_id=request_id, seen_version=1, clerk="a", slip="{}")
    until = f.NOW + dt.timedelta(minutes=3)
    desk.database.write(
        partial(print_orders.hand_in, order=order, actor=f.SOMCHAI, expires_at=until, **who)
    ).result()
    page = desk.database.read(partial(print_orders.changes, counter="2", after=None, **who))
    told = PrintReport(state=OrderState.TAKEN)
    at_two = f.SOMCHAI.model_copy(update={"counter": "2"})
    desk.database.write(
        partial(print_orders.report, order_id=order.id, told=told, actor=at_two, **who)
    ).result()
    assert desk.database.read(partial(print_orders.changes, counter="1", after=page.cursor, **who)).orders


async def in_the_chat(bench: Bench) -> None:
    """A citizen asks, answers, takes back and is answered; one event fails."""
    for text in ("สวัสดี", "ยินยอม", "1#JC1-1234567-12", "ต้องการ 2 ฉบับ", "สถานะ"):
        bench.says(text, message_id=f"m-{text}")
        await bench.work()
    bench.receive({"type": "unsend", "unsend": {"messageId": "m-สถานะ"}})
    bench.receive(None)
    bench.receive({"type": "follow"})
    await bench.work()
    bench.says("ลบข้อมูลของฉัน", message_id="m-erase")
    await bench.work()
    bench.receive({"type": "postback", "postback": {"data": "erase=all"}})
    await bench.work()
    sender = Sender(
        database=bench.database,
        keys=f.KEYS,
        office_id=f.OFFICE,
        connect=Line,
        clock=lambda: bench.now,
    )
    await sender.send_due()


async def test_nothing_looks_at_every_row_of_a_growing_table(
    sqlite_only: Database, asked: dict[str, Any]
) -> None:
    desk = Desk(sqlite_only, f.settings(), conversation_of())
    at_a_desk(desk)
    await in_the_chat(Bench(sqlite_only))
    await Health(
        database=sqlite_only,
        settings=desk.settings,
        clock=lambda: f.NOW,
        last_answer=lambda: None,
        keeps=lambda: True,
    )()
    sqlite_only.write(lambda s: outbox.take_over(s, office_id=f.OFFICE, now=f.NOW)).result()
    purge_all(sqlite_only, keys=f.KEYS, settings=desk.settings, now=f.NOW + dt.timedelta(days=400))
    statements = {s: v for s, v in asked.items() if s.split()[0] in {"SELECT", "INSERT", "UPDATE", "DELETE"}}
    assert len(statements) > 60
    looked = {statement: tables(sqlite_only, statement, values) for statement, values in statements.items()}
    assert {statement: found for statement, found in looked.items() if found} == {}


def tables(database: Database, statement: str, values: Any) -> set[str]:
    """Return the growing tables of which a statement looks at every row of the office."""
    plan = f"EXPLAIN QUERY PLAN {statement}"
    one = values[0] if isinstance(values, list) else values
    steps = database.write(
        lambda s: [row[3] for row in s.connection().exec_driver_sql(plan, one).all()]
    ).result()
    found: set[str] = {match[1] or match[2] for step in steps if (match := SCANNED.match(step))}
    known = set(re.findall(r"(?:FROM|INTO|UPDATE|JOIN) (\w+)(?: AS (\w+))?", statement))
    names = {alias or table: table for table, alias in known}
    return {names[name] for name in found if name in names} - SMALL
