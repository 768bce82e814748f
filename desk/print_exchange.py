"""Prints between counters, in the background: orders go to others' printers, and theirs come to this one's.

An order is printed once: the daemon keeps it under its id, grants it to the printer's counter while it is not
too old, and that counter writes it into its spool under the same id. A program may end between any two steps.
An order that was granted and is not in the spool is asked for anew, which is refused when it is late.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from desk import print_elsewhere
from desk.errors import Offline, SessionEnded
from printer.spool.errors import SpoolError
from printer.spool.jobs import State
from registry.print_orders import OrderedPrint, OrderState, PrintReport

if TYPE_CHECKING:
    from desk.print_serving import PrintServing
    from desk.sync_client import SyncClient
    from printer.spool.jobs import Job
    from printer.spool.places import Place
    from printer.spool.store import Spool

_WAIT_SECONDS: Final = 25
_LOOK_SECONDS: Final = 2.0
_FIRST_DELAY: Final = 0.5
_LONGEST_DELAY: Final = 15.0


@dataclass(frozen=True)
class Exchanged:
    """What the exchange works with.

    ``serving`` is None where this counter prints for nobody; ``elsewhere`` is the spool's file of what others
    print for this one, ``wait`` how long a slip may wait to be taken. ``changed`` is called on the
    background's thread when a print has gone on.
    """

    counter: str
    serving: PrintServing | None
    elsewhere: Place
    wait: dt.timedelta
    changed: Callable[[], object]
    now: Callable[[], dt.datetime]


class PrintExchange:
    """Works while ``run`` runs; ``nudge`` and ``withdraw`` may be called from any thread."""

    def __init__(self, tools: Exchanged) -> None:
        self._tools = tools
        self._orders: dict[str, OrderedPrint] = {}
        self._withdrawn: set[str] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wanted, self._heard = asyncio.Event(), asyncio.Event()
        self._busy = False

    def nudge(self) -> None:
        """Say that a print has gone on, or that there is a new one."""
        loop, wanted = self._loop, self._wanted
        if loop is not None:
            # The background may just be ending.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(wanted.set)

    def withdraw(self, job_id: str) -> None:
        """Take back a print that was handed to another counter, if it has not gone out."""
        self._withdrawn.add(job_id)
        self.nudge()

    async def run(self, client: SyncClient) -> None:
        """Exchange until it is cancelled or the session ends."""
        self._orders.clear()
        self._wanted, self._heard = asyncio.Event(), asyncio.Event()
        self._wanted.set()
        self._loop = asyncio.get_running_loop()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._listen(client))
                tasks.create_task(self._work(client))
        finally:
            self._loop = None

    async def _listen(self, client: SyncClient) -> None:
        cursor, wait, delay = None, 0, _FIRST_DELAY
        while True:
            try:
                page = await client.print_orders(cursor, wait)
            except SessionEnded:
                return
            except Offline:
                await asyncio.sleep(delay * random.uniform(0.5, 1.0))  # noqa: S311  no secret
                delay = min(delay * 2, _LONGEST_DELAY)
                continue
            cursor, delay = page.cursor, _FIRST_DELAY
            self._orders |= {order.id: order for order in page.orders}
            wait = 0 if page.orders else _WAIT_SECONDS
            if page.orders:
                self._wanted.set()
            else:
                self._heard.set()

    async def _work(self, client: SyncClient) -> None:
        # A slip that is too old is taken back unless its order is known: all that are known come first.
        await self._heard.wait()
        while True:
            # Slips grow old by themselves: while one is under way its time is looked at.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_SECONDS if self._busy else None):
                    await self._wanted.wait()
            self._wanted.clear()
            try:
                await self._go_round(client)
            except SessionEnded:
                return
            except (Offline, SpoolError):
                self._busy = True
                await asyncio.sleep(_FIRST_DELAY)

    async def _go_round(self, client: SyncClient) -> None:
        for order in list(self._orders.values()):
            if order.to == self._tools.counter and not order.over:
                self._stands(order.id, await self._served(client, order))
        under_way = await self._follow_all(client)
        for order in list(self._orders.values()):
            if order.over:
                self._stands(order.id, None)
                self._withdrawn.discard(order.id)
        self._busy = under_way or bool(self._orders)

    async def _served(self, client: SyncClient, order: OrderedPrint) -> OrderedPrint | None:
        if self._tools.serving is not None:
            return await self._tools.serving.serve(client, order)
        return await client.report_print(order.id, PrintReport(state=OrderState.FAILED, reason="BadDevice"))

    def _stands(self, order_id: str, order: OrderedPrint | None) -> None:
        if order is None:
            self._orders.pop(order_id, None)
        else:
            self._orders[order_id] = order

    async def _follow_all(self, client: SyncClient) -> bool:
        """Hand in what is to be printed elsewhere and follow it; True while something is under way."""
        from printer.spool.store import Spool

        if not self._tools.elsewhere.file.exists():
            return False
        with Spool(self._tools.elsewhere.file, self._tools.now) as spool:
            for job in spool.open_jobs():
                if await self._follow(client, spool, job):
                    self._tools.changed()
            return bool(spool.open_jobs())

    async def _follow(self, client: SyncClient, spool: Spool, job: Job) -> bool:
        """Hand a slip in, or take it back where it is too old or not wanted; True where it has gone on."""
        order = self._orders.get(job.id)
        # As far ahead as behind: a clock that was set back tells nobody how long it has waited.
        late = abs(self._tools.now() - job.queued_at) >= self._tools.wait
        untaken = order is None or order.state is OrderState.OPEN
        back = job.id in self._withdrawn or (late and untaken)
        if order is None or (back and not order.withdrawn):
            wanted = print_elsewhere.order_of(spool, job, withdrawn=back)
            order = await client.order_print(wanted) if wanted is not None else None
            if order is None:
                return spool.follow(job.id, State.FAILED, print_elsewhere.NOT_OFFERED)
            self._orders[job.id] = order
        return print_elsewhere.follow(spool, job, order)
