"""LINE's Messaging API as the sender needs it: a few calls, and what their answers mean.

Without LINE's SDK: its models on pydantic.v1 cost four times the call itself, and checked only what LINE
says anyhow (400).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

import aiohttp
import orjson

from sync.line.allowance import Quota
from sync.line.delivery import Answer
from sync.line.http_session import line_session

CALL_SECONDS: Final = 10.0
_USED_UP: Final = "invalid reply token"
_MONTHLY_LIMIT: Final = "monthly limit"
_FAILED: Final = (aiohttp.ClientError, TimeoutError, OSError, ValueError)
"""ValueError: a header that cannot be sent, or an answer that cannot be read."""


class LineClient:
    """One channel; close it with ``close``. Needs a running loop."""

    def __init__(self, *, api_base: str, access_token: str) -> None:
        self._base = api_base.rstrip("/")
        self._session = line_session(self._base, access_token, CALL_SECONDS)

    async def reply(self, token: str, messages: Sequence[dict[str, Any]]) -> Answer:
        """Answer with a reply token: no retry key, LINE refuses one."""
        return await self._send("message/reply", {"replyToken": token, "messages": list(messages)})

    async def push(self, user_id: str, messages: Sequence[dict[str, Any]], retry_key: str) -> Answer:
        """Push, with the same key and body however often it is tried."""
        body = {"to": user_id, "messages": list(messages)}
        return await self._send("message/push", body, {"X-Line-Retry-Key": retry_key})

    async def show_loading(self, user_id: str, seconds: int) -> None:
        """Show the loading animation in a chat; a refusal changes nothing for anybody."""
        await self._send("chat/loading/start", {"chatId": user_id, "loadingSeconds": seconds})

    async def quota(self) -> Quota | None:
        """Return what LINE says of the month's messages; None where it does not answer well."""
        try:
            most = await self._ask("message/quota")
            used = await self._ask("message/quota/consumption")
            limited = most["type"] == "limited"
            return Quota(int(most["value"]) if limited else None, int(used["totalUsage"]))
        except (*_FAILED, KeyError, TypeError):
            return None

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    async def _send(self, path: str, body: dict[str, Any], headers: dict[str, str] | None = None) -> Answer:
        """Return what a call came to; never raises but for cancellation."""
        try:
            raw = orjson.dumps(body)
        except TypeError:
            # Half a character, which UTF-8 cannot say: LINE would not take it either.
            return Answer.REFUSED
        try:
            status, said = await self._call("POST", path, raw, headers)
        except aiohttp.ClientConnectorError:
            return Answer.UNREACHABLE
        except _FAILED:
            return Answer.UNKNOWN
        return Answer.ACCEPTED if 200 <= status < 300 else meaning(status, said)

    async def _ask(self, path: str) -> Any:
        status, said = await self._call("GET", path)
        if status != 200:
            raise ValueError(f"{status}")
        return orjson.loads(said)

    async def _call(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, str]:
        kind = {} if body is None else {"Content-Type": "application/json"}
        async with self._session.request(
            method,
            f"{self._base}/v2/bot/{path}",
            data=body,
            headers={**kind, **(headers or {})},
            allow_redirects=False,
        ) as answer:
            return answer.status, (await answer.read()).decode("utf-8", "replace")


def meaning(status: int, body: str) -> Answer:
    """Return what a refusal means; the two kinds of 429 and of 400 differ by their text alone."""
    message = _message(body)
    if status == 409:
        return Answer.ACCEPTED
    if status == 429:
        return Answer.QUOTA if _MONTHLY_LIMIT in message else Answer.RATE
    if status in {401, 403}:
        return Answer.UNAUTHORISED
    if status == 400 and _USED_UP in message:
        return Answer.BAD_TOKEN
    if 400 <= status < 500 and status != 408:
        return Answer.REFUSED
    return Answer.UNKNOWN


def _message(body: str) -> str:
    try:
        table = json.loads(body)
    except ValueError:
        return ""
    return str(table.get("message", "")).lower() if isinstance(table, dict) else ""
