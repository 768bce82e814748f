"""A LINE platform on loopback: it sends signed webhooks and takes what a bot answers.

    async with LinePlatform() as line:
        line.connect("http://127.0.0.1:8000/line/webhook")
        somsri = line.citizen("สมศรี")
        await somsri.says("สวัสดี")
        print((await somsri.next_message()).text)

The bot is configured with `line.url` as `api_base` and `data_api_base`, `line.channel_secret` and
`line.channel_access_token`. Behaviour and words follow developers.line.biz/en/reference/messaging-api.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, Self

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse

from sync.simulator import errors, labels
from sync.simulator.account import Account
from sync.simulator.api import Call, MessagingApi
from sync.simulator.citizen import Citizen
from sync.simulator.control import control_routes
from sync.simulator.conversation import Entry
from sync.simulator.events import EventMaker
from sync.simulator.faults import Faults
from sync.simulator.identities import Clock, MessageIds, user_id
from sync.simulator.server import LoopbackServer
from sync.simulator.tokens import Quota, ReplyTokens, RetryKeys
from sync.simulator.webhooks import REDELIVERY_WAITS, TIMEOUT_SECONDS, Webhooks


@dataclass
class Content:
    """A picture kept for fetching; `gone` once its message was taken back."""

    data: bytes
    media_type: str
    gone: bool = False


class Play(Protocol):
    """A scripted citizen."""

    name: str

    async def play(self, citizen: Citizen, clock: Clock) -> object:
        """Write and answer without end."""


class LinePlatform:
    """One channel with its users. `clock` gives seconds since 1970; waits between redeliveries are real."""

    def __init__(
        self,
        *,
        channel_secret: str = "simulated-channel-secret",  # noqa: S107 - not a secret of anybody
        channel_access_token: str = "simulated-channel-access-token",  # noqa: S107
        clock: Clock = time.time,
        monthly_limit: int | None = None,
        redelivery_waits: tuple[float, ...] = REDELIVERY_WAITS,
        webhook_timeout: float = TIMEOUT_SECONDS,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.channel_secret = channel_secret
        self.channel_access_token = channel_access_token
        self.clock = clock
        self.bot_user_id = user_id(f"bot {channel_secret}")
        self.bot_info = _bot_info(self.bot_user_id)
        self.users: dict[str, Citizen] = {}
        self.contents: dict[str, Content] = {}
        self.calls: list[Call] = []
        """Every call of the Messaging API, oldest first."""
        self.complaints: list[str] = []
        """What a bot did wrong although LINE lets it pass."""
        self.watchers: list[Callable[[Citizen, Entry], None]] = []
        """Called with each new or changed line of anybody's chat."""
        self.faults = Faults()
        self.tokens = ReplyTokens(clock)
        self.retry_keys = RetryKeys(clock)
        self.quota = Quota(clock, monthly_limit)
        self.message_ids = MessageIds(clock)
        self.events = EventMaker(clock, self.tokens, self.message_ids)
        self.webhooks = Webhooks(
            channel_secret=channel_secret,
            destination=self.bot_user_id,
            tokens=self.tokens,
            faults=self.faults,
            redelivery_waits=redelivery_waits,
            timeout_seconds=webhook_timeout,
        )
        self.account = Account(self)
        self._plays: set[asyncio.Task[object]] = set()
        routes = [*MessagingApi(self).routes(), *control_routes(self)]
        handlers = {404: _nothing_here, 405: _nothing_here}
        application = Starlette(routes=routes, exception_handlers=handlers)
        self._server = LoopbackServer(application, host=host, port=port)

    async def __aenter__(self) -> Self:
        await self._server.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        for play in self._plays:
            play.cancel()
        await asyncio.gather(*self._plays, return_exceptions=True)
        await self.webhooks.close()
        await self._server.stop()

    @property
    def url(self) -> str:
        """The base address of both APIs, `http://127.0.0.1:PORT`."""
        return self._server.url

    def connect(self, webhook_url: str) -> None:
        """Say where webhooks go."""
        self.webhooks.url = webhook_url

    def citizen(self, name: str, *, friend: bool = True) -> Citizen:
        """Find or make the user of this name; with `friend` the account was added long ago."""
        known = user_id(name)
        if known not in self.users:
            citizen = self.users[known] = Citizen(name, known, self, friend=friend)
            citizen.watchers.append(self._tell)
        return self.users[known]

    def start(self, play: Play) -> Citizen:
        """Let a scripted citizen write, until the platform ends."""
        citizen = self.citizen(play.name)
        task: asyncio.Task[object] = asyncio.create_task(play.play(citizen, self.clock))
        self._plays.add(task)
        return citizen

    def deliver(self, to: str, messages: list[dict[str, Any]], sent: list[dict[str, Any]]) -> bool:
        """Bring accepted messages to a user; False where they do not arrive."""
        return self.users[to].receives(messages, [one["id"] for one in sent])

    def _tell(self, citizen: Citizen, entry: Entry) -> None:
        for watcher in self.watchers:
            watcher(citizen, entry)

    def keep_content(self, message_id: str, content: bytes, content_type: str) -> None:
        """Keep a picture so that it can be fetched."""
        self.contents[message_id] = Content(content, content_type)

    def drop_content(self, message_id: str) -> None:
        """Delete the picture of a message that was taken back."""
        if content := self.contents.get(message_id):
            content.data, content.gone = b"", True

    def forget_contents(self) -> None:
        """Delete every picture, as LINE does after a while."""
        self.contents.clear()

    def cut(self, request: Request) -> None:
        """Cut the connection a request came by."""
        if request.client is not None:
            self._server.cut((request.client.host, request.client.port))


async def _nothing_here(_request: Request, _error: Exception) -> JSONResponse:
    refused = errors.not_found()
    return JSONResponse(refused.body, status_code=refused.status)


def _bot_info(bot_user_id: str) -> dict[str, str]:
    return {
        "userId": bot_user_id,
        "basicId": "@000bangkhae",
        "displayName": labels.ACCOUNT,
        "chatMode": "bot",
        "markAsReadMode": "auto",
    }
