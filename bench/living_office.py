"""A daemon whose requests lead their real life: by what the measured desk sends, and at other counters."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass

from desk.backend import Person
from registry import commands as c
from registry.actors import Role
from registry.checks import steps_for
from registry.commands import Envelope, Outcome, OutcomeStatus
from registry.records import Record
from registry.request import Appointment, Collector, Fee, Request
from registry.sign_in import Session
from registry.states import State
from tests.counter import matching
from tests.desk.daemon import Daemon
from tests.desk.fake_life import FakeLife
from thai.dates import BANGKOK

_COLLEAGUE = Person("wichai", "วิชัย", Role.CLERK, "2")


@dataclass
class _Life(FakeLife):
    """A request's life, whose changes go into the daemon's feed."""

    feed: Callable[..., None] = lambda *_: None

    def put(self, *records: Record) -> None:
        self.feed(*records)


class LivingOffice(Daemon):
    """The office, whose clock leaps when it is told to; ``finished`` counts what was handed over."""

    def __init__(self, session: Session, begins: dt.datetime) -> None:
        super().__init__(session)
        self._begins, self._started, self._ahead = begins, time.monotonic(), 0.0
        self._here = _Life(person=Person.of(session), profile=session.office, feed=self.put)
        self._there = _Life(person=_COLLEAGUE, profile=session.office, feed=self.put)
        self._here.records = self._there.records = self.records
        self._there.office = self._here.office

    def carry_out(self, envelope: Envelope) -> Outcome:
        """Carry a command of the measured desk out; the same id gets the same answer."""
        if envelope.id not in self.answers:
            self._here.clock = self.now
            done = self._here.carry_out(envelope.request_id, envelope.seen_version, envelope.command)
            self.answers[envelope.id] = done.model_copy(update={"id": envelope.id, "seq": self.seq})
        return self.answers[envelope.id]

    @property
    def now(self) -> dt.datetime:
        """The time of day, UTC."""
        return self._begins + dt.timedelta(seconds=time.monotonic() - self._started + self._ahead)

    def leap(self, seconds: float) -> None:
        """Let some seconds pass at once."""
        self._ahead += seconds

    @property
    def finished(self) -> int:
        """How many requests were handed over."""
        return sum(record.request.state is State.COLLECTED for record in self.records.values())

    def request(self, request_id: str) -> Request:
        """Return a request as it is."""
        return self.records[request_id].request

    def approve_elsewhere(self, request_id: str) -> None:
        """Let a colleague take and approve a request for the next free place."""
        self._elsewhere(request_id, c.Take())
        services = [item.service for item in self.request(request_id).items]
        steps = steps_for(self._there.profile.steps, services)
        self._elsewhere(
            request_id,
            c.Approve(
                fee=Fee(baht=0, reason="ยกเว้น"),
                appointment=Appointment(date=self.now.astimezone(BANGKOK).date(), time=self.slot),
                check_done=matching(steps),
            ),
        )

    def come(self, request_id: str) -> None:
        """Let a request's copies be made ready, and its citizen come."""
        self._elsewhere(request_id, c.Prepare(tray="1"))
        self._elsewhere(request_id, c.Arrive())

    def hand_over_elsewhere(self, request_id: str) -> None:
        """Let a colleague serve who has come."""
        check = matching(self._there.profile.second_steps)
        self._elsewhere(request_id, c.Call())
        self._elsewhere(request_id, c.SecondCheck(check_done=check, collector=Collector.OWNER))
        self._elsewhere(request_id, c.HandedOver())

    def _elsewhere(self, request_id: str, command: c.Decision | c.Fact) -> None:
        self._there.clock = self.now
        done = self._there.carry_out(request_id, self.request(request_id).version, command)
        if done.status is not OutcomeStatus.APPLIED:
            raise RuntimeError(f"{command.kind} came to {done.code}")
