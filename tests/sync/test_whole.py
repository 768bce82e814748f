"""From a citizen's first word over LINE to a pending request on a desk, and back: a real daemon."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

from sync.simulator.people import STYLES, person
from sync.simulator.platform import LinePlatform
from sync.simulator.scripts import Scripted
from tests.sync.daemon import DaemonProcess


def _line(platform: LinePlatform) -> dict[str, str]:
    return {
        "BANGKHAE_LINE_CHANNEL_SECRET": platform.channel_secret,
        "BANGKHAE_LINE_CHANNEL_ACCESS_TOKEN": platform.channel_access_token,
        "BANGKHAE_LINE_API_BASE": platform.url,
    }


def _add_clerk(folder: Path, url: str) -> None:
    environment = {
        **os.environ,
        "BANGKHAE_SYNC_DATABASE": url,
        "BANGKHAE_SYNC_KEY_FILE": str(folder / "office.key"),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    command = [sys.executable, "-m", "sync.cli", "clerk", "add", "somchai", "--name", "สมชาย"]
    subprocess.run(command, cwd=folder, env=environment, input=b"2468\n", check=True, timeout=60)


async def _sign_in(client: httpx.AsyncClient) -> None:
    body = {"counter": "1", "desk_key": "k" * 40, "clerk": "somchai", "pin": "2468"}
    answer = await client.post("/api/session", json=body)
    assert answer.status_code == 200, answer.text
    client.headers["authorization"] = f"Bearer {answer.json()['token']}"


async def _pending(client: httpx.AsyncClient, *, until: float) -> dict[str, Any]:
    """Follow the feed as a desk does, until a request is pending."""
    cursor = ""
    while time.monotonic() < until:
        page = (await client.get("/api/changes", params={"after": cursor, "wait": 5})).json()
        cursor = page["cursor"]
        for record in page["records"]:
            if record["request"]["state"] == "pending":
                return dict(record)
    raise AssertionError("no request on the feed")


async def test_a_chat_becomes_a_pending_request_on_the_desk_and_the_answer_comes_back(
    tmp_path: Path, empty_database_url: str
) -> None:
    url = empty_database_url
    _add_clerk(tmp_path, url)
    async with (
        LinePlatform() as platform,
        DaemonProcess(tmp_path, url, **_line(platform)) as daemon,
        httpx.AsyncClient(base_url=daemon.url, timeout=30) as client,
    ):
        platform.connect(f"{daemon.url}/line/webhook")
        assert await platform.webhooks.verify() == 200
        await _sign_in(client)
        following = asyncio.create_task(_pending(client, until=time.monotonic() + 40))
        play = Scripted(STYLES[0], person(0))
        citizen = platform.citizen(play.name)
        outcome = await play.play(citizen, platform.clock, patience=15, until_submitted=True)
        assert outcome.submitted, citizen.conversation_text()
        record = await following
        assert record["particulars"]["laser"] == "JC1123456712"
        await _ask(client, record["request"])
        await citizen.hears("ขอสำเนาบัตรด้านหลังอีกครั้ง", timeout=20)
        health = (await client.get("/health")).json()
        assert (health["status"], health["events_waiting"], health["events_dead"]) == ("ok", 0, 0)
        assert await daemon.terminate() == 0
    assert platform.complaints == []
    log = daemon.log.read_text()
    for secret in ("JC1", "1234567", "10400212345678", play.name.split()[0], citizen.user_id, "2468"):
        assert secret not in log


async def _ask(client: httpx.AsyncClient, request: dict[str, Any]) -> None:
    version = request["version"]
    commands = ({"kind": "take"}, {"kind": "ask", "question": "ขอสำเนาบัตรด้านหลังอีกครั้ง"})
    for number, command in enumerate(commands):
        envelope = {
            "id": f"0190000{number}-0000-7000-8000-000000000000",
            "request_id": request["id"],
            "seen_version": version,
            "at": "2026-11-23T02:00:00Z",
            "command": command,
        }
        answer = await client.post("/api/commands", json=envelope)
        assert answer.status_code == 200, answer.text
        version = answer.json()["version"]
