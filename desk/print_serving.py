"""Printing for other counters: an order is granted by the daemon, written into the spool here, told of."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from desk.messages.printing import for_counter
from printer.errors import PrinterError
from printer.spool.errors import NoSuchJob, NotNow, SpoolError
from printer.spool.jobs import Job
from registry.print_orders import MOST_REASON, OrderedPrint, OrderState, PrintReport

if TYPE_CHECKING:
    from desk.sync_client import SyncClient
    from printer.slip import Slip
    from printer.spool.places import Place
    from printer.spool.store import Spool

Got = TypeVar("Got")
_UNTAKEN: Final = frozenset({OrderState.OPEN, OrderState.TAKEN})


@dataclass(frozen=True)
class PrintServing:
    """Serves orders with the printer of the spool at ``place``; ``changed`` is called when one goes on."""

    place: Place
    render: Callable[[Slip], bytes]
    changed: Callable[[], object]

    async def serve(self, client: SyncClient, order: OrderedPrint) -> OrderedPrint | None:
        """Bring an order on, and return it as it stands; None where there is no such order any more.

        Raises Offline, SessionEnded or SpoolError: it is then to be served again.
        """
        job = await self._with(lambda spool: _found(spool, order.id))
        if job is None:
            return await self._take(client, order)
        if order.withdrawn and job.waits:
            job = await self._with(lambda spool: _cancelled(spool, order.id))
            self.changed()
        return await _tell(client, order, job)

    async def _take(self, client: SyncClient, order: OrderedPrint) -> OrderedPrint | None:
        if order.state not in _UNTAKEN:
            # It was in a spool that is gone: its paper may be out, and nobody here can say.
            lost = PrintReport(state=OrderState.UNKNOWN, reason="SpoolDamaged", answer="not")
            return await client.report_print(order.id, lost)
        granted = await client.report_print(order.id, PrintReport(state=OrderState.TAKEN))
        if granted is None or granted.state is not OrderState.TAKEN or granted.slip is None:
            return granted
        try:
            job = await self._with(lambda spool: self._written(spool, granted))
        except SpoolError:
            raise
        except (PrinterError, ValueError) as error:
            reason = type(error).__name__ if isinstance(error, PrinterError) else "BadSlip"
            return await client.report_print(order.id, PrintReport(state=OrderState.FAILED, reason=reason))
        self.changed()
        return await _tell(client, granted, job)

    def _written(self, spool: Spool, order: OrderedPrint) -> Job:
        from printer.spool.slips import from_text, submit

        return submit(
            spool,
            from_text(order.slip or ""),
            self.render,
            job_id=order.id,
            about=order.request_id,
            by=order.clerk,
            context=str(order.seen_version),
            whose=for_counter(order.sender),
        )

    async def _with(self, work: Callable[[Spool], Got]) -> Got:
        def run() -> Got:
            from printer.spool.store import Spool

            with Spool(self.place.file) as spool:
                return work(spool)

        return await asyncio.to_thread(run)


def _found(spool: Spool, job_id: str) -> Job | None:
    with contextlib.suppress(NoSuchJob):
        return spool.job(job_id)
    return None


def _cancelled(spool: Spool, job_id: str) -> Job:
    with contextlib.suppress(NotNow):
        return spool.cancel(job_id)
    return spool.job(job_id)


async def _tell(client: SyncClient, order: OrderedPrint, job: Job) -> OrderedPrint | None:
    """Tell how a job stands, where the daemon does not know it yet."""
    reason, answer = job.reason[:MOST_REASON], job.answer.value if job.answer else None
    if (job.state.value, reason, answer) == (order.state.value, order.reason, order.answer):
        return order
    told = PrintReport(state=OrderState(job.state.value), reason=reason, answer=answer)
    return await client.report_print(order.id, told)
