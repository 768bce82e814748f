"""A real daemon in a folder of its own, and what is sent to it."""

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
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from bench.webhooks_limit import SECRET

ROOT: Final = Path(__file__).parent.parent
_START_SECONDS: Final = 30.0
# Answered when everything has been imported, as it is before others listen.
_WARM: Final = b"GET /openapi.json HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n"


def signed_request(number: int, *, reply_token: str = "") -> bytes:
    """Return one webhook request with one text event of a citizen of its own."""
    event = {
        "type": "message",
        "mode": "active",
        "timestamp": int(time.time() * 1000) + number // 10,
        "source": {"type": "user", "userId": "U" + secrets.token_hex(16)},
        "webhookEventId": f"01KB{number:010d}{secrets.token_hex(6).upper()}",
        "deliveryContext": {"isRedelivery": False},
        "replyToken": reply_token or secrets.token_hex(16),
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


@contextlib.contextmanager
def daemon(folder: Path, **environment: str) -> Iterator[int]:
    """Run the daemon on a SQLite file in ``folder``; yields its port once it answers."""
    port = free_port()
    settings = {
        "BANGKHAE_LINE_CHANNEL_SECRET": SECRET.decode(),
        "BANGKHAE_SYNC_LISTEN": f"127.0.0.1:{port}",
        "BANGKHAE_SYNC_DATABASE": f"sqlite:///{folder / 'events.sqlite'}",
        **environment,
    }
    with running([sys.executable, "-m", "sync.cli", "serve"], folder, port, **settings):
        yield port


@contextlib.contextmanager
def running(command: list[str], folder: Path, port: int, **environment: str) -> Iterator[None]:
    """Run a program that listens on ``port``, from when it answers until the end of the block."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        yield
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    """Return a port that nobody listens on."""
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
