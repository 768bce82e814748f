"""LINE's Messaging API as the sender needs it: two calls, and what their answers mean."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any, Final

import aiohttp
from linebot.v3.messaging.api.async_messaging_api import AsyncMessagingApi
from linebot.v3.messaging.async_api_client import AsyncApiClient
from linebot.v3.messaging.configuration import Configuration
from linebot.v3.messaging.exceptions import ApiException
from linebot.v3.messaging.models.push_message_request import PushMessageRequest
from linebot.v3.messaging.models.reply_message_request import ReplyMessageRequest
from linebot.v3.messaging.models.show_loading_animation_request import ShowLoadingAnimationRequest

from sync.line.allowance import Quota
from sync.line.delivery import Answer

CALL_SECONDS: Final = 10.0
_USED_UP: Final = "invalid reply token"
_MONTHLY_LIMIT: Final = "monthly limit"


class LineClient:
    """One channel; close it with ``close``. Needs a running loop."""

    def __init__(self, *, api_base: str, access_token: str) -> None:
        configuration = Configuration(host=api_base.rstrip("/"), access_token=access_token)
        self._client: Any = AsyncApiClient(configuration)
        self._api: Any = AsyncMessagingApi(self._client)

    async def reply(self, token: str, messages: Sequence[dict[str, Any]]) -> Answer:
        """Answer with a reply token: no retry key, LINE refuses one."""
        body = _read(ReplyMessageRequest, {"replyToken": token, "messages": list(messages)})
        if body is None:
            return Answer.REFUSED
        return await _answer(self._api.reply_message_with_http_info(body, _request_timeout=CALL_SECONDS))

    async def push(self, user_id: str, messages: Sequence[dict[str, Any]], retry_key: str) -> Answer:
        """Push, with the same key and body however often it is tried."""
        body = _read(PushMessageRequest, {"to": user_id, "messages": list(messages)})
        if body is None:
            return Answer.REFUSED
        call = self._api.push_message_with_http_info(
            body, x_line_retry_key=retry_key, _request_timeout=CALL_SECONDS
        )
        return await _answer(call)

    async def show_loading(self, user_id: str, seconds: int) -> None:
        """Show the loading animation in a chat; a refusal changes nothing for anybody."""
        body = _read(ShowLoadingAnimationRequest, {"chatId": user_id, "loadingSeconds": seconds})
        if body is not None:
            await _answer(
                self._api.show_loading_animation_with_http_info(body, _request_timeout=CALL_SECONDS)
            )

    async def quota(self) -> Quota | None:
        """Return what LINE says of the month's messages; None where it does not answer well."""
        try:
            async with asyncio.timeout(CALL_SECONDS + 1):
                most = await self._api.get_message_quota(_request_timeout=CALL_SECONDS)
                used = await self._api.get_message_quota_consumption(_request_timeout=CALL_SECONDS)
            limited = str(getattr(most.type, "value", most.type)) == "limited"
            return Quota(int(most.value) if limited else None, int(used.total_usage))
        except (ApiException, aiohttp.ClientError, TimeoutError, OSError, ValueError, TypeError):
            return None

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()


def _read(model: Any, table: dict[str, Any]) -> Any:
    """Return the SDK's object; None for messages that it, and so LINE, does not take."""
    try:
        return model.from_dict(table)
    except (ValueError, TypeError, KeyError):
        return None


async def _answer(call: Any) -> Answer:
    """Return what a call came to; never raises but for cancellation."""
    try:
        async with asyncio.timeout(CALL_SECONDS + 1):
            await call
    except ApiException as error:
        return meaning(int(error.status or 0), str(error.body or ""))
    except aiohttp.ClientConnectorError:
        return Answer.UNREACHABLE
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        # ValueError: an answer that the SDK cannot read, or a header that cannot be sent; another try tells.
        return Answer.UNKNOWN
    return Answer.ACCEPTED


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
