"""What runs in the background: it follows the feed into the mirror, and brings commands to the daemon."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from textual.message import Message

from desk.delivery import Delivery
from desk.errors import DeskError, MirrorError, NotTaken, Offline, SessionEnded, StorageError
from desk.events import (
    MirrorBroken,
    RecordsChanged,
    SignedOut,
    StatusChanged,
    StorageFailed,
)
from desk.foreseen import Foresight
from desk.mirror import Mirror
from desk.outbox import Outbox
from desk.patience import LONGEST_DELAY, Patience
from desk.sync_client import WAIT_SECONDS, SyncClient
from registry.answers import ReadyAnswer
from registry.commands import Envelope, Outcome, OutcomeStatus
from registry.day_numbers import DayNumbers
from registry.office import Slot
from registry.records import ChangesPage, Cursor
from registry.sign_in import SecondSignIn

CATCH_UP_SECONDS: Final = 2.0
_FIRST_TRY_SECONDS: Final = 5.0
"""After so long without an answer a desk does not connect any more: it is cut off."""
_BUSY_SECONDS: Final = 0.5
_GATHER_SECONDS: Final = 0.2
"""While changes follow one another closely, they are read together: each reading takes time from the keys."""
_GOODBYE_SECONDS: Final = 2.0


@dataclass(frozen=True)
class Tools:
    """What the worker works with; each is made on its thread, when the first screen is up already."""

    client: Callable[[], SyncClient]
    mirror: Callable[[], Mirror]
    outbox: Callable[[], Outbox]
    clerk: str
    night: Callable[[Mirror], object]
    clerks: Callable[[Mapping[str, str]], object]
    tell: Callable[[Message], object]
    now: Callable[[], dt.datetime]
    foresight: Foresight
    exchange: Callable[[SyncClient], Coroutine[None, None, None]] | None = None
    """What passes prints between counters, where the office shares printers."""


class SyncWorker:
    """Follows and delivers until it is cancelled. ``online`` and ``away`` may be read from any thread.

    ``away`` is True once the daemon has been asked in vain: before that nobody knows.
    """

    def __init__(self, tools: Tools) -> None:
        self.online = False
        self.away = False
        self.sign_out = False
        self._tools = tools
        self._opened = asyncio.Event()
        self._moved = asyncio.Event()
        self._awaited = asyncio.Event()
        self._first_try_until: float | None = time.monotonic() + _FIRST_TRY_SECONDS
        self._patience = Patience(tools.now)
        self._seq = 0
        self._read_at = 0.0
        self._storage_told = False
        self._client: SyncClient
        self._mirror: Mirror
        self._outbox: Outbox
        self._delivery: Delivery

    @property
    def connecting(self) -> bool:
        """Whether the first try may still be answered. May be read from any thread."""
        until = self._first_try_until
        return until is not None and time.monotonic() < until

    async def run(self) -> None:
        """Work; an ended session and a broken mirror are told, the screens decide what follows."""
        self._client = self._tools.client()
        with contextlib.ExitStack() as files:
            try:
                await self._open(files)
                async with asyncio.TaskGroup() as tasks:
                    tasks.create_task(self._follow())
                    tasks.create_task(self._delivery.run())
                    if self._tools.exchange is not None:
                        tasks.create_task(self._tools.exchange(self._client))
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
                    self._tools.night(self._mirror)
                    self._outbox.forget_settled(self._tools.now())
                    self._tools.foresight.show(self._mirror, self._outbox)
                    self._delivery = self._made_delivery()
                    files.push(opening.pop_all())
            except StorageError:
                self._storage_failed()
                await asyncio.sleep(LONGEST_DELAY)
            else:
                self._storage_told = False
                self._opened.set()
                return

    def _made_delivery(self) -> Delivery:
        return Delivery(
            self._client,
            self._outbox,
            tell=self._tools.tell,
            now=self._tools.now,
            clerk=self._tools.clerk,
            online=lambda: self.online,
            caught_up=self._caught_up,
            refused=self._show_as_said,
        )

    async def decide(self, envelope: Envelope) -> Outcome:
        """Send a decision, after what waits about the same request; raises Offline or SessionEnded."""
        await self._opened.wait()
        return await self._delivery.decide(envelope)

    async def deliver_now(self, command_id: str) -> Outcome | None:
        """Send what is in the outbox and return one command's answer; raises Offline or SessionEnded."""
        await self._opened.wait()
        return await self._delivery.deliver_now(command_id)

    async def retry(self) -> None:
        """Try again what failed, without waiting."""
        await self._opened.wait()
        self._patience.nudge()
        self._delivery.patience.nudge()
        self._delivery.want()

    @property
    def next_try(self) -> dt.datetime | None:
        """When the daemon is tried again; None while it answers. May be read from any thread."""
        return self._patience.next_try if self._patience.next_try is not None else self._delivery_try()

    def _delivery_try(self) -> dt.datetime | None:
        return self._delivery.patience.next_try if self._opened.is_set() else None

    async def day_end(self) -> DayNumbers:
        """Return today's numbers; raises Offline or SessionEnded."""
        await self._opened.wait()
        return await self._client.day_end()

    async def second_person(self, form: SecondSignIn) -> str:
        """Return the proof that a second person agrees; raises SignInRefused, Offline or SessionEnded."""
        await self._opened.wait()
        return await self._client.second_person(form)

    async def slots(self, day: dt.date, days: int) -> Sequence[Slot]:
        """Return slots; raises Offline or SessionEnded."""
        await self._opened.wait()
        return await self._client.slots(day, days)

    async def answers(self) -> Sequence[ReadyAnswer]:
        """Return the office's ready answers; raises Offline or SessionEnded."""
        await self._opened.wait()
        return await self._client.answers()

    async def picture(self, picture_id: str) -> bytes:
        """Return a picture of an inquiry; raises Offline, SessionEnded or NotThere."""
        await self._opened.wait()
        return await self._client.picture(picture_id)

    async def _follow(self) -> None:
        """Read the feed; after a failure wait a little longer each time, and never all desks at once."""
        wait = 0
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
                self.away = self.away or isinstance(error, Offline)
                self._set_online(online=False)
                wait = 0
                await self._patience.wait()
            else:
                self._patience.succeeded()
                wait = 0 if more else WAIT_SECONDS
                if not more:
                    await self._let_gather()

    async def _let_gather(self) -> None:
        """Let changes gather while many come, unless somebody waits to see what a command did."""
        last, self._read_at = self._read_at, asyncio.get_running_loop().time()
        if self._read_at - last < _BUSY_SECONDS:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_GATHER_SECONDS):
                    await self._awaited.wait()

    async def _read_on(self, wait: int) -> bool:
        """Take in the feed's next page; return whether there is more."""
        if not self.online:
            self._mirror.restart_snapshot()
        page = await self._client.changes(self._mirror.cursor, wait)
        self._take(page)
        if not self.online:
            await self._look_at_clerks()
        self.away = False
        self._set_online(online=True)
        self._delivery.want()
        self._storage_told = False
        return page.more

    async def _look_at_clerks(self) -> None:
        """Hear who may still sign in, each time the daemon is back."""
        with contextlib.suppress(NotTaken):
            self._tools.clerks(await self._client.stamps())

    def _take(self, page: ChangesPage) -> None:
        changed = self._mirror.apply(page)
        waiting = self._outbox.waiting_ids()
        if page.records and waiting:
            ids = changed.intersection(waiting) if changed else waiting
            self._tools.foresight.show(self._mirror, self._outbox, ids)
        cursor = Cursor.parse(page.cursor)
        if cursor is not None and not (page.snapshot and page.more):
            self._seq = cursor.seq
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()
        if page.records or page.snapshot:
            self._tools.tell(RecordsChanged(changed))

    def _show_as_said(self, request_id: str) -> None:
        """Show a request without what the daemon has refused."""
        if changed := self._tools.foresight.show(self._mirror, self._outbox, [request_id]):
            self._tools.tell(RecordsChanged(changed))

    async def _caught_up(self, outcome: Outcome) -> None:
        """Wait until the mirror shows what a command did, so that the next one sees the newest version."""
        if outcome.seq is None or outcome.status is not OutcomeStatus.APPLIED:
            return
        self._awaited.set()
        try:
            async with asyncio.timeout(CATCH_UP_SECONDS):
                while self.online and self._seq < outcome.seq:
                    await self._moved.wait()
        except TimeoutError:
            return
        finally:
            self._awaited.clear()

    def _set_online(self, *, online: bool) -> None:
        changed = online != self.online or self._first_try_until is not None
        self.online, self._first_try_until = online, None
        if changed:
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
