"""Print orders: one order for an id, one taker in time, and nothing printed that was taken back."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from registry.actors import Actor
from registry.errors import RefusalCode, Refused
from registry.identifiers import new_id
from registry.print_orders import OVER, OrderedPrint, OrdersPage, OrderState, PrintOrder, PrintReport
from sync.store import print_orders
from sync.store.database import Database
from tests.sync import factories as f

FIRST = f.SOMCHAI.model_copy(update={"counter": "1"})
SECOND = f.MALEE.model_copy(update={"counter": "2"})
WAIT = dt.timedelta(minutes=3)


class Office:
    """The store as the routes use it, with a clock that a test moves."""

    def __init__(self, database: Database) -> None:
        self.database, self.now = database, f.NOW
        self.who: dict[str, Any] = {"keys": f.KEYS, "office_id": f.OFFICE}

    def hand_in(self, order: PrintOrder, actor: Actor = FIRST) -> OrderedPrint:
        return self.database.write(
            lambda session: print_orders.hand_in(
                session, order=order, actor=actor, expires_at=self.now + WAIT, now=self.now, **self.who
            )
        ).result()

    def tell(self, order_id: str, state: OrderState, actor: Actor = SECOND, **more: Any) -> OrderedPrint:
        told = PrintReport(state=state, **more)
        return self.database.write(
            lambda session: print_orders.report(
                session, order_id=order_id, told=told, actor=actor, now=self.now, **self.who
            )
        ).result()

    def page(self, counter: str, after: str | None = None) -> OrdersPage:
        return self.database.read(
            lambda session: print_orders.changes(
                session, counter=counter, after=after, now=self.now, **self.who
            )
        )


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def an_order(**changes: Any) -> PrintOrder:
    order = PrintOrder(
        id=new_id(), to="2", request_id="r", seen_version=3, clerk="somchai", slip='{"queue": "A001"}'
    )
    return order.model_copy(update=changes)


def test_an_order_goes_to_its_printer_s_counter_and_what_becomes_of_it_comes_back(office: Office) -> None:
    order = an_order()
    assert office.page("2").orders == ()
    assert office.hand_in(order).state is OrderState.OPEN
    page = office.page("2")
    assert [(each.id, each.slip, each.sender) for each in page.orders] == [(order.id, order.slip, "1")]
    assert office.page("3").orders == ()
    assert office.tell(order.id, OrderState.TAKEN).slip == order.slip
    cursor = office.page("1").cursor
    office.tell(order.id, OrderState.QUEUED, reason="no_paper")
    (seen,) = office.page("1", cursor).orders
    assert (seen.state, seen.reason, seen.slip) == (OrderState.QUEUED, "no_paper", None)
    office.tell(order.id, OrderState.UNKNOWN, reason="crash")
    ended = office.tell(order.id, OrderState.UNKNOWN, reason="crash", answer="came")
    assert (ended.over, ended.slip) == (True, None)
    assert office.tell(order.id, OrderState.QUEUED) == ended
    assert office.page("1", office.page("1").cursor).orders == ()


def test_the_same_id_is_the_same_order_and_another_body_is_refused(office: Office) -> None:
    order = an_order()
    first = office.hand_in(order)
    cursor = office.page("2").cursor
    office.now += dt.timedelta(minutes=1)
    assert office.hand_in(order) == first
    assert office.page("2", cursor).orders == ()
    with pytest.raises(Refused) as refused:
        office.hand_in(order.model_copy(update={"slip": "{}"}))
    assert refused.value.code is RefusalCode.OTHER_BODY
    for wrong in (SECOND, f.MALEE.model_copy(update={"counter": "3"})):
        with pytest.raises(Refused):
            office.hand_in(order, wrong)
    with pytest.raises(Refused):
        office.tell(order.id, OrderState.TAKEN, FIRST)
    with pytest.raises(Refused):
        office.tell(new_id(), OrderState.TAKEN)


def test_nobody_takes_an_order_too_late_not_even_who_took_it_before(office: Office) -> None:
    taken, open_ = an_order(), an_order()
    for order in (taken, open_):
        office.hand_in(order)
    assert office.tell(taken.id, OrderState.TAKEN).state is OrderState.TAKEN
    office.now += WAIT
    assert {each.state for each in office.page("1").orders} == {OrderState.TAKEN, OrderState.EXPIRED}
    for order in (taken, open_):
        assert office.tell(order.id, OrderState.TAKEN).state is OrderState.EXPIRED
        assert office.tell(order.id, OrderState.SENT).state is OrderState.EXPIRED


def test_what_is_in_the_spool_by_then_is_the_spool_s_matter(office: Office) -> None:
    order = an_order()
    office.hand_in(order)
    office.tell(order.id, OrderState.TAKEN)
    office.tell(order.id, OrderState.QUEUED)
    office.now += WAIT
    assert office.tell(order.id, OrderState.TAKEN).state is OrderState.QUEUED
    assert office.tell(order.id, OrderState.SENT).state is OrderState.SENT


def test_an_order_that_is_taken_back_before_it_came_never_comes(office: Office) -> None:
    order = an_order()
    assert office.hand_in(order.model_copy(update={"withdrawn": True})).state is OrderState.EXPIRED
    assert office.hand_in(order).state is OrderState.EXPIRED
    assert office.tell(order.id, OrderState.TAKEN).state is OrderState.EXPIRED


def test_one_that_is_taken_is_only_asked_back(office: Office) -> None:
    order = an_order()
    office.hand_in(order)
    office.tell(order.id, OrderState.TAKEN)
    assert office.hand_in(order.model_copy(update={"withdrawn": True})).state is OrderState.TAKEN
    (seen,) = office.page("2").orders
    assert (seen.withdrawn, seen.slip) == (True, order.slip)


def test_a_reader_that_comes_back_misses_nothing_however_many_there_are(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_orders, "_PAGE", 3)
    orders = [office.hand_in(an_order()).id for _ in range(8)]
    mine = [office.hand_in(an_order(to="1"), SECOND).id for _ in range(4)]
    seen: list[str] = []
    cursor = None
    while page := office.page("2", cursor).orders:
        seen += [each.id for each in page]
        cursor = office.page("2", cursor).cursor
    assert sorted(seen) == sorted(orders + mine)
    office.now += dt.timedelta(days=3)
    assert office.page("2").orders == ()
    gone = office.database.write(
        lambda session: print_orders.purge(session, office_id=f.OFFICE, before=office.now, limit=5)
    ).result()
    assert gone == 5


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(OrderState), st.booleans(), st.integers(0, 90)), max_size=12))
def test_no_order_comes_back_to_life(office: Office, steps: list[tuple[OrderState, bool, int]]) -> None:
    order = an_order()
    before = office.hand_in(order)
    for state, withdrawn, seconds in steps:
        office.now += dt.timedelta(seconds=seconds)
        if withdrawn:
            office.hand_in(order.model_copy(update={"withdrawn": True}))
        after = office.tell(order.id, state)
        if before.state in OVER:
            assert after.state is before.state
        if before.state is OrderState.UNKNOWN:
            assert after.state is OrderState.UNKNOWN
        assert (after.slip is None) == after.over
        before = after


def test_a_slip_that_nobody_can_be_granted_any_more_is_not_kept(office: Office) -> None:
    never_taken, printing = an_order(), an_order()
    office.hand_in(never_taken)
    office.hand_in(printing)
    office.tell(printing.id, OrderState.TAKEN)
    office.tell(printing.id, OrderState.QUEUED)

    def forget() -> list[str]:
        late = partial(print_orders.forget_late_slips, office_id=f.OFFICE, now=office.now, limit=9)
        office.database.write(late).result()
        return [each.id for each in office.page("2").orders if each.slip is not None]

    office.now += WAIT - dt.timedelta(seconds=1)
    assert forget() == [never_taken.id, printing.id]
    office.now += dt.timedelta(seconds=1)
    assert forget() == []
    assert office.tell(printing.id, OrderState.CONFIRMED).state is OrderState.CONFIRMED
    assert office.tell(never_taken.id, OrderState.TAKEN).state is OrderState.EXPIRED


def test_what_a_citizen_took_back_is_granted_to_nobody(office: Office) -> None:
    mine, another = an_order(request_id="mine"), an_order()
    for order in (mine, another):
        office.hand_in(order)
    gone = partial(print_orders.forget_requests, office_id=f.OFFICE, request_ids=["mine", "x"])
    office.database.write(gone).result()
    granted = [office.tell(order.id, OrderState.TAKEN) for order in (mine, another)]
    assert [(each.state, each.slip) for each in granted] == [
        (OrderState.EXPIRED, None),
        (OrderState.TAKEN, another.slip),
    ]


@pytest.mark.parametrize(
    "hostile",
    [{"to": "\0"}, {"clerk": "\0"}, {"request_id": "\0"}, {"seen_version": 2**63}, {"seen_version": -1}],
)
def test_what_no_database_takes_is_no_order(hostile: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PrintOrder.model_validate({**an_order().model_dump(), **hostile})


def test_a_reason_is_kept_without_what_cannot_be_shown(office: Office) -> None:
    order = an_order()
    office.hand_in(order)
    office.tell(order.id, OrderState.TAKEN)
    assert office.tell(order.id, OrderState.HELD, reason="no\0_paper\x1b").reason == "no_paper"
    # What cannot be shown is still found to be the same when it is told again.
    cursor = office.page("1").cursor
    office.tell(order.id, OrderState.HELD, reason="no\0_paper\x1b")
    assert office.page("1", cursor).orders == ()
