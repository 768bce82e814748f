"""This counter's part in sharing printers, for the screens' thread: its slips at others, and theirs here."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desk import print_elsewhere
from desk.print_exchange import Exchanged, PrintExchange
from desk.print_serving import PrintServing
from printer.spool.errors import SpoolError
from printer.spool.places import counter_place, elsewhere_place
from registry.identifiers import new_id

if TYPE_CHECKING:
    from desk.printing import Printing
    from printer.slip import Slip
    from printer.spool.jobs import Job
    from printer.spool.store import Spool
    from registry.shared_printing import SharedPrinting


class SharedPrints:
    """``exchange`` is None in an office without shared printers; ``changed`` is called on its thread."""

    def __init__(
        self,
        printing: Printing,
        folder: Path,
        changed: Callable[[], object],
        *,
        counter: str,
        shared: SharedPrinting,
    ) -> None:
        self.others = tuple(other for other in shared.counters if other != counter)
        self._place = elsewhere_place(folder)
        self._reader: Spool | None = None
        serves = counter in shared.counters and printing.has_printer
        self.exchange: PrintExchange | None = None
        if shared.counters:
            self.exchange = PrintExchange(
                Exchanged(
                    counter=counter,
                    serving=PrintServing(counter_place(folder), printing.render, changed) if serves else None,
                    elsewhere=self._place,
                    wait=dt.timedelta(minutes=shared.wait_minutes),
                    changed=changed,
                    now=lambda: dt.datetime.now(dt.UTC),
                )
            )

    async def submit(self, slip: Slip, *, about: str, version: int, clerk: str, to: str) -> Job:
        """Write down a slip for another counter's printer; raises PrinterError."""
        job_id = new_id()

        def work() -> Job:
            from printer.spool.store import Spool

            with Spool(self._place.file) as spool:
                return print_elsewhere.keep(
                    spool, slip, about=about, version=version, job_id=job_id, clerk=clerk, to=to
                )

        job = await asyncio.to_thread(work)
        self.nudge()
        return job

    def nudge(self) -> None:
        """Say that a print here or for elsewhere has gone on."""
        if self.exchange is not None:
            self.exchange.nudge()

    def has(self, job_id: str) -> bool:
        """Tell whether a print that is not over is another counter's to print."""
        return any(job.id == job_id for job in self.open_jobs())

    def withdraw(self, job_id: str) -> None:
        """Take back a slip, if it has not gone out."""
        if self.exchange is not None:
            self.exchange.withdraw(job_id)

    def open_jobs(self) -> Sequence[Job]:
        """Return the slips at other counters that are not over."""
        return self._read(lambda spool: spool.open_jobs())

    def jobs_about(self, request_id: str) -> Sequence[Job]:
        """Return a request's slips at other counters, oldest first."""
        return self._read(lambda spool: spool.jobs_about(request_id))

    def close(self) -> None:
        """Close the file."""
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.close()

    def _read(self, read: Callable[[Spool], Sequence[Job]]) -> Sequence[Job]:
        if not self._place.file.exists():
            return ()
        from printer.spool.store import Spool

        try:
            if self._reader is None:
                self._reader = Spool(self._place.file)
            return read(self._reader)
        except SpoolError:
            self.close()
            return ()
