"""A process that posts prepared requests over kept-alive connections and measures the answers.

    python -m bench.load PORT FILE CONNECTIONS SECONDS

FILE holds the requests, each with its length (4 bytes, big-endian) in front; each is sent once. Prints one
JSON object: answered, refused (another status than 200), seconds, p50_ms, p99_ms.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast


def read_requests(file: Path) -> list[bytes]:
    """Return the requests of a file."""
    data, place, found = file.read_bytes(), 0, []
    while place < len(data):
        size = int.from_bytes(data[place : place + 4], "big")
        found.append(data[place + 4 : place + 4 + size])
        place += 4 + size
    return found


def write_requests(file: Path, requests: list[bytes]) -> None:
    """Write the requests of a run."""
    file.write_bytes(b"".join(len(request).to_bytes(4, "big") + request for request in requests))


class Run:
    """What all connections share."""

    def __init__(self, requests: Iterator[bytes], seconds: float) -> None:
        self.requests, self.until = requests, time.perf_counter() + seconds
        self.latencies: list[float] = []
        self.refused = 0

    def next_request(self) -> bytes | None:
        """Return the next request; None when time or requests are up."""
        return next(self.requests, None) if time.perf_counter() < self.until else None


class Connection(asyncio.Protocol):
    """One request at a time; answers must be one with ``content-length``, or without a body."""

    def __init__(self, run: Run, ended: asyncio.Future[None]) -> None:
        self._run, self._ended, self._buffer, self._sent = run, ended, b"", 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the first request."""
        self._transport = cast("asyncio.Transport", transport)
        self._send()

    def data_received(self, data: bytes) -> None:
        """Count an answer and send the next request."""
        self._buffer += data
        head, separator, body = self._buffer.partition(b"\r\n\r\n")
        if not separator or len(body) < content_length(head):
            return
        self._run.latencies.append(time.perf_counter() - self._sent)
        self._run.refused += not head.startswith(b"HTTP/1.1 200")
        self._buffer = b""
        self._send()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the base's signature
        """End."""
        if not self._ended.done():
            self._ended.set_result(None)

    def _send(self) -> None:
        request = self._run.next_request()
        if request is None:
            self._transport.close()
            return
        self._sent = time.perf_counter()
        self._transport.write(request)


def content_length(head: bytes) -> int:
    """Return how many bytes follow a head."""
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


async def load(port: int, requests: list[bytes], connections: int, seconds: float) -> dict[str, float]:
    """Run the load; raises OSError when nobody listens."""
    loop = asyncio.get_running_loop()
    started = time.perf_counter()
    run = Run(iter(requests), seconds)
    ends = [loop.create_future() for _ in range(connections)]
    for end in ends:
        await loop.create_connection(lambda end=end: Connection(run, end), "127.0.0.1", port)  # type: ignore[misc]
    async with asyncio.timeout(seconds + 30):
        await asyncio.gather(*ends)
    taken = time.perf_counter() - started
    times = sorted(run.latencies) or [0.0]
    return {
        "answered": len(run.latencies),
        "refused": run.refused,
        "seconds": taken,
        "p50_ms": times[len(times) // 2] * 1000,
        "p99_ms": times[int(len(times) * 0.99)] * 1000,
    }


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    """Return the fastest loop there is."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory


def main(arguments: list[str]) -> None:
    """Run as a process."""
    port, file, connections, seconds = arguments
    requests = read_requests(Path(file))
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        result = runner.run(load(int(port), requests, int(connections), float(seconds)))
    print(json.dumps(result))


if __name__ == "__main__":
    main(sys.argv[1:])
