"""The feed: numbers, pages, snapshots, and what each kind of reader is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry import commands as c
from registry.records import ChangesPage, Cursor, Record
from registry.states import State
from sync.store import feed
from tests.sync import factories as f
from tests.sync.store.conftest import Desk


def _all_pages(desk: Desk, after: str | None = None, limit: int = 2) -> tuple[list[Record], str]:
    records: list[Record] = []
    more = True
    while more:
        page = desk.page(after, limit)
        records += page.records
        after, more = page.cursor, page.more
    assert after is not None
    return records, after


def test_an_empty_feed_is_an_empty_snapshot_and_a_later_change_begins_anew(desk: Desk) -> None:
    page = desk.page()
    assert page == ChangesPage(cursor=":0", snapshot=True, more=False, records=())
    assert not desk.page(page.cursor).snapshot
    request = desk.submit()
    after = desk.page(page.cursor)
    assert after.snapshot
    assert [record.request.id for record in after.records] == [request.id]


def test_a_snapshot_holds_what_is_open_and_what_was_closed_today(desk: Desk) -> None:
    yesterday, today_, open_ = desk.submit(), desk.submit(), desk.submit()
    desk.act(yesterday, c.Cancel())
    desk.now += dt.timedelta(days=1)
    desk.act(today_, c.Cancel())
    records = {record.request.id: record for record in desk.page().records}
    assert set(records) == {today_.id, open_.id}
    assert records[today_.id].request.state is State.CANCELLED
    assert records[today_.id].particulars is None
    assert records[open_.id].particulars == f.CITIZEN


def test_a_day_begins_at_midnight_in_bangkok(desk: Desk) -> None:
    request = desk.submit()
    # 23.30 of the 23rd in Bangkok; half an hour later it is the 24th there.
    desk.now = dt.datetime(2026, 11, 23, 16, 30, tzinfo=dt.UTC)
    desk.act(request, c.Cancel())
    assert len(desk.page().records) == 1
    desk.now += dt.timedelta(minutes=30)
    assert desk.page().records == ()


def test_a_live_reader_is_told_of_the_end(desk: Desk) -> None:
    request = desk.submit()
    cursor = desk.page().cursor
    desk.act(request, c.Cancel())
    desk.now += dt.timedelta(days=40)
    (record,) = desk.page(cursor).records
    assert record.request.state is State.CANCELLED
    assert record.particulars is None


def test_what_is_being_collected_is_not_shown(desk: Desk) -> None:
    from sqlmodel import Session

    from sync.store import requests

    def create(session: Session) -> int:
        return requests.create(
            session,
            keys=f.KEYS,
            settings=desk.settings,
            request=f.request(),
            particulars=f.CITIZEN,
            conversation_id=f.CONVERSATION,
            now=f.NOW,
        )

    number = desk.database.write(create).result()
    page = desk.page()
    assert page.records == ()
    assert page.cursor.endswith(f":{number}")


def test_pages_follow_one_another_without_gap_or_overlap(desk: Desk) -> None:
    ids = [desk.submit().id for _ in range(7)]
    records, cursor = _all_pages(desk)
    assert [record.request.id for record in records] == ids
    desk.act(records[3].request, c.Take())
    desk.act(records[0].request, c.Take())
    records, _ = _all_pages(desk, cursor, limit=1)
    assert [record.request.id for record in records] == [ids[3], ids[0]]


def test_what_closes_while_a_snapshot_is_read_is_named_again_even_after_midnight(desk: Desk) -> None:
    first, *_ = [desk.submit() for _ in range(3)]
    page = desk.page(limit=1)
    assert page.records[0].request.id == first.id
    assert page.more
    # Closed before midnight, and the snapshot goes on after it.
    desk.act(first, c.Cancel())
    desk.now += dt.timedelta(days=1)
    rest, cursor = _all_pages(desk, page.cursor, limit=1)
    states = {record.request.id: record.request.state for record in rest}
    assert states[first.id] is State.CANCELLED
    assert len(states) == 3
    assert not desk.page(cursor).snapshot


def test_a_restored_database_makes_every_cursor_void(desk: Desk) -> None:
    request = desk.submit()
    cursor = desk.page().cursor
    desk.database.write(lambda session: feed.renew_epoch(session, f.OFFICE)).result()
    page = desk.page(cursor)
    assert page.snapshot
    assert [record.request.id for record in page.records] == [request.id]
    assert Cursor.parse(page.cursor) != Cursor.parse(cursor)


def test_a_cursor_from_the_future_gets_a_snapshot(desk: Desk) -> None:
    desk.submit()
    here = Cursor.parse(desk.page().cursor)
    assert here is not None
    assert desk.page(str(Cursor(here.epoch, here.seq + 1))).snapshot
    assert not desk.page(str(here)).snapshot


def test_a_transaction_that_fails_leaves_no_gap(desk: Desk) -> None:
    from sqlmodel import Session

    request = desk.submit()

    def fail(session: Session) -> None:
        feed.take_number(session, f.OFFICE)
        raise LookupError

    assert isinstance(desk.database.write(fail).exception(), LookupError)
    before = Cursor.parse(desk.page().cursor)
    desk.act(request, c.Take())
    after = Cursor.parse(desk.page().cursor)
    assert before is not None
    assert after == Cursor(before.epoch, before.seq + 1)


_ACTS = st.lists(
    st.one_of(
        st.just(("submit", 0)),
        st.tuples(st.sampled_from(["take", "release", "cancel", "slip", "midnight"]), st.integers(0, 5)),
        st.tuples(st.just("read"), st.integers(1, 3)),
    ),
    max_size=25,
)
_COMMANDS: dict[str, Any] = {
    "take": c.Take(),
    "release": c.Release(),
    "cancel": c.Cancel(),
    "slip": c.SlipPrinted(),
}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_ACTS)
def test_a_reader_that_pages_in_between_ends_with_what_is_there(
    desk: Desk, acts: list[tuple[str, int]]
) -> None:
    from registry.errors import Refused

    desk.database.write(lambda session: feed.renew_epoch(session, f.OFFICE)).result()
    desk.now += dt.timedelta(days=2)
    mirror: dict[str, Record] = {}
    known: list[Any] = []
    cursor: str | None = None

    def read(limit: int) -> bool:
        nonlocal cursor
        page = desk.page(cursor, limit)
        mirror.update({record.request.id: record for record in page.records})
        cursor = page.cursor
        return page.more

    for act, number in acts:
        if act == "submit":
            known.append(desk.submit())
        elif act == "read":
            read(number)
        elif act == "midnight":
            desk.now += dt.timedelta(days=1)
        elif known:
            try:
                desk.act(known[number % len(known)], _COMMANDS[act])
            except Refused:
                continue
    while read(3):
        pass
    open_ = {id_: record for id_, record in mirror.items() if not record.request.closed}
    truth = {record.request.id: record for record in desk.page().records}
    assert open_ == {id_: record for id_, record in truth.items() if not record.request.closed}
    assert {id_ for id_, record in truth.items() if record.request.closed} <= set(mirror)
