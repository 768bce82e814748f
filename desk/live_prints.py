"""A working desk and its printer: hands slips in, tells what becomes of them, makes facts of paper."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from desk.errors import DeskError
from desk.events import PrintsChanged, SpoolSetAside, StatusChanged, StorageFailed
from desk.messages import printing as print_words
from desk.messages import shell
from desk.print_elsewhere import counter_of
from desk.print_facts import doubtful, printed
from desk.printer_words import PrinterWords, printer_words
from desk.printing import Printing, Word
from desk.shared_prints import SharedPrints
from printer.errors import PrinterError
from printer.spool.jobs import Job

if TYPE_CHECKING:
    from printer.content import Block
    from printer.slip import Slip
    from registry.commands import Envelope, Outcome
    from registry.request import Request
    from registry.settings import PrinterSettings
    from registry.shared_printing import SharedPrinting


class LivePrints:
    """This counter's prints, for the screens' thread.

    ``record`` keeps the fact of a slip that came out; ``tell`` takes messages for the application.
    """

    def __init__(
        self,
        settings: PrinterSettings,
        folder: Path,
        record: Callable[[Envelope], Awaitable[Outcome]],
        tell: Callable[[Message], object],
        *,
        counter: str,
        shared: SharedPrinting,
    ) -> None:
        self._settings, self._record, self._tell = settings, record, tell
        self._printing = Printing(settings, folder)
        self._loop: asyncio.AbstractEventLoop | None = None
        self.shared = SharedPrints(self._printing, folder, self._exchanged, counter=counter, shared=shared)
        self._doubts_told: set[str] = set()
        self._open: Sequence[Job] = ()
        self._recording = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def open(self) -> Sequence[Job]:
        """The print jobs that wait, are being sent, or ask."""
        return self._open

    def about(self, request_id: str) -> Sequence[Job]:
        """Return a request's print jobs, here and handed to others from here, oldest first."""
        jobs = (*self._printing.jobs_about(request_id), *self.shared.jobs_about(request_id))
        return sorted(jobs, key=lambda job: job.queued_at)

    @property
    def can_print(self) -> bool:
        """Whether this counter's own printer can print, as far as is known."""
        return self._printing.can_print

    def preview(self, slip: Slip) -> Sequence[str]:
        """Return a slip as lines of text."""
        return self._printing.preview(slip)

    async def submit(self, slip: Slip, request: Request, clerk: str, to: str = "") -> Job:
        """Hand a slip to this counter's spool, or to another counter's printer; raises PrinterError."""
        self.start()
        if to:
            job = await self.shared.submit(
                slip, about=request.id, version=request.version, clerk=clerk, to=to
            )
        else:
            job = await self._printing.submit(slip, request, clerk)
        self._look()
        return job

    async def submit_paper(self, parts: list[Block], label: str, clerk: str) -> Job:
        """Hand a paper that belongs to no request to this counter's spool; raises PrinterError."""
        self.start()
        job = await self._printing.submit_paper(parts, label, clerk)
        self._look()
        return job

    async def move(self, job: Job, to: str) -> Job:
        """Hand a slip that waits here to another counter's printer; raises PrinterError."""
        slip = await self._printing.take_away(job.id)
        version = int(job.context) if job.context.isdecimal() else 0
        moved = await self.shared.submit(slip, about=job.about, version=version, clerk=job.by, to=to)
        self._changed()
        return moved

    async def say(self, job_id: str, word: Word) -> None:
        """Settle, let go or cancel a print; raises PrinterError."""
        if word is Word.CANCEL and self.shared.has(job_id):
            self.shared.withdraw(job_id)
            return
        await self._printing.say(job_id, word)
        self._changed()

    def start(self) -> None:
        """Let the spool's owner begin; what it tells comes back to the screens' thread."""
        loop = self._loop = asyncio.get_running_loop()
        self._closed = False

        def there(call: Callable[[], object]) -> Callable[[], object]:
            def hand_over() -> None:
                # The application may have ended while a slip was on its way.
                with contextlib.suppress(RuntimeError):
                    loop.call_soon_threadsafe(call)

            return hand_over

        self._printing.start(there(self._changed), there(lambda: self._tell(SpoolSetAside())))

    def stop(self, *, wait: bool) -> None:
        """End after the slip in hand; ``start`` begins anew."""
        self._closed = True
        self._printing.stop(wait=wait)
        self.shared.close()

    def words(self) -> PrinterWords:
        """Say how the printer is, the most pressing first."""
        jobs = [job for job in self._open if not counter_of(job)]
        if any(job.in_doubt for job in jobs):
            return PrinterWords(shell.PRINTER_UNKNOWN)
        if any(job.asks for job in jobs):
            return PrinterWords(shell.PRINTER_HELD)
        waiting = next((job for job in jobs if job.waits and job.reason), None)
        if waiting is not None:
            return PrinterWords(print_words.waiting(waiting))
        if not self._settings.device:
            return PrinterWords(shell.PRINTER_NONE)
        return printer_words(self._printing.status)

    def _changed(self) -> None:
        """Look at the prints again, tell, and make facts of the slips that came out."""
        if self._closed:
            return
        self._look()
        self._tell(PrintsChanged())
        self._tell(StatusChanged())
        self.shared.nudge()
        if (self._printing.unrecorded() or self._untold()) and not self._recording.locked():
            self._tasks.add(task := asyncio.create_task(self._record_all()))
            task.add_done_callback(self._tasks.discard)

    def _look(self) -> None:
        self._open = [*self._printing.open_jobs(), *self.shared.open_jobs()]

    def _exchanged(self) -> None:
        """Look again, on the screens' thread; the background calls it on its own."""
        loop = self._loop
        self._printing.wake()
        if loop is not None:
            # The application may have ended while a slip was on its way.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(self._changed)

    def _untold(self) -> list[Job]:
        """Return the prints in doubt that the other counters have not been told of since the start."""
        return [job for job in self._printing.doubts() if doubtful(job).id not in self._doubts_told]

    async def _record_all(self) -> None:
        """Record the slips that came out or are in doubt, under their jobs' ids: each is taken once."""
        async with self._recording:
            try:
                while not self._closed and (jobs := self._untold()):
                    for job in jobs:
                        await self._record(doubt := doubtful(job))
                        self._doubts_told.add(doubt.id)
                while not self._closed and (jobs := list(self._printing.unrecorded())):
                    for job in jobs:
                        await self._record(printed(job))
                        await self._printing.recorded(job.id)
            except (DeskError, PrinterError):
                # The spool keeps what is not recorded; the next change or start tries again.
                self._tell(StorageFailed())
