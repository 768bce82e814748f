"""Runs an ASGI application with uvicorn's HTTP protocol inside the running loop, on loopback.

uvicorn's own server takes over signals and looks for its end ten times a second; a platform that lives in
a test or beside scripted citizens wants neither, so only the protocol is used.
"""

import asyncio
import socket
from typing import Any

from uvicorn import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

Peer = tuple[str, int]
"""A client's address and port, as in an ASGI scope."""


class _Protocol(H11Protocol):
    """One connection, entered in the server's table while it is open."""

    def __init__(self, config: Config, state: ServerState, table: dict[Peer, asyncio.Transport]) -> None:
        super().__init__(config=config, server_state=state, app_state={})
        self._table = table
        self._peer: Peer | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        host, port = transport.get_extra_info("peername")[:2]
        self._peer = (host, port)
        self._table[self._peer] = transport
        super().connection_made(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._peer is not None:
            self._table.pop(self._peer, None)
        super().connection_lost(exc)


class LoopbackServer:
    """A web server in this loop; `start` returns when it listens and `url` is known, also with port 0."""

    def __init__(self, application: Any, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.url = ""
        """`http://127.0.0.1:PORT`, without a slash at the end."""
        self._application = application
        self._address = (host, port)
        self._open: dict[Peer, asyncio.Transport] = {}
        self._state = ServerState()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen. OSError where the port is taken."""
        config = Config(
            self._application, lifespan="off", log_config=None, access_log=False, server_header=False
        )
        config.load()
        host, port = self._address
        self._server = await asyncio.get_running_loop().create_server(
            lambda: _Protocol(config, self._state, self._open), host, port, backlog=256
        )
        bound = self._server.sockets[0]
        host, port = bound.getsockname()[:2]
        self.url = f"http://[{host}]:{port}" if bound.family == socket.AF_INET6 else f"http://{host}:{port}"

    def cut(self, peer: Peer) -> None:
        """Cut one client's connection without an answer."""
        if transport := self._open.get(peer):
            transport.abort()

    async def stop(self) -> None:
        """Stop listening, cut what is open and end what is being answered."""
        if self._server is None:
            return
        self._server.close()
        for peer in list(self._open):
            self.cut(peer)
        tasks = list(self._state.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._server.wait_closed()
        self._server = None
