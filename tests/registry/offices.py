"""An office in memory, and requests to try on it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from registry.actors import Actor, Role
from registry.attorney_settings import AttorneySettings
from registry.calendar import Hours, OfficeCalendar
from registry.checks import DopaOutcome, Step, steps_for
from registry.defaults import FEES, OUTCOMES, SECOND_STEPS, STEPS
from registry.errors import RefusalCode, Refused
from registry.fees import proposed_fee
from registry.lifecycle import Context
from registry.request import Appointment, Check, CheckLine, Fee, Item, LineResult, Request
from registry.states import State

NOW = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 23)
SOMYING = Actor(kind="clerk", id="somying", name="สมหญิง", counter="3")
WICHAI = Actor(kind="clerk", id="wichai", name="วิชัย", counter="1")
HEAD = Actor(kind="clerk", id="head", name="หัวหน้า", counter="9", role=Role.HEAD)
ITEMS = (Item(service=2, copies=1),)


class MemoryOffice:
    """The office's side of the life cycle, with ``places`` in each slot."""

    lease = dt.timedelta(minutes=10)
    steps: Sequence[Step] = STEPS
    second_steps: Sequence[Step] = SECOND_STEPS
    outcomes: Sequence[DopaOutcome] = OUTCOMES
    power_of_attorney = False
    attorney = AttorneySettings()
    max_calls = 3
    consent_version = "1"
    calendar = OfficeCalendar(Hours())

    def __init__(self, places: int = 1) -> None:
        self.places = places
        self.taken: Counter[tuple[dt.date, dt.time]] = Counter()
        self.numbers = 0
        self.kept: set[str] = set()

    def proposed_fee(self, items: Sequence[Item], on: dt.date) -> Fee:
        return proposed_fee(FEES, items, on)

    def book(self, appointment: Appointment, *, instead_of: Appointment | None) -> Appointment:
        slot = (appointment.date, appointment.time)
        if instead_of is not None and (instead_of.date, instead_of.time) == slot:
            return appointment
        if instead_of is not None:
            self.give_back(instead_of)
        if self.taken[slot] >= self.places:
            if instead_of is not None:
                self.taken[instead_of.date, instead_of.time] += 1
            raise Refused(RefusalCode.SLOT_FULL)
        self.taken[slot] += 1
        return appointment

    def give_back(self, appointment: Appointment) -> None:
        if not appointment.takes_place:
            return
        self.taken[appointment.date, appointment.time] -= 1

    def queue_number(self, request: Request) -> str:
        self.numbers += 1
        return f"B{self.numbers:03d}"

    def walk_in_place(self, now: dt.datetime) -> Appointment:
        here = now + dt.timedelta(hours=7)
        return Appointment(date=here.date(), time=here.time(), takes_place=False)

    def keep_number(self, number: str, request: Request) -> bool:
        del request
        fresh = number not in self.kept
        self.kept.add(number)
        return fresh

    def home_counter(self, request: Request, approving: str) -> str:
        return approving

    def knows_counter(self, counter: str) -> bool:
        return counter in {"1", "3", "9"}


def context(office: MemoryOffice, actor: Actor = SOMYING, now: dt.datetime = NOW) -> Context:
    return Context(actor=actor, now=now, today=(now + dt.timedelta(hours=7)).date(), office=office)


def a_request(state: State = State.PENDING, items: tuple[Item, ...] = ITEMS) -> Request:
    return Request(
        office_id="bangkhae",
        id="0193-a",
        reference="BK-9QRT",
        state=state,
        state_since=NOW,
        items=items,
        created_at=NOW,
    )


def clean_check(services: Sequence[int] = (2,)) -> Check:
    return _all_match(steps_for(STEPS, services))


def clean_second_check() -> Check:
    return _all_match(SECOND_STEPS)


def _all_match(steps: Sequence[Step]) -> Check:
    return Check(
        lines=tuple(CheckLine(step=s.id, kind=s.kind, result=LineResult.MATCH, outcome=0) for s in steps)
    )
