"""Waiting for the feed: no thread, no session, nothing missed, and commands go on meanwhile."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any

import httpx
from sqlalchemy import Engine

from registry import commands as c
from registry.records import ChangesPage
from tests.sync import factories as f
from tests.sync.desk_api.conftest import NO_TLS, Service

READERS = 200


def _cursor(desk: httpx.Client) -> str:
    page: dict[str, Any] = desk.get("/api/changes").json()
    assert not page["more"]
    return str(page["cursor"])


def _waiting(service: Service) -> int:
    signals = service.database.signals
    with signals._lock:
        return sum(len(waiters) for waiters in signals._waiting.values())


async def _until_waiting(service: Service, count: int) -> None:
    deadline = time.monotonic() + 20
    while _waiting(service) < count:
        assert time.monotonic() < deadline, "the readers did not come to wait"
        await asyncio.sleep(0.01)


async def test_two_hundred_waiting_readers_hold_no_thread_and_no_connection(service: Service) -> None:
    request = service.submit()
    desk = service.signed_in()
    cursor = _cursor(desk)
    threads = threading.active_count()
    limits = httpx.Limits(max_connections=READERS + 1)
    headers = {"authorization": desk.headers["authorization"]}
    async with httpx.AsyncClient(
        base_url=service.url, headers=headers, timeout=60, limits=limits, verify=NO_TLS, trust_env=False
    ) as client:
        wait = {"after": cursor, "wait": "20"}
        polls = [asyncio.create_task(client.get("/api/changes", params=wait)) for _ in range(READERS)]
        await _until_waiting(service, READERS)
        # Reader threads are made once and kept: eight of them, however many wait.
        assert threading.active_count() <= threads + 8
        assert _connections_in_use(service) == 0
        body = f.envelope(request.id, c.Take(), 2).model_dump(mode="json")
        answer = await client.post("/api/commands", json=body)
        assert answer.status_code == 200
        pages = [ChangesPage.model_validate_json((await poll).content) for poll in polls]
    assert {page.records[0].seq for page in pages} == {answer.json()["seq"]}
    assert {page.records[0].request.state.value for page in pages} == {"checking"}
    assert _waiting(service) == 0


def _connections_in_use(service: Service) -> int:
    engines: list[Engine] = [service.database._read_engine, service.database._write_engine]
    return sum(engine.pool.checkedout() for engine in engines)  # type: ignore[attr-defined]


async def test_a_reader_waits_over_a_reveal_until_a_record_changes(service: Service) -> None:
    request = service.submit()
    desk = service.signed_in()
    cursor = _cursor(desk)
    wait = {"after": cursor, "wait": "20"}
    poll = asyncio.create_task(asyncio.to_thread(desk.get, "/api/changes", params=wait))
    await _until_waiting(service, 1)
    await asyncio.to_thread(service.desk.act, request, c.Revealed())
    await asyncio.to_thread(service.desk.act, request, c.Take())
    page = ChangesPage.model_validate_json((await poll).content)
    assert [record.request.state.value for record in page.records] == ["checking"]


def test_an_empty_wait_ends_in_time_with_the_same_place(service: Service) -> None:
    service.submit()
    desk = service.signed_in()
    cursor = _cursor(desk)
    page = desk.get("/api/changes", params={"after": cursor, "wait": 0.05}).json()
    assert page == {"cursor": cursor, "snapshot": False, "more": False, "records": []}


async def test_the_end_of_the_daemon_ends_the_wait(service: Service) -> None:
    desk = service.signed_in()
    service.submit()
    wait = {"after": _cursor(desk), "wait": "25"}
    poll = asyncio.create_task(asyncio.to_thread(desk.get, "/api/changes", params=wait))
    await _until_waiting(service, 1)
    service.database.signals.close()
    assert (await asyncio.wait_for(poll, 10)).json()["records"] == []


async def test_the_same_command_many_times_at_once_has_one_effect(service: Service) -> None:
    request = service.submit()
    desk = service.signed_in()
    body = f.envelope(request.id, c.SlipPrinted(), 1).model_dump(mode="json")
    sent = [asyncio.to_thread(desk.post, "/api/commands", json=body) for _ in range(20)]
    answers = await asyncio.gather(*sent)
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    (record,) = service.desk.page().records
    assert record.request.hand_over.slips_printed == 1


async def test_many_wrong_pins_at_once_are_no_way_around_the_wait(service: Service) -> None:
    tries = [asyncio.to_thread(service.sign_in, pin="0000") for _ in range(12)]
    statuses = [answer.status_code for answer in await asyncio.gather(*tries)]
    assert statuses.count(401) == 5
    assert statuses.count(429) == 7


def test_a_snapshot_in_pages_carries_on_over_http(service: Service) -> None:
    ids = {service.submit().id for _ in range(5)}
    desk = service.signed_in()
    seen: set[str] = set()
    after, pages = None, 0
    while True:
        page = desk.get("/api/changes", params={"limit": 2, **({"after": after} if after else {})}).json()
        assert page["snapshot"]
        seen |= {record["request"]["id"] for record in page["records"]}
        after, pages = page["cursor"], pages + 1
        if not page["more"]:
            break
    assert (seen, pages) == (ids, 3)
    assert not desk.get("/api/changes", params={"after": after}).json()["snapshot"]


def test_a_booked_place_is_one_place_less(service: Service) -> None:
    request = service.submit()
    desk = service.signed_in()
    at, day = f.appointment(10, date=f.TODAY), {"day": "2026-11-23"}
    for command, seen in ((c.Take(), 2), (f.approve(at), 3)):
        body = f.envelope(request.id, command, seen).model_dump(mode="json")
        assert desk.post("/api/commands", json=body).status_code == 200
    places = {slot["time"]: slot["places"] for slot in desk.get("/api/slots", params=day).json()}
    assert places["10:00:00"] == 3
    assert places["10:30:00"] == 4
