"""Requests in memory, carried through their real life by commands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from textual.message import Message

from desk.backend import Person
from desk.errors import DeskError, Offline
from desk.events import RecordsChanged
from registry import commands, lifecycle, queue_order
from registry.actors import Actor, Role
from registry.errors import Refused
from registry.lifecycle import Context
from registry.office import OfficeProfile
from registry.particulars import ChatLine, Particulars
from registry.records import Record
from registry.request import Request
from registry.settings import Settings
from registry.states import QueueState, State
from tests.desk.fake_office import FakeOffice
from tests.desk.people import NOW
from thai.dates import today

SOMYING = Person("somying", "สมหญิง", Role.CLERK, "3")


@dataclass
class FakeLife:
    """Requests in a dict, and what becomes of a command on one of them."""

    records: dict[str, Record] = field(default_factory=dict)
    person: Person = SOMYING
    profile: OfficeProfile = field(default_factory=lambda: OfficeProfile.of(Settings()))
    online: bool = True
    error: DeskError | None = None
    clock: dt.datetime = NOW
    undo_seconds: int = 0
    undo: dict[str, Request] = field(default_factory=dict)
    sent: list[tuple[str, commands.Decision | commands.Fact]] = field(default_factory=list)
    trail: list[tuple[str, str]] = field(default_factory=list)
    post: Callable[[Message], object] | None = None

    def __post_init__(self) -> None:
        self.office = FakeOffice(self.profile)

    async def send(
        self, request_id: str, seen_version: int, command: commands.Decision | commands.Fact
    ) -> commands.Outcome:
        self.sent.append((request_id, command))
        if self.error is not None:
            raise self.error
        if not self.online and not isinstance(command, commands.FACTS):
            raise Offline
        return self.carry_out(request_id, seen_version, command)

    def put(self, *records: Record) -> None:
        """Let records arrive from the daemon, as the feed would bring them."""
        self.records |= {each.request.id: each for each in records}
        if self.post is not None:
            self.post(RecordsChanged(frozenset(each.request.id for each in records)))

    def remove(self, request_id: str) -> None:
        """Let a record vanish."""
        del self.records[request_id]
        if self.post is not None:
            self.post(RecordsChanged(frozenset({request_id})))

    def carry_out(
        self, request_id: str, seen_version: int, command: commands.Decision | commands.Fact
    ) -> commands.Outcome:
        """Return what a command comes to; the changed record is put."""
        number = f"outcome-{len(self.sent)}"
        if isinstance(command, commands.CallNext):
            return self._call_next(number)
        if isinstance(command, commands.WalkIn | commands.DrawNumber):
            if self._is_there(request_id, command):
                return _refused(number, "already_there")
            if request_id not in self.records:
                self._make(request_id, command)
                seen_version = 1
        record = self.records.get(request_id)
        if record is None:
            return _refused(number, "not_found")
        if not isinstance(command, commands.ANY_VERSION) and record.request.version != seen_version:
            return commands.Outcome(id=number, status=commands.OutcomeStatus.CONFLICT, code="stale")
        actor = Actor(
            kind="clerk",
            id=self.person.clerk,
            name=self.person.name,
            counter=self.person.counter,
            role=self.person.role,
        )
        second = self._second(command, f"{request_id} {seen_version}")
        was = self.undo.pop(request_id, None) if isinstance(command, commands.TakeBack) else None
        context = Context(actor, self.clock, today(self.clock), self.office, second, was)
        try:
            transition = lifecycle.apply(record.request, command, context)
        except Refused as refused:
            return _refused(number, refused.code.value, **refused.detail)
        self.trail.append((request_id, transition.action))
        given = _read(command) if isinstance(command, commands.WalkIn) else record.particulars
        given = self._with_words(given, transition)
        changes = {"request": transition.request, "particulars": given, "seq": record.seq + 1}
        self.put(record.model_copy(update=changes))
        version = transition.request.version
        result = {**transition.detail, "request_id": request_id, "reference": record.request.reference}
        if isinstance(command, commands.UNDOABLE) and self.undo_seconds:
            self.undo[request_id] = record.request
            result["undo_seconds"] = self.undo_seconds
        return commands.Outcome(
            id=number, status=commands.OutcomeStatus.APPLIED, version=version, result=result
        )

    def _with_words(self, given: Particulars | None, done: lifecycle.Transition) -> Particulars | None:
        for who, text in (("clerk", done.said), ("note", done.note)):
            if given is not None and text:
                line = {"at": self.clock, "who": who, "text": text}
                given = given.with_line(ChatLine.model_validate(line))
        return given

    def _second(self, command: object, about: str) -> Actor | None:
        proof = command.second.proof if isinstance(command, commands.Approve) and command.second else ""
        clerk, _, proven = proof.partition(" ")
        return Actor(kind="clerk", id=clerk, name=clerk, counter="3") if proven == about else None

    def _call_next(self, number: str) -> commands.Outcome:
        here = [record.request for record in self.records.values() if record.request.state is State.ARRIVED]
        counter = self.person.counter
        for each in here:
            if each.queue and (each.queue.state, each.queue.counter) == (QueueState.CALLED, counter):
                return _refused(number, "still_serving", queue=each.queue.number, request_id=each.id)
        found = queue_order.next_for(here, counter)
        if found is None:
            return _refused(number, "nobody_waits")
        return self.carry_out(found.id, found.version, commands.Call())

    def _is_there(self, request_id: str, command: commands.WalkIn | commands.DrawNumber) -> bool:
        known = self.records.get(request_id)
        waits = known is not None and known.request.has_only_a_number
        return known is not None and not (waits and isinstance(command, commands.WalkIn))

    def _make(self, request_id: str, command: commands.WalkIn | commands.DrawNumber) -> None:
        request = Request(
            office_id=self.profile.id,
            id=request_id,
            reference="BK-W234",
            state=State.COLLECTING,
            state_since=self.clock,
            channel="walk_in",
            items=command.items,
            created_at=self.clock,
        )
        self.records[request_id] = Record(seq=1, request=request, particulars=Particulars())


def _read(command: commands.WalkIn) -> Particulars:
    return Particulars(laser=command.laser, card=command.card, pid=command.pid, name=command.name)


def _refused(number: str, code: str, **detail: str) -> commands.Outcome:
    return commands.Outcome(id=number, status=commands.OutcomeStatus.REFUSED, code=code, detail=detail)
