"""Delivers webhooks to the daemon as LINE does: signed, within two seconds, again where it was not heard."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from sync.simulator.events import Event, redelivered
from sync.simulator.faults import NO_WEBHOOK_FAULT, Faults, WebhookFault
from sync.simulator.tokens import ReplyTokens

TIMEOUT_SECONDS = 2.0
REDELIVERY_WAITS = (1.0, 3.0, 10.0, 30.0, 60.0, 180.0, 600.0)
"""Seconds before each redelivery; LINE does not publish its own numbers."""


def sign(channel_secret: str, body: bytes) -> str:
    """Compute the value of `X-Line-Signature`: base64 of HMAC-SHA256 over the raw body."""
    return base64.b64encode(hmac.new(channel_secret.encode(), body, hashlib.sha256).digest()).decode()


@dataclass(frozen=True)
class Attempt:
    """One try to deliver: the events' ids, whether it was a redelivery, and the status heard (0: none)."""

    event_ids: tuple[str, ...]
    redelivery: bool
    status: int


class Webhooks:
    """The way out to one webhook URL."""

    def __init__(
        self,
        *,
        channel_secret: str,
        destination: str,
        tokens: ReplyTokens,
        faults: Faults,
        redelivery_waits: tuple[float, ...] = REDELIVERY_WAITS,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> None:
        self.url: str | None = None
        """Where webhooks go; while None, nothing is delivered."""
        self.attempts: list[Attempt] = []
        """Every try so far, oldest first."""
        self._secret = channel_secret
        self._destination = destination
        self._tokens = tokens
        self._faults = faults
        self._waits = redelivery_waits
        self._timeout = timeout_seconds
        self._client: httpx.AsyncClient | None = None
        self._running: set[asyncio.Task[None]] = set()
        self._gathered: list[Event] | None = None
        self._held: list[list[Event]] | None = None

    async def close(self) -> None:
        """Give up what is still to be redelivered."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def settled(self) -> None:
        """Wait until nothing is on its way or waits for redelivery (held webhooks aside)."""
        while self._running:
            await asyncio.gather(*self._running, return_exceptions=True)

    @asynccontextmanager
    async def together(self) -> AsyncIterator[None]:
        """Gather all events of the block, of whomever, into one webhook."""
        self._gathered = []
        try:
            yield
            events = self._gathered
        finally:
            self._gathered = None
        if events:
            await self.deliver(events)

    def hold(self) -> None:
        """Keep webhooks back until `release`."""
        self._held = self._held if self._held is not None else []

    async def release(self, *, reverse: bool = False) -> None:
        """Deliver the held webhooks one by one, with `reverse` the last one first."""
        held, self._held = self._held or [], None
        for events in reversed(held) if reverse else held:
            await self.deliver(events)

    async def deliver(self, events: list[Event]) -> None:
        """Deliver events in one webhook: returns after the first try, redelivery goes on by itself."""
        if self._gathered is not None:
            self._gathered.extend(events)
        elif self._held is not None:
            self._held.append(events)
        elif self.url is not None:
            first = asyncio.Event()
            self._start(self._deliver(events, first))
            await first.wait()

    async def verify(self) -> int:
        """Press the Verify button: a webhook without events. Gives the status, 0 where nothing answered."""
        return await self.post(self._body([]))

    async def post(self, body: bytes, *, signature: str | None = None) -> int:
        """Send any bytes once; signed properly unless `signature` is given (empty: no such header)."""
        if self.url is None:
            return 0
        headers = {"content-type": "application/json; charset=utf-8", "user-agent": "LineBotWebhook/2.0"}
        if signature is None:
            signature = sign(self._secret, body)
        if signature:
            headers["x-line-signature"] = signature
        try:
            async with asyncio.timeout(self._timeout):
                return (await self._open(self.url).post(self.url, content=body, headers=headers)).status_code
        except (TimeoutError, httpx.HTTPError):
            return 0

    def _open(self, url: str) -> httpx.AsyncClient:
        if self._client is None:
            # Reading the system's certificates takes longer than everything else here.
            secure = url.startswith("https:")
            self._client = httpx.AsyncClient(trust_env=False, timeout=None, verify=secure)  # noqa: S113
        return self._client

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    def _body(self, events: list[Event]) -> bytes:
        whole = {"destination": self._destination, "events": events}
        return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()

    async def _deliver(self, events: list[Event], first: asyncio.Event) -> None:
        fault = self._faults.next_for_webhook()
        try:
            done = await self._attempt(events, fault, redelivery=False)
        finally:
            first.set()
        again = [redelivered(event) for event in events]
        for tries, wait in enumerate(self._waits, start=1):
            if done:
                return
            await asyncio.sleep(wait)
            trouble = fault if tries < fault.tries else NO_WEBHOOK_FAULT
            done = await self._attempt(again, trouble, redelivery=True)

    async def _attempt(self, events: list[Event], fault: WebhookFault, *, redelivery: bool) -> bool:
        """Try once; True where no further try is to follow."""
        for event in events:
            self._tokens.delivered(event.get("replyToken", ""))
        body = self._body(events)
        status = max(await asyncio.gather(*[self.post(body) for _ in range(fault.sent)]), default=0)
        heard = status if fault.heard else 0
        ids = tuple(str(event.get("webhookEventId")) for event in events)
        self.attempts.append(Attempt(ids, redelivery, heard))
        return fault.for_good or 200 <= heard < 300
