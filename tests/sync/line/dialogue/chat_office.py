"""An office in memory for conversations: a clock that is set by hand, slots, and requests that live."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

from registry import commands as c
from registry.actors import CITIZEN, Actor
from registry.attorney_settings import AttorneySettings
from registry.calendar import OfficeCalendar
from registry.checks import DopaOutcome, Step
from registry.errors import RefusalCode, Refused
from registry.fees import proposed_fee
from registry.lifecycle import Context, Rewish, Submit, Transition, apply
from registry.office import Slot
from registry.particulars import Particulars
from registry.request import Appointment, Fee, Item, Request
from registry.sealing import Keyring
from registry.settings import Settings
from registry.states import State
from registry.transitions import Write
from sync.line import wall_code
from sync.line.dialogue import (
    CheckIn,
    CitizenAct,
    Conversation,
    Effect,
    EraseData,
    FaqCount,
    ForgetMessage,
    KeepPicture,
    PairClerk,
    PassOn,
    SubmitRequest,
    SurveyAnswer,
    arrived,
    refused,
)
from sync.line.faq import Faq, current_faq
from sync.store.slots import slot_left
from thai.dates import today

KEYS = Keyring.of(bytes(range(32)))
NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)  # a Monday without a holiday, 09.00 in Bangkok


class MemoryOffice:
    """Implements ChatOffice, and registry.lifecycle.Office to let requests live."""

    lease = dt.timedelta(minutes=10)
    steps: Sequence[Step] = ()
    second_steps: Sequence[Step] = ()
    outcomes: Sequence[DopaOutcome] = ()
    power_of_attorney = False
    attorney = AttorneySettings()
    max_calls = 3
    consent_version = "1"

    def __init__(self, settings: Settings | None = None, now: dt.datetime = NOW) -> None:
        self.settings = settings or Settings()
        self.now = now
        self.known: dict[str, tuple[Request, Particulars]] = {}
        self.taken: Counter[tuple[dt.date, dt.time]] = Counter()
        self.scores: list[SurveyAnswer] = []
        self.pictures: list[KeepPicture] = []
        self.counted: list[FaqCount] = []
        self.paired: list[str] = []
        self.race: tuple[str, ...] = ()
        self.clerk_acts = False
        self.others: list[Request] = []
        self._count = 0

    @property
    def today(self) -> dt.date:
        return today(self.now)

    @property
    def calendar(self) -> OfficeCalendar:
        return self.settings.calendar

    def free_slots(self, day: dt.date, days: int) -> list[Slot]:
        assert 1 <= days <= 30, "the API gives at most thirty days"
        return [
            slot_left(self.settings.hours, on, at, self.taken[on, at])
            for on in (day + dt.timedelta(days=offset) for offset in range(days))
            for at in self.calendar.slots(on)
        ]

    def open_requests(self) -> list[tuple[Request, Particulars]]:
        return [pair for pair in self.known.values() if not pair[0].closed]

    def closed_requests(self) -> list[tuple[Request, Particulars]]:
        return [pair for pair in self.known.values() if pair[0].closed]

    def waiting(self) -> list[Request]:
        return [pair[0] for pair in self.known.values() if pair[0].state is State.ARRIVED] + self.others

    def wall_code(self, day: dt.date) -> str:
        return wall_code.code(KEYS, self.settings.office.id, day)

    @property
    def faq(self) -> Faq:
        return current_faq(self.settings.inquiry.faq_file)

    def pictures_of(self, request_id: str) -> int:
        return sum(picture.request_id == request_id for picture in self.pictures)

    def clerk_of(self, code: str) -> str | None:
        return {"ABCD2345": "หัวหน้ามาลี"}.get(code)

    def reserve_reference(self) -> str:
        self._count += 1
        return f"BK-R{self._count}"

    def new_id(self) -> str:
        self._count += 1
        return f"01900000-0000-7000-8000-{self._count:012d}"

    def proposed_fee(self, items: Sequence[Item], on: dt.date) -> Fee:
        return proposed_fee(self.settings.fees, items, on)

    def book(self, appointment: Appointment, *, instead_of: Appointment | None) -> Appointment:
        at = self.calendar.slot_of(appointment.date, appointment.time)
        if at is None:
            raise Refused(RefusalCode.OFFICE_CLOSED)
        if instead_of is not None and (instead_of.date, instead_of.time) == (appointment.date, at):
            return instead_of
        hours = self.settings.hours
        places = hours.slot_places if self.clerk_acts else hours.line_places
        if self.taken[appointment.date, at] >= places:
            raise Refused(RefusalCode.SLOT_FULL)
        if instead_of is not None:
            self.give_back(instead_of)
        self.taken[appointment.date, at] += 1
        return appointment.model_copy(update={"time": at})

    def give_back(self, appointment: Appointment) -> None:
        self.taken[appointment.date, appointment.time] -= 1

    def queue_number(self, request: Request) -> str:
        return "A001"

    def walk_in_place(self, now: dt.datetime) -> Appointment:
        raise AssertionError("nobody walks in here")

    def keep_number(self, number: str, request: Request) -> bool:
        """Keep every number."""
        del number, request
        return True

    def home_counter(self, request: Request, approving: str) -> str:
        """Return the counter that approves."""
        del request
        return approving

    def knows_counter(self, counter: str) -> bool:
        return True

    def fill(self, day: dt.date, at: dt.time | None = None) -> None:
        """Take every place of a day or of one slot."""
        for slot in self.calendar.slots(day):
            if at in (None, slot):
                self.taken[day, slot] = self.settings.hours.slot_places

    def do(self, request_id: str, command: Any, actor: Actor = CITIZEN) -> Transition:
        """Let a request go on."""
        request, particulars = self.known[request_id]
        self.clerk_acts = actor.kind == "clerk"
        done = apply(request, command, Context(actor, self.now, self.today, self))
        self.known[request_id] = (done.request, particulars)
        return done

    def put(self, reference: str, **changes: Any) -> Request:
        """Set a request's fields without asking the life of a request."""
        request, particulars = self.by_reference(reference)
        changed = request.model_copy(
            update={"version": request.version + 1, "state_since": self.now, **changes}
        )
        self.known[request.id] = (changed, particulars)
        return changed

    def by_reference(self, reference: str) -> tuple[Request, Particulars]:
        return next(pair for pair in self.known.values() if pair[0].reference == reference)

    def carry_out(self, conversation: Conversation, effects: Sequence[Effect]) -> Any:
        """Do what a worker does; returns the turn that says that something was refused, or None."""
        if effects and self.race:
            self.fill(dt.date.fromisoformat(self.race[0]), dt.time.fromisoformat(self.race[1]))
            self.race = ()
        before = dict(self.known), self.taken.copy()
        for effect in effects:
            try:
                self._one(effect)
            except Refused as error:
                self.known, self.taken = before
                assert isinstance(effect, CitizenAct | SubmitRequest)
                return refused(conversation, effect, error.code, self)
        return arrived(conversation, self) if any(isinstance(each, CheckIn) for each in effects) else None

    def _erase(self, effect: EraseData) -> None:
        if effect.part == "requests":
            self.known = {key: pair for key, pair in self.known.items() if not pair[0].closed}

    def _one(self, effect: Effect) -> None:
        if isinstance(effect, SubmitRequest):
            assert effect.request.id not in self.known, "one request, submitted twice"
            assert effect.request.state is State.COLLECTING
            self.known[effect.request.id] = (effect.request, effect.particulars)
            self.do(effect.request.id, Submit(), CITIZEN)
        elif isinstance(effect, CitizenAct):
            if effect.particulars is not None:
                self.known[effect.request_id] = (self.known[effect.request_id][0], effect.particulars)
            self.do(effect.request_id, effect.command, CITIZEN)
        else:
            self._other(effect)

    def _other(self, effect: Effect) -> None:
        match effect:
            case PassOn():
                request, particulars = self.known[effect.request_id]
                for line in effect.lines:
                    particulars = particulars.with_line(line)
                self.known[effect.request_id] = (request, particulars)
            case CheckIn():
                for request_id in effect.request_ids:
                    self.do(request_id, c.Arrive(), CITIZEN)
            case EraseData():
                self._erase(effect)
            case ForgetMessage():
                for request, particulars in list(self.known.values()):
                    self.known[request.id] = (request, particulars.without_line(effect.line_id))
                self.pictures = [one for one in self.pictures if one.line_id != effect.line_id]
            case PairClerk():
                self.paired.append(effect.code)
            case KeepPicture() | FaqCount() | SurveyAnswer():
                beside: dict[str, list[Any]] = {"picture": self.pictures, "faq": self.counted}
                beside.get(effect.kind, self.scores).append(effect)
            case _:
                raise AssertionError(effect.kind)


def told(office: MemoryOffice, effect: Effect) -> str:
    """Say an effect in a line of a scripted conversation."""
    match effect:
        case SubmitRequest(request=request):
            items = ",".join(f"{item.service}x{item.copies}" for item in request.items)
            when = _when(request.wish.date, request.wish.time)
            words = ["submit", request.reference, items, *_matter(request), *when]
        case CitizenAct():
            words = [_act(office, effect)]
        case CheckIn():
            words = ["check in", *(office.known[each][0].reference for each in effect.request_ids)]
        case PassOn():
            reference = office.known[effect.request_id][0].reference
            words = ["pass on", reference, *(line.id for line in effect.lines if line.id)]
        case EraseData():
            words = ["erase", effect.part]
        case PairClerk() | ForgetMessage():
            words = [effect.kind, effect.line_id if isinstance(effect, ForgetMessage) else effect.code]
        case KeepPicture():
            words = ["picture", office.known[effect.request_id][0].reference, effect.line_id]
        case FaqCount():
            words = ["faq", effect.what, effect.entry]
        case SurveyAnswer():
            words = ["survey", effect.question, str(effect.score or effect.text)]
    return " ".join(words)


def _matter(request: Request) -> list[str]:
    inquiry = request.inquiry
    if inquiry is None:
        return []
    return [inquiry.group.value, *([inquiry.advance.value] if inquiry.advance else [])]


def _act(office: MemoryOffice, act: CitizenAct) -> str:
    request, held = office.known[act.request_id]
    match act.command:
        case c.Reschedule(appointment=to):
            words = ["move", request.reference, *_when(to.date, to.time)]
        case Write():
            words = ["write", request.reference]
        case c.Close():
            words = ["close", request.reference]
        case c.Cancel():
            words = ["cancel", request.reference]
        case Rewish(wish=wish):
            words = ["wish", request.reference, *_when(wish.date, wish.time)]
        case _:
            given = act.particulars or Particulars()
            new = [name for name in ("laser", "card", "pid") if getattr(given, name) != getattr(held, name)]
            words = ["answer", request.reference, *new]
    return " ".join(words)


def _when(day: dt.date | None, at: dt.time | None) -> list[str]:
    return [*([f"{day}"] if day else []), *([f"{at:%H:%M}"] if at else [])]
