"""The backend of a working desk: the mirror to read, the daemon to send to, this counter's printer."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from textual.message import Message

from desk import mirror_files, outbox
from desk.backend import Person, Status, WorkList
from desk.background import Background
from desk.errors import DeskError, MirrorError, Offline, OutboxError, SessionEnded, StorageError
from desk.events import (
    BackgroundFailed,
    MirrorBroken,
    OutboxSetAside,
    PrintsChanged,
    RecordsChanged,
    SpoolSetAside,
    StatusChanged,
    StorageFailed,
)
from desk.messages import printing as print_words
from desk.messages import shell
from desk.mirror import Mirror
from desk.outbox import Outbox
from desk.printer_words import PrinterWords, printer_words
from desk.printing import Printing, Word, printed
from printer.errors import PrinterError
from printer.spool.jobs import Job
from registry.commands import FACTS, Decision, Envelope, Fact, Outcome, OutcomeStatus
from registry.identifiers import new_id
from registry.office import Slot
from registry.records import Record
from registry.request import Request
from registry.sealing import Keyring
from registry.settings import Settings
from registry.sign_in import Session

if TYPE_CHECKING:
    from desk.sync_worker import SyncWorker
    from printer.slip import Slip

Answer = TypeVar("Answer")
FACT_SECONDS: Final = 5.0


@dataclass(frozen=True)
class Files:
    """Where the desk keeps its copy and what it has not sent yet."""

    mirror: Path
    outbox: Path

    @classmethod
    def of(cls, folder: Path) -> Files:
        """Return the files of a data folder."""
        return cls(mirror_files.newest(folder), folder / "outbox.sqlite")

    def with_new_mirror(self) -> Files:
        """Return the files with a mirror that is yet to be made."""
        return replace(self, mirror=mirror_files.following(self.mirror))


class LiveBackend:
    """Implements ``desk.backend.Backend`` over the mirror and the daemon."""

    training = False

    def __init__(self, session: Session, settings: Settings, files: Files, keys: Keyring) -> None:
        self.person = Person(session.clerk, session.clerk_name, session.role, session.counter)
        self.profile = session.office
        self.paper_mm = settings.printer.width
        self._settings, self._token = settings, session.token
        self._keys: Keyring | None = keys
        self._outbox, self._set_aside = _open_outbox(files.outbox, keys, session.office.id, self.now())
        try:
            self._files, self._mirror = _open_mirror(files, keys, session.office.id)
        except DeskError:
            self._outbox.close()
            raise
        mirror_files.remove_others(self._files.mirror)
        self._tell: Callable[[Message], object] = lambda _message: None
        self._worker: SyncWorker | None = None
        self._background: Background | None = None
        self._printing = Printing(settings.printer, files.outbox.parent)
        self._open_prints: Sequence[Job] = ()
        self._recording = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._broken = self._storage_told = False

    def count(self, which: WorkList) -> int:
        """Return how many requests a list has."""
        return self._read(lambda: self._mirror.count(which, self.now()), 0)

    def rows(self, which: WorkList, offset: int, limit: int) -> Sequence[Request]:
        """Return a window of a list."""
        return self._read(lambda: self._mirror.rows(which, offset, limit, self.now()), ())

    def position(self, which: WorkList, request_id: str) -> int | None:
        """Return where a request stands in a list."""
        return self._read(lambda: self._mirror.position(which, request_id, self.now()), None)

    def record(self, request_id: str) -> Record | None:
        """Return a request with its particulars, opened."""
        return self._read(lambda: self._mirror.record(request_id), None)

    def history(self, request_id: str) -> Sequence[Request]:
        """Return other requests of the same citizen."""
        return self._read(lambda: self._mirror.history(request_id), ())

    def find(self, text: str, limit: int = 20) -> Sequence[Request]:
        """Return requests by reference, queue number, last digits or name."""
        return self._read(lambda: self._mirror.find(text, limit), ())

    def status(self) -> Status:
        """Return the status line's facts."""
        nothing: tuple[int, dt.datetime | None] = (0, None)
        number, oldest = self._read(self._outbox.unsent, nothing)
        now = self.now()
        printer = self._printer_words()
        return Status(
            online=self._worker is not None and self._worker.online,
            printer=printer.text,
            printer_ready=printer.ready,
            printer_short=printer.short,
            printer_warns=printer.warns,
            unsent=number,
            # A clock may have been set back since.
            oldest_unsent=max(now - oldest, dt.timedelta(0)) if oldest else None,
        )

    async def send(self, request_id: str, seen_version: int, command: Decision | Fact) -> Outcome:
        """Send a command; a fact is kept first and counts as recorded even while the daemon is away.

        Raises Offline and SessionEnded for a decision, StorageError and OutboxError for a fact.
        """
        envelope = Envelope(
            id=new_id(),
            request_id=request_id,
            seen_version=seen_version,
            at=self.now(),
            command=command,
        )
        if isinstance(command, FACTS):
            return await self._record_fact(envelope)
        worker, background = self._running()
        return await background.call(worker.decide(envelope))

    async def slots(self, day: dt.date, days: int = 1) -> Sequence[Slot]:
        """Return the slots of a day and the open days after it; empty when the daemon is away."""
        try:
            worker, background = self._running()
            return await background.call(worker.slots(day, days))
        except (Offline, SessionEnded):
            return ()

    async def print_slip(self, slip: Slip, request: Request) -> Job:
        """Hand a slip to this counter's spool; raises PrinterError."""
        self._start_printing()
        job = await self._printing.submit(slip, request, self.person.clerk)
        self._look_at_prints()
        return job

    def slip_lines(self, slip: Slip) -> Sequence[str]:
        """Return a slip as lines of text."""
        return self._printing.preview(slip)

    def prints(self, request_id: str) -> Sequence[Job]:
        """Return a request's print jobs at this counter."""
        return self._printing.jobs_about(request_id)

    def open_prints(self) -> Sequence[Job]:
        """Return the print jobs that wait, are being sent, or ask."""
        return self._open_prints

    async def say_to_print(self, job_id: str, word: Word) -> None:
        """Settle, let go or cancel a print; raises PrinterError."""
        await self._printing.say(job_id, word)
        self._prints_changed()

    def now(self) -> dt.datetime:
        """Return the current time, UTC."""
        return dt.datetime.now(dt.UTC)

    def start(self, post: Callable[[Message], object]) -> None:
        """Follow the daemon and print from now on."""
        from desk.sync_client import SyncClient
        from desk.sync_worker import SyncWorker, Tools

        keys = self._keys
        if keys is None or self._worker is not None:
            return
        self._tell = post
        office, files = self.profile.id, self._files
        tools = Tools(
            client=lambda: SyncClient(self._settings.desk.server, self._token),
            mirror=lambda: Mirror(files.mirror, keys, office),
            outbox=lambda: Outbox(files.outbox, keys, office),
            tell=self._pass_on,
            now=self.now,
        )
        self._worker = SyncWorker(tools)
        self._background = Background(self._worker.run, lambda error: self._pass_on(BackgroundFailed(error)))
        self._background.start()
        self._start_printing()
        if self._set_aside:
            self._set_aside = False
            self._tell(OutboxSetAside())

    def mend(self) -> None:
        """Leave a broken mirror and begin a new one, which the daemon fills again."""
        keys = self._keys
        if keys is None:
            return
        self._stop()
        files = self._files.with_new_mirror()
        try:
            mirror = Mirror(files.mirror, keys, self.profile.id)
        except DeskError:
            self._tell(StorageFailed())
            return
        self._mirror.close()
        self._mirror, self._files, self._broken = mirror, files, False
        mirror_files.remove_others(files.mirror)
        self.start(self._tell)
        self._tell(RecordsChanged())

    def close(self, *, sign_out: bool = False) -> None:
        """End the background, close the files and forget the keys."""
        if self._keys is None:
            return
        if self._worker is not None:
            self._worker.sign_out = sign_out
        self._tell = lambda _message: None
        self._stop(wait=not sign_out)
        self._printing.stop(wait=not sign_out)
        self._mirror.close()
        self._outbox.close()
        self._keys, self._token = None, ""

    def _pass_on(self, message: Message) -> None:
        """Tell the application; after closing, nobody, and of a broken mirror once."""
        if isinstance(message, MirrorBroken):
            if self._broken:
                return
            self._broken = True
        self._tell(message)

    def _stop(self, *, wait: bool = True) -> None:
        background, self._background, self._worker = self._background, None, None
        if background is not None:
            background.stop(wait=wait)

    def _running(self) -> tuple[SyncWorker, Background]:
        if self._worker is None or self._background is None:
            raise Offline("not started")
        return self._worker, self._background

    async def _record_fact(self, envelope: Envelope) -> Outcome:
        self._outbox.add(envelope)
        self._tell(StatusChanged())
        kept = Outcome(
            id=envelope.id,
            status=OutcomeStatus.APPLIED,
            version=envelope.seen_version,
            result={"unsent": True},
        )
        if self._worker is None or self._background is None or not self._worker.online:
            return kept
        try:
            async with asyncio.timeout(FACT_SECONDS):
                outcome = await self._background.call(self._worker.deliver_now(envelope.id))
        except (DeskError, TimeoutError):
            return kept
        return outcome or kept

    def _read(self, read: Callable[[], Answer], otherwise: Answer) -> Answer:
        """Read from mirror or outbox; a broken mirror is mended by the application, once."""
        try:
            answer = read()
        except MirrorError:
            self._pass_on(MirrorBroken())
            return otherwise
        except (StorageError, OutboxError):
            if not self._storage_told:
                self._storage_told = True
                self._tell(StorageFailed())
            return otherwise
        self._storage_told = False
        return answer

    def _start_printing(self) -> None:
        """Let the spool's owner begin; what it tells comes back to the screens' thread."""
        loop = asyncio.get_running_loop()

        def there(call: Callable[[], object]) -> Callable[[], object]:
            def hand_over() -> None:
                # The application may have ended while a slip was on its way.
                with contextlib.suppress(RuntimeError):
                    loop.call_soon_threadsafe(call)

            return hand_over

        self._printing.start(there(self._prints_changed), there(lambda: self._tell(SpoolSetAside())))

    def _prints_changed(self) -> None:
        """Look at the prints again, tell, and make facts of the slips that came out."""
        if self._keys is None:
            return
        self._look_at_prints()
        self._tell(PrintsChanged())
        self._tell(StatusChanged())
        if self._printing.unrecorded() and not self._recording.locked():
            self._tasks.add(task := asyncio.create_task(self._record_prints()))
            task.add_done_callback(self._tasks.discard)

    def _look_at_prints(self) -> None:
        self._open_prints = self._printing.open_jobs()

    async def _record_prints(self) -> None:
        """Record the slips that came out, each under its job's id: the daemon takes an id once."""
        async with self._recording:
            while self._keys is not None and (jobs := self._printing.unrecorded()):
                for job in jobs:
                    try:
                        await self._record_fact(printed(job))
                        await self._printing.recorded(job.id)
                    except (DeskError, PrinterError):
                        # The spool keeps what is not recorded; the next change or start tries again.
                        self._tell(StorageFailed())
                        return

    def _printer_words(self) -> PrinterWords:
        """Say how the printer is, the most pressing first."""
        jobs = self._open_prints
        if any(job.in_doubt for job in jobs):
            return PrinterWords(shell.PRINTER_UNKNOWN)
        if any(job.asks for job in jobs):
            return PrinterWords(shell.PRINTER_HELD)
        waiting = next((job for job in jobs if job.waits and job.reason), None)
        if waiting is not None:
            return PrinterWords(print_words.waiting(waiting))
        if not self._settings.printer.device:
            return PrinterWords(shell.PRINTER_NONE)
        return printer_words(self._printing.status)


def _open_mirror(files: Files, keys: Keyring, office_id: str) -> tuple[Files, Mirror]:
    """Open the mirror; one that is damaged or of another desk is left for a new one."""
    try:
        return files, Mirror(files.mirror, keys, office_id)
    except MirrorError:
        files = files.with_new_mirror()
        return files, Mirror(files.mirror, keys, office_id)


def _open_outbox(path: Path, keys: Keyring, office_id: str, now: dt.datetime) -> tuple[Outbox, bool]:
    """Open the outbox; return it, and whether a damaged one had to be put aside."""
    try:
        return Outbox(path, keys, office_id), False
    except OutboxError:
        outbox.set_aside(path, now)
        return Outbox(path, keys, office_id), True
