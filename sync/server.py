"""The HTTP server of the daemon: uvicorn, bounded where it bounds nothing, ended without a fuss."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Final

import uvicorn

from registry.errors import ConfigurationError

SWEEP_SECONDS: Final = 5.0
SILENT_SWEEPS: Final = 3
MAX_REQUESTS: Final = 1_000 if sys.platform != "win32" else 400
"""Windows' selector takes 512 sockets, the calls to LINE among them."""
KEEP_ALIVE_SECONDS: Final = 15
GOODBYE_SECONDS: Final = 5

if sys.platform == "win32":
    # SO_REUSEADDR would let a second daemon take the same port there, and would say nothing.
    _OWN_ADDRESS: Final = socket.SO_EXCLUSIVEADDRUSE
    # There a process that is terminated hears nothing of it; Ctrl+Break is what can be sent.
    _ENDING: Final = (signal.SIGINT, signal.SIGBREAK)
else:
    _OWN_ADDRESS: Final = socket.SO_REUSEADDR
    _ENDING: Final = (signal.SIGINT, signal.SIGTERM)


def bind(host: str, port: int) -> socket.socket:
    """Return a listening socket; raises ConfigurationError when the address cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        try:
            listening.setsockopt(socket.SOL_SOCKET, _OWN_ADDRESS, 1)
            listening.bind(address)
            listening.listen(1024)
        except OSError:
            listening.close()
            raise
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise ConfigurationError(f"cannot listen on {host}:{port}: {why}") from None
    return listening


def address_of(listening: socket.socket) -> str:
    """Return the address of a listening socket as a URL."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class Server(uvicorn.Server):
    """Ends with exit code 0 when a signal asks for it, and closes connections that never finish a request.

    ``started`` is called when requests and signals are taken, ``before_end`` when the end has been asked
    for, before connections are waited for.
    """

    def __init__(
        self, app: Any, *, started: Callable[[], None], before_end: Callable[[], Awaitable[None]]
    ) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=_protocol(),
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                date_header=False,
                limit_concurrency=MAX_REQUESTS,
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=GOODBYE_SECONDS,
            )
        )
        self._started_hook, self._before_end = started, before_end
        self._silent: dict[Any, tuple[Any, int]] = {}

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Ask for the end on a signal; unlike the base, do not raise the signal again afterwards."""
        before = {number: signal.signal(number, self._on_signal) for number in _ENDING}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    async def serve_on(self, listening: socket.socket) -> None:
        """Serve on a socket until a signal."""
        sweeper = asyncio.create_task(self._sweep())
        try:
            await self.serve(sockets=[listening])
        finally:
            sweeper.cancel()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Say so only when a signal would end it cleanly."""
        await super().startup(sockets)
        self._started_hook()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let long polls end first: connections are closed when they are answered."""
        await self._before_end()
        await super().shutdown(sockets)

    def _on_signal(self, _number: int, _frame: Any) -> None:
        self.should_exit = True

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            self.sweep()

    def sweep(self) -> None:
        """Close connections that have been sending the same request for several sweeps, or nothing at all.

        Neither the head nor the body of a request has a deadline in uvicorn, nor has a connection
        without a word. A request that has arrived whole is left alone: a long poll may take its time.
        """
        seen: dict[Any, tuple[Any, int]] = {}
        for connection in list(self.server_state.connections):
            cycle = getattr(connection, "cycle", None)
            if cycle is not None and not cycle.response_complete and not cycle.more_body:
                continue
            before, sweeps = self._silent.get(connection, (cycle, 0))
            if before is cycle and sweeps >= SILENT_SWEEPS and connection.transport is not None:
                connection.transport.close()
            else:
                seen[connection] = (cycle, sweeps + 1 if before is cycle else 1)
        self._silent = seen


def _protocol() -> Any:
    """Return the quick protocol; where its parser is not installed, h11, which bounds a head by itself."""
    try:
        from sync.bounded_http import BoundedProtocol
    except ImportError:
        return "h11"
    return BoundedProtocol
