"""The backend of a working desk: the mirror to read, the daemon to send to, this counter's printer."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from pydantic import SecretStr
from textual.message import Message

from desk import mirror_files
from desk.backend import WHOLE, Person, Status, View, WorkList
from desk.background import Background
from desk.desk_files import Files, keep_page, open_mirror, open_outbox, pour_night
from desk.errors import DeskError, MirrorError, Offline, OutboxError, SessionEnded, StorageError
from desk.events import (
    BackgroundFailed,
    MirrorBroken,
    OutboxSetAside,
    RecordsChanged,
    StatusChanged,
    StorageFailed,
)
from desk.foreseen import Foresight
from desk.lease import Leases, steady_seconds
from desk.live_prints import LivePrints
from desk.messages.printing import day_end_label
from desk.mirror import Mirror
from desk.outbox import Outbox
from desk.outgoing import Outgoing, seen_by
from desk.printing import Word
from desk.work_lists import Look
from printer.spool.jobs import Job
from registry.answers import ReadyAnswer
from registry.commands import (
    FACTS,
    UNDOABLE,
    Decision,
    Envelope,
    Fact,
    Outcome,
    OutcomeStatus,
    Renew,
    Take,
)
from registry.duties import Duty, may
from registry.identifiers import new_id
from registry.office import Slot
from registry.records import Record
from registry.request import Request
from registry.sealing import Keyring
from registry.settings import Settings
from registry.sign_in import SecondSignIn, Session

if TYPE_CHECKING:
    from pathlib import Path

    from desk.away import Away
    from desk.sync_worker import SyncWorker
    from printer.content import Block
    from printer.slip import Slip

Answer = TypeVar("Answer")
FACT_SECONDS: Final = 5.0


class LiveBackend:
    """Implements ``desk.backend.Backend`` over the mirror and the daemon."""

    training = False

    def __init__(self, session: Session, settings: Settings, files: Files, keys: Keyring) -> None:
        self.person = Person.of(session)
        self.profile = session.office
        self.paper_mm = settings.printer.width
        self._settings, self._token = settings, session.token
        self._keys: Keyring | None = keys
        self._outbox, self._set_aside = open_outbox(files.outbox, keys, session.office.id, self.now())
        try:
            self._files, self._mirror = open_mirror(files, keys, session.office.id)
        except DeskError:
            self._outbox.close()
            raise
        mirror_files.remove_others(self._files.mirror)
        self._tell: Callable[[Message], object] = lambda _message: None
        self._worker: SyncWorker | None = None
        self._background: Background | None = None
        self._prints = LivePrints(
            settings.printer,
            files.outbox.parent,
            self._record_fact,
            self._tell_now,
            counter=session.counter,
            shared=session.office.shared_printing,
        )
        self._answers: Sequence[ReadyAnswer] = ()
        self._broken = self._storage_told = False
        self._leases = Leases()
        self.on_clerks: Callable[[Mapping[str, str]], object] = lambda _stamps: None
        """Told on another thread who may still sign in."""

    @property
    def signed_in_offline(self) -> bool:
        """Whether the daemon has to hear the PIN before it takes anything of this session."""
        return not self._token

    def count(self, which: WorkList, view: View = WHOLE) -> int:
        """Return how many requests a list has."""
        return self._read(lambda: self._mirror.count(self._look(which, view)), 0)

    def rows(self, which: WorkList, offset: int, limit: int, view: View = WHOLE) -> Sequence[Request]:
        """Return a window of a list."""
        return self._read(lambda: self._mirror.rows(self._look(which, view), offset, limit), ())

    def position(self, which: WorkList, request_id: str, view: View = WHOLE) -> int | None:
        """Return where a request stands in a list."""
        return self._read(lambda: self._mirror.position(self._look(which, view), request_id), None)

    def values(self, which: WorkList, of: Literal["day", "counter"]) -> Sequence[str]:
        """Return the days or counters that stand in a list."""
        return self._read(lambda: self._mirror.values(self._look(which, WHOLE), of), ())

    def _look(self, which: WorkList, view: View) -> Look:
        return Look(which, self.now(), self.person.clerk, self.person.groups, view)

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

    async def send(self, request_id: str, seen_version: int, command: Decision | Fact) -> Outcome:
        """Send a command; a fact is kept first and counts as recorded even while the daemon is away.

        A decision is kept then too, where this counter may make it alone (``desk.away``); else NotWhileAway.
        Raises Offline and SessionEnded for a decision, StorageError and OutboxError for what is kept.
        """
        away = self._worker is not None and self._worker.away
        envelope = Envelope(
            id=new_id(),
            request_id=request_id,
            seen_version=seen_version,
            at=self.now(),
            command=command,
            undoable=isinstance(command, UNDOABLE) and not away,
        )
        if isinstance(command, FACTS):
            if away:
                self._away().expect_handing_over(envelope)
            return await self._record_fact(envelope)
        return self._decide_alone(envelope) if away else await self._decide(envelope)

    async def _decide(self, envelope: Envelope) -> Outcome:
        worker, background = self._running()
        asked_at = steady_seconds()
        outcome = await background.call(worker.decide(envelope))
        if outcome.status is OutcomeStatus.APPLIED and isinstance(envelope.command, Take | Renew):
            self._leases.given(envelope.request_id, asked_at, self.profile.lease_minutes)
        return outcome

    def _decide_alone(self, envelope: Envelope) -> Outcome:
        outcome = self._away().decide(envelope)
        self._tell(StatusChanged())
        self._tell(RecordsChanged(frozenset({envelope.request_id})))
        return outcome

    def _away(self) -> Away:
        """Return this counter alone; made when the daemon is away."""
        from desk.away import Away

        return Away(self.person, self.profile, self._outbox, self._mirror, self._leases)

    async def second_person(self, request_id: str, seen_version: int, clerk: str, pin: str) -> str:
        """Return the proof that another clerk agrees; raises SignInRefused, Offline and SessionEnded."""
        form = SecondSignIn(request_id=request_id, seen_version=seen_version, clerk=clerk, pin=SecretStr(pin))
        worker, background = self._running()
        return await background.call(worker.second_person(form))

    async def slots(self, day: dt.date, days: int = 1) -> Sequence[Slot]:
        """Return the slots of a day and the open days after it; empty when the daemon is away."""
        try:
            worker, background = self._running()
            return await background.call(worker.slots(day, days))
        except (Offline, SessionEnded):
            return ()

    async def answers(self) -> Sequence[ReadyAnswer]:
        """Return the office's ready answers; the last ones known when the daemon is away."""
        with contextlib.suppress(Offline, SessionEnded):
            worker, background = self._running()
            self._answers = await background.call(worker.answers())
        return self._answers

    async def picture(self, picture_id: str) -> bytes:
        """Return a picture; raises Offline, SessionEnded and NotThere. It is kept nowhere."""
        worker, background = self._running()
        return await background.call(worker.picture(picture_id))

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

    def outgoing(self) -> Outgoing:
        """Return what waits to be sent, and what the daemon refused."""
        next_try = self._worker.next_try if self._worker is not None else None
        return self._read(
            lambda: seen_by(self.person.clerk, self._outbox, head=self._settles, next_try=next_try),
            Outgoing((), ()),
        )

    def retry_now(self) -> None:
        """Try to send what waits, without waiting for the next turn."""
        if self._worker is not None and self._background is not None:
            self._background.begin(self._worker.retry())

    async def do_again(self, command_id: str) -> Outcome | None:
        """Make a refused command anew on the newest version; None when its request is not here any more."""
        kept = self.outgoing().kept(command_id)
        record = self.record(kept.request_id) if kept is not None else None
        if kept is None or kept.envelope is None or record is None:
            return None
        outcome = await self.send(kept.request_id, record.request.version, kept.envelope.command)
        if outcome.status is OutcomeStatus.APPLIED:
            self._settle(command_id, "again")
        return outcome

    def leave_to_head(self, command_id: str) -> None:
        """Leave a refused command to the head; raises StorageError."""
        self._outbox.hand_to_head(command_id)
        self._tell(StatusChanged())

    def drop_refused(self, command_id: str, reason: str) -> None:
        """Settle a refused command without doing it; raises StorageError."""
        self._settle(command_id, reason)

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

    @property
    def _settles(self) -> bool:
        """Whether this clerk settles what others left to the head."""
        return may(self.person.role, Duty.SETTLE)

    def _settle(self, command_id: str, how: str) -> None:
        self._outbox.settle(command_id, f"{self.person.clerk}: {how}", self.now())
        self._tell(StatusChanged())

    async def _record_fact(self, envelope: Envelope) -> Outcome:
        self._outbox.add(envelope, self.person.clerk)
        self._tell(StatusChanged())
        kept = Outcome(
            id=envelope.id,
            status=OutcomeStatus.APPLIED,
            version=envelope.seen_version,
            result={"unsent": True},
        )
        if self._worker is None or self._background is None or not self._worker.online:
            if self._worker is not None and self._worker.away:
                self._away().show(envelope.request_id)
                self._tell(RecordsChanged(frozenset({envelope.request_id})))
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
