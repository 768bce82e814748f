"""The door of the desk API: who is not signed in is turned away before a byte of the body is read."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from registry.actors import Actor
from sync.desk_api.problems import refuse
from sync.logs import failure

_log = logging.getLogger(__name__)
MAX_BODY: Final = 256 * 1024
BODY_SECONDS: Final = 10.0
_TOKEN_LENGTH: Final = 100
_WITHOUT_A_CLERK: Final = {("POST", "/api/session"), ("POST", "/api/night")}

Authenticate = Callable[[str], Awaitable[Actor | None]]


class Door:
    """Authenticates, bounds the body, and lets no exception's text out.

    ``authenticate`` returns who acts with a token; ``closing`` tells whether the daemon is ending.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        authenticate: Authenticate,
        closing: Callable[[], bool],
        body_seconds: float = BODY_SECONDS,
    ) -> None:
        self._app, self._authenticate, self._closing = app, authenticate, closing
        self._body_seconds = body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._pass(scope, receive, watched)
        except Exception as error:  # noqa: BLE001 - the last one to hear of it
            closing = self._closing()
            if not closing:
                # Without the traceback: what it shows may be a citizen's.
                _log.error("%s %s: %s", scope["method"], _route(scope), failure(error))
            if not started:
                answer = refuse(503, "closing") if closing else refuse(500, "failure")
                await answer(scope, receive, send)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if path.startswith("/api/") and (scope["method"], path) not in _WITHOUT_A_CLERK:
            token = _bearer(scope)
            actor = await self._authenticate(token) if token else None
            if actor is None:
                await refuse(401, "not_signed_in")(scope, receive, send)
                return
            scope.setdefault("state", {}).update(actor=actor, token=token)
        try:
            async with asyncio.timeout(self._body_seconds):
                body = await _body(scope, receive)
        except TimeoutError:
            await refuse(408, "too_slow")(scope, receive, send)
            return
        if body is None:
            await refuse(413, "too_large")(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)


async def _body(scope: Scope, receive: Receive) -> bytes | None:
    """Return the whole body; None for one that is too large."""
    length = _header(scope, b"content-length")
    if length.isdigit() and (len(length) > 9 or int(length) > MAX_BODY):
        return None
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > MAX_BODY:
            return None
        parts.append(part)
        more = message.get("more_body", False)
    return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def replayed() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed


def _bearer(scope: Scope) -> str:
    scheme, _, token = _header(scope, b"authorization").partition(b" ")
    token = token.strip()
    if scheme.lower() != b"bearer" or not token.isascii() or len(token) > _TOKEN_LENGTH:
        return ""
    return token.decode()


def _header(scope: Scope, name: bytes) -> bytes:
    values: list[bytes] = [value for key, value in scope["headers"] if key == name]
    return values[0] if len(values) == 1 else b""


def _route(scope: Scope) -> Any:
    """Return the path as the code writes it: what was asked for may hold anything."""
    route = scope.get("route")
    return getattr(route, "path", "(no route)")
