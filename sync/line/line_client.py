"""LINE's Messaging API as the sender needs it: a few calls, and what their answers mean.

The calls go through the SDK's client (address, sign-in, connections, errors) as plain tables: the SDK's
models cost four times the call itself, and check only what LINE says anyhow (400).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any, Final

import aiohttp
from linebot.v3.messaging.async_api_client import AsyncApiClient
from linebot.v3.messaging.configuration import Configuration
from linebot.v3.messaging.exceptions import ApiException

from sync.line.allowance import Quota
from sync.line.delivery import Answer

CALL_SECONDS: Final = 10.0
_USED_UP: Final = "invalid reply token"
_MONTHLY_LIMIT: Final = "monthly limit"
_FAILED: Final = (aiohttp.ClientError, TimeoutError, OSError, ValueError)
"""ValueError: a header that cannot be sent, or an answer that cannot be read."""


class LineClient:
    """One channel; close it with ``close``. Needs a running loop."""

    def __init__(self, *, api_base: str, access_token: str) -> None:
        configuration = Configuration(host=api_base.rstrip("/"), access_token=access_token)
        self._client: Any = AsyncApiClient(configuration)

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
            most = json.loads(await self._call("GET", "message/quota"))
            used = json.loads(await self._call("GET", "message/quota/consumption"))
            limited = most["type"] == "limited"
            return Quota(int(most["value"]) if limited else None, int(used["totalUsage"]))
        except (ApiException, *_FAILED, KeyError, TypeError):
            return None

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _send(self, path: str, body: dict[str, Any], headers: dict[str, str] | None = None) -> Answer:
        """Return what a call came to; never raises but for cancellation."""
        try:
            await self._call("POST", path, body, headers)
        except ApiException as error:
            return meaning(int(error.status or 0), str(error.body or ""))
        except aiohttp.ClientConnectorError:
            return Answer.UNREACHABLE
        except _FAILED:
            return Answer.UNKNOWN
        return Answer.ACCEPTED

    async def _call(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> str:
        """Return the answer's text; raises ApiException for a refusal, and what ``_FAILED`` names."""
        async with asyncio.timeout(CALL_SECONDS + 1):
            answer = await self._client.call_api(
                f"/v2/bot/{path}",
                method,
                header_params=dict(headers or {}),
                body=body,
                response_types_map={},
                auth_settings=["Bearer"],
                _request_timeout=CALL_SECONDS,
            )
        return str(answer.raw_data)


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
