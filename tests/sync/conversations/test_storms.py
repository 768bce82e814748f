"""Events that come a hundred times at once, late, again and in any order change nothing twice."""

from __future__ import annotations

import asyncio
import random
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from registry.states import State
from sync.simulator.citizen import Citizen
from sync.simulator.events import Event, redelivered
from tests.sync.conversations.outgoing import check_calls
from tests.sync.conversations.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

THREE = ("1#JC9-7654321-05 2 ฉบับ", "รับวันที่ 1/12/69 10.30 น.", "1040-02-98765432")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> AsyncIterator[Stage]:
    database = tmp_path_factory.mktemp("storms") / "office.sqlite"
    shutil.copyfile(sqlite_template, database)
    async with Stage(database) as stage:
        yield stage


async def _send(stage: Stage, *events: Event) -> None:
    """Deliver each event in a webhook of its own, all at once."""
    await asyncio.gather(*(stage.platform.webhooks.deliver([event]) for event in events))
    await stage.quiet()


async def _agreed(stage: Stage, name: str) -> Citizen:
    await stage.begin()
    citizen = stage.platform.citizen(name)
    await citizen.says("ขอคัดทะเบียนบ้าน")
    await stage.quiet()
    await citizen.taps("ยินยอม")
    await stage.quiet()
    return citizen


async def _requests(stage: Stage) -> list[Any]:
    return [record.request for record in await stage.desk.changes()]


async def test_each_event_a_hundred_times_at_once_is_one_request(stage: Stage) -> None:
    citizen = await _agreed(stage, "ร้อยครั้ง")
    before = len(citizen.conversation)
    for text, times in zip(THREE, (5, 5, 50), strict=True):
        event = stage.platform.events.text(citizen.user_id, text)
        await _send(stage, *[event] * times, *[redelivered(event)] * times)
    tapped = stage.platform.events.postback(citizen.user_id, citizen.button("สถานะ").action["data"])
    await _send(stage, *[tapped] * 10)
    heard = [entry for entry in citizen.conversation[before:] if entry.who == "office"]
    (request,) = await _requests(stage)
    assert request.state is State.PENDING
    assert [(item.service, item.copies) for item in request.items] == [(1, 2)]
    assert len(heard) <= 2 * (len(THREE) + 1)
    check_calls(stage.new_calls())


@pytest.mark.parametrize("seed", range(3))
async def test_particulars_in_any_order_of_arrival_make_the_same_draft(stage: Stage, seed: int) -> None:
    citizen = await _agreed(stage, f"สลับ {seed}")
    events = [stage.platform.events.text(citizen.user_id, text) for text in THREE[:2]]
    events.append(stage.platform.events.text(citizen.user_id, "2 ฉบับ"))
    shuffled = [*events, *map(redelivered, events)]
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - an order, no secret
    await _send(stage, *shuffled)
    await citizen.says("1040-02-98765432")
    await stage.quiet()
    if any(button.label == "ยืนยัน" for button in citizen.buttons()):
        await citizen.taps("ยืนยัน")
        await stage.quiet()
    (request,) = await _requests(stage)
    assert (request.state, str(request.wish.date)) == (State.PENDING, "2026-12-01")
    assert [(item.service, item.copies) for item in request.items] == [(1, 2)]
    check_calls(stage.new_calls())


async def test_quick_fingers_confirm_and_cancel_once(stage: Stage) -> None:
    citizen = await _agreed(stage, "กดรัว")
    await citizen.says(" ".join(THREE))
    await stage.quiet()
    data = citizen.button("ยืนยัน").action["data"]
    taps = [stage.platform.events.postback(citizen.user_id, data) for _ in range(20)]
    await _send(stage, *taps)
    (request,) = await _requests(stage)
    assert request.state is State.PENDING
    drop = [stage.platform.events.postback(citizen.user_id, f"drop={request.id}") for _ in range(10)]
    await _send(stage, *drop)
    (request,) = await _requests(stage)
    assert request.state is State.CANCELLED
    check_calls(stage.new_calls())


async def test_the_door_reads_the_daemon_s_clock_so_that_a_fresh_token_answers(stage: Stage) -> None:
    await stage.begin()
    citizen = stage.platform.citizen("นาฬิกา")
    await citizen.says("เมนู")
    await stage.quiet()
    ways = [call.path.rpartition("/")[2] for call in stage.new_calls()]
    assert [way for way in ways if way in {"reply", "push"}] == ["reply"]
