"""What a working desk asks of the daemon: commands sent, kept or made alone, and what comes from it alone."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from pydantic import SecretStr

from desk.background import Background
from desk.desk_files import Files
from desk.errors import DeskError, Offline, SessionEnded
from desk.events import RecordsChanged, StatusChanged
from desk.lease import Leases, steady_seconds
from desk.live_reads import LiveReads
from desk.outgoing import Outgoing, seen_by
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
    WalkIn,
)
from registry.duties import Duty, may
from registry.identifiers import new_id
from registry.office import Slot
from registry.sealing import Keyring
from registry.sign_in import SecondSignIn, Session

if TYPE_CHECKING:
    from desk.away import Away
    from desk.sync_worker import SyncWorker

FACT_SECONDS: Final = 5.0


class LiveCommands(LiveReads):
    """The way to the daemon, and what is done without it while it is away."""

    def __init__(self, session: Session, files: Files, keys: Keyring) -> None:
        super().__init__(session, files, keys)
        self._token = session.token
        self._worker: SyncWorker | None = None
        self._background: Background | None = None
        self._answers: Sequence[ReadyAnswer] = ()
        self._leases = Leases()

    @property
    def signed_in_offline(self) -> bool:
        """Whether the daemon has to hear the PIN before it takes anything of this session."""
        return not self._token

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

    def lease_left(self, request_id: str) -> float | None:
        """Return for how many seconds a request that is held may still be decided without the daemon."""
        return self._leases.left(request_id, steady_seconds())

    def can_withdraw(self, command_id: str) -> bool:
        """Tell whether a decision waits here of which nothing has left, and on which nothing stands."""
        return self._read(lambda: self._outbox.still_here(command_id, self.person.clerk), otherwise=False)

    def withdraw(self, command_id: str, request_id: str) -> bool:
        """Drop a decision before it has left; False where it may have left. Raises StorageError."""
        if not self._outbox.withdraw(command_id, self.person.clerk, self.now()):
            return False
        self._show(request_id)
        return True

    def leave_to_head(self, command_id: str) -> None:
        """Leave a refused command to the head; raises StorageError."""
        self._outbox.hand_to_head(command_id)
        self._tell(StatusChanged())

    def drop_refused(self, command_id: str, reason: str) -> None:
        """Settle a refused command without doing it; raises StorageError."""
        self._settle(command_id, reason)

    async def _decide(self, envelope: Envelope) -> Outcome:
        worker, background = self._running()
        asked_at = steady_seconds()
        outcome = await background.call(worker.decide(envelope))
        if outcome.status is OutcomeStatus.APPLIED and isinstance(envelope.command, Take | Renew | WalkIn):
            self._leases.given(envelope.request_id, asked_at, self.profile.lease_minutes)
        return outcome

    def _decide_alone(self, envelope: Envelope) -> Outcome:
        outcome = self._away().decide(envelope)
        self._tell_about(envelope.request_id)
        return outcome

    def _away(self) -> Away:
        """Return this counter alone; made when the daemon is away."""
        from desk.away import Away

        return Away(self.person, self.profile, self._outbox, self._mirror, self._leases)

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
                self._show(envelope.request_id)
            return kept
        try:
            async with asyncio.timeout(FACT_SECONDS):
                outcome = await self._background.call(self._worker.deliver_now(envelope.id))
        except (DeskError, TimeoutError):
            return kept
        return outcome or kept

    def _show(self, request_id: str) -> None:
        """Show a request as it will be with what waits about it now."""
        self._away().show(request_id)
        self._tell_about(request_id)

    def _tell_about(self, request_id: str) -> None:
        self._tell(StatusChanged())
        self._tell(RecordsChanged(frozenset({request_id})))

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
