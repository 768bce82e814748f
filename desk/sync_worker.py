"""What runs in the background: it follows the feed into the mirror and brings facts to the daemon."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from textual.message import Message

from desk.errors import DeskError, MirrorError, Offline, SessionEnded, StorageError
from desk.events import (
    FactRefused,
    MirrorBroken,
    RecordsChanged,
    SignedOut,
    StatusChanged,
    StorageFailed,
)
from desk.mirror import Mirror
from desk.outbox import Outbox
from desk.sync_client import WAIT_SECONDS, SyncClient
from registry.commands import Envelope, Outcome, OutcomeStatus
from registry.office import Slot
from registry.records import ChangesPage, Cursor

FIRST_DELAY: Final = 0.5
LONGEST_DELAY: Final = 15.0
TRIES: Final = 3
CATCH_UP_SECONDS: Final = 2.0
RECENT: Final = 100
_GOODBYE_SECONDS: Final = 2.0


@dataclass(frozen=True)
class Tools:
    """What the worker works with; each is made on its thread, when the first screen is up already."""

    client: Callable[[], SyncClient]
    mirror: Callable[[], Mirror]
    outbox: Callable[[], Outbox]
    tell: Callable[[Message], object]
    now: Callable[[], dt.datetime]


class SyncWorker:
    """Follows and delivers until it is cancelled. ``online`` may be read from any thread."""

    def __init__(self, tools: Tools) -> None:
        self.online = False
        self.sign_out = False
        self._tools = tools
        self._opened = asyncio.Event()
        self._wanted = asyncio.Event()
        self._moved = asyncio.Event()
        self._delivering = asyncio.Lock()
        self._recent: dict[str, Outcome] = {}
        self._waited_for: set[str] = set()
        self._seq = 0
        self._storage_told = False
        self._client: SyncClient
        self._mirror: Mirror
        self._outbox: Outbox

    async def run(self) -> None:
        """Work; an ended session and a broken mirror are told, the screens decide what follows."""
        self._client = self._tools.client()
        with contextlib.ExitStack() as files:
            try:
                await self._open(files)
                async with asyncio.TaskGroup() as tasks:
                    tasks.create_task(self._follow())
                    tasks.create_task(self._deliver())
            except* MirrorError:
                self._tools.tell(MirrorBroken())
            finally:
                await self._say_goodbye()

    async def _open(self, files: contextlib.ExitStack) -> None:
        """Open mirror and outbox; while the disk does not let them be opened, wait."""
        while True:
            try:
                with contextlib.ExitStack() as opening:
                    self._mirror = self._tools.mirror()
                    opening.callback(self._mirror.close)
                    self._outbox = self._tools.outbox()
                    opening.callback(self._outbox.close)
                    self._mirror.begin(self._tools.now())
                    files.push(opening.pop_all())
            except StorageError:
                self._storage_failed()
                await asyncio.sleep(LONGEST_DELAY)
            else:
                self._storage_told = False
                self._opened.set()
                return

    async def decide(self, envelope: Envelope) -> Outcome:
        """Send a decision, after the facts about the same request; raises Offline or SessionEnded."""
        await self._opened.wait()
        if self._outbox.waits_for(envelope.request_id):
            await self.deliver()
        outcome = await self._answer(envelope, TRIES if self.online else 1)
        await self._caught_up(outcome)
        return outcome

    async def slots(self, day: dt.date, days: int) -> Sequence[Slot]:
        """Return slots; raises Offline or SessionEnded."""
        await self._opened.wait()
        return await self._client.slots(day, days)

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
        """Send what is in the outbox, oldest first; raises Offline or SessionEnded."""
        await self._opened.wait()
        async with self._delivering:
            while (envelope := self._outbox.next()) is not None:
                outcome = await self._answer(envelope, 1)
                self._outbox.answered(envelope.id)
                self._tools.tell(StatusChanged())
                # Whoever waits for it tells it.
                if outcome.status is not OutcomeStatus.APPLIED and envelope.id not in self._waited_for:
                    self._tools.tell(FactRefused(envelope.request_id, outcome))
                await self._caught_up(outcome)
                self._recent[envelope.id] = outcome
                while len(self._recent) > RECENT:
                    self._recent.pop(next(iter(self._recent)))

    async def _answer(self, envelope: Envelope, tries: int) -> Outcome:
        """Send a command until it is answered: the same id can be sent again without harm."""
        delay = FIRST_DELAY
        for left in reversed(range(tries)):
            try:
                return await self._client.command(envelope)
            except Offline:
                if not left:
                    raise
            await asyncio.sleep(delay)
            delay *= 2
        raise Offline("tries")

    async def _follow(self) -> None:
        """Read the feed; after a failure wait a little longer each time, and never all desks at once."""
        delay, wait = FIRST_DELAY, 0
        while True:
            try:
                more = await self._read_on(wait)
            except SessionEnded:
                self._set_online(online=False)
                self._tools.tell(SignedOut())
                return
            except (Offline, StorageError) as error:
                if isinstance(error, StorageError):
                    self._storage_failed()
                self._set_online(online=False)
                await asyncio.sleep(delay * random.uniform(0.5, 1.0))  # noqa: S311  no secret
                delay, wait = min(delay * 2, LONGEST_DELAY), 0
            else:
                delay, wait = FIRST_DELAY, 0 if more else WAIT_SECONDS

    async def _read_on(self, wait: int) -> bool:
        """Take in the feed's next page; return whether there is more."""
        if not self.online:
            self._mirror.restart_snapshot()
        page = await self._client.changes(self._mirror.cursor, wait)
        self._take(page)
        self._set_online(online=True)
        if self._outbox.unsent()[0]:
            self._wanted.set()
        self._storage_told = False
        return page.more

    def _take(self, page: ChangesPage) -> None:
        changed = self._mirror.apply(page)
        cursor = Cursor.parse(page.cursor)
        if cursor is not None and not (page.snapshot and page.more):
            self._seq = cursor.seq
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()
        if page.records or page.snapshot:
            self._tools.tell(RecordsChanged(changed))

    async def _deliver(self) -> None:
        delay = FIRST_DELAY
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            try:
                await self.deliver()
            except SessionEnded:
                return
            except (Offline, StorageError):
                await asyncio.sleep(delay)
                delay = min(delay * 2, LONGEST_DELAY)
                if self.online:
                    self._wanted.set()
            else:
                delay = FIRST_DELAY

    async def _caught_up(self, outcome: Outcome) -> None:
        """Wait until the mirror shows what a command did, so that the next one sees the newest version."""
        if outcome.seq is None or outcome.status is not OutcomeStatus.APPLIED:
            return
        try:
            async with asyncio.timeout(CATCH_UP_SECONDS):
                while self.online and self._seq < outcome.seq:
                    await self._moved.wait()
        except TimeoutError:
            return

    def _set_online(self, *, online: bool) -> None:
        if online != self.online:
            self.online = online
            self._tools.tell(StatusChanged())

    def _storage_failed(self) -> None:
        """Say once that the disk fails, until it works again."""
        if not self._storage_told:
            self._storage_told = True
            self._tools.tell(StorageFailed())

    async def _say_goodbye(self) -> None:
        """Leave nothing open behind: neither session, if it is to end, nor connections."""
        self._set_online(online=False)
        try:
            if self.sign_out:
                async with asyncio.timeout(_GOODBYE_SECONDS):
                    await self._client.sign_out()
        except (DeskError, TimeoutError):
            pass
        finally:
            await self._client.close()
