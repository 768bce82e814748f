"""Several processes at once: nothing is given twice, and a reader of the feed misses nothing."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlmodel import Session, select

from registry import commands as c
from registry.records import Record
from registry.states import State
from sync.store import requests
from sync.store.tables.requests import QueueRow, SlotRow
from tests.sync import factories as f
from tests.sync.store.conftest import Desk
from tests.sync.store.workers import Processes, claim, record_facts, send_all

# The machine may be busy with other tests.
pytestmark = pytest.mark.timeout(300)

CLAIMS = 1_000
CHANGES = 1_000
WRITERS = 3


def _many(desk: Desk, count: int) -> list[str]:
    """Store submitted requests in one transaction; returns their ids."""

    def run(session: Session) -> list[str]:
        ids = []
        for _ in range(count):
            request = f.request(state=State.PENDING)
            requests.create(
                session,
                keys=f.KEYS,
                settings=desk.settings,
                request=request,
                particulars=f.CITIZEN,
                conversation_id=f.CONVERSATION,
                now=desk.now,
            )
            ids.append(request.id)
        return ids

    return desk.database.write(run).result()


def test_two_counters_never_share_a_claim(desk: Desk, database_url: str) -> None:
    ids = _many(desk, CLAIMS)
    counters = Processes(claim, [(database_url, ids, f.SOMCHAI), (database_url, ids, f.MALEE)])
    counters.start()
    first, second = counters.results()
    assert Counter(first + second) == Counter(ids)
    assert first, "one process was done before the other began"
    assert second, "one process was done before the other began"
    holders = [record.request.holder for record in desk.page().records]
    held = Counter(holder.clerk for holder in holders if holder is not None)
    assert held.total() == CLAIMS
    assert sorted(held.values()) == sorted((len(first), len(second)))


def test_a_reader_misses_no_change_of_several_writers(desk: Desk, database_url: str) -> None:
    ids = _many(desk, CHANGES)
    parts = [(database_url, ids[n::WRITERS]) for n in range(WRITERS)]
    writers = Processes(record_facts, parts)
    writers.start()
    seen: dict[str, Record] = {}
    cursor, pages, numbers = None, 0, []
    live = moved = False
    while True:
        running = writers.running(within=0 if moved else 0.01)
        page = desk.page(cursor, limit=97)
        if live:
            assert not page.snapshot
            numbers += [record.seq for record in page.records]
        seen |= {record.request.id: record for record in page.records}
        live, cursor, pages = live or not page.more, page.cursor, pages + 1
        moved = bool(page.records)
        if not running and not moved:
            break
    last = max(writers.results())
    assert cursor is not None
    assert cursor.endswith(f":{last}")
    assert numbers == sorted(set(numbers))
    assert pages > CHANGES / 97
    # Each request was changed once: a change that was passed over could not be made up for later.
    assert {record.request.hand_over.slips_printed for record in seen.values()} == {1}
    assert set(seen) == set(ids)
    fresh = {record.request.id: record for record in desk.page(limit=CHANGES).records}
    assert seen == fresh


def test_the_same_command_in_parallel_has_one_effect(desk: Desk, database_url: str) -> None:
    ids = _many(desk, 100)
    envelopes = [f.envelope(request_id, c.SlipPrinted(), 1) for request_id in ids]
    counters = Processes(send_all, [(database_url, envelopes, f.SOMCHAI, {})] * 3)
    counters.start()
    first, second, third = counters.results()
    assert first == second == third
    assert {outcome.status for outcome in first} == {c.OutcomeStatus.APPLIED}
    assert {record.request.hand_over.slips_printed for record in desk.page().records} == {1}


def test_the_last_place_of_a_slot_is_given_once(desk: Desk, database_url: str) -> None:
    ids = _many(desk, 40)
    sections = {"hours": {"slot_places": 3}}
    work = []
    for n, actor in enumerate((f.SOMCHAI, f.MALEE)):
        mine = ids[n::2]
        envelopes = [f.envelope(i, c.Take(), 1) for i in mine] + [f.envelope(i, f.approve(), 2) for i in mine]
        work.append((database_url, envelopes, actor, sections))
    counters = Processes(send_all, work)
    counters.start()
    outcomes = [outcome for each in counters.results() for outcome in each[20:]]
    assert Counter(outcome.code for outcome in outcomes) == {None: 3, "slot_full": 37}
    taken = desk.database.read(lambda session: [row.taken for row in session.exec(select(SlotRow))])
    assert taken == [3]


def test_queue_numbers_have_no_gaps_and_no_doubles(desk: Desk, database_url: str) -> None:
    ids = _many(desk, 60)
    sections = {"hours": {"slot_places": 100}}
    work = []
    at = f.appointment(10, date=f.TODAY)
    for n, actor in enumerate((f.SOMCHAI, f.MALEE)):
        envelopes = []
        for request_id in ids[n::2]:
            envelopes += [f.envelope(request_id, c.Take(), 1), f.envelope(request_id, f.approve(at), 2)]
            # A second arrival is refused: its number must not be lost.
            envelopes += [f.envelope(request_id, c.Arrive(), 3), f.envelope(request_id, c.Arrive(), 4)]
        work.append((database_url, envelopes, actor, sections))
    counters = Processes(send_all, work)
    counters.start()
    outcomes = [outcome for each in counters.results() for outcome in each]
    given = [outcome.result["queue"] for outcome in outcomes if "queue" in outcome.result]
    assert sorted(given) == [f"A{number:03d}" for number in range(1, 61)]
    last = desk.database.read(lambda session: [row.last for row in session.exec(select(QueueRow))])
    assert last == [60]
