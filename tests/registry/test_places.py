"""Whatever happens to requests, a place is taken exactly once for each that has one, and given back once."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections import Counter

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from registry import commands as c
from registry.actors import CITIZEN, Actor
from registry.errors import Refused
from registry.lifecycle import Answer, Expire, Rewish, Submit, apply
from registry.request import Appointment, Collector, Fee, Request, Wish
from registry.states import BOOKED, State
from tests.registry.offices import (
    NOW,
    SOMYING,
    TODAY,
    MemoryOffice,
    a_request,
    clean_check,
    clean_second_check,
    context,
)

TIMES = st.builds(
    Appointment, date=st.sampled_from([TODAY, TODAY + dt.timedelta(days=1)]), time=st.just(dt.time(9))
)
SYSTEM = Actor(kind="system")


class Places(RuleBasedStateMachine):
    """Three citizens and two slots of two places."""

    @initialize()
    def begin(self) -> None:
        self.office = MemoryOffice(places=2)
        self.requests = {
            str(number): a_request(State.COLLECTING).model_copy(update={"id": str(number)})
            for number in range(3)
        }

    def _do(self, which: int, command: object, actor: Actor = SOMYING) -> None:
        key = str(which)
        before, taken = self.requests[key], self.office.taken.copy()
        try:
            self.requests[key] = apply(before, command, context(self.office, actor, NOW)).request  # type: ignore[arg-type]
        except Refused:
            # As the store does: nothing of a refused command stays.
            self.office.taken = taken

    @rule(which=st.integers(0, 2), at=TIMES)
    def submits(self, which: int, at: Appointment) -> None:
        wished = self.requests[str(which)].model_copy(update={"wish": Wish(date=at.date, time=at.time)})
        if wished.state is State.COLLECTING and wished.hold is None:
            self.requests[str(which)] = wished
        self._do(which, Submit(), CITIZEN)

    @rule(which=st.integers(0, 2), at=TIMES, time=st.booleans())
    def wishes(self, which: int, at: Appointment, time: bool) -> None:
        self._do(which, Rewish(wish=Wish(date=at.date, time=at.time if time else None)), CITIZEN)

    @rule(which=st.integers(0, 2), at=TIMES)
    def approves(self, which: int, at: Appointment) -> None:
        self._do(which, c.Take())
        self._do(which, c.Approve(fee=Fee(baht=10), appointment=at, check_done=clean_check()))

    @rule(which=st.integers(0, 2), at=TIMES)
    def moves(self, which: int, at: Appointment) -> None:
        self._do(which, c.Reschedule(appointment=at), CITIZEN)

    @rule(
        which=st.integers(0, 2),
        command=st.sampled_from(
            [
                c.Take(),
                c.Release(),
                c.Ask(question="ขอรหัสใหม่"),
                c.Reject(reason="ไม่ตรง"),
                c.Prepare(tray="1"),
                c.Arrive(),
                c.Call(),
                c.Park(),
                c.Requeue(),
                c.NoShow(),
                c.SecondCheck(check_done=clean_second_check(), collector=Collector.OWNER),
                c.HandedOver(),
                c.Cancel(),
            ]
        ),
    )
    def decides(self, which: int, command: object) -> None:
        self._do(which, command)

    @rule(which=st.integers(0, 2))
    def answers(self, which: int) -> None:
        self._do(which, Answer(), CITIZEN)

    @rule(which=st.integers(0, 2))
    def expires(self, which: int) -> None:
        with contextlib.suppress(Refused):
            self._do(which, Expire(), SYSTEM)

    @invariant()
    def every_place_has_one_owner(self) -> None:
        owned: Counter[tuple[dt.date, dt.time]] = Counter()
        for request in self.requests.values():
            owned.update(_places(request))
        # Who has collected came: the place was used and stays taken.
        assert {slot: count for slot, count in self.office.taken.items() if count} == owned

    @invariant()
    def only_what_is_undecided_holds(self) -> None:
        for request in self.requests.values():
            if request.hold is not None:
                assert request.state not in BOOKED
                assert not request.closed
                assert (request.hold.date, request.hold.time) == (request.wish.date, request.wish.time)


def _places(request: Request) -> list[tuple[dt.date, dt.time]]:
    found = [request.hold] if request.hold is not None else []
    if request.appointment is not None and request.state in BOOKED | {State.COLLECTED}:
        found.append(request.appointment)
    return [(one.date, one.time) for one in found]


Places.TestCase.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
TestPlaces = Places.TestCase
