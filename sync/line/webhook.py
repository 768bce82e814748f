"""``POST /line/webhook``: verify, bound, keep, answer; everything else happens behind.

Plain ASGI: a framework and the SDK's parser would cost many times what is done here (facts.md,
Reference speeds), and the parser loses a whole batch to one event that it does not know. The server
bounds the time that a body may take.
"""

from __future__ import annotations

import base64
import hmac
import json
import re
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any, Final

import orjson

from registry.sealing import Keyring
from sync.line.digest import Identify, KeyedDigest
from sync.line.door import Door
from sync.line.errors import NotKept
from sync.line.incoming import moment_ms, user_of
from sync.store.inbox import Received

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

MAX_BODY: Final = 2 * 1024 * 1024
"""Bytes. LINE names no bound for its webhooks; this is its own for bodies that it takes (facts.md), some
65 of the longest texts. A 413 would lose a batch for good: it comes no smaller the next time.
"""
MAX_HELD: Final = 64 * 1024 * 1024
"""Bytes of unfinished bodies at once, of whoever sends them; beyond, 503: LINE sends again."""
_EVENT_ID: Final = re.compile(r"[0-9A-Za-z]{10,40}")
_SIGNATURE: Final = b"x-line-signature"


class Webhook:
    """The ASGI application at ``/line/webhook``."""

    def __init__(
        self, *, secret: str, keys: Keyring, door: Door, now_ms: Callable[[], int] | None = None
    ) -> None:
        self._configured, self._sign = bool(secret), KeyedDigest(secret.encode())
        self._identify, self._door = Identify(keys), door
        self._now_ms = now_ms or _now_ms
        self._held = 0

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["method"] != "POST":
            await _answer(send, 405)
            return
        if not self._configured:
            await _answer(send, 503)
            return
        body = await self._read(receive)
        if isinstance(body, int):
            await _answer(send, body)
        elif not self.signed(body, scope["headers"]):
            await _answer(send, 401)
        else:
            await _answer(send, await self._keep(body))

    def signed(self, body: bytes, headers: list[tuple[bytes, bytes]]) -> bool:
        """Whether the one signature fits the raw body; compared in constant time.

        Base64 of HMAC-SHA256 with the channel secret (facts.md, LINE Messaging API).
        """
        found = [value for name, value in headers if name == _SIGNATURE]
        expected = base64.b64encode(self._sign(body))
        return len(found) == 1 and hmac.compare_digest(found[0], expected)

    async def _read(self, receive: Receive) -> bytes | int:
        """Return the body, or the status of one that is too big. A client that went away sent less."""
        message = await receive()
        body: bytes = message.get("body", b"")
        if not message.get("more_body", False):
            return body if len(body) <= MAX_BODY else 413
        parts, size = [body], 0
        try:
            while True:
                size += len(body)
                self._held += len(body)
                if size > MAX_BODY:
                    return 413
                if self._held > MAX_HELD:
                    return 503
                if not message.get("more_body", False):
                    return b"".join(parts)
                message = await receive()
                body = message.get("body", b"")
                parts.append(body)
        finally:
            self._held -= size

    async def _keep(self, body: bytes) -> int:
        batch = _parse(body)
        events = batch.get("events") if isinstance(batch, dict) else None
        if not isinstance(events, list):
            return 400
        if events:
            now_ms = self._now_ms()
            try:
                await self._door.keep([self._understood(event, now_ms) for event in events])
            except NotKept:
                return 503
        return 200

    def _understood(self, event: Any, now_ms: int) -> Received:
        try:
            return self._received(event, now_ms)
        except RecursionError:
            # So deep that it can be read and not written down: LINE cannot mean it.
            return self._received(None, now_ms)

    def _received(self, event: Any, now_ms: int) -> Received:
        raw = _dump(event)
        if not isinstance(event, dict):
            return Received(self._identify.event(event), "", now_ms, now_ms, raw)
        event_id = event.get("webhookEventId")
        if not isinstance(event_id, str) or not _EVENT_ID.fullmatch(event_id):
            event_id = self._identify.event(event)
        user_id = user_of(event)
        conversation_id = self._identify.conversation(user_id) if user_id else ""
        return Received(event_id, conversation_id, moment_ms(event, now_ms), now_ms, raw)


def _parse(body: bytes) -> Any:
    """Return JSON read strictly, then leniently: with a right signature it is from LINE."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None


def _dump(event: Any) -> bytes:
    try:
        return orjson.dumps(event)
    except orjson.JSONEncodeError:
        return json.dumps(event).encode()


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


_HEADERS: Final = [(b"content-length", b"0")]
_CLOSING: Final = [(b"content-length", b"0"), (b"connection", b"close")]
_BODY: Final[Message] = {"type": "http.response.body", "body": b""}


async def _answer(send: Send, status: int) -> None:
    # What was not read to the end cannot be followed by another request.
    headers = _CLOSING if status in {413, 503} else _HEADERS
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send(_BODY)
