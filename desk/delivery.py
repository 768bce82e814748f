"""Bringing commands to the daemon: each until it is answered, those about one request in their order."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Final

from textual.message import Message

from desk.errors import NotReached, NotTaken, Offline, SessionEnded, StorageError, Unanswered
from desk.events import FactRefused, StatusChanged
from desk.outbox import Outbox
from desk.patience import FIRST_DELAY, Patience
from desk.sync_client import SyncClient
from registry.commands import Envelope, Outcome, OutcomeStatus

TRIES: Final = 3
RECENT: Final = 100


class Delivery:
    """Sends decisions at once and what is in the outbox in its turn; for one event loop.

    ``caught_up`` waits until the mirror shows what a command did; ``online`` says whether the daemon answers;
    ``refused`` is told which request is not what it was shown to become.
    """

    def __init__(
        self,
        client: SyncClient,
        outbox: Outbox,
        *,
        tell: Callable[[Message], object],
        now: Callable[[], dt.datetime],
        clerk: str,
        online: Callable[[], bool],
        caught_up: Callable[[Outcome], Awaitable[None]],
        refused: Callable[[str], object],
    ) -> None:
        self.patience = Patience(now)
        self._client, self._outbox, self._clerk = client, outbox, clerk
        self._tell, self._now, self._online, self._caught_up = tell, now, online, caught_up
        self._refused = refused
        self._wanted = asyncio.Event()
        self._delivering = asyncio.Lock()
        self._recent: dict[str, Outcome] = {}
        self._waited_for: set[str] = set()

    async def run(self) -> None:
        """Send what is in the outbox whenever that is wanted, until the session ends."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            try:
                await self.deliver()
            except SessionEnded:
                return
            except (Offline, StorageError):
                await self.patience.wait()
                if self._online():
                    self._wanted.set()
            else:
                self.patience.succeeded()

    def want(self) -> None:
        """Let what is in the outbox be sent, if there is anything."""
        if self._outbox.unsent()[0]:
            self._wanted.set()

    async def decide(self, envelope: Envelope) -> Outcome:
        """Send a decision, after what waits about the same request.

        Raises SessionEnded, Unanswered where the decision may have come to the daemon, else Offline.
        """
        if self._outbox.waits_for(envelope.request_id):
            await self.deliver()
        outcome = await self._decided(envelope, TRIES if self._online() else 1)
        await self._caught_up(outcome)
        return outcome

    async def deliver_now(self, command_id: str) -> Outcome | None:
        """Send what is in the outbox and return one command's answer; raises Offline or SessionEnded."""
        self._waited_for.add(command_id)
        try:
            await self.deliver()
        except BaseException:
            # Whoever asked waits no longer; what is left must not wait for the feed's next page.
            self._wanted.set()
            raise
        finally:
            self._waited_for.discard(command_id)
        return self._recent.pop(command_id, None)

    async def deliver(self) -> None:
        """Send what is in the outbox, oldest first; raises Offline or SessionEnded.

        What the daemon answers but does not take holds up nothing but its own request.
        """
        async with self._delivering:
            stuck: dict[str, NotTaken] = {}
            while (envelope := self._outbox.next(stuck, self._clerk)) is not None:
                if not self._outbox.leaving(envelope.id, self._now()):
                    continue
                try:
                    outcome = await self._client.command(envelope)
                except NotReached:
                    self._outbox.not_left(envelope.id)
                    raise
                except NotTaken as not_taken:
                    stuck[envelope.request_id] = not_taken
                    continue
                self._keep(envelope, outcome)
                await self._caught_up(outcome)
                self._remember(outcome)
            for error in stuck.values():
                raise error

    def _keep(self, envelope: Envelope, outcome: Outcome) -> None:
        """Drop what was carried out; leave what was refused to a person."""
        if outcome.status is OutcomeStatus.APPLIED:
            self._outbox.answered(envelope.id)
        else:
            self._outbox.refused(envelope.id, outcome, self._now())
            self._refused(envelope.request_id)
            # Whoever waits for it tells it.
            if envelope.id not in self._waited_for:
                self._tell(FactRefused(envelope.request_id, outcome))
        self._tell(StatusChanged())

    def _remember(self, outcome: Outcome) -> None:
        self._recent[outcome.id] = outcome
        while len(self._recent) > RECENT:
            self._recent.pop(next(iter(self._recent)))

    async def _decided(self, envelope: Envelope, tries: int) -> Outcome:
        """Send a decision until it is answered: the same id can be sent again without harm."""
        delay, left_here = FIRST_DELAY, False
        for more in reversed(range(tries)):
            try:
                return await self._client.command(envelope)
            except Offline as error:
                left_here = left_here or not isinstance(error, NotReached)
                if not more:
                    raise (Unanswered(*error.args) if left_here else error) from None
            await asyncio.sleep(delay)
            delay *= 2
        raise Offline("tries")
