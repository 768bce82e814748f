"""Signed one-event webhooks made durable, 32 at a time: the daemon, the naive service, the bare limit.

All on SQLite with WAL and synchronous=FULL, one after the other in this run, on the same requests. The
daemon seals what it keeps and works off its inbox meanwhile; the other two do neither.
"""

from __future__ import annotations

import base64
import contextlib
import hmac
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from bench.figures import Figure
from bench.load import write_requests
from bench.webhooks_limit import SECRET

CONNECTIONS: Final = 32
SECONDS: Final = 3.0
REQUESTS: Final = 60_000
ROUNDS: Final = 2
_ROOT: Final = Path(__file__).parent.parent
_START_SECONDS: Final = 30.0
# Answered when everything has been imported, as it is before the others listen.
_WARM: Final = b"GET /openapi.json HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n"


def run() -> list[Figure]:
    """Measure each contender in turn, twice, and keep each one's better round."""
    best: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="webhooks-", dir=os.environ.get("BENCH_DIR")) as folder:
        file = Path(folder) / "requests"
        write_requests(file, [signed_request(number) for number in range(REQUESTS)])
        for turn in range(ROUNDS):
            for name in ("limit", "ours", "naive"):
                result = _measure(name, file, Path(folder) / f"{name}{turn}")
                if name not in best or result["rate"] > best[name]["rate"]:
                    best[name] = result
    return _figures(best["ours"], best["naive"], best["limit"])


def signed_request(number: int) -> bytes:
    """Return one webhook request with one text event of a citizen of its own."""
    event = {
        "type": "message",
        "mode": "active",
        "timestamp": int(time.time() * 1000) + number // 10,
        "source": {"type": "user", "userId": "U" + secrets.token_hex(16)},
        "webhookEventId": f"01KB{number:010d}{secrets.token_hex(6).upper()}",
        "deliveryContext": {"isRedelivery": False},
        "replyToken": secrets.token_hex(16),
        "message": {
            "type": "text",
            "id": str(10**17 + number),
            "quoteToken": secrets.token_hex(20),
            "text": "สวัสดี ขอสำเนาทะเบียนบ้าน 2 ฉบับ",
        },
    }
    body = json.dumps(
        {"destination": "U8e742f61d673b39c7fff3cecb7536ef0", "events": [event]}, ensure_ascii=False
    ).encode()
    signature = base64.b64encode(hmac.digest(SECRET, body, "sha256")).decode()
    head = (
        "POST /line/webhook HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: LineBotWebhook/2.0\r\n"
        f"content-type: application/json; charset=utf-8\r\nx-line-signature: {signature}\r\n"
        f"content-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _measure(name: str, file: Path, folder: Path) -> dict[str, float]:
    folder.mkdir()
    with _contender(name, folder) as port:
        done = subprocess.run(
            [sys.executable, "-m", "bench.load", str(port), str(file), str(CONNECTIONS), str(SECONDS)],
            cwd=_ROOT,
            stdout=subprocess.PIPE,
            timeout=SECONDS + 40,
            check=True,
        )
    result: dict[str, float] = json.loads(done.stdout)
    if result["refused"]:
        raise RuntimeError(f"{name} refused {result['refused']:.0f} requests")
    return {**result, "rate": result["answered"] / result["seconds"]}


@contextlib.contextmanager
def _contender(name: str, folder: Path) -> Iterator[int]:
    port = _free_port()
    command = [sys.executable, "-m", f"bench.webhooks_{name}", str(port), str(folder / "events.sqlite")]
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    if name == "ours":
        command = [sys.executable, "-m", "sync.cli", "serve"]
        environment |= {
            "BANGKHAE_LINE_CHANNEL_SECRET": SECRET.decode(),
            "BANGKHAE_SYNC_LISTEN": f"127.0.0.1:{port}",
            "BANGKHAE_SYNC_DATABASE": f"sqlite:///{folder / 'events.sqlite'}",
        }
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[Any]) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as probe:
            probe.settimeout(10)
            probe.sendall(_WARM)
            if probe.recv(1):
                return
        time.sleep(0.05)
    raise RuntimeError("a contender did not start")


def _figures(ours: dict[str, float], naive: dict[str, float], limit: dict[str, float]) -> list[Figure]:
    return [
        _figure("webhooks a second, to the naive service", "rate", "/s", ours, naive, at_least=8),
        _figure("webhooks a second, to the bare limit", "rate", "/s", ours, limit, at_least=0.4),
        _figure("webhook p99, to the bare limit", "p99_ms", "ms", ours, limit, at_most=4),
    ]


def _figure(
    name: str,
    key: str,
    unit: str,
    ours: dict[str, float],
    theirs: dict[str, float],
    *,
    at_least: float = 0.0,
    at_most: float = float("inf"),
) -> Figure:
    ratio = ours[key] / theirs[key]
    goal = f">= {at_least:g}" if at_least else f"<= {at_most:g}"
    return Figure(name, ours[key], theirs[key], unit, goal, ratio, at_least <= ratio <= at_most)
