"""A TCP proxy for tests between a desk and its daemon: loses requests, loses answers, cuts and delays.

    async with FaultProxy("127.0.0.1", daemon_port) as line:
        line.lose_answers(where="POST /api/commands")   # delivered and committed, the desk never hears
        ... the desk talks to line.url ...
        assert line.happened[-1].fate == "answer lost"

It understands just enough HTTP/1.1 to know where a request begins: the first bytes from the client after an
answer. `where` is a part of the request line (`POST /api/commands HTTP/1.1`), empty for any request.
"""

import asyncio
import contextlib
from dataclasses import dataclass
from typing import Literal, Self

Fate = Literal["passed", "lost", "answer lost", "cut"]

_CHUNK = 65536


@dataclass(frozen=True)
class Happened:
    """One request and what became of it."""

    line: str
    fate: Fate


@dataclass(frozen=True)
class _Order:
    fate: Fate
    where: str
    delay: float = 0.0
    with_all: bool = False


class _Line:
    """One connection of a client, and its way on to the server."""

    def __init__(self, client: asyncio.StreamWriter, server: asyncio.StreamWriter) -> None:
        self.client = client
        self.server = server
        self.asking: Happened | None = None
        """The request that is being sent or answered."""
        self.ends_all = False
        """Whether losing its answer cuts every other line too."""

    def cut(self) -> None:
        """End both sides without a farewell."""
        for writer in (self.client, self.server):
            writer.transport.abort()


class FaultProxy:
    """Stands before one server; without orders it passes everything on."""

    def __init__(self, host: str, port: int) -> None:
        self.happened: list[Happened] = []
        """Every request in order of its arrival here, with its fate."""
        self.url = ""
        """`http://127.0.0.1:PORT`, known once entered."""
        self.port = 0
        self._target = (host, port)
        self._orders: list[_Order] = []
        self._down = False
        self._lines: set[_Line] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
        self.cut()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._server is not None:
            await self._server.wait_closed()

    def lose_requests(self, times: int = 1, *, where: str = "") -> None:
        """Cut the connection when the request arrives here: the server never sees it."""
        self._orders.extend([_Order("lost", where)] * times)

    def lose_answers(self, times: int = 1, *, where: str = "", with_all: bool = False) -> None:
        """Deliver the request, wait for the server's answer, and cut the connection instead.

        ``with_all``: every other connection is cut in the same moment.
        """
        self._orders.extend([_Order("answer lost", where, with_all=with_all)] * times)

    def delay(self, seconds: float, times: int = 1, *, where: str = "") -> None:
        """Let requests wait here before they go on."""
        self._orders.extend([_Order("passed", where, seconds)] * times)

    def cut(self) -> None:
        """Cut every open connection now, also those that wait for an answer."""
        for line in list(self._lines):
            if line.asking is not None:
                self._end(line, "cut")
            line.cut()

    def go_down(self) -> None:
        """Cut everything, and cut every new connection at once, until `come_up`."""
        self._down = True
        self.cut()

    def come_up(self) -> None:
        """Work again."""
        self._down = False

    def _take(self, request_line: str) -> _Order | None:
        for index, order in enumerate(self._orders):
            if order.where in request_line:
                return self._orders.pop(index)
        return None

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # A task that asyncio makes itself of a coroutine function is complained of when it is cancelled.
        task = asyncio.create_task(self._pass_on(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._down:
            writer.transport.abort()
            return
        try:
            from_server, to_server = await asyncio.open_connection(*self._target)
        except OSError:
            writer.transport.abort()
            return
        line = _Line(writer, to_server)
        self._lines.add(line)
        try:
            with contextlib.suppress(OSError):
                await self._both_ways(line, reader, from_server)
        finally:
            self._lines.discard(line)
            line.cut()

    async def _both_ways(
        self, line: _Line, from_client: asyncio.StreamReader, from_server: asyncio.StreamReader
    ) -> None:
        ways = [
            asyncio.create_task(self._requests(line, from_client)),
            asyncio.create_task(self._answers(line, from_server)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)

    async def _requests(self, line: _Line, reader: asyncio.StreamReader) -> None:
        """From the client to the server; ends when a side closes or a request is to be lost."""
        while data := await reader.read(_CHUNK):
            if line.asking is None:
                request_line = data.partition(b"\r\n")[0].decode("latin-1")
                order = self._take(request_line) or _Order("passed", "")
                line.asking, line.ends_all = Happened(request_line, order.fate), order.with_all
                if order.delay:
                    await asyncio.sleep(order.delay)
                if order.fate == "lost":
                    self._end(line, "lost")
                    return
            line.server.write(data)
            await line.server.drain()

    async def _answers(self, line: _Line, reader: asyncio.StreamReader) -> None:
        """From the server to the client; ends when a side closes or an answer is to be lost."""
        while data := await reader.read(_CHUNK):
            if line.asking is not None:
                fate = line.asking.fate
                self._end(line, fate)
                if fate == "answer lost":
                    if line.ends_all:
                        self.cut()
                    return
            line.client.write(data)
            await line.client.drain()

    def _end(self, line: _Line, fate: Fate) -> None:
        if line.asking is not None:
            self.happened.append(Happened(line.asking.line, fate))
            line.asking = None
