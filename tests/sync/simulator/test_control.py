"""The control door as another process uses it."""

import asyncio
import base64
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from sync.simulator.citizen import Citizen
from sync.simulator.conversation import Entry
from sync.simulator.platform import LinePlatform
from tests.sync.simulator.conftest import NotingDaemon


@pytest.fixture
async def door(line: LinePlatform) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"{line.url}/simulator", trust_env=False, verify=False) as client:  # noqa: S501
        yield client


async def conversation(door: httpx.AsyncClient, **parameters: Any) -> dict[str, Any]:
    answer = await door.get("/conversations", params=parameters)
    return dict(answer.json()["conversations"][0])


async def test_a_citizen_is_driven_and_heard(
    door: httpx.AsyncClient, daemon: NotingDaemon, line: LinePlatform
) -> None:
    done = (await door.post("/say", json={"citizen": "สมศรี", "text": "สวัสดี"})).json()
    assert done == {"citizen": "สมศรี", "user_id": line.citizen("สมศรี").user_id, "total": 1}
    action = {"type": "message", "label": "ยินยอม", "text": "ยินยอม"}
    items = [{"type": "action", "action": action}]
    line.citizen("สมศรี").receives(
        [{"type": "text", "text": "ยินยอมหรือไม่", "quickReply": {"items": items}}], ["7"]
    )
    seen = await conversation(door, citizen="สมศรี", after=done["total"])
    assert [(entry["who"], entry["text"], entry["quick_replies"]) for entry in seen["entries"]] == [
        ("office", "ยินยอมหรือไม่", ["ยินยอม"])
    ]
    assert seen["total"] == 2
    assert "[ยินยอม]" in seen["text"]
    assert (await door.post("/tap", json={"citizen": "สมศรี", "label": "ยินยอม"})).json()["total"] == 3
    assert [event["message"]["text"] for event in daemon.events] == ["สวัสดี", "ยินยอม"]


async def test_an_answer_quicker_than_the_door_is_not_skipped(
    door: httpx.AsyncClient, line: LinePlatform
) -> None:
    def answers_at_once(citizen: Citizen, entry: Entry) -> None:
        if entry.who == "citizen":
            citizen.receives([{"type": "text", "text": "ได้ยินแล้ว"}], ["1"])

    line.watchers.append(answers_at_once)
    done = (await door.post("/say", json={"citizen": "สมศรี", "text": "สวัสดี"})).json()
    seen = await conversation(door, citizen="สมศรี", after=done["total"])
    assert [entry["text"] for entry in seen["entries"]] == ["ได้ยินแล้ว"]


async def test_waiting_ends_with_the_next_word_or_in_time(
    door: httpx.AsyncClient, line: LinePlatform
) -> None:
    somsri = line.citizen("สมศรี")
    waiting = asyncio.create_task(conversation(door, citizen="สมศรี", after=0, wait=20))
    while len(somsri.watchers) < 2:  # noqa: ASYNC110 - nothing else tells that the door listens
        await asyncio.sleep(0)
    somsri.receives([{"type": "text", "text": "มาแล้ว"}], ["1"])
    assert [entry["text"] for entry in (await waiting)["entries"]] == ["มาแล้ว"]
    assert (await conversation(door, citizen="สมศรี", after=1, wait=0.01))["entries"] == []
    assert len(somsri.watchers) == 1


async def test_all_that_a_citizen_can_do(
    door: httpx.AsyncClient, daemon: NotingDaemon, line: LinePlatform
) -> None:
    who = {"citizen": "สมศรี"}
    await door.post("/follow", json=who)
    await door.post("/picture", json=who | {"content": base64.b64encode(b"jpeg").decode()})
    await door.post("/picture", json=who)
    message_id = line.citizen("สมศรี").conversation[1].message_id
    await door.post("/unsend", json=who | {"message_id": message_id})
    await door.post("/block", json=who)
    kinds = [event["type"] for event in daemon.events]
    assert kinds == ["follow", "message", "message", "unsend", "unfollow"]
    assert [content.gone for content in line.contents.values()] == [True, False]


async def test_a_script_is_started(door: httpx.AsyncClient, daemon: NotingDaemon) -> None:
    started = await door.post("/start", json={"script": "manual", "citizen": "สมศรี"})
    assert started.json()["citizen"] == "สมศรี"
    seen = await conversation(door, citizen="สมศรี", wait=5)
    assert [entry["text"] for entry in seen["entries"]] == ["1#JC1-1234567-12"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/say", {"citizen": "สมศรี"}, 400),
        ("/say", {"text": "ก"}, 400),
        ("/say", {"citizen": "", "text": "ก"}, 400),
        ("/say", [], 400),
        ("/tap", {"citizen": "สมศรี", "label": "ไม่มี"}, 409),
        ("/picture", {"citizen": "สมศรี", "content": "?"}, 400),
        ("/unsend", {"citizen": "สมศรี", "message_id": "1"}, 409),
        ("/start", {"script": "nonsense"}, 400),
        ("/start", {"script": "manual", "citizen": 5}, 400),
        ("/tap", {"citizen": "สมศรี", "label": "ไม่มี", "picked": 5}, 400),
        ("/nowhere", {}, 404),
    ],
)
async def test_what_cannot_be_done_is_said(
    door: httpx.AsyncClient, daemon: NotingDaemon, path: str, body: object, status: int
) -> None:
    answer = await door.post(path, json=body)
    assert answer.status_code == status
    assert answer.json()["message"]
    assert daemon.webhooks == []


async def test_a_web_page_cannot_use_the_door(door: httpx.AsyncClient, daemon: NotingDaemon) -> None:
    form = b'{"citizen": "x", "text": "y"}'
    answer = await door.post("/say", content=form, headers={"content-type": "text/plain"})
    assert answer.status_code == 400
    assert daemon.webhooks == []


async def test_conversations_of_nobody_and_of_everybody(door: httpx.AsyncClient, line: LinePlatform) -> None:
    assert (await door.get("/conversations", params={"citizen": "ใคร"})).status_code == 404
    assert (await door.get("/conversations", params={"after": "x"})).status_code == 400
    assert (await door.get("/conversations")).json() == {"conversations": []}
    await line.citizen("สมศรี").says("ก")
    await line.citizen("มาลี").says("ข")
    names = [one["citizen"] for one in (await door.get("/conversations")).json()["conversations"]]
    assert names == ["สมศรี", "มาลี"]
