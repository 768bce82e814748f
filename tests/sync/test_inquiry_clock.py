"""The clock of inquiries: late ones are marked once, quiet ones close, an answer leaves nothing due."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

import pytest

from registry import commands as c
from registry.particulars import Particulars
from registry.request import Inquiry, Item, Request
from registry.states import State
from registry.transitions import Write
from sync.inquiry_clock import InquiryClock
from sync.line.delivery import REPLY_SECONDS
from sync.store import audit, outbox, reply_tokens
from sync.store.database import Database
from sync.store.outbox import Reply
from tests.sync import factories as f
from tests.sync.store.conftest import Desk


@pytest.fixture
def office(database: Database) -> Desk:
    return Desk(database, f.settings())


def asked(office: Desk) -> Request:
    made = office.submit(Particulars(), items=(Item(service=5),), inquiry=Inquiry())
    return office.act(made, Write(), f.SOMCHAI.model_copy(update={"kind": "citizen"}))


def clock(office: Desk) -> InquiryClock:
    return InquiryClock(
        database=office.database, keys=f.KEYS, settings=office.settings, clock=lambda: office.now
    )


async def test_a_late_answer_is_marked_once_by_however_many_daemons(office: Desk) -> None:
    request = asked(office)
    assert await clock(office).look() == 0
    office.now += dt.timedelta(hours=3)
    assert [await clock(office).look(), await clock(office).look()] == [1, 0]
    (record,) = office.page().records
    assert record.request.inquiry is not None
    assert record.request.inquiry.overdue
    actions = [
        entry.action
        for entry in office.database.read(partial(audit.trail, office_id=f.OFFICE, request_id=request.id))
    ]
    assert actions[-1] == "overdue"


async def test_what_was_answered_is_not_late_and_closes_after_the_quiet_days(office: Desk) -> None:
    office.act(asked(office), c.Say(text="ใช้บัตรใบเดียว"))
    office.now += dt.timedelta(days=6, hours=23)
    assert await clock(office).look() == 0
    office.now += dt.timedelta(hours=1)
    assert [await clock(office).look(), await clock(office).look()] == [1, 0]
    (record,) = office.page().records
    assert record.request.state is State.ANSWERED


async def test_what_a_clerk_says_is_in_the_sealed_chat_and_uses_a_fresh_token_once(office: Desk) -> None:
    request = asked(office)
    mine: dict[str, Any] = {"office_id": f.OFFICE, "conversation_id": f.CONVERSATION}
    until = office.now + dt.timedelta(seconds=REPLY_SECONDS)
    keep = partial(reply_tokens.keep, keys=f.KEYS, reply=Reply("token", until), **mine)
    office.database.write(keep).result()
    request = office.act(request, c.Say(text="ข้อแรก"))
    office.act(request, c.Say(text="ข้อสอง"))
    (record,) = office.page().records
    assert record.particulars is not None
    assert [(line.who, line.text) for line in record.particulars.chat] == [
        ("clerk", "ข้อแรก"),
        ("clerk", "ข้อสอง"),
    ]
    assert "ข้อแรก" not in record.request.model_dump_json()
    ids = []
    for without in ([], [f.CONVERSATION]):
        heads = partial(outbox.heads, office_id=f.OFFICE, now=office.now, limit=9, without=without)
        ids += office.database.read(heads)
    ((row_id, _),) = ids
    (first,) = office.database.write(
        partial(outbox.open_rows, keys=f.KEYS, office_id=f.OFFICE, row_ids=[row_id])
    ).result()
    assert first.reply is not None
    assert first.reply.token == "token"
    take = partial(reply_tokens.take, keys=f.KEYS, now=office.now, **mine)
    assert office.database.write(take).result() is None
