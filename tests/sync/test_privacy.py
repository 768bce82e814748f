"""What a citizen takes back or wants removed is nowhere afterwards; what has to stay is nobody's."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import pkgutil
from functools import partial
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from registry import commands as c
from registry.errors import SealError
from registry.identifiers import new_id
from registry.particulars import ChatLine
from registry.print_orders import PrintOrder
from registry.request import Item, Request
from registry.states import State
from sync.purge import purge_all
from sync.store import audit, inbox, outbox, print_orders, tables, untold
from sync.store.base import METADATA
from sync.store.database import Database, sqlite_file
from sync.store.outbox import Importance
from sync.store.tables.line import LineEventRow, LineOutgoingRow
from tests.sync import factories as f
from tests.sync.store.conftest import Desk
from tests.sync.worker_bench import USER, Bench, conversation_of

WORDS = "ป้ายุพาพิมพ์ข้างบ้านฝากถาม"
NUMBERS = ("JC1123456712", "10400212345678", "1104000000010", "3104000000024")
NAMES = ("ใจดีแท้", "มีสุขยิ่ง", "นกน้อยคอยรัก", "ทะเบียนบ้านหน่อยจ้า")


@pytest.fixture
def bench(database: Database) -> Bench:
    return Bench(database)


@pytest.fixture
def desk(bench: Bench) -> Desk:
    return Desk(bench.database, f.settings(), conversation_of(USER))


def everything(database: Database) -> str:
    """All that the database holds, every sealed column opened, as one text."""
    for module in pkgutil.iter_modules(tables.__path__, f"{tables.__name__}."):
        importlib.import_module(module.name)

    def read(session: Session) -> str:
        found = []
        for table in METADATA.sorted_tables:
            for row in session.connection().execute(table.select()).mappings():
                found += [_plain(table.name, name, value, row) for name, value in row.items()]
        return "\n".join(found)

    return database.read(read)


def _plain(table: str, column: str, value: Any, row: Any) -> str:
    if not isinstance(value, bytes):
        return str(value)
    for name in (table, f"{table}.{column}"):
        try:
            return _readable(f.KEYS.open(value, f.OFFICE, name, row["id"]))
        except SealError:
            continue
    raise AssertionError(f"{table}.{column} cannot be opened: tell this test how it is sealed")


def _readable(opened: bytes) -> str:
    try:
        return json.dumps(json.loads(opened), ensure_ascii=False)
    except ValueError:
        return opened.decode()


def chat(desk: Desk, request: Request) -> list[str]:
    records = {record.request.id: record for record in desk.page().records}
    particulars = records[request.id].particulars
    assert particulars is not None
    return [line.text for line in particulars.chat]


def tap(bench: Bench, data: str) -> None:
    bench.receive({"type": "postback", "postback": {"data": data}})


def fail(bench: Bench, event_id: str) -> None:
    """Let an event end as one that could not be worked off."""

    def run(session: Session) -> None:
        for _ in range(len(inbox.WAITS) + 1):
            inbox.fail(session, office_id=f.OFFICE, event_id=event_id, now=f.NOW)
        assert session.get_one(LineEventRow, (f.OFFICE, event_id)).state == "dead"

    bench.database.write(run).result()


def queue(bench: Bench, words: str, importance: Importance, request: Request | None, *, held: bool) -> str:
    """Put a message about something in the outbox, as one that waits or that nobody could send."""

    def run(session: Session) -> str:
        row_id = outbox.enqueue(
            session,
            keys=f.KEYS,
            office_id=f.OFFICE,
            conversation_id=conversation_of(USER),
            request_id=request.id if request else None,
            messages=[{"type": "text", "text": words}],
            importance=importance,
            now=bench.now,
            reply=None,
        )
        if held:
            outbox.change(session, office_id=f.OFFICE, row_id=row_id, now=bench.now, state="held")
        return row_id

    return bench.database.write(run).result()


def outgoing(bench: Bench, row_id: str) -> tuple[str, str]:
    def get(session: Session) -> tuple[str, str]:
        row = session.get_one(LineOutgoingRow, (f.OFFICE, row_id))
        body = f.KEYS.open(row.sealed, f.OFFICE, outbox.TABLE, row_id).decode() if row.sealed else ""
        return row.state, body

    return bench.database.read(get)


def of_every_state(desk: Desk) -> tuple[Request, Request, Request]:
    """A request that waits, one that is approved with what DOPA showed, one that was collected today."""
    pending, approved, collected = desk.submit(), desk.submit(), desk.submit()
    for request in (approved, collected):
        desk.act(request, c.Take())
        desk.act(request, f.approve(f.appointment(date=f.TODAY)))
    for command in (c.Arrive(), c.Call(), c.FeePaid(baht=20), c.HandedOver()):
        desk.act(collected, command)
    return pending, approved, collected


async def test_an_unsent_message_is_nowhere_afterwards(bench: Bench, desk: Desk) -> None:
    pending, inquiry = desk.submit(), desk.submit(items=(Item(service=5),))
    closed = desk.submit()
    bench.says(WORDS, message_id="m-7")
    await bench.work()
    # What it led to: a draft's line, a failed event, a reply that waits and a decision that quote it.
    desk.act(closed, c.Cancel())
    dead = bench.says(WORDS, message_id="m-7")
    fail(bench, dead)
    small = queue(bench, f"รับทราบ “{WORDS}”", Importance.SMALL_TALK, None, held=False)
    decision = queue(bench, f"ตอบ “{WORDS}”: ได้", Importance.DECISION, inquiry, held=True)
    assert everything(bench.database).count(WORDS) >= 6
    before = desk.page().cursor
    bench.receive({"type": "unsend", "unsend": {"messageId": "m-7"}})
    await bench.work()
    assert WORDS not in everything(bench.database)
    assert outgoing(bench, small)[0] == "dropped"
    state, body = outgoing(bench, decision)
    assert (state, json.loads(body)["messages"][0]["text"]) == ("held", "ตอบ “…”: ได้")
    # The desks get the requests anew.
    news = {record.request.id for record in desk.page(before).records}
    assert news >= {pending.id, inquiry.id}
    # And when LINE delivers the message late, it changes nothing.
    bench.says(WORDS, message_id="m-7")
    await bench.work()
    assert WORDS not in everything(bench.database)


async def test_an_unsent_message_of_a_draft_and_of_a_survey_is_nowhere(bench: Bench, desk: Desk) -> None:
    *_, collected = of_every_state(desk)
    bench.says(f"ขอคัดทะเบียนสมรส 2 ฉบับ {WORDS}", message_id="m-1x")
    await bench.work()
    assert WORDS in everything(bench.database)
    bench.receive({"type": "unsend", "unsend": {"messageId": "m-1x"}})
    await bench.work()
    assert WORDS not in everything(bench.database)
    for data in (f"survey={collected.id}/speed/5", f"survey-skip={collected.id}/source"):
        tap(bench, data)
        await bench.work()
    bench.says(f"{WORDS} ช้ามาก", message_id="m-2x")
    await bench.work()
    assert WORDS in everything(bench.database)
    bench.receive({"type": "unsend", "unsend": {"messageId": "m-2x"}})
    await bench.work()
    assert WORDS not in everything(bench.database)


async def test_who_wants_everything_removed_is_nowhere_afterwards(bench: Bench, desk: Desk) -> None:
    pending, approved, collected = of_every_state(desk)
    stranger = Desk(bench.database, f.settings(), conversation_of("U" + "2" * 32)).submit(
        f.CITIZEN.model_copy(update={"chat": (ChatLine(at=f.NOW, who="citizen", text="ของคนอื่น", id="s"),)})
    )
    fail(bench, bench.says(WORDS, message_id="m-dead"))
    queue(bench, WORDS, Importance.DECISION, pending, held=True)
    slip = PrintOrder(
        id=new_id(), to="2", request_id=collected.id, seen_version=1, clerk="somchai", slip=WORDS
    )
    who: dict[str, Any] = {"actor": f.SOMCHAI, "expires_at": bench.now + dt.timedelta(hours=1)}
    ordered = partial(print_orders.hand_in, keys=f.KEYS, office_id=f.OFFICE, order=slip, now=bench.now, **who)
    bench.database.write(ordered).result()
    untold_one: dict[str, Any] = {"request_id": collected.id, "conversation_id": conversation_of(USER)}
    note = partial(untold.note, office_id=f.OFFICE, purpose="notice", now=f.NOW, **untold_one)
    bench.database.write(note).result()
    bench.says(f"ขอคัดทะเบียนหย่า {WORDS}", message_id="m-draft")
    await bench.work()
    bench.says("ลบข้อมูลของฉัน", message_id="m-ask")
    await bench.work()
    assert WORDS in everything(bench.database), "only asked so far"
    bench.now += dt.timedelta(minutes=1)
    tap(bench, "erase=all")
    await bench.work()
    left = everything(bench.database)
    assert WORDS not in left
    mine = {record.request.id: record for record in desk.page().records if record.request.id != stranger.id}
    assert {record.request.state for record in mine.values()} == {State.CANCELLED, State.COLLECTED}
    for record in mine.values():
        # The desks get them anew, without anything personal.
        assert record.particulars is None or record.particulars.model_dump(exclude_defaults=True) == {}
    # Of the numbers nothing is left but the stranger's own.
    assert [left.count(number) for number in NUMBERS[:3]] == [1, 1, 1]
    assert "มีสุขยิ่ง" not in left
    # What the law keeps is there: the fee, and the trail without a name.
    assert mine[collected.id].request.hand_over.paid_baht == 20
    trail = bench.database.read(lambda s: audit.trail(s, f.OFFICE, approved.id))
    assert trail[-1].action == "erased"
    assert trail[-1].actor_kind == "citizen"
    # The receipt waits to be sent; once it is gone, nothing knows the LINE user any more.
    assert "ลบข้อมูลของท่านแล้ว" in left
    assert USER in left

    def sent(session: Session) -> None:
        session.connection().execute(text("UPDATE line_outgoing SET state = 'sent', sealed = NULL"))

    bench.database.write(sent).result()
    purge_all(bench.database, keys=f.KEYS, settings=f.settings(), now=bench.now)
    assert USER not in everything(bench.database)
    # Only the ids of LINE's events, against deliveries again, know the conversation, for thirty days.
    known = partial(untold.of_conversation, office_id=f.OFFICE, conversation_id=conversation_of(USER))
    assert bench.database.read(known) == []
    assert desk.page().records
    assert chat(desk, stranger) == ["ของคนอื่น"]


async def test_open_requests_stay_with_their_numbers_and_nothing_else(bench: Bench, desk: Desk) -> None:
    pending, _, collected = of_every_state(desk)
    inquiry = desk.submit(items=(Item(service=5),))
    bench.says("ลบข้อมูลของฉัน", message_id="m-ask")
    await bench.work()
    bench.says("ลบข้อมูล", message_id="m-yes")
    await bench.work()
    records = {record.request.id: record for record in desk.page().records}
    kept = records[pending.id]
    assert kept.request.state is State.PENDING
    assert kept.particulars is not None
    assert kept.particulars.laser == f.CITIZEN.laser
    assert all(line.who == "office" for line in kept.particulars.chat)
    assert "หน่อยจ้า" in " ".join(chat(desk, inquiry)), "a question is nothing without its words"
    emptied = records[collected.id].particulars
    assert emptied is None or emptied.model_dump(exclude_defaults=True) == {}
    bench.says(WORDS, message_id="m-later")
    await bench.work()
    assert WORDS not in " ".join(chat(desk, pending)), "consent went with the data"


async def test_a_yes_removes_nothing_unless_it_was_asked_just_now(bench: Bench, desk: Desk) -> None:
    of_every_state(desk)
    kept = partial(everything, bench.database)
    tap(bench, "erase=all")
    await bench.work()
    bench.says("สถานะ", message_id="m-status")
    bench.says("ลบ", message_id="m-yes")
    await bench.work()
    bench.says("ลบข้อมูลของฉัน", message_id="m-ask")
    await bench.work()
    bench.now += dt.timedelta(hours=1)
    tap(bench, "erase=all")
    await bench.work()
    tap(bench, "erase=no")
    bench.says("ตกลง", message_id="m-fine")
    await bench.work()
    assert all(number in kept() for number in NUMBERS[:2])
    assert "ลบข้อมูลของท่านแล้ว" not in kept()


def _column(session: Session, *, query: Any) -> list[bytes]:
    return [bytes(row[0]) for row in session.connection().execute(query)]


async def test_of_what_was_removed_no_byte_is_left_in_the_files(sqlite_only: Database) -> None:
    bench = Bench(sqlite_only)
    desk = Desk(sqlite_only, f.settings(), conversation_of(USER))
    of_every_state(desk)
    bench.says(f"ขอคัดทะเบียนหย่า {WORDS * 40}", message_id="m-draft")
    await bench.work()
    columns = {"request": "sealed", "line_conversation": "state", "line_outgoing": "sealed"}
    sealed: list[bytes] = []
    for table, column in columns.items():
        query = text(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")  # noqa: S608 - our own names
        sealed += sqlite_only.read(partial(_column, query=query))
    file = sqlite_file(sqlite_only.url)

    def left() -> int:
        kept = b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))
        return sum(each[16:80] in kept or each[-64:] in kept for each in sealed)

    sqlite_only.empty_log().result()
    assert left() == len(sealed) >= 6
    bench.says("ลบข้อมูลของฉัน", message_id="m-ask")
    await bench.work()
    tap(bench, "erase=all")
    await bench.work()
    assert left() == 0
