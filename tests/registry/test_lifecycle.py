from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from registry import commands as c
from registry.errors import RefusalCode, Refused
from registry.lifecycle import Answer, CitizenCommand, Expire, Notice, Rewish, Submit, apply
from registry.request import Appointment, Attorney, Collector, Fee, Group, Item, LineResult, Request, Wish
from registry.states import BOOKED, CLOSED, QueueState, State
from tests.registry.offices import (
    HEAD,
    NOW,
    SOMYING,
    TODAY,
    WICHAI,
    MemoryOffice,
    a_request,
    clean_check,
    clean_second_check,
    context,
)

TODAY_AT_TEN = Appointment(date=TODAY, time=dt.time(10, 0))
APPROVE = c.Approve(fee=Fee(baht=10), appointment=TODAY_AT_TEN, check_done=clean_check())
SECOND = c.SecondCheck(check_done=clean_second_check(), collector=Collector.OWNER)


def run(office: MemoryOffice, request: Request, *commands: Any) -> Request:
    for command in commands:
        request = apply(request, command, context(office)).request
    return request


def test_the_whole_life_of_a_request() -> None:
    office = MemoryOffice()
    told: list[Notice] = []
    request = a_request(State.COLLECTING)
    story: list[Any] = [Submit(), c.Take(), APPROVE, c.Prepare(tray="14"), c.Arrive(), c.Call(), SECOND]
    for command in [*story, c.SlipPrinted(), c.FeePaid(baht=10), c.HandedOver()]:
        transition = apply(request, command, context(office))
        assert transition.request.version == request.version + 1
        request = transition.request
        told += [transition.notice] if transition.notice else []
    assert request.state is State.COLLECTED
    assert request.flags == ()
    assert told == [Notice.APPROVED, Notice.READY, Notice.SURVEY]
    assert request.queue is not None
    assert request.queue.number == "B001"
    assert (request.hand_over.slips_printed, request.hand_over.paid_baht) == (1, 10)


LEGAL: dict[str, set[State]] = {
    "take": {State.PENDING, State.CHECKING},
    "renew": {State.CHECKING},
    "release": {State.CHECKING},
    "approve": {State.CHECKING},
    "ask": {State.CHECKING},
    "reject": {State.CHECKING, State.ARRIVED},
    "prepare": {State.APPROVED},
    "unprepare": {State.READY},
    "arrive": {State.APPROVED, State.READY},
    "call": {State.ARRIVED},
    "park": {State.ARRIVED},
    "requeue": {State.ARRIVED},
    "second_check": {State.ARRIVED},
    "no_show": {State.APPROVED, State.READY, State.ARRIVED},
    "reschedule": {State.APPROVED, State.READY, State.NO_SHOW},
    "cancel": set(State) - CLOSED,
    "say": set(),
    "hand_on": set(),
    "close": set(),
}
DECISIONS: dict[str, Any] = {
    "take": c.Take(),
    "renew": c.Renew(),
    "release": c.Release(),
    "approve": APPROVE,
    "ask": c.Ask(question="ขอเลขประจำตัวประชาชน"),
    "reject": c.Reject(reason="ไม่พบรายการ"),
    "prepare": c.Prepare(tray="1"),
    "unprepare": c.Unprepare(),
    "arrive": c.Arrive(),
    "call": c.Call(),
    "park": c.Park(note="ไปถ่ายเอกสาร"),
    "requeue": c.Requeue(),
    "second_check": SECOND,
    "no_show": c.NoShow(),
    "reschedule": c.Reschedule(appointment=TODAY_AT_TEN),
    "cancel": c.Cancel(),
    "say": c.Say(text="ใช้บัตรประชาชนใบเดียว"),
    "hand_on": c.HandOn(group=Group.CARD),
    "close": c.Close(word="ขอบคุณ"),
}


def in_state(office: MemoryOffice, state: State) -> Request:
    """Bring a request into a state the way it gets there in life."""
    pending = a_request()
    checking = run(office, pending, c.Take())
    ways: dict[State, tuple[Request, list[Any]]] = {
        State.COLLECTING: (a_request(State.COLLECTING), []),
        State.PENDING: (pending, []),
        State.CHECKING: (checking, []),
        State.NEEDS_INFORMATION: (checking, [DECISIONS["ask"]]),
        State.APPROVED: (checking, [APPROVE]),
        State.READY: (checking, [APPROVE, c.Prepare(tray="1")]),
        State.ARRIVED: (checking, [APPROVE, c.Arrive()]),
        State.COLLECTED: (checking, [APPROVE, c.Arrive(), SECOND, c.HandedOver()]),
        State.REJECTED: (checking, [DECISIONS["reject"]]),
        State.NO_SHOW: (checking, [APPROVE, c.NoShow()]),
        State.CANCELLED: (pending, [c.Cancel()]),
        State.EXPIRED: (a_request(State.COLLECTING), [Expire()]),
        State.ANSWERED: (a_request(items=(Item(service=5),)), [c.Say(text="ได้"), c.Close()]),
    }
    start, commands = ways[state]
    request = run(office, start, *commands)
    assert request.state is state
    return request


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("kind", DECISIONS)
def test_every_move_is_legal_or_refused(kind: str, state: State) -> None:
    office = MemoryOffice(places=5)
    request = in_state(office, state)
    if state in LEGAL[kind]:
        assert apply(request, DECISIONS[kind], context(office)).action
    else:
        with pytest.raises(Refused) as refused:
            apply(request, DECISIONS[kind], context(office))
        assert refused.value.code is RefusalCode.ILLEGAL_MOVE


@pytest.mark.parametrize("state", State)
def test_facts_are_recorded_in_every_state_and_flagged_where_they_conflict(state: State) -> None:
    office = MemoryOffice(places=5)
    request = in_state(office, state)
    for fact in (c.SlipPrinted(), c.FeePaid(baht=10), c.HandedOver()):
        after = apply(request, fact, context(office)).request
        if state is not State.ARRIVED:
            assert after.state is state
            assert after.flags[-1].endswith(f"while_{state}")
    assert apply(request, c.Revealed(), context(office)).request.version == request.version


def test_documents_handed_over_without_second_check_are_flagged() -> None:
    office = MemoryOffice()
    after = run(office, in_state(office, State.ARRIVED), c.HandedOver())
    assert (after.state, after.flags) == (State.COLLECTED, ("handed_over_unchecked",))


def test_two_clerks_cannot_hold_one_request_until_the_lease_has_ended() -> None:
    office = MemoryOffice()
    held = run(office, a_request(), c.Take())
    with pytest.raises(Refused) as refused:
        apply(held, c.Take(), context(office, WICHAI))
    assert refused.value.detail == {"holder": "สมหญิง", "counter": "3"}
    for command in (APPROVE, DECISIONS["ask"], DECISIONS["reject"], c.Renew(), c.Release()):
        with pytest.raises(Refused, match="not_holder"):
            apply(held, command, context(office, WICHAI))
    later = NOW + office.lease
    taken_over = apply(held, c.Take(), context(office, WICHAI, later)).request
    assert taken_over.holder is not None
    assert taken_over.holder.clerk == "wichai"
    with pytest.raises(Refused, match="not_holder"):
        apply(taken_over, APPROVE, context(office, SOMYING, later))


def test_the_same_clerk_at_another_counter_is_another_holder() -> None:
    office = MemoryOffice()
    held = run(office, a_request(), c.Take())
    elsewhere = SOMYING.model_copy(update={"counter": "4"})
    with pytest.raises(Refused, match="held_by_other"):
        apply(held, c.Take(), context(office, elsewhere))
    for command in (APPROVE, DECISIONS["ask"], DECISIONS["reject"], c.Renew(), c.Release()):
        with pytest.raises(Refused, match="not_holder"):
            apply(held, command, context(office, elsewhere))


def test_the_head_can_release_another_clerks_request() -> None:
    office = MemoryOffice()
    held = run(office, a_request(), c.Take())
    assert apply(held, c.Release(), context(office, HEAD)).request.state is State.PENDING


def test_a_renewed_lease_is_no_new_version() -> None:
    office = MemoryOffice()
    held = run(office, a_request(), c.Take())
    renewed = apply(held, c.Renew(), context(office, now=NOW + dt.timedelta(minutes=5))).request
    assert renewed.version == held.version
    assert renewed.holder is not None
    assert renewed.holder.until == NOW + dt.timedelta(minutes=15)


def test_a_mismatch_or_a_missing_line_cannot_be_approved() -> None:
    office = MemoryOffice()
    held = run(office, a_request(), c.Take())
    first, *others = clean_check().lines
    wrong = first.model_copy(update={"result": LineResult.MISMATCH})
    for lines, code in (((wrong, *others), "check_mismatch"), (tuple(others), "check_incomplete")):
        check = clean_check().model_copy(update={"lines": lines})
        with pytest.raises(Refused, match=code):
            apply(held, APPROVE.model_copy(update={"check_done": check}), context(office))
    assert not +office.taken


def test_a_mismatch_or_a_missing_line_of_the_second_check_hands_nothing_over() -> None:
    office = MemoryOffice()
    arrived = in_state(office, State.ARRIVED)
    first, *others = clean_second_check().lines
    wrong = first.model_copy(update={"result": LineResult.MISMATCH})
    for lines, code in (((wrong, *others), "check_mismatch"), (tuple(others), "check_incomplete")):
        check = clean_second_check().model_copy(update={"lines": lines})
        with pytest.raises(Refused, match=code):
            apply(arrived, SECOND.model_copy(update={"check_done": check}), context(office))


@pytest.mark.parametrize("command", [c.Cancel(), c.Reject(reason="ไม่พบรายการ"), c.NoShow()])
def test_whoever_leaves_after_arriving_gives_the_place_back(command: c.Decision) -> None:
    office = MemoryOffice()
    arrived = in_state(office, State.ARRIVED)
    assert sum(office.taken.values()) == 1
    assert apply(arrived, command, context(office)).request.queue is None
    assert not +office.taken


def test_nobody_is_missed_before_the_day_of_the_appointment() -> None:
    office = MemoryOffice()
    approved = in_state(office, State.APPROVED)
    with pytest.raises(Refused, match="not_today"):
        apply(approved, c.NoShow(), context(office, now=NOW - dt.timedelta(days=1)))
    assert sum(office.taken.values()) == 1


def test_a_fee_other_than_the_tables_needs_a_reason() -> None:
    office = MemoryOffice()
    held = run(office, a_request(), c.Take())
    with pytest.raises(Refused, match="fee_needs_reason"):
        apply(held, APPROVE.model_copy(update={"fee": Fee(baht=0)}), context(office))
    free = Fee(baht=0, reason="ยกเว้นตามระเบียบ")
    approved = apply(held, APPROVE.model_copy(update={"fee": free}), context(office)).request
    assert approved.fee is not None
    assert (approved.fee.baht, approved.fee.reason) == (0, "ยกเว้นตามระเบียบ")


def test_somebody_else_collects_only_where_the_office_allows_it() -> None:
    office = MemoryOffice()
    arrived = in_state(office, State.ARRIVED)
    attorney = SECOND.model_copy(update={"collector": Collector.ATTORNEY})
    with pytest.raises(Refused, match="collector_not_allowed"):
        apply(arrived, attorney, context(office))
    office.power_of_attorney = True
    with pytest.raises(Refused, match="attorney_not_shown"):
        apply(arrived, attorney, context(office))
    shown = Attorney(paper=office.attorney.papers[0], collector=office.attorney.collectors[2])
    done = apply(arrived, attorney.model_copy(update={"attorney": shown}), context(office))
    assert (done.request.hand_over.collector, done.request.hand_over.attorney) == (Collector.ATTORNEY, shown)
    assert done.detail == {"collector": "attorney", "as": shown.collector, "paper": shown.paper}


def test_what_is_shown_for_a_collector_is_in_the_office_s_own_words_and_the_owner_shows_nothing() -> None:
    office = MemoryOffice()
    office.power_of_attorney = True
    arrived = in_state(office, State.ARRIVED)
    known = Attorney(paper=office.attorney.papers[0], collector=office.attorney.collectors[0])
    for wrong in (
        {"collector": Collector.ATTORNEY, "attorney": known.model_copy(update={"collector": "นายสมชาย ใจดี"})},
        {"collector": Collector.ATTORNEY, "attorney": known.model_copy(update={"paper": "1104000000010"})},
        {"collector": Collector.OWNER, "attorney": known},
    ):
        with pytest.raises(Refused, match="attorney_not_shown"):
            apply(arrived, SECOND.model_copy(update=wrong), context(office))


def test_only_todays_appointments_arrive() -> None:
    office = MemoryOffice()
    approved = in_state(office, State.APPROVED)
    with pytest.raises(Refused, match="not_today"):
        apply(approved, c.Arrive(), context(office, now=NOW + dt.timedelta(days=1)))


def test_a_second_check_is_good_for_its_visit_only() -> None:
    office = MemoryOffice()
    tomorrow = NOW + dt.timedelta(days=1)
    another_day = c.Reschedule(appointment=Appointment(date=tomorrow.date(), time=dt.time(10, 0)))
    came = run(office, in_state(office, State.ARRIVED), SECOND, c.SlipPrinted(), c.NoShow(), another_day)
    again = apply(came, c.Arrive(), context(office, now=tomorrow)).request
    assert again.hand_over.slips_printed == 1
    done = apply(again, c.HandedOver(), context(office, now=tomorrow)).request
    assert done.flags == ("handed_over_unchecked",)


def test_a_slip_s_fact_says_which_reprint_it_is_and_who_printed_it() -> None:
    office = MemoryOffice()
    request = in_state(office, State.ARRIVED)
    own = apply(request, c.SlipPrinted(reprint=0, printed_by=SOMYING.id), context(office, SOMYING))
    assert own.detail == {"times": 1, "reprint": 0}
    # Found by another clerk, after one of which nobody knew whether it came out.
    other = apply(own.request, c.SlipPrinted(reprint=2, printed_by=WICHAI.id), context(office, SOMYING))
    assert other.detail == {"times": 2, "reprint": 2, "printed_by": WICHAI.id}
    assert other.request.hand_over.slips_printed == 2


def test_a_slip_in_doubt_is_seen_by_all_counters_until_it_is_known_and_its_number_stays_taken() -> None:
    office = MemoryOffice()
    request = run(office, a_request(State.ARRIVED), c.SlipDoubtful(reprint=0))
    assert (request.hand_over.doubtful_slips, request.hand_over.next_slip) == ((0,), 1)
    again = run(office, request, c.SlipDoubtful(reprint=0), c.SlipDoubtful(reprint=1))
    assert (again.hand_over.doubtful_slips, again.hand_over.slips_printed) == ((0, 1), 0)
    looked = run(office, again, c.SlipDoubtful(reprint=1, missing=True), c.SlipPrinted(reprint=0))
    assert (looked.hand_over.doubtful_slips, looked.hand_over.next_slip) == ((), 2)
    assert looked.hand_over.slips_printed == 1
    assert run(office, looked, c.SlipPrinted()).hand_over.next_slip == 2
    late = apply(
        looked.model_copy(update={"state": State.COLLECTED}), c.SlipDoubtful(reprint=2), context(office)
    )
    assert (late.action, late.request.flags) == ("slip_doubtful", ("slip_doubtful_while_collected",))


FACTS = (c.SlipPrinted(reprint=1), c.FeePaid(baht=10), c.HandedOver(), c.Revealed())
FROM_THE_CHAT = (Submit(), Answer(), Rewish(Wish(date=TODAY)), Expire())
COMMANDS = st.sampled_from([*DECISIONS.values(), *FACTS, *FROM_THE_CHAT])


class Lives(RuleBasedStateMachine):
    """Three requests of one office under random commands of random people."""

    @initialize(states=st.tuples(*[st.sampled_from(State)] * 3))
    def start(self, states: tuple[State, State, State]) -> None:
        self.office = MemoryOffice(places=3)
        self.now = NOW
        # From everywhere in a life: chance alone hardly ever gets as far as the counter.
        self.requests = [in_state(self.office, state) for state in states]

    @rule(
        which=st.integers(0, 2),
        command=COMMANDS,
        actor=st.sampled_from([SOMYING, WICHAI, HEAD]),
        minutes=st.integers(0, 12),
    )
    def act(
        self, which: int, command: c.Decision | c.Fact | CitizenCommand, actor: Any, minutes: int
    ) -> None:
        self.now += dt.timedelta(minutes=minutes)
        before = self.requests[which]
        try:
            transition = apply(before, command, context(self.office, actor, self.now))
        except Refused:
            return
        after = transition.request
        assert after.version - before.version in (0, 1)
        if before.state in CLOSED:
            assert after.state is before.state
        self.requests[which] = after

    @invariant()
    def booked_places_are_those_of_booked_requests(self) -> None:
        # Whoever came has used the place.
        held = BOOKED | {State.COLLECTED}
        booked = [r.appointment for r in self.requests if r.state in held and r.appointment]
        assert sum(self.office.taken.values()) == len(booked)
        assert all(0 <= taken <= 3 for taken in self.office.taken.values())

    @invariant()
    def each_state_has_what_it_needs(self) -> None:
        for request in self.requests:
            assert (request.holder is not None) == (request.state is State.CHECKING)
            if request.state in BOOKED:
                assert request.fee is not None
                assert request.appointment is not None
                assert request.check_done is not None
                assert not request.check_done.mismatches
            if request.state is State.ARRIVED:
                assert request.queue is not None
                assert request.queue.state in QueueState
            if request.state is State.READY:
                assert request.tray


TestLives = Lives.TestCase
TestLives.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
