"""A platform with a clock that is set by hand, a daemon that notes what it gets, and LINE's own client."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from linebot.v3.messaging import (  # type: ignore[import-untyped, unused-ignore]
    AsyncApiClient,
    AsyncMessagingApi,
    AsyncMessagingApiBlob,
    Configuration,
)
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.simulator.citizen import Citizen
from sync.simulator.platform import LinePlatform
from sync.simulator.server import LoopbackServer

MONDAY = 1_795_399_200.0
"""2026-11-23 09.00 in Bangkok."""


@dataclass
class HandSetClock:
    now: float = MONDAY

    def __call__(self) -> float:
        return self.now


@dataclass
class Webhook:
    body: bytes
    headers: dict[str, str]

    @property
    def whole(self) -> dict[str, Any]:
        return dict(json.loads(self.body))

    @property
    def events(self) -> list[dict[str, Any]]:
        return list(self.whole["events"])


@dataclass
class NotingDaemon:
    """Notes webhooks and answers 200, or the statuses it was told to answer first."""

    statuses: list[int] = field(default_factory=list)
    webhooks: list[Webhook] = field(default_factory=list)
    url: str = ""
    answering: asyncio.Event = field(default_factory=asyncio.Event)
    """Cleared, the daemon keeps its callers waiting."""
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    """Set by the first webhook."""

    async def take(self, request: Request) -> Response:
        self.webhooks.append(Webhook(await request.body(), dict(request.headers)))
        self.asked.set()
        await self.answering.wait()
        return Response(status_code=self.statuses.pop(0) if self.statuses else 200)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [event for webhook in self.webhooks for event in webhook.events]

    @property
    def reply_token(self) -> str:
        return str(self.events[-1]["replyToken"])


@pytest.fixture
def clock() -> HandSetClock:
    return HandSetClock()


@pytest.fixture
async def daemon() -> AsyncIterator[NotingDaemon]:
    noting = NotingDaemon()
    noting.answering.set()
    server = LoopbackServer(Starlette(routes=[Route("/line/webhook", noting.take, methods=["POST"])]))
    await server.start()
    noting.url = f"{server.url}/line/webhook"
    yield noting
    await server.stop()


@pytest.fixture
async def line(clock: HandSetClock, daemon: NotingDaemon) -> AsyncIterator[LinePlatform]:
    async with LinePlatform(clock=clock, redelivery_waits=(0.0, 0.0, 0.0)) as platform:
        platform.connect(daemon.url)
        yield platform


@pytest.fixture
def somsri(line: LinePlatform) -> Citizen:
    return line.citizen("สมศรี")


@pytest.fixture
async def client(line: LinePlatform) -> AsyncIterator[AsyncApiClient]:
    configuration = Configuration(access_token=line.channel_access_token, host=line.url)
    async with AsyncApiClient(configuration) as opened:
        yield opened


@pytest.fixture
def api(client: AsyncApiClient) -> AsyncMessagingApi:
    return AsyncMessagingApi(client)


@pytest.fixture
def blob(client: AsyncApiClient) -> AsyncMessagingApiBlob:
    return AsyncMessagingApiBlob(client)
