"""The bare limit: plain ASGI, an HMAC, one writer committing in groups; no sealing, no dialogue.

python -m bench.webhooks_limit PORT DATABASE_FILE
"""

from __future__ import annotations

import asyncio
import base64
import hmac
import sqlite3
import sys
import threading
from typing import Any

import orjson
import uvicorn

SECRET = b"8c570fa6dd201bb328f1c1eac23a96d8"


class GroupWriter(threading.Thread):
    """Commits what has gathered, again and again."""

    def __init__(self, file: str) -> None:
        super().__init__(daemon=True)
        self._file = file
        self._lock = threading.Condition()
        self._gathering: list[tuple[tuple[str, bytes], asyncio.Future[None]]] = []

    def keep(self, row: tuple[str, bytes], waiter: asyncio.Future[None]) -> None:
        """Gather one row."""
        with self._lock:
            self._gathering.append((row, waiter))
            self._lock.notify()

    def run(self) -> None:
        """Commit in groups for ever."""
        connection = sqlite3.connect(self._file, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE event (id TEXT PRIMARY KEY, body BLOB)")
        while True:
            with self._lock:
                while not self._gathering:
                    self._lock.wait()
                group, self._gathering = self._gathering, []
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(
                "INSERT INTO event VALUES (?, ?) ON CONFLICT DO NOTHING", [row for row, _ in group]
            )
            connection.execute("COMMIT")
            group[0][1].get_loop().call_soon_threadsafe(_release, [waiter for _, waiter in group])


def _release(waiters: list[asyncio.Future[None]]) -> None:
    for waiter in waiters:
        if not waiter.done():
            waiter.set_result(None)


def application(writer: GroupWriter) -> Any:
    """Return the ASGI application."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        body = (await receive())["body"]
        given = dict(scope["headers"]).get(b"x-line-signature", b"")
        expected = base64.b64encode(hmac.digest(SECRET, body, "sha256"))
        status = 200 if hmac.compare_digest(given, expected) else 401
        if status == 200:
            for event in orjson.loads(body)["events"]:
                waiter = asyncio.get_running_loop().create_future()
                writer.keep((event["webhookEventId"], body), waiter)
                await waiter
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    return app


def main(arguments: list[str]) -> None:
    """Serve until the process is ended."""
    port, file = arguments
    writer = GroupWriter(file)
    writer.start()
    uvicorn.run(application(writer), port=int(port), log_level="warning", access_log=False, lifespan="off")


if __name__ == "__main__":
    main(sys.argv[1:])
