"""Messages understood and answered: how many a second, and how soon at fifty a second.

A daemon with everything real behind it (inbox, dialogue, outbox, sender) on SQLite with
synchronous=FULL. Citizens and LINE are sockets of this process, which takes a twentieth of the time
that the daemon takes; LINE takes every reply at once and notes when it came.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import tempfile
import time
from pathlib import Path
from typing import Final

from bench.daemon import daemon, signed_request
from bench.figures import Figure
from bench.load import content_length

AT_ONCE: Final = 300
CONNECTIONS: Final = 32
PACE: Final = 50
PACED_SECONDS: Final = 10
SOON_MS: Final = 1000.0
_LONGEST_SECONDS: Final = 45.0
_ACCEPTED: Final = (
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 29\r\n\r\n"
    b'{"sentMessages":[{"id":"1"}]}'
)


class Platform:
    """LINE as far as an answer needs it: when the reply with each token came."""

    def __init__(self) -> None:
        self.replied: dict[str, float] = {}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take calls on one connection."""
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                lengths = [
                    line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")
                ]
                body = await reader.readexactly(int(lengths[0].split(b":")[1]) if lengths else 0)
                if head.startswith(b"POST /v2/bot/message/reply"):
                    self.replied.setdefault(json.loads(body)["replyToken"], time.perf_counter())
                writer.write(_ACCEPTED)
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            writer.close()


def run() -> list[Figure]:
    """Measure both beside what an office must not fall short of: fifty a second, one second's wait."""
    return asyncio.run(_run())


async def _run() -> list[Figure]:
    platform = Platform()
    server = await asyncio.start_server(platform.serve, "127.0.0.1", 0)
    line = {
        "BANGKHAE_LINE_CHANNEL_ACCESS_TOKEN": "bench",
        "BANGKHAE_LINE_API_BASE": f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}",
    }
    with (
        tempfile.TemporaryDirectory(prefix="answers-", dir=os.environ.get("BENCH_DIR")) as folder,
        daemon(Path(folder), **line) as port,
    ):
        await _answered(platform, await _post(port, 20, CONNECTIONS))
        rate = await _rate(platform, port)
        soon = await _soon(platform, port)
    server.close()
    return [
        Figure("answers a second, to fifty", rate, PACE, "/s", ">= 1", rate / PACE, met=rate >= PACE),
        Figure(
            "webhook to reply at fifty a second, p95",
            soon,
            SOON_MS,
            "ms",
            "<= 1",
            soon / SOON_MS,
            met=soon <= SOON_MS,
        ),
    ]


async def _rate(platform: Platform, port: int) -> float:
    """Return answers a second when all come at once."""
    sent = await _post(port, AT_ONCE, CONNECTIONS)
    await _answered(platform, sent)
    ends = [platform.replied[token] for token in sent]
    return len(ends) / (max(ends) - min(sent.values()))


async def _soon(platform: Platform, port: int) -> float:
    """Return the 95th percentile from sending a webhook to its reply, in milliseconds."""
    sent: dict[str, float] = {}
    began = time.perf_counter()

    async def one(number: int) -> None:
        await asyncio.sleep(max(0.0, began + number / PACE - time.perf_counter()))
        sent.update(await _post(port, 1, 1))

    await asyncio.gather(*(one(number) for number in range(PACE * PACED_SECONDS)))
    await _answered(platform, sent)
    times = sorted(platform.replied[token] - at for token, at in sent.items())
    return times[int(len(times) * 0.95)] * 1000


async def _post(port: int, count: int, connections: int) -> dict[str, float]:
    """Post messages of as many citizens; returns when each was sent, by its reply token."""
    sent: dict[str, float] = {}
    tokens = [secrets.token_hex(16) for _ in range(count)]
    waiting = iter([(token, signed_request(n, reply_token=token)) for n, token in enumerate(tokens)])

    async def connection() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for token, request in waiting:
            sent[token] = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError("a webhook was refused")
            await reader.readexactly(content_length(head))
        writer.close()

    await asyncio.gather(*(connection() for _ in range(connections)))
    return sent


async def _answered(platform: Platform, sent: dict[str, float]) -> None:
    until = time.monotonic() + _LONGEST_SECONDS
    while not sent.keys() <= platform.replied.keys():
        if time.monotonic() > until:
            raise RuntimeError(f"{len(sent.keys() - platform.replied.keys())} messages were not answered")
        await asyncio.sleep(0.02)
