"""Service 5 over HTTP: a question, a person's answer, and pictures for a pre-check, with a real daemon."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import httpx

from registry.identifiers import new_id
from sync.simulator.citizen import Citizen
from sync.simulator.platform import LinePlatform
from tests.sync.daemon import DaemonProcess
from tests.sync.test_whole import _add_clerk, _line, _sign_in

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 2600
PATIENCE = 20.0


class Clerk:
    """A small client of the desk API: the latest of each request, and commands on it."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.records: dict[str, dict[str, Any]] = {}
        self._cursor = ""

    async def sees(self, what: Any) -> dict[str, Any]:
        """Follow the feed until a record is as wanted."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for record in self.records.values():
                if what(record):
                    return record
            page = await self.client.get("/api/changes", params={"after": self._cursor, "wait": 2})
            self._cursor = page.json()["cursor"]
            self.records |= {record["request"]["id"]: record for record in page.json()["records"]}
        raise AssertionError("not seen")

    async def does(self, request_id: str, **command: Any) -> dict[str, Any]:
        envelope = {
            "id": new_id(),
            "request_id": request_id,
            "seen_version": self.records[request_id]["request"]["version"],
            "at": "2026-11-23T02:00:00Z",
            "command": command,
        }
        answer = await self.client.post("/api/commands", json=envelope)
        return dict(answer.json())


async def _asks(citizen: Citizen) -> None:
    await citizen.says("จดทะเบียนสมรสกับแฟนต่างชาติต้องเตรียมอะไรบ้าง")
    await citizen.hears("สมรสกับชาวต่างชาติ", timeout=PATIENCE)
    await citizen.taps("ถามเจ้าหน้าที่")
    await citizen.hears("ยินยอม", timeout=PATIENCE)
    await citizen.taps("ยินยอม")
    await citizen.hears("เจ้าหน้าที่งานทะเบียนทั่วไป", timeout=PATIENCE)


async def _talks(citizen: Citizen, clerk: Clerk) -> None:
    record = await clerk.sees(lambda record: record["request"]["state"] == "pending")
    request_id, inquiry = record["request"]["id"], record["request"]["inquiry"]
    assert (inquiry["group"], inquiry["overdue"], inquiry["advance"]) == ("general", False, None)
    said = await clerk.does(request_id, kind="say", text="ใช้ใบรับรองโสด [/] \x1b[31m")
    assert said["status"] == "applied"
    heard = await citizen.hears("ใบรับรองโสด", timeout=PATIENCE)
    assert "\x1b" not in heard.text
    await citizen.says("แปลแล้วใช้ได้ไหม")
    record = await clerk.sees(lambda r: len(r["particulars"]["chat"]) == 3)
    assert record["request"]["inquiry"]["waiting_since"]
    assert [line["who"] for line in record["particulars"]["chat"]] == ["citizen", "clerk", "citizen"]
    assert (await clerk.does(request_id, kind="hand_on", group="card"))["status"] == "applied"
    await clerk.sees(lambda r: r["request"]["inquiry"]["group"] == "card")
    closed = await clerk.does(request_id, kind="close", word="ใช้ได้ ต้องรับรองคำแปล")
    assert closed["result"]["state"] == "answered"
    await citizen.hears("ต้องรับรองคำแปล", timeout=PATIENCE)


async def _sends_pictures(citizen: Citizen, clerk: Clerk, platform: LinePlatform) -> None:
    await citizen.sends_picture(JPEG)
    await citizen.hears("อย่าส่งภาพบัตร", timeout=PATIENCE)
    await citizen.taps("ตรวจเอกสารล่วงหน้า")
    await citizen.hears("ตรวจเอกสารสำหรับเรื่องใด", timeout=PATIENCE)
    await citizen.says("ย้ายเข้าทะเบียนบ้าน")
    await citizen.hears("ข้อมูลถูกต้องหรือไม่", timeout=PATIENCE)
    await citizen.taps("ยืนยัน")
    await citizen.hears("กรุณาส่งรูปถ่ายเอกสาร", timeout=PATIENCE)
    first = await citizen.sends_picture(JPEG)
    await citizen.hears("ได้รับรูปที่ 1", timeout=PATIENCE)
    await citizen.sends_picture(b"<script>no picture</script>", "image/jpeg")
    await citizen.hears("ใช้ไม่ได้", timeout=PATIENCE)
    record = await clerk.sees(lambda r: r["particulars"] and r["particulars"]["pictures"])
    assert record["particulars"]["advance"] == {"kind": "precheck", "matter": "ย้ายเข้าทะเบียนบ้าน"}
    (picture,) = record["particulars"]["pictures"]
    assert (picture["kind"], picture["size"]) == ("image/jpeg", len(JPEG))
    shown = await clerk.client.get(f"/api/pictures/{picture['id']}")
    assert (shown.content, shown.headers["content-type"]) == (JPEG, "image/jpeg")
    assert (shown.headers["cache-control"], shown.headers["x-content-type-options"]) == (
        "no-store",
        "nosniff",
    )
    fetched = [call for call in platform.calls if call.path.endswith("/content")]
    assert len(fetched) == 2, "the picture before the pre-check was never fetched"
    await citizen.unsends(first)
    await clerk.sees(
        lambda r: r["particulars"] and r["particulars"]["advance"] and not r["particulars"]["pictures"]
    )
    assert (await clerk.client.get(f"/api/pictures/{picture['id']}")).status_code == 404


async def test_a_citizen_and_a_clerk_talk_and_documents_are_shown(
    tmp_path: Path, empty_database_url: str
) -> None:
    url = empty_database_url
    await asyncio.to_thread(_add_clerk, tmp_path, url)
    async with LinePlatform() as platform:
        line = {**_line(platform), "BANGKHAE_LINE_DATA_API_BASE": platform.url}
        async with (
            DaemonProcess(tmp_path, url, **line) as daemon,
            httpx.AsyncClient(base_url=daemon.url, timeout=30) as client,
        ):
            platform.connect(f"{daemon.url}/line/webhook")
            await _sign_in(client)
            citizen, clerk = platform.citizen("สมหญิง ใจดี"), Clerk(client)
            await _asks(citizen)
            await _talks(citizen, clerk)
            await _sends_pictures(citizen, clerk, platform)
            health = (await client.get("/health")).json()
            assert (health["status"], health["events_dead"]) == ("ok", 0)
            assert await daemon.terminate() == 0
    assert platform.complaints == []
    log = daemon.log.read_text()
    for secret in ("ใบรับรองโสด", "สมหญิง", citizen.user_id):
        assert secret not in log
