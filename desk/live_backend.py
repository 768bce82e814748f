"""The backend of a working desk: the mirror to read, the daemon to send to, this counter's printer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from textual.message import Message

from desk import mirror_files
from desk.backend import Person, Status
from desk.background import Background
from desk.desk_files import Files, keep_page, open_mirror, pour_night
from desk.errors import DeskError
from desk.events import BackgroundFailed, OutboxSetAside, RecordsChanged, StorageFailed
from desk.foreseen import Foresight
from desk.live_commands import LiveCommands
from desk.live_prints import LivePrints
from desk.messages.printing import day_end_label
from desk.mirror import Mirror
from desk.outbox import Outbox
from desk.printing import Word
from desk.unfinished_file import UnfinishedFile, forget_old
from printer.spool.jobs import Job
from registry.request import Request
from registry.sealing import Keyring
from registry.settings import Settings
from registry.sign_in import Session

if TYPE_CHECKING:
    from pathlib import Path

    from printer.content import Block
    from printer.slip import Slip


class LiveBackend(LiveCommands):
    """Implements ``desk.backend.Backend`` over the mirror and the daemon."""

    training = False

    def __init__(self, session: Session, settings: Settings, files: Files, keys: Keyring) -> None:
        super().__init__(session, files, keys)
        self.paper_mm = settings.printer.width
        self._settings = settings
        self._keys: Keyring | None = keys
        self._begun_told = False
        forget_old(files.outbox.parent, self.now())
        self._prints = LivePrints(
            settings.printer,
            files.outbox.parent,
            self._record_fact,
            self._tell_now,
            counter=session.counter,
            shared=session.office.shared_printing,
        )
        self.on_clerks: Callable[[Mapping[str, str]], object] = lambda _stamps: None
        """Told on another thread who may still sign in."""

    def status(self) -> Status:
        """Return the status line's facts."""
        nothing: tuple[int, dt.datetime | None] = (0, None)
        number, oldest = self._read(self._outbox.unsent, nothing)
        now = self.now()
        printer = self._prints.words()
        return Status(
            online=self._worker is not None and self._worker.online,
            connecting=self._worker is None or self._worker.connecting,
            printer=printer.text,
            printer_ready=printer.ready,
            printer_short=printer.short,
            printer_warns=printer.warns,
            unsent=number,
            # A clock may have been set back since.
            oldest_unsent=max(now - oldest, dt.timedelta(0)) if oldest else None,
            to_settle=self._read(
                lambda: self._outbox.open_refusals(self.person.clerk, head=self._settles), 0
            ),
        )

    async def print_slip(self, slip: Slip, request: Request, at: str = "") -> Job:
        """Hand a slip to this counter's spool, or to another counter's printer; raises PrinterError."""
        return await self._prints.submit(slip, request, self.person.clerk, at)

    async def print_day_end(self) -> Job:
        """Print today's numbers on this counter's printer; raises Offline, SessionEnded or PrinterError."""
        from desk.day_end import day_end_paper

        worker, background = self._running()
        numbers = await background.call(worker.day_end())
        parts = day_end_paper(numbers, self.person, self.profile, now=self.now(), training=self.training)
        return await self._prints.submit_paper(parts, day_end_label(numbers.day), self.person.clerk)

    async def print_paper(self, parts: list[Block], label: str) -> Job:
        """Print a paper that belongs to no request on this counter's printer; raises PrinterError."""
        return await self._prints.submit_paper(parts, label, self.person.clerk)

    def keep_page(self, html: str) -> Path:
        """Keep a page to be printed elsewhere, in place of the one before; raises StorageError."""
        return keep_page(self._files, html)

    async def move_print(self, job: Job, at: str) -> Job:
        """Hand a slip that waits here to another counter's printer; raises PrinterError."""
        return await self._prints.move(job, at)

    def begun(self) -> str:
        """Return what this person had begun here and not finished; empty for nothing."""
        file = self._unfinished
        return file.read() if file is not None else ""

    def keep_begun(self, text: str) -> bool:
        """Keep what this person has begun; False where the disk does not take it, which is told once."""
        file = self._unfinished
        if file is None:
            return False
        try:
            file.write(text)
        except OSError:
            if not self._begun_told:
                self._tell(StorageFailed())
            self._begun_told = True
            return False
        self._begun_told = False
        return True

    @property
    def _unfinished(self) -> UnfinishedFile | None:
        keys, folder = self._keys, self._files.outbox.parent
        return UnfinishedFile(folder, keys, self.profile.id, self.person.clerk) if keys is not None else None

    def can_print_here(self) -> bool:
        """Tell whether this counter's printer can print, as far as is known."""
        return self._prints.can_print

    def other_printers(self) -> Sequence[str]:
        """Return the other counters whose printers may be used."""
        return self._prints.shared.others

    def slip_lines(self, slip: Slip) -> Sequence[str]:
        """Return a slip as lines of text."""
        return self._prints.preview(slip)

    def prints(self, request_id: str) -> Sequence[Job]:
        """Return a request's print jobs at this counter."""
        return self._prints.about(request_id)

    def open_prints(self) -> Sequence[Job]:
        """Return the print jobs that wait, are being sent, or ask."""
        return self._prints.open

    async def say_to_print(self, job_id: str, word: Word) -> None:
        """Settle, let go or cancel a print; raises PrinterError."""
        await self._prints.say(job_id, word)

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
            night=lambda mirror: pour_night(files, mirror, keys, office),
            clerk=self.person.clerk,
            clerks=self.on_clerks,
            tell=self._pass_on,
            now=self.now,
            foresight=Foresight(self.profile, self.person.counter),
            exchange=self._prints.shared.exchange.run if self._prints.shared.exchange else None,
        )
        self._worker = SyncWorker(tools)
        self._background = Background(self._worker.run, lambda error: self._pass_on(BackgroundFailed(error)))
        self._background.start()
        self._prints.start()
        if self._set_aside:
            self._set_aside = False
            self._tell(OutboxSetAside())

    def rest(self) -> None:
        """Leave network and printer to another person's work at this desk; reading goes on."""
        self._tell = lambda _message: None
        self._stop(wait=False)
        self._prints.stop(wait=False)

    def wake(self, session: Session, keys: Keyring) -> None:
        """Go on with a new session after a rest or behind a lock; ``start`` follows. Raises StorageError.

        Somebody else may have begun a new mirror meanwhile.
        """
        if self._worker is not None:
            # The session before this one ends, with the token that it began with.
            self._worker.sign_out = self._worker.online
        self._stop(wait=False)
        files, mirror = open_mirror(Files.of(self._files.mirror.parent), keys, self.profile.id)
        self._mirror.close()
        self._files, self._mirror, self._broken = files, mirror, False
        self._keys, self._token, self.profile = keys, session.token, session.office
        self.person = Person.of(session)

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
        self._prints.stop(wait=not sign_out)
        self._mirror.close()
        self._outbox.close()
        self._keys, self._token = None, ""

    def _tell_now(self, message: Message) -> None:
        self._tell(message)

    def _stop(self, *, wait: bool = True) -> None:
        background, self._background, self._worker = self._background, None, None
        if background is not None:
            background.stop(wait=wait)
