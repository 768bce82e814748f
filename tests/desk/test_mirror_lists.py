from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.backend import Sort, View, WorkList
from desk.mirror import Mirror
from desk.mirror_lists import MirrorLists
from desk.mirror_schema import SCHEMA
from desk.work_lists import Look, parts_of
from registry.records import ChangesPage, Record
from registry.request import Group, Holder, Inquiry, Item, Queue, Request
from registry.sealing import Keyring
from registry.states import QueueState, State
from tests.desk.fakes import FakeBackend
from tests.desk.mirrors import KEY
from tests.desk.people import NOW, TODAY, TOMORROW, ago, approved, arrived, held, record, request

SOMYING = Look(WorkList.MINE, NOW, "somying")


@pytest.fixture
def mirror() -> Iterator[Mirror]:
    opened = Mirror(Path(":memory:"), Keyring.of(KEY), "bangkhae")
    yield opened
    opened.close()


def _apply(mirror: Mirror, *requests: Request) -> None:
    records = tuple(record(each) for each in requests)
    mirror.apply(ChangesPage(cursor="e:1", snapshot=False, more=False, records=records))


def _references(mirror: Mirror, look: Look) -> list[str]:
    return [each.reference for each in mirror.rows(look, 0, 100)]


def _inquiry(reference: str, *, group: Group = Group.GENERAL, **fields: Any) -> Request:
    inquiry = Inquiry(group=group, **fields)
    return request(reference, items=(Item(service=5),), inquiry=inquiry)


def _queued(reference: str, number: str, state: QueueState, **fields: Any) -> Request:
    queue = Queue(number=number, state=state, counter="2", since=ago(minutes=3), **fields)
    return arrived(reference).model_copy(update={"queue": queue})


def test_an_inquiry_stands_among_the_inquiries_alone_and_who_waits_longest_for_an_answer_first(
    mirror: Mirror,
) -> None:
    _apply(
        mirror,
        _inquiry("BK-AAAA", answered_at=ago(hours=1)),
        _inquiry("BK-BBBB", answer_by=NOW + dt.timedelta(hours=1)),
        _inquiry("BK-CCCC", answer_by=ago(hours=1), overdue=True),
        request("BK-DDDD"),
    )
    look = Look(WorkList.INQUIRIES, NOW)
    assert _references(mirror, look) == ["BK-CCCC", "BK-BBBB", "BK-AAAA"]
    assert _references(mirror, replace(look, view=View(overdue=True))) == ["BK-CCCC"]
    assert _references(mirror, Look(WorkList.PENDING, NOW)) == ["BK-DDDD"]


def test_the_clerk_s_work_groups_come_first(mirror: Mirror) -> None:
    soon = NOW + dt.timedelta(minutes=10)
    _apply(
        mirror,
        _inquiry("BK-AAAA", group=Group.GENERAL, answer_by=soon),
        _inquiry("BK-BBBB", group=Group.CARD, answer_by=soon + dt.timedelta(hours=1)),
        _inquiry("BK-CCCC", group=Group.POPULATION, answer_by=soon),
    )
    look = Look(WorkList.INQUIRIES, NOW, groups=(Group.CARD,))
    assert _references(mirror, look)[0] == "BK-BBBB"
    assert mirror.position(look, "id-BK-BBBB") == 0
    assert mirror.count(look) == 3
    assert _references(mirror, replace(look, view=View(group=Group.GENERAL))) == ["BK-AAAA"]


def test_mine_is_what_i_hold_then_what_came_back_then_what_i_asked(mirror: Mirror) -> None:
    holder = Holder(clerk="somying", clerk_name="สมหญิง", counter="3", until=ago(minutes=1))
    _apply(
        mirror,
        request("BK-AAAA", state=State.NEEDS_INFORMATION, asked_by="somying"),
        request("BK-BBBB", asked_by="somying"),
        held("BK-CCCC", holder=holder),
        held("BK-DDDD"),
        request("BK-EEEE", asked_by="wichai"),
    )
    assert _references(mirror, SOMYING) == ["BK-CCCC", "BK-BBBB", "BK-AAAA"]


def test_who_was_called_and_who_is_parked_have_lists_of_their_own(mirror: Mirror) -> None:
    _apply(
        mirror,
        _queued("BK-AAAA", "B001", QueueState.CALLED),
        _queued("BK-BBBB", "B002", QueueState.PARKED),
        arrived("BK-CCCC"),
    )
    assert _references(mirror, Look(WorkList.CALLED, NOW)) == ["BK-AAAA"]
    assert _references(mirror, Look(WorkList.PARKED, NOW)) == ["BK-BBBB"]
    assert mirror.values(Look(WorkList.CALLED, NOW), "counter") == ["2"]
    assert _references(mirror, Look(WorkList.CALLED, NOW, view=View(counter="7"))) == []


def test_who_came_and_was_not_served_stays_with_the_next_day_s_until_a_clerk_says_how_it_ended(
    mirror: Mirror,
) -> None:
    tomorrow = NOW + dt.timedelta(days=1)
    waits, expected = arrived("BK-AAAA"), approved("BK-BBBB", day=TOMORROW)
    _apply(mirror, waits, approved("BK-CCCC"), expected, arrived("BK-DDDD", "B008"))
    assert _references(mirror, Look(WorkList.TODAY, NOW)) == ["BK-AAAA", "BK-DDDD", "BK-CCCC"]
    assert _references(mirror, Look(WorkList.TODAY, tomorrow)) == ["BK-AAAA", "BK-DDDD", "BK-BBBB"]
    assert mirror.values(Look(WorkList.TODAY, tomorrow), "day") == [str(TODAY), str(TOMORROW)]
    _apply(mirror, waits.model_copy(update={"state": State.NO_SHOW, "queue": None}))
    assert _references(mirror, Look(WorkList.TODAY, tomorrow)) == ["BK-DDDD", "BK-BBBB"]


def test_done_is_what_was_done_today_the_newest_first(mirror: Mirror) -> None:
    _apply(
        mirror,
        request("BK-AAAA", state=State.COLLECTED, state_since=ago(hours=2)),
        request("BK-BBBB", state=State.REJECTED, state_since=ago(hours=1)),
        approved("BK-CCCC", day=TOMORROW, state_since=ago(minutes=5)),
        request("BK-DDDD", state=State.COLLECTED, state_since=ago(days=1)),
    )
    assert _references(mirror, Look(WorkList.DONE, NOW)) == ["BK-CCCC", "BK-BBBB", "BK-AAAA"]


def test_a_changed_request_leaves_its_places_behind(mirror: Mirror) -> None:
    _apply(mirror, request("BK-AAAA"))
    later = record(approved("BK-AAAA", day=TODAY), seq=2)
    mirror.apply(ChangesPage(cursor="e:2", snapshot=False, more=False, records=(later,)))
    assert mirror.count(Look(WorkList.PENDING, NOW)) == 0
    assert mirror.count(Look(WorkList.TODAY, NOW)) == 1


_VIEWS = st.builds(
    View,
    service=st.none() | st.integers(1, 5),
    day=st.none() | st.sampled_from([TODAY, TOMORROW]),
    counter=st.none() | st.sampled_from(["1", "2"]),
    overdue=st.booleans(),
    sort=st.sampled_from(Sort),
)
_REQUESTS = st.lists(
    st.tuples(
        st.integers(1, 5),
        st.sampled_from([State.PENDING, State.CHECKING, State.APPROVED, State.READY, State.ARRIVED]),
        st.integers(0, 3),
        st.booleans(),
    ),
    max_size=10,
)


def _made(at: int, service: int, state: State, hours: int, *, tomorrow: bool) -> Record:
    fields: dict[str, Any] = {"service": service, "submitted_at": ago(hours=hours)}
    reference = f"BK-{97 * at % 100:04d}"
    if state is State.CHECKING:
        return record(held(reference, **fields))
    if state is State.PENDING:
        return record(request(reference, **fields))
    day = TOMORROW if tomorrow else TODAY
    if state is State.ARRIVED:
        called = _queued(reference, f"B{at:03d}", QueueState.CALLED)
        return record(called)
    return record(approved(reference, day=day, time=dt.time(9 + hours), state=state, **fields))


@given(_REQUESTS, _VIEWS, st.sampled_from(WorkList), st.integers(1, 4))
@settings(max_examples=120, deadline=None)
def test_a_view_shows_the_same_by_index_as_by_looking_at_each(
    made: list[tuple[int, State, int, bool]], view: View, which: WorkList, limit: int
) -> None:
    records = [
        _made(at, service, state, hours, tomorrow=later)
        for at, (service, state, hours, later) in enumerate(made)
    ]
    mirror, fake = Mirror(Path(":memory:"), Keyring.of(KEY), "bangkhae"), FakeBackend.of(records)
    mirror.apply(ChangesPage(cursor="e:1", snapshot=False, more=False, records=tuple(records)))
    look = Look(which, NOW, "somying", view=view)
    expected = list(fake.rows(which, 0, 100, view))
    windows = [mirror.rows(look, start, limit) for start in range(0, len(expected) + 1, limit)]
    assert [each for window in windows for each in window] == expected
    assert mirror.count(look) == len(expected)
    assert [mirror.position(look, each.id) for each in expected] == list(range(len(expected)))
    mirror.close()


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("which", WorkList)
def test_every_list_is_read_by_an_index_alone(which: WorkList, sort: Sort) -> None:
    db = sqlite3.connect(":memory:")
    for statement in SCHEMA:
        db.execute(statement)
    asked: list[str] = []
    db.set_trace_callback(asked.append)
    lists = MirrorLists(db)
    look = Look(which, NOW, "somying", view=View(service=1, counter="1", overdue=True, sort=sort))
    lists.count(look)
    lists.ids(look, 5, 10)
    db.set_trace_callback(None)
    plans = [detail for query in asked for *_, detail in db.execute(f"EXPLAIN QUERY PLAN {query}").fetchall()]
    db.close()
    searched = [plan for plan in plans if not plan.startswith("USE TEMP B-TREE")]
    assert searched
    assert all(re.match(r"SEARCH place USING (COVERING INDEX|PRIMARY KEY)", plan) for plan in searched), plans
    together = len(parts_of(look, TODAY)) > 1 and sort is not Sort.USUAL
    assert together or len(searched) == len(plans), plans
