"""A backend and an entrance in memory, true to the life of a request, for every screen's tests."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from textual import events
from textual.keys import _character_to_key
from textual.message import Message
from textual.pilot import Pilot

from desk import work_lists
from desk.app import DeskApp
from desk.backend import WHOLE, Backend, PaperWidth, Person, Sort, Status, View, WorkList
from desk.errors import DeskError, NotThere, Offline, SignInRefused
from desk.events import PrintsChanged, RecordsChanged
from desk.outgoing import Outgoing
from desk.print_facts import printed
from desk.printing import Word
from printer.content import Block
from printer.preview import preview, written
from printer.samples import sample
from printer.slip import Slip
from printer.spool.errors import NotNow
from printer.spool.jobs import Answer, Job
from printer.spool.jobs import State as Print
from registry import commands, lifecycle, queue_order
from registry.actors import Actor, Role
from registry.answers import ReadyAnswer
from registry.calendar import OfficeCalendar
from registry.checks import DopaOutcome, Step
from registry.errors import RefusalCode, Refused
from registry.fees import proposed_fee
from registry.lifecycle import Context
from registry.office import OfficeProfile, Slot
from registry.particulars import ChatLine, Particulars
from registry.records import Record
from registry.request import Appointment, Fee, Item, Request
from registry.settings import Settings, today
from registry.states import QueueState, State
from tests.desk.people import NOW, usual_day
from thai.dates import BANGKOK

SIZES = ((80, 24), (120, 36))
PIN = "493817"
SOMYING = Person("somying", "สมหญิง", Role.CLERK, "3")


class FakeOffice:
    """The office as ``registry.lifecycle`` asks for it: slots are counted, queue numbers go up."""

    def __init__(self, profile: OfficeProfile) -> None:
        self.profile = profile
        self.lease = dt.timedelta(minutes=profile.lease_minutes)
        self.steps: Sequence[Step] = profile.steps
        self.second_steps: Sequence[Step] = profile.second_steps
        self.outcomes: Sequence[DopaOutcome] = profile.outcomes
        self.power_of_attorney = profile.power_of_attorney
        self.calendar = profile.calendar
        self.max_calls = profile.max_calls
        self.consent_version = "1"
        self.full: set[tuple[dt.date, dt.time]] = set()
        self._queue = 0

    def proposed_fee(self, items: Sequence[Item], on: dt.date) -> Fee:
        return proposed_fee(self.profile.fees, items, on)

    def book(self, appointment: Appointment, *, instead_of: Appointment | None) -> Appointment:
        own = instead_of is not None and (instead_of.date, instead_of.time) == (
            appointment.date,
            appointment.time,
        )
        if not own and (appointment.date, appointment.time) in self.full:
            raise Refused(RefusalCode.SLOT_FULL)
        return appointment

    def give_back(self, appointment: Appointment) -> None:
        self.full.discard((appointment.date, appointment.time))

    def queue_number(self, request: Request) -> str:
        self._queue += 1
        return f"B{self._queue:03d}"

    def walk_in_place(self, now: dt.datetime) -> Appointment:
        here = now.astimezone(BANGKOK)
        return Appointment(date=here.date(), time=dt.time(here.hour, here.minute), takes_place=False)

    def keep_number(self, number: str, request: Request) -> bool:
        """Keep every number."""
        del number, request
        return True

    def home_counter(self, request: Request, approving: str) -> str:
        """Return the counter that approves."""
        del request
        return approving

    def knows_counter(self, counter: str) -> bool:
        return counter in self.profile.counters


@dataclass
class FakeBackend:
    """Requests in a dict; commands go through the real life of a request.

    Set ``online`` False for a daemon that is away, ``error`` for what ``send`` is to raise. ``print_state``
    and ``print_reason`` say what becomes of a print, ``print_error`` keeps it from being handed in.
    ``sent`` and ``printed`` keep what was asked for, ``jobs`` how the prints stand.
    """

    records: dict[str, Record] = field(default_factory=dict)
    person: Person = SOMYING
    profile: OfficeProfile = field(default_factory=lambda: OfficeProfile.of(Settings()))
    training: bool = False
    paper_mm: PaperWidth = 80
    offline_session: bool = False
    online: bool = True
    unsent: int = 0
    outbox: Outgoing = field(default_factory=lambda: Outgoing((), ()))
    retried: int = 0
    settled: list[tuple[str, str]] = field(default_factory=list)
    error: DeskError | None = None
    print_state: Print = Print.SENT
    print_reason: str = ""
    print_error: Exception | None = None
    jobs: list[Job] = field(default_factory=list)
    slots_free: Sequence[Slot] | None = None
    clock: dt.datetime = NOW
    undo_seconds: int = 0
    undo: dict[str, Request] = field(default_factory=dict)
    sent: list[tuple[str, commands.Decision | commands.Fact]] = field(default_factory=list)
    prints_here: bool = True
    others: tuple[str, ...] = ()
    printed: list[Slip] = field(default_factory=list)
    papers: list[tuple[str, list[str]]] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    ready: Sequence[ReadyAnswer] = ()
    pictures: dict[str, bytes] = field(default_factory=dict)
    looked_at: list[str] = field(default_factory=list)
    closed: bool = False
    mended: int = 0
    post: Callable[[Message], object] | None = None

    def __post_init__(self) -> None:
        self.office = FakeOffice(self.profile)

    @classmethod
    def of(cls, records: Iterable[Record] | None = None) -> FakeBackend:
        """Return a backend with these records; with none given, a usual day's."""
        given = usual_day() if records is None else records
        return cls(records={each.request.id: each for each in given})

    @property
    def signed_in_offline(self) -> bool:
        return self.offline_session

    def count(self, which: WorkList, view: View = WHOLE) -> int:
        return len(self._list(which, view))

    def rows(self, which: WorkList, offset: int, limit: int, view: View = WHOLE) -> Sequence[Request]:
        return self._list(which, view)[offset : offset + limit]

    def position(self, which: WorkList, request_id: str, view: View = WHOLE) -> int | None:
        ids = [request.id for request in self._list(which, view)]
        return ids.index(request_id) if request_id in ids else None

    def values(self, which: WorkList, of: Literal["day", "counter"]) -> Sequence[str]:
        found = {getattr(place, of) for each in self._list(which) for place in work_lists.places(each)}
        return sorted(found - {""})

    def slip_lines(self, slip: Slip) -> Sequence[str]:
        return preview(slip, self.paper_mm)

    def record(self, request_id: str) -> Record | None:
        return self.records.get(request_id)

    def history(self, request_id: str) -> Sequence[Request]:
        return ()

    def find(self, text: str, limit: int = 20) -> Sequence[Request]:
        wanted = text.strip().upper()
        found = [
            record.request
            for record in self.records.values()
            if wanted in record.request.reference
            or (record.request.queue is not None and record.request.queue.number == wanted)
        ]
        return found[:limit]

    def status(self) -> Status:
        age = dt.timedelta(minutes=4) if self.unsent else None
        return Status(
            self.online,
            "เครื่องพิมพ์พร้อม",
            printer_ready=True,
            unsent=self.unsent,
            oldest_unsent=age,
            printer_short="พร้อม",
            to_settle=len(self.outbox.to_settle),
        )

    def outgoing(self) -> Outgoing:
        return self.outbox

    def retry_now(self) -> None:
        self.retried += 1

    async def do_again(self, command_id: str) -> commands.Outcome | None:
        kept = self.outbox.kept(command_id)
        if kept is None or kept.envelope is None or kept.request_id not in self.records:
            return None
        version = self.records[kept.request_id].request.version
        outcome = await self.send(kept.request_id, version, kept.envelope.command)
        if outcome.status is commands.OutcomeStatus.APPLIED:
            self.drop_refused(command_id, "again")
        return outcome

    def leave_to_head(self, command_id: str) -> None:
        self.settled.append((command_id, "head"))

    def drop_refused(self, command_id: str, reason: str) -> None:
        self.settled.append((command_id, reason))
        left = [kept for kept in self.outbox.to_settle if kept.id != command_id]
        self.outbox = replace(self.outbox, to_settle=left)

    async def send(
        self, request_id: str, seen_version: int, command: commands.Decision | commands.Fact
    ) -> commands.Outcome:
        self.sent.append((request_id, command))
        if self.error is not None:
            raise self.error
        if not self.online and not isinstance(command, commands.FACTS):
            raise Offline
        return self._carry_out(request_id, seen_version, command)

    async def second_person(self, request_id: str, seen_version: int, clerk: str, pin: str) -> str:
        if not self.online:
            raise Offline
        if pin != PIN:
            raise SignInRefused("bad_sign_in")
        return f"{clerk} {request_id} {seen_version}"

    async def slots(self, day: dt.date, days: int = 1) -> Sequence[Slot]:
        if not self.online:
            return ()
        if self.slots_free is not None:
            return self.slots_free
        calendar = self.profile.calendar
        return [
            Slot(date=each, time=time, places=4)
            for each in itertools.islice(_open_days(calendar, day), days)
            for time in calendar.slots(each)
        ]

    async def answers(self) -> Sequence[ReadyAnswer]:
        return self.ready

    async def picture(self, picture_id: str) -> bytes:
        self.looked_at.append(picture_id)
        if self.error is not None:
            raise self.error
        if picture_id not in self.pictures:
            raise NotThere
        return self.pictures[picture_id]

    def can_print_here(self) -> bool:
        return self.prints_here

    def other_printers(self) -> Sequence[str]:
        return self.others

    async def print_day_end(self) -> Job:
        if not self.online:
            raise Offline
        return await self.print_slip(sample(1), next(iter(self.records.values())).request)

    async def print_paper(self, parts: list[Block], label: str) -> Job:
        self.papers.append((label, written(parts, 48)))
        return await self.print_slip(sample(1), next(iter(self.records.values())).request)

    def keep_page(self, html: str) -> Path:
        if self.error is not None:
            raise self.error
        self.pages.append(html)
        return Path("copies-list.html")

    async def move_print(self, job: Job, at: str) -> Job:
        await self.print_becomes(job, Print.CANCELLED, job.reason)
        moved = replace(job, number=len(self.jobs) + 1, id=f"moved-{job.id}", context=json.dumps({"to": at}))
        self.jobs.append(moved)
        return moved

    async def print_slip(self, slip: Slip, request: Request, at: str = "") -> Job:
        if self.print_error is not None:
            raise self.print_error
        self.printed.append(slip)
        job = print_job(len(self.jobs) + 1, request, slip.reprint, self.clock)
        job = replace(job, context=json.dumps({"to": at})) if at else job
        self.jobs.append(job)
        await self.print_becomes(job, self.print_state, self.print_reason)
        return self.job(job.id)

    async def print_becomes(
        self, job: Job, state: Print, reason: str = "", answer: Answer | None = None
    ) -> None:
        """Let something become of a print, as the spool's owner would; paper is recorded once."""
        now = replace(self.job(job.id), state=state, reason=reason, answer=answer, ended_at=self.clock)
        self.jobs[now.number - 1] = now
        if now.on_paper and not now.recorded:
            self.jobs[now.number - 1] = replace(now, recorded=True)
            await self.send(now.about, 1, printed(now).command)
        if self.post is not None:
            self.post(PrintsChanged())

    def job(self, job_id: str) -> Job:
        return next(job for job in self.jobs if job.id == job_id)

    def prints(self, request_id: str) -> Sequence[Job]:
        return [job for job in self.jobs if job.about == request_id]

    def open_prints(self) -> Sequence[Job]:
        return [job for job in self.jobs if not job.settled]

    async def say_to_print(self, job_id: str, word: Word) -> None:
        job = self.job(job_id)
        if word in (Word.CAME, Word.NOT) and job.in_doubt:
            await self.print_becomes(job, Print.UNKNOWN, job.reason, Answer(word))
        elif word is Word.GO and job.state is Print.HELD:
            await self.print_becomes(job, Print.QUEUED)
        elif word is Word.CANCEL and job.waits:
            await self.print_becomes(job, Print.CANCELLED, job.reason)
        else:
            raise NotNow

    def now(self) -> dt.datetime:
        return self.clock

    def start(self, post: Callable[[Message], object]) -> None:
        self.post = post

    def mend(self) -> None:
        self.mended += 1

    def close(self) -> None:
        self.closed = True

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

    def _list(self, which: WorkList, view: View = WHOLE) -> list[Request]:
        """Return a list as the mirror has it: its parts one after the other, each in its order."""
        look = work_lists.Look(which, self.clock, self.person.clerk, self.person.groups, view)
        places = [
            (place, record.request)
            for record in self.records.values()
            for place in work_lists.places(record.request)
        ]
        day = today(self.clock)
        days = [place.day for place, _ in places if place.part.startswith(work_lists.BOOKED_ON)]
        following = min((each for each in days if each > day.isoformat()), default=day.isoformat())
        parts = work_lists.parts_of(look, dt.date.fromisoformat(following))
        if view.sort is not Sort.USUAL:
            parts = (tuple(itertools.chain(*parts)),)
        return [
            request
            for together in parts
            for _, _, request in sorted(
                (place.sort_key(view.sort), request.id, request)
                for place, request in places
                if place.part in together and place.seen_in(view, self.clock)
            )
        ]

    def _carry_out(
        self, request_id: str, seen_version: int, command: commands.Decision | commands.Fact
    ) -> commands.Outcome:
        number = f"outcome-{len(self.sent)}"
        if isinstance(command, commands.CallNext):
            return self._call_next(number)
        if isinstance(command, commands.WalkIn):
            if request_id in self.records:
                return _refused(number, "already_there")
            self._make(request_id, command)
            seen_version = 1
        record = self.records.get(request_id)
        if record is None:
            return _refused(number, "not_found")
        if not isinstance(command, commands.FACTS) and record.request.version != seen_version:
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
        given = record.particulars
        for who, text in (("clerk", transition.said), ("note", transition.note)):
            if given is not None and text:
                line = {"at": self.clock, "who": who, "text": text}
                given = given.with_line(ChatLine.model_validate(line))
        changes = {"request": transition.request, "particulars": given, "seq": record.seq + 1}
        self.put(record.model_copy(update=changes))
        version = transition.request.version
        result: dict[str, object] = {"request_id": request_id, "reference": record.request.reference}
        if isinstance(command, commands.UNDOABLE) and self.undo_seconds:
            self.undo[request_id] = record.request
            result["undo_seconds"] = self.undo_seconds
        return commands.Outcome(
            id=number, status=commands.OutcomeStatus.APPLIED, version=version, result=result
        )

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
        return self._carry_out(found.id, found.version, commands.Call())

    def _make(self, request_id: str, command: commands.WalkIn) -> None:
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
        given = Particulars(laser=command.laser, card=command.card, pid=command.pid, name=command.name)
        self.records[request_id] = Record(seq=1, request=request, particulars=given)


def print_job(number: int, request: Request, reprint: int, moment: dt.datetime) -> Job:
    """Return a print that was just handed in."""
    return Job(
        number=number,
        id=f"00000000-0000-7000-8000-{number:012d}",
        about=request.id,
        label=f"{request.queue.number if request.queue else ''} {request.reference}".strip(),
        reprint=reprint,
        by="somying",
        context="1",
        state=Print.QUEUED,
        reason="",
        answer=None,
        queued_at=moment,
        waits_since=moment,
        ended_at=None,
        recorded=False,
    )


def _open_days(calendar: OfficeCalendar, day: dt.date) -> Iterator[dt.date]:
    days = (day + dt.timedelta(days=ahead) for ahead in itertools.count())
    return (each for each in days if calendar.is_open(each))


def _refused(number: str, code: str, **detail: str) -> commands.Outcome:
    return commands.Outcome(id=number, status=commands.OutcomeStatus.REFUSED, code=code, detail=detail)


@dataclass
class FakeEntrance:
    """A way in with one clerk; ``resumed`` False asks for sign-in first."""

    backend: FakeBackend
    resumed: bool = True
    refusal: DeskError | None = None
    office_name: str = "สำนักงานเขตบางแค"
    counter: str = "3"
    locked: int = 0
    others: list[FakeBackend] = field(default_factory=list)
    signed_out: list[str] = field(default_factory=list)

    def resume(self) -> Backend | None:
        return self.backend if self.resumed else None

    async def sign_in(self, clerk: str, pin: str) -> Backend:
        if self.refusal is not None:
            raise self.refusal
        found = [each for each in (self.backend, *self.others) if each.person.clerk == clerk]
        if not found or pin != PIN:
            raise SignInRefused("bad_sign_in")
        return found[0]

    def lock(self) -> None:
        self.locked += 1

    def sign_out(self, backend: Backend) -> None:
        self.signed_out.append(backend.person.clerk)
        backend.close()


class PatientClock:
    """A monotonic clock by which a second passes between any two looks: no key comes too early."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        self.seconds += 1
        return self.seconds


class StandingClock(PatientClock):
    """A monotonic clock that stands: every key comes in a dialog's first moment until it is set on."""

    def __call__(self) -> float:
        return self.seconds


def desk_app(
    backend: FakeBackend | None = None,
    *,
    resumed: bool = True,
    monotonic: Callable[[], float] | None = None,
    scan_gap: float = 0,
) -> DeskApp:
    """Return the application over a fake; scans are not caught unless a gap is given."""
    entrance = FakeEntrance(backend or FakeBackend.of(), resumed)
    return DeskApp(entrance, monotonic=monotonic or PatientClock(), scan_gap=scan_gap)


async def type_text(pilot: Pilot[None], text: str) -> None:
    """Type text as a keyboard would send it, Thai marks included (``pilot.press`` loses them)."""
    for character in text:
        pilot.app.post_message(events.Key(_character_to_key(character), character))
    await pilot.pause()
