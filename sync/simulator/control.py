"""The simulator's control door: another process drives citizens over HTTP and reads what they heard.

All bodies and answers are JSON; a POST needs `content-type: application/json`, so that no web page in a
browser can use the door. A citizen is named by `citizen`, and made when first named. Errors are
`{"message": …}` with 400 (wrong body), 404 (no such citizen) or 409 (no such button to be seen).

POST /simulator/say        {"citizen", "text"}                 writes a message
POST /simulator/tap        {"citizen", "label", "picked"?}     taps a button; `picked`, as LINE writes it
                                                               (2026-12-01T10:30), is for pickers
POST /simulator/picture    {"citizen", "content"?}             sends a picture (base64, or a small one)
POST /simulator/follow     {"citizen"}                         adds the account, or lifts the block
POST /simulator/block      {"citizen"}                         blocks the account
POST /simulator/unsend     {"citizen", "message_id"}           takes a message back
POST /simulator/start      {"citizen"?, "script"}              lets a scripted citizen write; answers at once
GET  /simulator/conversations?citizen=NAME&after=N&wait=SECONDS
     {"conversations": [{"citizen", "user_id", "total", "entries": [ENTRY…], "text": transcript}]}
     `entries` from number `after` (default 0) on; with `citizen` and `wait` (at most 25) the answer comes as
     soon as there is an entry after that number. An ENTRY has who (citizen, office), at (seconds since 1970),
     kind, text, message_id, buttons, quick_replies (labels) and unsent.

POSTs answer `{"citizen", "user_id", "total"}` after the first try to deliver the webhook. `total` is the
number of entries up to what was just done: used as `after`, it shows every answer to it, however quick.
"""

import asyncio
import base64
import binascii
import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from sync.simulator.citizen import Citizen, NotOnScreen

if TYPE_CHECKING:
    from sync.simulator.platform import LinePlatform

MOST_SECONDS = 25.0
MOST_BYTES = 8 * 1024 * 1024
_SMALL_PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

Asked = dict[str, Any]
Act = Callable[[Citizen, Asked], Awaitable[object]]


class _Wrong(Exception):  # noqa: N818 - an answer, not a failure of ours
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def control_routes(platform: "LinePlatform") -> list[Route]:
    """List the routes under /simulator."""
    acts: dict[str, Act] = {
        "say": lambda citizen, asked: citizen.says(_text(asked, "text")),
        "tap": lambda citizen, asked: citizen.taps(_text(asked, "label"), _perhaps(asked, "picked")),
        "picture": lambda citizen, asked: citizen.sends_picture(*_picture(asked)),
        "follow": lambda citizen, _asked: citizen.follows(),
        "block": lambda citizen, _asked: citizen.blocks(),
        "unsend": _unsend,
    }
    routes = [
        Route(f"/simulator/{name}", _door(platform, act), methods=["POST"]) for name, act in acts.items()
    ]
    return [
        *routes,
        Route("/simulator/start", _start(platform), methods=["POST"]),
        Route("/simulator/conversations", _conversations(platform), methods=["GET"]),
    ]


def _door(platform: "LinePlatform", act: Act) -> Callable[[Request], Awaitable[JSONResponse]]:
    async def endpoint(request: Request) -> JSONResponse:
        try:
            asked = await _asked(request)
            citizen = platform.citizen(_text(asked, "citizen"))
            before = len(citizen.conversation)
            await act(citizen, asked)
        except _Wrong as wrong:
            return JSONResponse({"message": str(wrong)}, status_code=wrong.status)
        except NotOnScreen as hidden:
            return JSONResponse({"message": str(hidden)}, status_code=409)
        return JSONResponse(_where(citizen) | {"total": _done_at(citizen, before)})

    return endpoint


def _done_at(citizen: Citizen, before: int) -> int:
    """Count the entries up to the citizen's own newest; the office may have answered already."""
    own = [place for place, entry in enumerate(citizen.conversation[before:]) if entry.who == "citizen"]
    return before + own[0] + 1 if own else before


def _start(platform: "LinePlatform") -> Callable[[Request], Awaitable[JSONResponse]]:
    async def endpoint(request: Request) -> JSONResponse:
        from sync.simulator.scripts import scripted

        try:
            asked = await _asked(request)
            persona = scripted(_text(asked, "script"), name=_perhaps(asked, "citizen"))
        except _Wrong as wrong:
            return JSONResponse({"message": str(wrong)}, status_code=wrong.status)
        except KeyError as unknown:
            return JSONResponse({"message": f"no script {unknown}"}, status_code=400)
        return JSONResponse(_where(platform.start(persona)))

    return endpoint


def _conversations(platform: "LinePlatform") -> Callable[[Request], Awaitable[JSONResponse]]:
    async def endpoint(request: Request) -> JSONResponse:
        try:
            after = int(request.query_params.get("after", "0"))
            wait = min(MOST_SECONDS, float(request.query_params.get("wait", "0")))
        except ValueError:
            return JSONResponse({"message": "after and wait are numbers"}, status_code=400)
        citizens = list(platform.users.values())
        if (name := request.query_params.get("citizen")) is not None:
            citizens = [citizen for citizen in citizens if citizen.name == name]
            if not citizens:
                return JSONResponse({"message": "no such citizen"}, status_code=404)
            await _more_than(citizens[0], after, wait)
        return JSONResponse({"conversations": [_conversation(citizen, after) for citizen in citizens]})

    return endpoint


async def _more_than(citizen: Citizen, after: int, seconds: float) -> None:
    news = asyncio.Event()

    def watch(*_: object) -> None:
        news.set()

    citizen.watchers.append(watch)
    try:
        if len(citizen.conversation) <= after and seconds > 0:
            async with asyncio.timeout(seconds):
                await news.wait()
    except TimeoutError:
        pass
    finally:
        citizen.watchers.remove(watch)


async def _asked(request: Request) -> Asked:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise _Wrong(400, "content-type: application/json is needed")
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise _Wrong(400, "the body is too large")
    try:
        asked = json.loads(body)
    except ValueError:
        raise _Wrong(400, "the body is no JSON") from None
    if not isinstance(asked, dict):
        raise _Wrong(400, "the body is no JSON object")
    return asked


def _text(asked: Asked, name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str) or not value:
        raise _Wrong(400, f"{name} is needed")
    return value


def _perhaps(asked: Asked, name: str) -> str | None:
    return None if asked.get(name) is None else _text(asked, name)


def _picture(asked: Asked) -> tuple[bytes, str]:
    if "content" not in asked:
        return _SMALL_PICTURE, "image/png"
    try:
        return base64.b64decode(_text(asked, "content"), validate=True), "image/jpeg"
    except binascii.Error:
        raise _Wrong(400, "content is no base64") from None


async def _unsend(citizen: Citizen, asked: Asked) -> None:
    message_id = _text(asked, "message_id")
    for entry in citizen.conversation:
        if entry.message_id == message_id:
            await citizen.unsends(entry)
            return
    raise NotOnScreen("no such message")


def _where(citizen: Citizen) -> dict[str, Any]:
    return {"citizen": citizen.name, "user_id": citizen.user_id, "total": len(citizen.conversation)}


def _conversation(citizen: Citizen, after: int) -> dict[str, Any]:
    entries = [entry.as_json() for entry in citizen.conversation[after:]]
    return _where(citizen) | {"entries": entries, "text": citizen.conversation_text()}
