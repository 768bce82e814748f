"""Deciding while the daemon is away: what is allowed, kept to be sent, and shown as it will be.

Whoever may go on alone is settled beforehand, so that two counters never do the same: who arrives and
collects, or does not come, is the home counter's, a check belongs to who holds it for as long as the lease is
known to last, and no place is given that is not kept for the request already.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final, TypeGuard

from desk.away_office import holds
from desk.backend import Person
from desk.errors import NotWhileAway
from desk.foreseen import Foresight
from desk.lease import Leases, steady_seconds
from desk.mirror import Mirror
from desk.outbox import Outbox
from registry import number_blocks
from registry.actors import Actor
from registry.commands import (
    AWAY,
    Approve,
    Arrive,
    Ask,
    Envelope,
    HandedOver,
    Outcome,
    OutcomeStatus,
    Reject,
    Release,
)
from registry.errors import RefusalCode, Refused
from registry.home_counter import serving_alone
from registry.office import OfficeProfile
from registry.request import Request
from registry.states import State
from registry.transitions import Transition
from thai.dates import today

_BY_LEASE: Final = (Approve, Ask, Reject)


class Away:
    """One clerk at one counter, alone."""

    def __init__(
        self,
        person: Person,
        profile: OfficeProfile,
        outbox: Outbox,
        mirror: Mirror,
        leases: Leases,
        *,
        steady: Callable[[], float] = steady_seconds,
    ) -> None:
        self._person, self._profile = person, profile
        self._outbox, self._mirror, self._leases = outbox, mirror, leases
        self._steady = steady
        self._foresight = Foresight(profile, person.counter)

    def decide(self, envelope: Envelope) -> Outcome:
        """Keep a decision to be sent; raises NotWhileAway, StorageError and OutboxError.

        What the life of a request does not allow is refused here as the daemon would.
        """
        record = self._mirror.record(envelope.request_id)
        if record is None or not isinstance(envelope.command, AWAY):
            raise NotWhileAway(envelope.command.kind)
        request = record.request
        if request.version != envelope.seen_version:
            return Outcome(id=envelope.id, status=OutcomeStatus.CONFLICT, code=RefusalCode.STALE)
        self._expect_allowed(envelope, request)
        try:
            done = self._kept(envelope, request)
        except Refused as refused:
            status = OutcomeStatus.REFUSED
            return Outcome(id=envelope.id, status=status, code=refused.code, detail=refused.detail)
        self.show(envelope.request_id)
        result = {**done.detail, "unsent": True}
        applied = OutcomeStatus.APPLIED
        return Outcome(id=envelope.id, status=applied, version=done.request.version, result=result)

    def expect_handing_over(self, envelope: Envelope) -> None:
        """Let only the counter that serves a citizen alone hand over; raises NotWhileAway."""
        record = self._mirror.record(envelope.request_id)
        if record is None or not isinstance(envelope.command, HandedOver):
            return
        if (home := serving_alone(record.request)) and home != self._person.counter:
            raise NotWhileAway("not_home", home)

    def show(self, request_id: str) -> None:
        """Show a request as it will be."""
        self._foresight.show(self._mirror, self._outbox, [request_id])

    def _expect_allowed(self, envelope: Envelope, request: Request) -> None:
        command = envelope.command
        if isinstance(command, Release):
            # Whoever has it by then keeps it: the daemon takes this only as it was when given back.
            if not request.held_by(self._person.clerk, self._person.counter):
                raise NotWhileAway(command.kind)
            return
        if isinstance(command, _BY_LEASE) and request.state is State.CHECKING:
            self._expect_lease(request)
            if isinstance(command, Approve):
                _expect_own_place(command, request, today(envelope.at))
            return
        home = serving_alone(request)
        if not home:
            raise NotWhileAway("no_home")
        if home != self._person.counter:
            raise NotWhileAway("not_home", home)

    def _expect_lease(self, request: Request) -> None:
        left = self._leases.left(request.id, self._steady())
        if left is None:
            raise NotWhileAway("no_lease")
        if left <= 0:
            raise NotWhileAway("lease_over")

    def _kept(self, envelope: Envelope, request: Request) -> Transition:
        """Put a decision into the outbox once it is known to be one; who is here gets a number there."""
        command = envelope.command
        if not _gives_number(command, request):
            done = self._apply(envelope, request)
            self._outbox.add(envelope, self._person.clerk)
            return done
        letter, day = self._profile.queue.letter_of(request), today(envelope.at)
        done_: list[Transition] = []

        def numbered(given: int) -> tuple[Envelope, int]:
            own = number_blocks.numbers(letter, self._person.counter, given)
            for count, number in enumerate(own, given + 1):
                # A desk made anew knows from its mirror what it gave before.
                if not self._mirror.has_number(number, day):
                    with_number = command.model_copy(update={"number": number})
                    made = envelope.model_copy(update={"command": with_number})
                    done_.append(self._apply(made, request))
                    return made, count
            raise NotWhileAway("no_number")

        self._outbox.add_numbered(numbered, day, letter, self._person.clerk)
        return done_[0]

    def _apply(self, envelope: Envelope, request: Request) -> Transition:
        from registry.lifecycle import apply

        person = self._person
        actor = Actor(
            kind="clerk", id=person.clerk, name=person.name, counter=person.counter, role=person.role
        )
        return apply(request, envelope.command, self._foresight.context(envelope, actor))


def _gives_number(command: object, request: Request) -> TypeGuard[Arrive | Approve]:
    """Whether a command gives a citizen a queue number; who came by themselves gets it when approved."""
    if isinstance(command, Approve):
        return request.channel == "walk_in" and request.queue is None
    return isinstance(command, Arrive) and command.number is None


def _expect_own_place(command: Approve, request: Request, day: dt.date) -> None:
    """Expect the place that is kept for the request; of who came by themselves, that is today's."""
    if command.second is not None:
        raise NotWhileAway("second")
    hold = request.hold
    if hold is None or not holds(command.appointment, hold):
        raise NotWhileAway("shared_place")
    if request.channel == "walk_in" and hold.date != day:
        raise NotWhileAway("shared_place")
