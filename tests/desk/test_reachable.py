from __future__ import annotations

import asyncio
import datetime as dt
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from desk import sync_client
from desk.reachable import reachable
from tests.desk.daemon import Daemon, serving
from tests.desk.mirrors import session

SESSION = session(expires_at=dt.datetime.now(dt.UTC) + dt.timedelta(hours=8))
WELL = b'{"status": "ok", "database": "ok", "line": "configured", "schema": "0042"}'
ILL = b'{"status": "database unavailable", "database": "unavailable", "line": "configured"}'


@asynccontextmanager
async def _speaking(said: bytes, *, ends: bool = True) -> AsyncIterator[str]:
    """Yield the address of who says this to whatever is asked."""
    over = asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said)
        if not ends:
            await over.wait()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        over.set()
        server.close()


@pytest.mark.parametrize(
    ("status", "body", "there"),
    [
        (200, WELL, True),
        (503, ILL, True),
        (200, b"<html>welcome</html>", False),
        (200, b'{"status": 200}', False),
        (200, b"[]", False),
        (200, b"", False),
        (200, b"\xff\xfe", False),
        (502, b"", False),
        (502, WELL, False),
        (503, b"<html>no server is available</html>", False),
        (503, b'{"status": 503, "title": "Service Unavailable"}', False),
        (404, b'{"code": "not_found"}', False),
        (301, WELL, False),
        (200, WELL + b" " * sync_client.MOST_HEALTH, False),
    ],
)
async def test_only_the_daemon_s_own_answer_counts(status: int, body: bytes, there: bool) -> None:
    with serving(Daemon(SESSION, nonsense=(status, body))) as daemon:
        assert await reachable(daemon.address) is there


async def test_a_daemon_that_is_well_is_reachable() -> None:
    with serving(Daemon(SESSION)) as daemon:
        assert await reachable(daemon.address)
        assert await reachable(f"{daemon.address}/")


async def test_nobody_is_followed_elsewhere() -> None:
    with serving(Daemon(SESSION)) as daemon:
        moved = f"HTTP/1.1 302 Found\r\nLocation: {daemon.address}/health\r\nContent-Length: 0\r\n\r\n"
        async with _speaking(moved.encode()) as server:
            assert not await reachable(server)
        assert daemon.requests == 0


@pytest.mark.parametrize(
    "said", [b"", b"SSH-2.0-OpenSSH_9\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"]
)
async def test_who_speaks_otherwise_or_breaks_off_is_not_the_daemon(said: bytes) -> None:
    async with _speaking(said) as server:
        assert not await reachable(server)


async def test_who_never_answers_or_never_ends_is_away_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync_client, "THERE_SECONDS", 0.1)
    async with asyncio.timeout(5), _speaking(b"", ends=False) as silent:
        assert not await reachable(silent)
    with serving(Daemon(SESSION, trickles=True)) as daemon:
        async with asyncio.timeout(5):
            assert not await reachable(daemon.address)


async def test_where_nobody_listens_any_more_nothing_is_reachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    assert not await reachable(f"http://127.0.0.1:{port}")


@pytest.mark.parametrize(
    "server",
    [
        "http://127.0.0.1:9",
        "",
        "127.0.0.1",
        "desk:8080",
        "http://",
        "http://127.0.0.1:99999",
        "http://[::1",
        f"http://{'x' * 70}.invalid",
    ],
)
async def test_an_address_that_cannot_be_is_not_reachable(server: str) -> None:
    assert not await reachable(server)
