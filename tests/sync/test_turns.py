"""What a citizen's event does to requests that are at the counters, through the real worker."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from registry import commands as c
from registry.request import Item, Request, Wish
from registry.states import State
from sync.line.dialogue.buttons import data
from sync.line.messages.consent import WITHDRAWN
from sync.store import feed, pictures, reply_tokens
from sync.store.database import Database
from sync.store.outbox import Reply
from sync.turns import work_off
from tests.sync import factories as f
from tests.sync.store.conftest import Desk
from tests.sync.worker_bench import USER, Bench, conversation_of

ERASE_ALL = {"type": "postback", "postback": {"data": data("erase", "all")}}


@pytest.fixture
def bench(database: Database) -> Bench:
    return Bench(database)


@pytest.fixture
def desk(bench: Bench) -> Desk:
    return Desk(bench.database, f.settings(), conversation_of(USER))


def chat(desk: Desk, request: Request) -> list[tuple[str, str]]:
    """The chat that a desk reads with a request, without the line it began with."""
    records = {record.request.id: record for record in desk.page().records}
    particulars = records[request.id].particulars
    assert particulars is not None
    return [(line.id, line.text) for line in particulars.chat if line.id != "m-1"]


async def test_every_text_reaches_the_clerk_until_it_is_unsent(bench: Bench, desk: Desk) -> None:
    pending, checking = desk.submit(), desk.submit()
    desk.act(checking, c.Take())
    before = desk.page().cursor
    bench.says("รับช่วงเช้าได้ไหม", message_id="m-7")
    await bench.work()
    news = desk.page(before).records
    assert {record.request.id for record in news} == {pending.id, checking.id}
    assert chat(desk, pending) == chat(desk, checking) == [("m-7", "รับช่วงเช้าได้ไหม")]
    bench.receive({"type": "unsend", "unsend": {"messageId": "m-7"}})
    await bench.work()
    assert chat(desk, pending) == chat(desk, checking) == []


async def test_a_text_changes_no_version_and_comes_once_and_harmless(bench: Bench, desk: Desk) -> None:
    request = desk.act(desk.submit(), c.Take())
    for _ in range(2):
        bench.says("\x1b]52;c;x\x07สอบถาม\u202eหน่อย", message_id="m-7")
        await bench.work()
    assert chat(desk, request) == [("m-7", "]52;c;xสอบถามหน่อย")]
    assert desk.act(request, c.Renew()).version == request.version


async def test_no_text_reaches_the_clerk_once_consent_is_taken_back(bench: Bench, desk: Desk) -> None:
    request, inquiry = desk.submit(), desk.submit(items=(Item(service=5),))
    for said in ("ถอนความยินยอม", "รับช่วงเช้าได้ไหม", "ย้ายบ้านต้องใช้อะไรบ้าง"):
        bench.says(said, message_id=f"m-{said}")
        await bench.work()
    assert chat(desk, request) == chat(desk, inquiry) == [("", WITHDRAWN)]
    bench.says("ยินยอม", message_id="m-yes")
    await bench.work()
    asked = ["m-รับช่วงเช้าได้ไหม", "m-ย้ายบ้านต้องใช้อะไรบ้าง"]
    assert [line for line, _ in chat(desk, inquiry)] == ["", *asked, "m-yes"]
    assert [line for line, _ in chat(desk, request)] == ["", "m-yes"]


async def test_an_answer_stands_in_the_chat_once_and_other_citizens_read_nothing(
    bench: Bench, desk: Desk
) -> None:
    stranger = Desk(bench.database, f.settings(), conversation_of("U" + "2" * 32)).submit()
    request = desk.submit()
    desk.act(request, c.Take())
    desk.act(request, c.Ask(question="มาได้ช่วงไหน"))
    bench.says("ช่วงเช้า", message_id="m-7")
    await bench.work()
    assert chat(desk, request) == [("m-7", "ช่วงเช้า")]
    assert chat(desk, stranger) == []


async def test_a_citizen_s_own_act_is_answered_by_the_dialogue_alone(bench: Bench, desk: Desk) -> None:
    desk.submit()
    bench.says("ยกเลิก", message_id="m-7")
    await bench.work()
    bench.says("ใช่", message_id="m-8")
    await bench.work()
    assert desk.page().records[0].request.state is State.CANCELLED
    assert bench.outgoing() == 2
    other = desk.submit()
    desk.act(other, c.Cancel(reason="ผู้ร้องขอทางโทรศัพท์"))
    assert bench.outgoing() == 3


class Holding:
    """A desk's transaction on PostgreSQL, held open before it takes the feed's number."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.begun, self._go_on = threading.Event(), threading.Event()
        self.pid = self.tries = 0

    def start(self, lock: str) -> Future[int]:
        def run(session: Session) -> int:
            self.tries += 1
            self.pid = session.connection().execute(text("SELECT pg_backend_pid()")).scalar_one()
            session.connection().execute(text(lock))
            self.begun.set()
            assert self._go_on.wait(30)
            return feed.take_number(session, f.OFFICE)

        return self._database.write(run)

    def until_somebody_waits(self) -> bool:
        """Go on with the feed's number once another transaction waits for what is held; whether one did."""
        waiting = text("SELECT count(*) FROM pg_stat_activity WHERE :pid = ANY(pg_blocking_pids(pid))")
        waited, last = False, time.monotonic() + 20
        while not waited and time.monotonic() < last:
            time.sleep(0.01)
            count = self._database.read(
                lambda s: s.connection().execute(waiting, {"pid": self.pid}).scalar_one()
            )
            waited = bool(count)
        self._go_on.set()
        return waited


class Watched:
    """A citizen's turn that has to wait for a desk: each of the two is done once."""

    def __init__(self, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        self._bench, self._monkeypatch = bench, monkeypatch

    async def turn(self, lock: str, sent: Callable[[], str]) -> None:
        """Work off what is sent while a desk holds ``lock``, which the turn must wait for."""
        tries: list[str] = []

        def counted(session: Session, *, event_id: str, **rest: Any) -> bool:
            tries.append(event_id)
            return work_off(session, event_id=event_id, **rest)

        self._monkeypatch.setattr("sync.turns.work_off", counted)
        holding = Holding(self._bench.database)
        desk_s = holding.start(lock)
        await asyncio.to_thread(holding.begun.wait, 30)
        event_id = sent()
        working = asyncio.create_task(self._bench.work())
        assert await asyncio.to_thread(holding.until_somebody_waits)
        await working
        desk_s.result()
        # A deadlock would have ended one of the two, which would have been done again.
        assert (tries, holding.tries) == ([event_id], 1)


@pytest.fixture
def watched(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(bench, monkeypatch)


@pytest.mark.parametrize("held", ["request", "slot"])
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_turn_has_nothing_to_wait_for_once_it_has_the_feed_s_number(
    bench: Bench, desk: Desk, held: str, watched: Watched
) -> None:
    # Another request of the citizen that comes later in every order, and a slot that others book too.
    moved, other = desk.submit(), desk.submit()
    desk.act(moved, c.Take())
    desk.act(moved, f.approve())
    wanted = f.appointment(10, 30)
    desk.act(other, c.Take())
    desk.act(other, f.approve(wanted))
    # The citizen is asked before the day is moved; the turn to be watched is the one that moves it.
    bench.says(f"ขอเลื่อนนัด {moved.reference} เป็นวันที่ {wanted.date.day}/11/2569 เวลา 10.30 น.", message_id="m-7")
    await bench.work()
    assert chat(desk, other)[-1][0] == "m-7"
    lock = {
        "request": f"SELECT 1 FROM request WHERE id = '{other.id}' FOR UPDATE",  # noqa: S608 - our own id
        "slot": "UPDATE slot SET taken = taken WHERE time = '10:30'",
    }
    await watched.turn(lock[held], lambda: bench.says("ใช่", message_id="m-8"))
    records = {record.request.id: record.request for record in desk.page().records}
    at = records[moved.id].appointment
    assert at is not None
    assert (at.date, at.time) == (wanted.date, wanted.time)
    assert chat(desk, other)[-1] == ("m-8", "ใช่")


@pytest.mark.parametrize("booked", [False, True])
@pytest.mark.parametrize("held", ["09:00", "10:30"])
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_requests_that_end_together_wait_for_no_slot_once_the_first_has_its_number(
    bench: Bench, desk: Desk, held: str, booked: bool, watched: Watched
) -> None:
    early, late = f.appointment(9, 0), f.appointment(10, 30)
    mine = [desk.submit(wish=Wish(date=at.date, time=at.time)) for at in (early, late)]
    for request, at in zip(mine, (early, late), strict=True) if booked else ():
        desk.act(request, c.Take())
        desk.act(request, f.approve(at))
    bench.says("ลบข้อมูลของฉัน", message_id="m-ask")
    await bench.work()
    lock = f"UPDATE slot SET taken = taken WHERE time = '{held}'"  # noqa: S608 - our own time
    await watched.turn(lock, lambda: bench.receive(ERASE_ALL))
    states = {record.request.id: record.request.state for record in desk.page().records}
    assert states == dict.fromkeys((request.id for request in mine), State.CANCELLED)


@pytest.mark.parametrize("held", ["request", "picture", "line_reply"])
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_what_is_erased_is_waited_for_before_the_first_number(
    bench: Bench, desk: Desk, held: str, watched: Watched
) -> None:
    ended, inquiry, waits = desk.submit(), desk.submit(items=(Item(service=5),)), desk.submit()
    desk.act(ended, c.Cancel(reason="ผู้ร้องขอทางโทรศัพท์"))
    mine: dict[str, Any] = {"office_id": f.OFFICE, "conversation_id": conversation_of(USER)}
    reply = Reply("token", bench.now + dt.timedelta(minutes=1))
    bench.database.write(partial(reply_tokens.keep, keys=f.KEYS, reply=reply, **mine)).result()
    picture: dict[str, Any] = {"request_id": inquiry.id, "line_id": "m-5", "now": bench.now}
    bench.database.write(partial(pictures.note, **picture, **mine)).result()
    bench.says("ลบข้อมูลของฉัน", message_id="m-ask")
    await bench.work()
    ids = {"request": ended.id, "picture": "", "line_reply": mine["conversation_id"]}
    which = f"WHERE id = '{ids[held]}'" if ids[held] else ""
    lock = f"SELECT 1 FROM {held} {which} FOR UPDATE"  # noqa: S608 - our own ids
    await watched.turn(lock, lambda: bench.receive(ERASE_ALL))
    states = {record.request.id: record.request.state for record in desk.page().records}
    assert states[waits.id] is State.CANCELLED


async def test_an_answer_with_a_number_is_one_change_of_the_request(bench: Bench, desk: Desk) -> None:
    request = desk.submit()
    desk.act(request, c.Take())
    desk.act(request, c.Ask(question="ขอรหัสหลังบัตรใหม่"))
    before = desk.page().cursor
    bench.says("JC7-7654321-21", message_id="m-7")
    await bench.work()
    (record,) = desk.page(before).records
    assert record.request.state is State.PENDING
    assert record.particulars is not None
    assert record.particulars.laser == "JC7765432121"
    assert record.seq == int(before.rpartition(":")[2]) + 1
