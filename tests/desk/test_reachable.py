from __future__ import annotations

import socket

import pytest

from desk.reachable import reachable


async def test_a_port_that_listens_is_reachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert await reachable(f"http://127.0.0.1:{server.getsockname()[1]}")


@pytest.mark.parametrize(
    "server",
    ["http://127.0.0.1:9", "", "127.0.0.1", "desk:8080", "http://", "http://127.0.0.1:99999", "http://[::1"],
)
async def test_where_nobody_listens_or_nobody_can_nothing_is_reachable(server: str) -> None:
    assert not await reachable(server)
