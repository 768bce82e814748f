from __future__ import annotations

import datetime as dt
import sqlite3
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from printer.spool import sqlite_file
from printer.spool.errors import NoSuchJob, NotNow, SpoolDamaged, SpoolUnavailable
from printer.spool.jobs import Answer, Job, NewJob, State
from printer.spool.schema import VERSION
from printer.spool.store import Spool
from tests.printer.spool.fake_printer import NOON, Clock, new_job


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def spool(tmp_path: Path, clock: Clock) -> Iterator[Spool]:
    with Spool(tmp_path / "spool" / "printer.sqlite", clock) as opened:
        yield opened


def submitted(spool: Spool, new: NewJob | None = None) -> Job:
    job = spool.submit(new or new_job())
    assert job is not None
    return job


def sending(spool: Spool, new: NewJob | None = None) -> Job:
    job = submitted(spool, new)
    assert spool.begin(job) == (new or new_job()).payload
    return job


def kept(spool: Spool) -> list[tuple[object, object]]:
    return [tuple(row) for row in spool._db.execute("SELECT payload, slip FROM job ORDER BY number")]


def test_the_same_id_twice_is_one_job(spool: Spool) -> None:
    first = submitted(spool, new_job(job_id="same"))
    again = submitted(spool, new_job(job_id="same", payload=b"another", reprint=1))
    assert first == again
    assert (again.state, again.queued_at, again.waits) == (State.QUEUED, NOON, True)
    assert len(spool.jobs()) == 1


def test_two_slips_of_one_request_never_bear_the_same_number(spool: Spool) -> None:
    first = submitted(spool)
    assert spool.submit(new_job()) is None
    assert spool.next_reprint("request") == 1
    assert spool.next_reprint("request", 4) == 4
    assert spool.next_reprint("another") == 0
    assert submitted(spool, new_job(about="another")).reprint == 0
    assert submitted(spool, new_job(reprint=1)).reprint == 1
    # One that certainly did not print gives its number back.
    spool.cancel(first.id)
    assert spool.next_reprint("request") == 2
    assert submitted(spool, new_job(reprint=0)).reprint == 0


def test_what_belongs_to_no_request_needs_no_number(spool: Spool) -> None:
    assert submitted(spool, new_job(about="")).id != submitted(spool, new_job(about="")).id
    assert spool.next_reprint("") == 0


def test_jobs_go_in_the_order_in_which_they_came(spool: Spool) -> None:
    jobs = [submitted(spool, new_job(about=str(number))) for number in range(3)]
    assert spool.next() == jobs[0]
    assert spool.begin(jobs[0]) == b"slip"
    assert spool.next() == jobs[1]
    assert spool.begin(jobs[0]) is None
    assert [job.number for job in jobs] == [1, 2, 3]


@pytest.mark.parametrize("state", [State.SENT, State.CONFIRMED, State.FAILED])
def test_a_slip_is_kept_until_it_is_settled_and_no_longer(spool: Spool, state: State) -> None:
    job = sending(spool)
    assert kept(spool) == [(b"slip", "{}")]
    assert spool.end(job, state, "why")
    assert kept(spool) == [(None, None)]
    ended = spool.job(job.id)
    assert (ended.state, ended.reason, ended.ended_at, ended.settled) == (state, "why", NOON, True)
    assert not spool.end(job, State.UNKNOWN)
    assert spool.open_jobs() == []


@pytest.mark.parametrize("answer", Answer)
def test_a_doubt_is_kept_until_a_person_answers_and_answered_once(spool: Spool, answer: Answer) -> None:
    job = sending(spool)
    spool.end(job, State.UNKNOWN, "PrinterTimeout")
    assert spool.job(job.id).asks
    assert kept(spool) == [(None, "{}")]
    settled = spool.settle(job.id, answer)
    assert (settled.state, settled.answer, settled.asks) == (State.UNKNOWN, answer, False)
    assert settled.on_paper is (answer is Answer.CAME)
    assert kept(spool) == [(None, None)]
    with pytest.raises(NotNow):
        spool.settle(job.id, Answer.CAME)
    # Paper may still come of it, whatever was seen.
    assert spool.next_reprint("request") == 1


def test_what_was_being_sent_when_a_program_died_is_unknown(spool: Spool) -> None:
    job = sending(spool)
    submitted(spool, new_job(about="next"))
    assert spool.recover() == 1
    assert spool.recover() == 0
    found = spool.job(job.id)
    assert (found.state, found.reason, found.in_doubt) == (State.UNKNOWN, "crash", True)
    assert [each.state for each in spool.jobs()] == [State.UNKNOWN, State.QUEUED]


def test_a_job_is_cancelled_or_printed_but_never_both(spool: Spool) -> None:
    job = submitted(spool)
    assert spool.cancel(job.id).state is State.CANCELLED
    assert spool.begin(job) is None
    other = sending(spool)
    for late in (spool.cancel, spool.release):
        with pytest.raises(NotNow):
            late(other.id)
    assert spool.job(other.id).state is State.SENDING


def test_one_that_waited_too_long_is_held_and_goes_on_a_word_only(spool: Spool, clock: Clock) -> None:
    job = submitted(spool)
    assert spool.waits(job, "no_paper")
    assert not spool.waits(job, "no_paper")
    clock.pass_by(minutes=5)
    assert spool.hold_since(clock.now - dt.timedelta(minutes=5)) == 0
    clock.pass_by(seconds=1)
    assert spool.hold_since(clock.now - dt.timedelta(minutes=5)) == 1
    held = spool.job(job.id)
    assert (held.state, held.reason, held.asks, held.waits) == (State.HELD, "no_paper", True, True)
    assert spool.next() is None
    released = spool.release(job.id)
    assert (released.state, released.waits_since) == (State.QUEUED, clock.now)
    assert spool.hold_since(clock.now - dt.timedelta(minutes=5)) == 0
    assert spool.next() == released
    with pytest.raises(NotNow):
        spool.release(job.id)


def test_a_clock_that_was_set_back_lets_nothing_wait_for_ever(spool: Spool, clock: Clock) -> None:
    submitted(spool)
    hold = dt.timedelta(minutes=5)
    clock.pass_by(minutes=-4)
    assert spool.hold_since(clock.now - hold) == 0, "a little is set right every day"
    clock.pass_by(hours=-3)
    assert spool.hold_since(clock.now - hold) == 1


def test_what_is_settled_goes_in_time_but_nothing_that_is_still_needed(spool: Spool, clock: Clock) -> None:
    jobs = [sending(spool, new_job(about=str(number))) for number in range(5)]
    for job, state in zip(jobs, (State.SENT, State.SENT, State.FAILED, State.UNKNOWN), strict=False):
        spool.end(job, state)
    spool.record(jobs[0].id)
    waiting = submitted(spool, new_job(about="waits"))
    clock.pass_by(days=7, seconds=1)
    assert spool.purge(clock.now - dt.timedelta(days=7)) == 2
    assert [job.id for job in spool.jobs()] == [jobs[1].id, jobs[3].id, jobs[4].id, waiting.id]
    assert [job.id for job in spool.unrecorded()] == [jobs[1].id]
    assert [job.id for job in spool.open_jobs()] == [jobs[3].id, jobs[4].id, waiting.id]


def test_a_number_is_never_given_to_a_second_job(spool: Spool, clock: Clock) -> None:
    job = sending(spool, new_job(about=""))
    spool.end(job, State.CONFIRMED)
    clock.pass_by(days=8)
    assert spool.purge(clock.now) == 1
    assert submitted(spool).number == 2


def test_a_job_is_found_by_the_end_of_its_id_where_that_is_clear(spool: Spool) -> None:
    for name in ("0-aaaa1111", "0-bbbb1111", "0-cccc2222"):
        submitted(spool, new_job(about=name, job_id=name))
    assert spool.job("2222").id == "0-cccc2222"
    for unclear in ("1111", "222", "9999", "", "%"):
        with pytest.raises(NoSuchJob):
            spool.job(unclear)


def test_a_change_by_another_is_noticed(spool: Spool, tmp_path: Path) -> None:
    before = spool.changes()
    job = submitted(spool)
    assert spool.changes() == before
    with Spool(tmp_path / "spool" / "printer.sqlite") as other:
        other.cancel(job.id)
    assert spool.changes() != before


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_the_file_is_its_owner_s_alone(spool: Spool, tmp_path: Path) -> None:
    assert (tmp_path / "spool").stat().st_mode & 0o077 == 0
    assert (tmp_path / "spool" / "printer.sqlite").stat().st_mode & 0o077 == 0


def test_it_is_on_the_disk_before_it_counts(spool: Spool) -> None:
    assert spool._one("PRAGMA synchronous")[0] == 2
    assert spool._one("PRAGMA journal_mode")[0] == "wal"
    assert spool._one("PRAGMA secure_delete")[0] == 1


def test_a_file_that_is_no_spool_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "printer.sqlite"
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(SpoolDamaged) as caught:
        Spool(path)
    assert caught.value.thai
    assert not caught.value.may_have_printed
    sqlite_file.set_aside(path, NOON)
    with Spool(path) as fresh:
        assert fresh.jobs() == []
    assert [file.name for file in tmp_path.glob("*damaged*")] == [
        "printer-damaged-20261201T050000000000.sqlite"
    ]


def test_a_file_of_a_later_version_and_a_folder_in_its_place_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "printer.sqlite"
    with sqlite3.connect(path) as made:
        made.execute(f"PRAGMA user_version = {VERSION + 1}")
    made.close()
    with pytest.raises(SpoolUnavailable):
        Spool(path)
    (tmp_path / "folder.sqlite").mkdir()
    with pytest.raises(SpoolUnavailable):
        Spool(tmp_path / "folder.sqlite")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(SpoolUnavailable):
        Spool(tmp_path / "file" / "printer.sqlite")


def test_a_spool_that_another_keeps_busy_says_so(spool: Spool, tmp_path: Path) -> None:
    spool._db.execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(tmp_path / "spool" / "printer.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(SpoolUnavailable):
        submitted(spool)
    other.execute("ROLLBACK")
    other.close()
    assert submitted(spool).state is State.QUEUED


def test_many_who_begin_a_spool_at_once_all_have_it(tmp_path: Path) -> None:
    together = threading.Barrier(8)

    def begin(number: int) -> str:
        together.wait()
        with Spool(tmp_path / "printer.sqlite") as spool:
            return submitted(spool, new_job(about=str(number))).about

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(begin, range(8))) == [str(number) for number in range(8)]
