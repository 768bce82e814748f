"""The Messaging API as line-bot-sdk calls it: replies, pushes, profiles, content, quota."""

import json
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sync.simulator import errors
from sync.simulator.identities import is_user_id, quote_token, request_id
from sync.simulator.limits import message_problems
from sync.simulator.tokens import Rate
from sync.simulator.trouble import with_faults

if TYPE_CHECKING:
    from sync.simulator.platform import LinePlatform

BODY_BYTES = 2 * 1024 * 1024
CALLS_PER_SECOND = 2000.0
LOADING_CALLS_PER_SECOND = 100.0


@dataclass
class Call:
    """One call the platform got: what was asked, what was done and what was answered."""

    method: str
    path: str
    request_id: str
    headers: dict[str, str]
    body: bytes = b""
    status: int = 0
    answer: dict[str, Any] = field(default_factory=dict)

    def json(self) -> Any:
        """Read the body as JSON."""
        return json.loads(self.body)


Handler = Callable[[Request, Call], Awaitable[Response]]


class MessagingApi:
    """The endpoints of one platform."""

    def __init__(self, platform: "LinePlatform") -> None:
        self._platform = platform
        self._rates: dict[str, Rate] = {}

    def routes(self) -> list[Route]:
        """List the routes under /v2/bot."""
        account = self._platform.account
        return [
            self._route("GET", "/v2/bot/channel/webhook/endpoint", account.endpoint),
            self._route("PUT", "/v2/bot/channel/webhook/endpoint", account.set_endpoint),
            self._route("POST", "/v2/bot/channel/webhook/test", account.try_endpoint),
            self._route("GET", "/v2/bot/richmenu/list", account.menu_list),
            self._route("POST", "/v2/bot/richmenu", account.make_menu),
            self._route("GET", "/v2/bot/richmenu/{menu_id}", account.menu),
            self._route("DELETE", "/v2/bot/richmenu/{menu_id}", account.drop_menu),
            self._route("POST", "/v2/bot/richmenu/{menu_id}/content", account.upload, body=False),
            self._route("GET", "/v2/bot/user/all/richmenu", account.default),
            self._route("POST", "/v2/bot/user/all/richmenu/{menu_id}", account.set_default, body=False),
            self._route("POST", "/v2/bot/message/reply", self._reply),
            self._route("POST", "/v2/bot/message/push", self._push),
            self._route("POST", "/v2/bot/message/validate/reply", self._validate),
            self._route("POST", "/v2/bot/message/validate/push", self._validate),
            self._route("POST", "/v2/bot/chat/loading/start", self._loading, LOADING_CALLS_PER_SECOND),
            self._route("GET", "/v2/bot/profile/{user_id}", self._profile),
            self._route("GET", "/v2/bot/info", self._info),
            self._route("GET", "/v2/bot/message/quota", self._quota),
            self._route("GET", "/v2/bot/message/quota/consumption", self._consumption),
            self._route("GET", "/v2/bot/message/{message_id}/content", self._content),
        ]

    def _route(
        self, method: str, path: str, handler: Handler, rate: float = CALLS_PER_SECOND, *, body: bool = True
    ) -> Route:
        """Serve a path; with ``body``, what a POST or PUT brings is JSON and read before the handler."""
        self._rates[path] = Rate(self._platform.clock, rate)

        async def endpoint(request: Request) -> Response:
            call = Call(method, request.url.path, request_id(), dict(request.headers))
            self._platform.calls.append(call)

            async def work() -> Response:
                try:
                    self._admit(request, path)
                    if body and method in {"POST", "PUT"}:
                        call.body = await _read(request)
                    answer = await handler(request, call)
                except errors.Refused as refused:
                    answer = _refusal(refused)
                return answer

            answer = await with_faults(self._platform, request, work)
            answer.headers["x-line-request-id"] = call.request_id
            call.status = answer.status_code
            if answer.media_type == "application/json":
                call.answer = json.loads(bytes(answer.body))
            return answer

        return Route(path, endpoint, methods=[method])

    def _admit(self, request: Request, path: str) -> None:
        given = request.headers.get("authorization", "")
        if given != f"Bearer {self._platform.channel_access_token}":
            raise errors.unauthorized(given=given.startswith("Bearer "))
        if not self._rates[path].take():
            raise errors.rate_exceeded()

    async def _reply(self, request: Request, call: Call) -> Response:
        if "x-line-retry-key" in request.headers:
            raise errors.retry_key_not_supported()
        asked = _json_object(call.body)
        _refuse_problems(asked)
        reply_token = asked.get("replyToken")
        owner = self._platform.tokens.owner(reply_token)
        if owner is None or not isinstance(reply_token, str):
            raise errors.invalid_reply_token()
        self._platform.tokens.use(reply_token)
        sent = self._number(asked["messages"])
        self._platform.deliver(owner, asked["messages"], sent)
        return JSONResponse({"sentMessages": sent})

    async def _push(self, request: Request, call: Call) -> Response:
        key = request.headers.get("x-line-retry-key")
        if key is not None and not _is_uuid(key):
            raise errors.retry_key_malformed()
        asked = _json_object(call.body)
        if before := self._platform.retry_keys.accepted(key):
            if before.body != call.body:
                self._platform.complaints.append(f"{call.request_id}: a retry key with another body")
            raise errors.retry_key_accepted(before.request_id, before.sent_messages)
        to = asked.get("to")
        if not is_user_id(to):
            raise errors.wrong_property("to")
        _refuse_problems(asked)
        if to not in self._platform.users:
            raise errors.failed_to_send()
        if self._platform.quota.spent:
            raise errors.quota_exceeded()
        sent = self._number(asked["messages"])
        if key is not None:
            self._platform.retry_keys.remember(key, call.request_id, sent, call.body)
        if self._platform.deliver(to, asked["messages"], sent):
            self._platform.quota.count()
        return JSONResponse({"sentMessages": sent})

    async def _validate(self, _request: Request, call: Call) -> Response:
        _refuse_problems(_json_object(call.body))
        return JSONResponse({})

    async def _loading(self, _request: Request, call: Call) -> Response:
        asked = _json_object(call.body)
        if not is_user_id(asked.get("chatId")):
            words = (
                "Only user id is acceptable, please confirm if there are any group/room ids or illegal ids."
            )
            raise errors.wrong_body([errors.Problem(words, "chatId")])
        seconds = asked.get("loadingSeconds", 20)
        _refuse_seconds(seconds)
        user = self._platform.users.get(asked["chatId"])
        if user is not None and user.reachable:
            user.loading_until = self._platform.clock() + seconds
        return JSONResponse({}, status_code=202)

    async def _profile(self, request: Request, _call: Call) -> Response:
        user = self._platform.users.get(request.path_params["user_id"])
        if user is None or not user.reachable:
            raise errors.not_found()
        return JSONResponse({"userId": user.user_id, "displayName": user.name, "language": "th"})

    async def _info(self, _request: Request, _call: Call) -> Response:
        return JSONResponse(self._platform.bot_info)

    async def _quota(self, _request: Request, _call: Call) -> Response:
        limit = self._platform.quota.limit
        return JSONResponse({"type": "none"} if limit is None else {"type": "limited", "value": limit})

    async def _consumption(self, _request: Request, _call: Call) -> Response:
        return JSONResponse({"totalUsage": self._platform.quota.used})

    async def _content(self, request: Request, _call: Call) -> Response:
        content = self._platform.contents.get(request.path_params["message_id"])
        if content is None:
            raise errors.not_found("not found")
        if content.gone:
            raise errors.content_gone()
        return Response(content.data, media_type=content.media_type)

    def _number(self, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
        quotable = ("text", "textV2", "sticker", "image", "video", "template", "flex")
        return [
            {"id": self._platform.message_ids.next()}
            | ({"quoteToken": quote_token()} if message["type"] in quotable else {})
            for message in messages
        ]


def _refusal(refused: errors.Refused) -> Response:
    return JSONResponse(refused.body, status_code=refused.status, headers=refused.headers)


async def _read(request: Request) -> bytes:
    content_type = request.headers.get("content-type", "")
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise errors.wrong_content_type(content_type)
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > BODY_BYTES:
                raise errors.too_large()
    except ClientDisconnect:
        raise errors.not_json() from None
    return bytes(body)


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(body)
    except json.JSONDecodeError as wrong:
        raise errors.not_json(wrong.lineno, wrong.colno) from None
    except (UnicodeDecodeError, RecursionError):
        raise errors.not_json() from None
    if not isinstance(asked, dict):
        raise errors.not_json(1, 1)
    return asked


def _refuse_problems(asked: dict[str, Any]) -> None:
    if problems := message_problems(asked.get("messages")):
        raise errors.wrong_body(problems)


def _refuse_seconds(seconds: object) -> None:
    if not isinstance(seconds, int) or isinstance(seconds, bool):
        raise errors.wrong_property("loadingSeconds")
    problems = []
    if not 5 <= seconds <= 60:
        problems.append(errors.Problem("Must be between 5 and 60", "loadingSeconds"))
    if seconds % 5:
        problems.append(errors.Problem("must be a multiple of five", "loadingSeconds"))
    if problems:
        raise errors.wrong_body(problems)


def _is_uuid(key: str) -> bool:
    try:
        return str(uuid.UUID(key)) == key.lower()
    except ValueError:
        return False
