"""The proxy between desk and daemon: what it loses, what it delivers, and what both sides see."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from sync.simulator.fault_proxy import FaultProxy, Happened
from tests.sync.simulator.conftest import NotingDaemon


@pytest.fixture
async def proxy(daemon: NotingDaemon) -> AsyncIterator[FaultProxy]:
    port = httpx.URL(daemon.url).port
    assert port is not None
    async with FaultProxy("127.0.0.1", port) as standing:
        yield standing


@pytest.fixture
async def desk(proxy: FaultProxy) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=proxy.url, trust_env=False, verify=False, timeout=5.0) as client:  # noqa: S501
        yield client


async def send(desk: httpx.AsyncClient, content: bytes = b'{"events": []}') -> int:
    return (await desk.post("/line/webhook", content=content)).status_code


LINE = "POST /line/webhook HTTP/1.1"


async def test_without_orders_everything_passes_also_on_one_connection(
    proxy: FaultProxy, desk: httpx.AsyncClient, daemon: NotingDaemon
) -> None:
    large = b'{"events": [], "x": "' + b"x" * 500_000 + b'"}'
    assert [await send(desk), await send(desk, large), await send(desk)] == [200, 200, 200]
    assert daemon.webhooks[1].body == large
    assert proxy.happened == [Happened(LINE, "passed")] * 3


async def test_a_lost_request_never_arrives(
    proxy: FaultProxy, desk: httpx.AsyncClient, daemon: NotingDaemon
) -> None:
    await send(desk)
    proxy.lose_requests()
    with pytest.raises(httpx.TransportError):
        await send(desk)
    assert await send(desk) == 200
    assert len(daemon.webhooks) == 2
    assert [one.fate for one in proxy.happened] == ["passed", "lost", "passed"]


async def test_a_lost_answer_is_lost_after_the_request_took_effect(
    proxy: FaultProxy, desk: httpx.AsyncClient, daemon: NotingDaemon
) -> None:
    proxy.lose_answers(2)
    for _ in range(2):
        with pytest.raises(httpx.TransportError):
            await send(desk)
    assert await send(desk) == 200
    assert len(daemon.webhooks) == 3
    assert [one.fate for one in proxy.happened] == ["answer lost", "answer lost", "passed"]


async def test_an_answer_is_lost_together_with_every_other_connection(
    proxy: FaultProxy, desk: httpx.AsyncClient, daemon: NotingDaemon
) -> None:
    daemon.answering.clear()
    waiting = asyncio.create_task(send(desk))
    await daemon.asked.wait()
    proxy.lose_answers(where="GET /health", with_all=True)
    with pytest.raises(httpx.TransportError):
        await desk.get("/health")
    with pytest.raises(httpx.TransportError):
        await waiting
    assert [one.fate for one in proxy.happened] == ["answer lost", "cut"]


async def test_its_end_is_quiet_also_for_who_still_waits(daemon: NotingDaemon) -> None:
    complaints: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, complaint: complaints.append(complaint))
    daemon.answering.clear()
    async with httpx.AsyncClient(trust_env=False, timeout=5.0) as client:
        async with FaultProxy("127.0.0.1", httpx.URL(daemon.url).port or 0) as line:
            waiting = asyncio.create_task(client.post(f"{line.url}/line/webhook"))
            await daemon.asked.wait()
        with pytest.raises(httpx.TransportError):
            await waiting
    assert complaints == []


async def test_orders_wait_for_their_request(
    proxy: FaultProxy, desk: httpx.AsyncClient, daemon: NotingDaemon
) -> None:
    proxy.lose_requests(where="GET /health")
    assert await send(desk) == 200
    with pytest.raises(httpx.TransportError):
        await desk.get("/health")
    assert (await desk.get("/health")).status_code == 404


async def test_a_connection_is_cut_while_it_waits(
    proxy: FaultProxy, desk: httpx.AsyncClient, daemon: NotingDaemon
) -> None:
    daemon.answering.clear()
    waiting = asyncio.create_task(send(desk))
    await daemon.asked.wait()
    proxy.cut()
    with pytest.raises(httpx.TransportError):
        await waiting
    assert proxy.happened == [Happened(LINE, "cut")]


async def test_down_means_down_until_it_comes_up(
    proxy: FaultProxy, desk: httpx.AsyncClient, daemon: NotingDaemon
) -> None:
    assert await send(desk) == 200
    proxy.go_down()
    for _ in range(2):
        with pytest.raises(httpx.TransportError):
            await send(desk)
    proxy.come_up()
    assert await send(desk) == 200
    assert len(daemon.webhooks) == 2


async def test_a_delayed_request_outlasts_a_hasty_desk(
    proxy: FaultProxy, desk: httpx.AsyncClient, daemon: NotingDaemon
) -> None:
    proxy.delay(30.0)
    hasty = httpx.Timeout(5.0, read=0.05)
    with pytest.raises(httpx.ReadTimeout):
        await desk.post("/line/webhook", content=b'{"events": []}', timeout=hasty)
    assert daemon.webhooks == []
    proxy.delay(0.01)
    assert await send(desk) == 200


async def test_a_server_that_is_not_there_is_a_cut_connection() -> None:
    async with FaultProxy("127.0.0.1", 9) as proxy, httpx.AsyncClient(trust_env=False) as desk:
        with pytest.raises(httpx.TransportError):
            await desk.get(proxy.url)
