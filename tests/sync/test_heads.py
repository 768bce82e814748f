"""A head is told of a late answer: whose group it is, in their own chat, and nothing of what was asked."""

from __future__ import annotations

import datetime as dt
import json
import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import delete, select

from registry.actors import Role
from registry.errors import ConfigurationError
from registry.particulars import ChatLine, Particulars
from registry.request import Group, Inquiry, Item
from registry.settings import Settings
from registry.transitions import Write
from sync.clerks_command import everybody, pair, unpair
from sync.inquiry_clock import InquiryClock
from sync.line.messages.heads import to_type
from sync.opening import opened
from sync.store import clerk_lines, clerks, conversations, outbox
from sync.store.database import Database
from sync.store.outbox import Purpose
from sync.store.tables.line import LineOutgoingRow
from tests.sync import factories as f
from tests.sync.store.conftest import Desk
from tests.sync.worker_bench import USER, Bench, conversation_of

MINE = conversation_of(USER)


@pytest.fixture
def bench(database: Database) -> Bench:
    return Bench(database)


def write(database: Database, do: Any, **fields: Any) -> Any:
    return database.write(partial(do, office_id=f.OFFICE, **fields)).result()


def add(database: Database, clerk_id: str, *groups: Group, role: Role = Role.HEAD) -> None:
    clerk = clerks.Clerk(id=clerk_id, name=f"หัวหน้า {clerk_id}", role=role, groups=groups)
    write(database, clerks.put, clerk=clerk, pin_hash="none", now=f.NOW)


def code_for(database: Database, clerk_id: str, now: dt.datetime = f.NOW) -> str:
    return str(write(database, clerk_lines.new_code, keys=f.KEYS, clerk_id=clerk_id, now=now))


def pair_with(database: Database, clerk_id: str, conversation_id: str) -> None:
    code = code_for(database, clerk_id)
    write(database, clerk_lines.pair, keys=f.KEYS, code=code, conversation_id=conversation_id)


def heads(database: Database, group: Group) -> list[str]:
    return database.read(partial(clerk_lines.heads_of, office_id=f.OFFICE, group=group))


def told(database: Database) -> list[tuple[str, str, str]]:
    """Return what waits to be sent to heads: to whom, about which request, the text."""
    rows = database.read(
        lambda session: [
            (row.id, row.conversation_id, row.request_id or "", row.sealed or b"")
            for row in session.exec(select(LineOutgoingRow).where(LineOutgoingRow.purpose == Purpose.HEAD))
        ]
    )
    opened = [
        (where, about, json.loads(f.KEYS.open(sealed, f.OFFICE, outbox.TABLE, row_id))["messages"])
        for row_id, where, about, sealed in rows
    ]
    return [(where, about, message["text"]) for where, about, (message,) in opened]


def test_a_clerk_s_groups_are_kept_and_none_means_all(database: Database) -> None:
    add(database, "anan", Group.CARD, Group.GENERAL)
    add(database, "boss")
    found = database.read(lambda session: clerks.everybody(session, f.OFFICE))
    assert [clerk.groups for clerk in found] == [(Group.CARD, Group.GENERAL), ()]


def test_the_group_s_own_head_is_told_else_the_section_s(database: Database) -> None:
    add(database, "anan", Group.CARD)
    add(database, "boss")
    add(database, "clerk", Group.GENERAL, role=Role.CLERK)
    for clerk_id in ("anan", "boss", "clerk"):
        pair_with(database, clerk_id, f"chat-{clerk_id}")
    assert heads(database, Group.CARD) == ["chat-anan"]
    assert heads(database, Group.GENERAL) == ["chat-boss"]
    write(database, clerks.remove, clerk_id="boss")
    assert heads(database, Group.GENERAL) == []
    add(database, "boss")
    assert heads(database, Group.GENERAL) == [], "who is added anew pairs anew"


async def test_a_code_typed_in_the_chat_pairs_once(bench: Bench) -> None:
    add(bench.database, "boss")
    code = code_for(bench.database, "boss")
    for typed in (to_type("AAAA2222"), to_type(code).lower(), to_type(code)):
        bench.says(typed, message_id=f"m-{typed}")
        await bench.work()
    assert heads(bench.database, Group.CARD) == [MINE]
    assert bench.outgoing() == 3


async def test_an_old_code_pairs_nobody(bench: Bench) -> None:
    add(bench.database, "boss")
    code = code_for(bench.database, "boss", f.NOW - dt.timedelta(days=1))
    bench.says(to_type(code), message_id="m-1")
    await bench.work()
    assert heads(bench.database, Group.CARD) == []


async def test_a_late_answer_is_told_once_with_reference_and_time_alone(bench: Bench) -> None:
    desk = Desk(bench.database, f.settings())
    add(bench.database, "boss")
    pair_with(bench.database, "boss", MINE)
    asked = Particulars(chat=(ChatLine(at=f.NOW, who="citizen", text="ย้ายบ้านของนางสาวใจดี"),))
    request = desk.submit(asked, items=(Item(service=5),), inquiry=Inquiry(group=Group.CARD))
    desk.act(request, Write(), f.SOMCHAI.model_copy(update={"kind": "citizen"}))
    desk.now += dt.timedelta(hours=3)
    clock = InquiryClock(database=desk.database, keys=f.KEYS, settings=desk.settings, clock=lambda: desk.now)
    assert [await clock.look(), await clock.look()] == [1, 0]
    ((where, about, text),) = told(bench.database)
    assert (where, about) == (MINE, ""), "no request: its citizen was not left untold"
    assert request.reference in text
    assert "09.00 น." in text
    assert "ใจดี" not in text
    assert "ย้ายบ้าน" not in text


async def test_a_paired_chat_outlives_quiet_months_until_its_owner_has_all_removed(bench: Bench) -> None:
    add(bench.database, "boss")
    bench.says(to_type(code_for(bench.database, "boss")), message_id="m-1")
    await bench.work()
    bench.database.write(lambda session: session.connection().execute(delete(LineOutgoingRow))).result()
    later = f.NOW + dt.timedelta(days=400)
    gone = partial(conversations.forget_quiet, before=later, limit=10)
    assert write(bench.database, gone) == 0
    for said in ("ลบข้อมูลของฉัน", "ใช่"):
        bench.says(said, message_id=f"m-{said}")
        await bench.work()
    assert heads(bench.database, Group.CARD) == []


def test_the_commands_pair_a_known_clerk_alone(tmp_path: Path) -> None:
    settings = Settings.model_validate({"sync": {"database": f"sqlite:///{tmp_path}/office.sqlite"}})
    with pytest.raises(ConfigurationError, match="no clerk"):
        pair(settings, clerk_id="nobody")
    with opened(settings) as (database, _):
        boss = clerks.Clerk(id="boss", name="มาลี", role=Role.HEAD, groups=(Group.CARD,))
        put = partial(clerks.put, office_id=f.OFFICE, clerk=boss, pin_hash="none", now=f.NOW)
        database.write(put).result()
    typed, until = pair(settings, clerk_id="boss")
    assert re.fullmatch(r"จับคู่ [A-Z2-9]{4}-[A-Z2-9]{4}", typed)
    assert "until" in until
    assert everybody(settings) == ["boss\thead\tมาลี\tcard\t-"]
    with pytest.raises(ConfigurationError, match="no LINE account"):
        unpair(settings, clerk_id="boss")
