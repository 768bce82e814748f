"""The daemon's one ASGI application: the webhook in front, health, and the desks' API behind."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

import orjson

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Health = Callable[[], Awaitable[tuple[int, dict[str, Any]]]]


class DaemonApp:
    """Routes by path: LINE and health without a framework, everything else to the desks' API.

    ``desk_api`` makes the API when it is first wanted: its framework takes longer to import than
    LINE needs to wait for the first answer.
    """

    def __init__(self, *, webhook: Application, health: Health, desk_api: Callable[[], Application]) -> None:
        self._webhook, self._health, self._make_desk_api = webhook, health, desk_api
        self._desk_api: Application | None = None
        self._making = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = scope.get("path")
        if scope["type"] != "http":
            raise RuntimeError(f"not served: {scope['type']}")
        if path == "/line/webhook":
            await self._webhook(scope, receive, send)
        elif path == "/health":
            await self._answer_health(scope, send)
        else:
            api = self._desk_api or await self.desk_api()
            await api(scope, receive, send)

    async def desk_api(self) -> Application:
        """Return the desks' API, made off the loop on the first call."""
        async with self._making:
            if self._desk_api is not None:
                return self._desk_api
            made = await asyncio.to_thread(self._make_desk_api)
            self._desk_api = made
            return made

    async def _answer_health(self, scope: Scope, send: Send) -> None:
        if scope["method"] not in {"GET", "HEAD"}:
            await _json(send, 405, {"code": "method_not_allowed"}, head=False)
            return
        status, body = await self._health()
        await _json(send, status, body, head=scope["method"] == "HEAD")


async def _json(send: Send, status: int, body: dict[str, Any], *, head: bool) -> None:
    content = orjson.dumps(body)
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(content)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head else content})
