"""What a citizen's event does to requests that are at the counters, through the real worker."""

from __future__ import annotations

import pytest

from registry import commands as c
from registry.request import Request
from registry.states import State
from sync.store.database import Database
from tests.sync import factories as f
from tests.sync.store.conftest import Desk
from tests.sync.worker_bench import USER, Bench, conversation_of


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
