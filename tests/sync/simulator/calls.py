"""Calls to the platform by LINE's own client, or raw, for the tests of what it answers."""

import json
from typing import Any

import httpx
import pytest
from linebot.v3.messaging import (  # type: ignore[import-untyped, unused-ignore]
    ApiException,
    PushMessageRequest,
    ReplyMessageRequest,
    TextMessage,
)

from sync.simulator.platform import LinePlatform


def push(to: str, text: str = "สวัสดี") -> PushMessageRequest:
    return PushMessageRequest(to=to, messages=[TextMessage(text=text)])


def reply(token: str, text: str = "สวัสดี") -> ReplyMessageRequest:
    return ReplyMessageRequest(replyToken=token, messages=[TextMessage(text=text)])


def body(refused: pytest.ExceptionInfo[ApiException]) -> dict[str, Any]:
    return dict(json.loads(refused.value.body))


async def raw(line: LinePlatform, path: str, **request: Any) -> httpx.Response:
    headers = {"authorization": f"Bearer {line.channel_access_token}"} | request.pop("headers", {})
    async with httpx.AsyncClient(trust_env=False, verify=False) as web:  # noqa: S501 - plain HTTP on loopback
        return await web.post(line.url + path, headers=headers, **request)
