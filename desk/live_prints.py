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
from desk.printer_words import PrinterWords, printer_words
from desk.printing import Printing, Word, printed
from printer.errors import PrinterError
from printer.spool.jobs import Job

if TYPE_CHECKING:
    from printer.slip import Slip
    from registry.commands import Envelope, Outcome
    from registry.request import Request
    from registry.settings import PrinterSettings


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
    ) -> None:
        self._settings, self._record, self._tell = settings, record, tell
        self._printing = Printing(settings, folder)
        self._open: Sequence[Job] = ()
        self._recording = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def open(self) -> Sequence[Job]:
        """The print jobs that wait, are being sent, or ask."""
        return self._open

    def about(self, request_id: str) -> Sequence[Job]:
        """Return a request's print jobs at this counter."""
        return self._printing.jobs_about(request_id)

    def preview(self, slip: Slip) -> Sequence[str]:
        """Return a slip as lines of text."""
        return self._printing.preview(slip)

    async def submit(self, slip: Slip, request: Request, clerk: str) -> Job:
        """Hand a slip to this counter's spool; raises PrinterError."""
        self.start()
        job = await self._printing.submit(slip, request, clerk)
        self._look()
        return job

    async def say(self, job_id: str, word: Word) -> None:
        """Settle, let go or cancel a print; raises PrinterError."""
        await self._printing.say(job_id, word)
        self._changed()

    def start(self) -> None:
        """Let the spool's owner begin; what it tells comes back to the screens' thread."""
        loop = asyncio.get_running_loop()
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

    def words(self) -> PrinterWords:
        """Say how the printer is, the most pressing first."""
        jobs = self._open
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
        if self._printing.unrecorded() and not self._recording.locked():
            self._tasks.add(task := asyncio.create_task(self._record_all()))
            task.add_done_callback(self._tasks.discard)

    def _look(self) -> None:
        self._open = self._printing.open_jobs()

    async def _record_all(self) -> None:
        """Record the slips that came out, each under its job's id: the daemon takes an id once."""
        async with self._recording:
            while not self._closed and (jobs := self._printing.unrecorded()):
                for job in jobs:
                    try:
                        await self._record(printed(job))
                        await self._printing.recorded(job.id)
                    except (DeskError, PrinterError):
                        # The spool keeps what is not recorded; the next change or start tries again.
                        self._tell(StorageFailed())
                        return
