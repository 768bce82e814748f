"""The backend of a working desk: the mirror to read, the daemon to send to, this counter's printer."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from textual.message import Message

from desk.backend import Person, PrintResult, Status, WorkList
from desk.background import Background
from desk.errors import DeskError, MirrorError, Offline, SessionEnded
from desk.events import BackgroundFailed, MirrorBroken, RecordsChanged, StatusChanged
from desk.messages import shell
from desk.mirror import Mirror, set_aside
from desk.outbox import Outbox
from printer.errors import BadDevice, PrinterError
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
        return cls(folder / "mirror.sqlite", folder / "outbox.sqlite")


class LiveBackend:
    """Implements ``desk.backend.Backend`` over the mirror and the daemon."""

    training = False

    def __init__(self, session: Session, settings: Settings, files: Files, keys: Keyring) -> None:
        self.person = Person(session.clerk, session.clerk_name, session.role, session.counter)
        self.profile = session.office
        self.paper_mm = settings.printer.width
        self._settings, self._files, self._token = settings, files, session.token
        self._keys: Keyring | None = keys
        self._mirror = _open_mirror(files.mirror, keys, session.office.id)
        self._outbox = Outbox(files.outbox, keys, session.office.id)
        self._tell: Callable[[Message], object] = lambda _message: None
        self._worker: SyncWorker | None = None
        self._background: Background | None = None
        self._printing = asyncio.Lock()
        self._printer_failed = ""
        self._broken = False

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
        device = bool(self._settings.printer.device)
        printer = self._printer_failed or (shell.PRINTER_SET if device else shell.PRINTER_NONE)
        return Status(
            online=self._worker is not None and self._worker.online,
            printer=printer,
            printer_ready=device and not self._printer_failed,
            unsent=number,
            oldest_unsent=self.now() - oldest if oldest else None,
        )

    async def send(self, request_id: str, seen_version: int, command: Decision | Fact) -> Outcome:
        """Send a command; a fact is kept first and counts as recorded even while the daemon is away."""
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

    async def print_slip(self, slip: Slip) -> PrintResult:
        """Print a slip; UNKNOWN where paper may have come out, so that nobody prints twice unknowingly."""
        async with self._printing:
            try:
                await asyncio.to_thread(_print, slip, self._settings)
            except PrinterError as error:
                unknown = error.may_have_printed
                self._set_printer(shell.PRINTER_UNKNOWN if unknown else shell.PRINTER_FAILED)
                if unknown:
                    return PrintResult.UNKNOWN
                raise
            self._set_printer("")
        return PrintResult.SENT

    def now(self) -> dt.datetime:
        """Return the current time, UTC."""
        return dt.datetime.now(dt.UTC)

    def start(self, post: Callable[[Message], object]) -> None:
        """Follow the daemon from now on."""
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

    def mend(self) -> None:
        """Put a broken mirror aside and begin a new one, which the daemon fills again."""
        keys = self._keys
        if keys is None:
            return
        self._stop()
        self._mirror.close()
        set_aside(self._files.mirror)
        self._mirror = Mirror(self._files.mirror, keys, self.profile.id)
        self._broken = False
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
        self._mirror.close()
        self._outbox.close()
        self._keys, self._token = None, ""

    def _pass_on(self, message: Message) -> None:
        """Tell the application; after closing, nobody."""
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
        """Read from the mirror; a broken one is mended by the application, once."""
        try:
            return read()
        except MirrorError:
            if not self._broken:
                self._broken = True
                self._tell(MirrorBroken())
            return otherwise

    def _set_printer(self, failed: str) -> None:
        if failed != self._printer_failed:
            self._printer_failed = failed
            self._tell(StatusChanged())


def _open_mirror(path: Path, keys: Keyring, office_id: str) -> Mirror:
    """Open the mirror; one that is damaged or of another desk is set aside."""
    try:
        return Mirror(path, keys, office_id)
    except MirrorError:
        set_aside(path)
        return Mirror(path, keys, office_id)


def _print(slip: Slip, settings: Settings) -> None:
    """Typeset a slip and hand it to this counter's printer; raises PrinterError."""
    from printer.devices import open_device
    from printer.escpos_bytes import encode
    from printer.typeset import typeset

    if not settings.printer.device:
        raise BadDevice("[printer] device")
    open_device(settings.printer.device).send(encode(typeset(slip, settings.printer.width)))
