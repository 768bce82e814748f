"""A backend and an entrance in memory, true to the life of a request, for every screen's tests."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Self

from textual import events
from textual.keys import _character_to_key
from textual.message import Message
from textual.pilot import Pilot

from desk import work_lists
from desk.app import DeskApp
from desk.backend import WHOLE, Backend, Sort, Status, View, WorkList
from desk.errors import DeskError, NotThere, Offline, SignInRefused
from desk.outgoing import Outgoing
from registry import commands
from registry.answers import ReadyAnswer
from registry.calendar import OfficeCalendar
from registry.office import Slot
from registry.records import Record
from registry.request import Request
from tests.desk.fake_prints import FakePrints
from tests.desk.people import usual_day
from thai.dates import today

SIZES = ((80, 24), (120, 36))
PIN = "493817"


@dataclass
class FakeBackend(FakePrints):
    """Requests in a dict; commands go through the real life of a request.

    Set ``online`` False for a daemon that is away, ``error`` for what ``send`` is to raise. ``print_state``
    and ``print_reason`` say what becomes of a print, ``print_error`` keeps it from being handed in.
    ``withdrawable`` are unsent commands, with what is shown once they are withdrawn; ``leases`` seconds left,
    where they are not nine minutes; None: nobody knows.
    ``sent`` and ``printed`` keep what was asked for, ``jobs`` how the prints stand.
    """

    training: bool = False
    offline_session: bool = False
    unsent: int = 0
    outbox: Outgoing = field(default_factory=lambda: Outgoing((), ()))
    retried: int = 0
    settled: list[tuple[str, str]] = field(default_factory=list)
    withdrawable: dict[str, tuple[Record, ...]] = field(default_factory=dict)
    leases: dict[str, float | None] = field(default_factory=dict)
    slots_free: Sequence[Slot] | None = None
    ready: Sequence[ReadyAnswer] = ()
    pictures: dict[str, bytes] = field(default_factory=dict)
    looked_at: list[str] = field(default_factory=list)
    closed: bool = False
    mended: int = 0
    begun_text: str = ""

    @classmethod
    def of(cls, records: Iterable[Record] | None = None) -> Self:
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

    def can_withdraw(self, command_id: str) -> bool:
        return command_id in self.withdrawable

    def withdraw(self, command_id: str, request_id: str) -> bool:
        if command_id not in self.withdrawable:
            return False
        self.put(*self.withdrawable.pop(command_id))
        return True

    def lease_left(self, request_id: str) -> float | None:
        return self.leases.get(request_id, 9 * 60.0)

    def leave_to_head(self, command_id: str) -> None:
        self.settled.append((command_id, "head"))

    def drop_refused(self, command_id: str, reason: str) -> None:
        self.settled.append((command_id, reason))
        left = [kept for kept in self.outbox.to_settle if kept.id != command_id]
        self.outbox = replace(self.outbox, to_settle=left)

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

    def begun(self) -> str:
        return self.begun_text

    def keep_begun(self, text: str) -> bool:
        self.begun_text = text
        return True

    def now(self) -> dt.datetime:
        return self.clock

    def start(self, post: Callable[[Message], object]) -> None:
        self.post = post

    def mend(self) -> None:
        self.mended += 1

    def close(self) -> None:
        self.closed = True

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


def _open_days(calendar: OfficeCalendar, day: dt.date) -> Iterator[dt.date]:
    days = (day + dt.timedelta(days=ahead) for ahead in itertools.count())
    return (each for each in days if calendar.is_open(each))


@dataclass
class FakeEntrance:
    """A way in with one clerk; ``resumed`` False asks for sign-in first, ``gone``: the daemon is away."""

    backend: FakeBackend
    resumed: bool = True
    refusal: DeskError | None = None
    office_name: str = "สำนักงานเขตบางแค"
    counter: str = "3"
    locked: int = 0
    others: list[FakeBackend] = field(default_factory=list)
    signed_out: list[str] = field(default_factory=list)
    offline_days: int = 3
    gone: bool = False

    async def away(self) -> bool:
        return self.gone

    def resume(self) -> Backend | None:
        return self.backend if self.resumed else None

    async def sign_in(self, clerk: str, pin: str) -> Backend:
        if self.refusal is not None:
            raise self.refusal
        found = [each for each in (self.backend, *self.others) if each.person.clerk == clerk]
        if not found or pin != PIN:
            raise SignInRefused("bad_sign_in")
        return found[0]

    def leave(self) -> None:
        pass

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
