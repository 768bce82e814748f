"""A citizen who means ill: forged buttons, odd senders, floods, bad pictures, messages taken back at once."""

from __future__ import annotations

import asyncio
import random
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from registry.request import Request
from registry.settings import Settings
from sync.simulator.citizen import Citizen
from sync.simulator.events import Event, redelivered
from tests.sync.conversations.outgoing import check_calls
from tests.sync.conversations.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

WHOLE = "1#JC9-7654321-05 2 ฉบับ รับวันที่ 1/12/69 10.30 น. 1040-02-98765432"
OWNERS_WORDS = ("drop", "cancel", "move", "coming", "end-talk", "survey", "survey-skip", "erase", "status")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> AsyncIterator[Stage]:
    database = tmp_path_factory.mktemp("hostile") / "office.sqlite"
    shutil.copyfile(sqlite_template, database)
    async with Stage(database) as stage:
        yield stage


async def send(stage: Stage, *events: Event) -> None:
    """Deliver each event in a webhook of its own, all at once."""
    await asyncio.gather(*(stage.platform.webhooks.deliver([event]) for event in events))
    await stage.quiet()


async def does(stage: Stage, citizen: Citizen, *lines: str) -> None:
    """Write, or tap where a line is in brackets, one after the other."""
    for line in lines:
        await (citizen.taps(line[1:-1]) if line.startswith("[") else citizen.says(line))
        await stage.quiet()


async def submitted(stage: Stage, name: str) -> tuple[Citizen, Request]:
    await stage.begin()
    citizen = stage.platform.citizen(name)
    await does(stage, citizen, WHOLE, "[ยินยอม]", "[ยืนยัน]")
    (record,) = await stage.desk.changes()
    return citizen, record.request


def heard(citizen: Citizen, since: int = 0) -> list[str]:
    return [entry.text for entry in citizen.conversation[since:] if entry.who == "office"]


def pushes(stage: Stage) -> int:
    calls = stage.new_calls()
    check_calls([call for call in calls if "/message/" in call.path])
    return sum(call.path.endswith("/push") for call in calls)


async def test_somebody_else_s_request_is_neither_changed_nor_told_of(stage: Stage) -> None:
    _, request = await submitted(stage, "เจ้าของ")
    thief = stage.platform.citizen("ผู้อื่น")
    await does(stage, thief, "ขอคัดทะเบียนบ้าน", "[ยินยอม]")
    forged = [f"{word}={request.id}" for word in OWNERS_WORDS]
    forged += [f"{word}={request.id}/2026-12-02/09:00" for word in ("offer", "move-to")]
    forged += [f"survey={request.id}/speed/1", f"confirm={request.id}/0", f"advance-ok={request.id}/0"]
    events = stage.platform.events
    await send(stage, *(events.postback(thief.user_id, data) for data in forged))
    reference = request.reference
    await does(stage, thief, f"ยกเลิก {reference}", f"เลื่อนนัด {reference}", f"สถานะ {reference}", reference)
    assert not [text for text in heard(thief) if reference in text]
    assert request.id not in {record.request.id for record in await stage.desk.changes()}
    assert pushes(stage) == 0


async def test_groups_rooms_and_senders_without_a_name_hear_nothing(stage: Stage) -> None:
    await stage.begin()
    citizen, events = stage.platform.citizen("กลุ่ม"), stage.platform.events
    mine = {"userId": citizen.user_id}
    sources = [
        {"type": "group", "groupId": "C1", **mine}, {"type": "room", "roomId": "R1", **mine},
        {"type": "user"}, {"type": "user", "userId": None}, {"type": "user", "userId": ""}, {}, None, "x",
    ]  # fmt: skip
    await send(stage, *(events.text(citizen.user_id, WHOLE) | {"source": source} for source in sources))
    assert heard(citizen) == []
    stamps = [99999999999999, 4102444799999, -1, 0, "x", None, 1e30, True, 10**40]
    await send(stage, *(events.text(citizen.user_id, "เมนู") | {"timestamp": stamp} for stamp in stamps))
    assert len(heard(citizen)) == len(stamps)
    assert pushes(stage) == 0


async def test_a_flood_of_long_and_ugly_texts_is_answered_within_line_s_limits(stage: Stage) -> None:
    await stage.begin()
    citizen, events = stage.platform.citizen("น้ำท่วม"), stage.platform.events
    ugly = ["ก" * 5000, "1#" + "9" * 4990, "[/][@click=x]", "\u202e\u200bนาย\u202cสม ชาย", "😀" * 2500]
    await send(stage, *(events.text(citizen.user_id, text) for text in ugly * 3))
    assert heard(citizen)
    assert pushes(stage) == 0


async def test_bad_pictures_cost_the_office_no_more_pushes_than_pictures_are_taken(stage: Stage) -> None:
    await stage.begin()
    await stage.configure(Settings.model_validate({"inquiry": {"pictures": 2}}))
    citizen = stage.platform.citizen("ภาพ")
    await does(stage, citizen, "ตรวจเอกสารล่วงหน้า", "[ยินยอม]", "ย้ายเข้าทะเบียนบ้าน", "[ยืนยัน]")
    stage.new_calls()
    for number in range(5):
        entry = await citizen.sends_picture(b"GIF89a" + bytes(100))
        await stage.quiet()
        if number % 2:
            await citizen.unsends(entry)
            await stage.quiet()
    assert pushes(stage) == 2
    assert "ไม่เกิน 2 รูป" in heard(citizen)[-1]


async def test_a_storm_of_messages_taken_back_leaves_no_number_and_no_text(stage: Stage) -> None:
    await stage.begin()
    citizen, events = stage.platform.citizen("พายุ"), stage.platform.events
    said = [events.text(citizen.user_id, text) for text in ("ขอคัดทะเบียนบ้าน", WHOLE, "ย้ายบ้านทำอย่างไร")]
    back = [events.unsend(citizen.user_id, event["message"]["id"]) for event in said]
    whole = [*said, *back, *map(redelivered, [*said, *back])]
    random.Random(1).shuffle(whole)  # noqa: S311 - an order, no secret
    await send(stage, *whole)
    await does(stage, citizen, "ข้อมูลที่เก็บไว้มีอะไรบ้าง")
    for kept in ("รหัสหลังบัตร", "เลขใต้รูป", "ข้อความในแชต"):
        assert kept not in heard(citizen)[-1]


async def test_a_message_is_taken_back_everywhere_even_while_a_person_has_the_chat(stage: Stage) -> None:
    citizen, request = await submitted(stage, "ถอนข้อความ")
    entry = await citizen.says("ฝากบอกว่าป้าข้างบ้านชื่อมะลิ")
    await stage.quiet()
    await stage.desk.changes()
    assert entry.message_id is not None
    taken_back = stage.platform.events.unsend(citizen.user_id, entry.message_id)
    await send(stage, taken_back | {"mode": "standby"})
    (record,) = await stage.desk.changes()
    assert record.request.id == request.id
    assert record.particulars is not None
    assert not [line.text for line in record.particulars.chat if "มะลิ" in line.text]
