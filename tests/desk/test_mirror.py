from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.backend import WorkList
from desk.errors import MirrorError, StorageError
from desk.mirror import Mirror
from desk.mirror_schema import VERSION
from desk.work_lists import Look
from registry.records import Record
from registry.request import NEEDS_NEW_DAY, Item, Request
from registry.sealing import Keyring
from registry.states import State
from tests.desk.fakes import FakeBackend
from tests.desk.mirrors import KEY, open_mirror, page, pending
from tests.desk.people import (
    CARD,
    LASER,
    NAMED,
    NOW,
    PID,
    TODAY,
    TOMORROW,
    ago,
    approved,
    arrived,
    held,
    record,
    request,
    usual_day,
)

OTHER_KEY = bytes(range(1, 33))


def _references(mirror: Mirror, which: WorkList, now: dt.datetime = NOW) -> list[str]:
    return [each.reference for each in mirror.rows(Look(which, now), 0, 100)]


def test_the_lists_hold_what_a_counter_works_on_in_its_order(mirror: Mirror) -> None:
    mirror.apply(page(*usual_day(), record(request("BK-CCCC", state=State.COLLECTING))))
    assert _references(mirror, WorkList.PENDING) == ["BK-55PA", "BK-9QRT", "BK-2HXM", "BK-7F3K"]
    assert _references(mirror, WorkList.TODAY) == ["BK-4FGH", "BK-3CDE", "BK-6JKM"]
    assert _references(mirror, WorkList.PREPARATION) == ["BK-6JKM", "BK-7NPQ", "BK-3CDE", "BK-9RST"]
    assert [mirror.count(Look(which, NOW)) for which in WorkList] == [4, 3, 4, 0, 0, 0, 0, 2]


def test_preparation_is_for_today_and_the_next_day_with_appointments(mirror: Mirror) -> None:
    monday = dt.date(2026, 11, 30)
    mirror.apply(page(record(approved("BK-AAAA", day=monday)), record(approved("BK-CCCC", day=TOMORROW))))
    assert _references(mirror, WorkList.PREPARATION) == ["BK-CCCC"]
    assert _references(mirror, WorkList.PREPARATION, NOW + dt.timedelta(days=2)) == ["BK-AAAA"]


def test_for_an_appointment_about_a_question_nothing_is_prepared(mirror: Mirror) -> None:
    question = approved("BK-AAAA", day=TOMORROW).model_copy(update={"items": (Item(service=5),)})
    mirror.apply(page(record(question), record(approved("BK-CCCC", day=TOMORROW))))
    assert _references(mirror, WorkList.PREPARATION) == ["BK-CCCC"]
    assert _references(mirror, WorkList.TODAY, NOW + dt.timedelta(days=1)) == ["BK-AAAA", "BK-CCCC"]


def test_what_needs_a_new_day_is_prepared_first_and_is_expected_on_no_day(mirror: Mirror) -> None:
    displaced = approved("BK-AAAA", day=TOMORROW).model_copy(
        update={"appointment": None, "flags": (NEEDS_NEW_DAY,)}
    )
    mirror.apply(page(record(displaced), record(approved("BK-CCCC", day=TOMORROW))))
    assert _references(mirror, WorkList.PREPARATION) == ["BK-AAAA", "BK-CCCC"]
    assert _references(mirror, WorkList.TODAY) == []


_WHEN = st.tuples(st.integers(-2, 4), st.sampled_from([9, 10]))
_STATES = st.sampled_from([State.APPROVED, State.READY, State.ARRIVED, State.PENDING, State.COLLECTED])


@given(st.lists(st.tuples(_WHEN, _STATES), max_size=12))
@settings(max_examples=40, deadline=None)
def test_the_screens_tests_have_the_mirror_s_lists(made: list[tuple[tuple[int, int], State]]) -> None:
    records = [
        record(approved(f"BK-{at:04d}", day=TODAY + dt.timedelta(days), time=dt.time(hour), state=state))
        for at, ((days, hour), state) in enumerate(made)
    ]
    mirror, fake = Mirror(Path(":memory:"), Keyring.of(KEY), "bangkhae"), FakeBackend.of(records)
    mirror.apply(page(*records))
    for which in WorkList:
        assert fake.rows(which, 0, 100) == list(mirror.rows(Look(which, NOW), 0, 100))
    mirror.close()


def test_today_is_the_office_s_day_not_utc_s(mirror: Mirror) -> None:
    mirror.apply(page(record(approved("BK-AAAA", day=TOMORROW))))
    early = dt.datetime(2026, 11, 23, 17, 30, tzinfo=dt.UTC)
    assert _references(mirror, WorkList.TODAY, early) == ["BK-AAAA"]


@given(st.lists(st.integers(0, 5), min_size=1, max_size=25), st.integers(1, 7))
@settings(max_examples=25, deadline=None)
def test_windows_and_positions_agree_with_the_whole_list(minutes: list[int], limit: int) -> None:
    records = [
        record(request(f"BK-{number:04d}", submitted_at=ago(minutes=each)))
        for number, each in enumerate(minutes)
    ]
    mirror = Mirror(Path(":memory:"), Keyring.of(KEY), "bangkhae")
    mirror.apply(page(*records))
    whole = mirror.rows(Look(WorkList.PENDING, NOW), 0, 1000)
    windows = [
        each
        for offset in range(0, len(whole), limit)
        for each in mirror.rows(Look(WorkList.PENDING, NOW), offset, limit)
    ]
    assert windows == whole
    assert len(whole) == mirror.count(Look(WorkList.PENDING, NOW)) == len(minutes)
    assert [mirror.position(Look(WorkList.PENDING, NOW), each.id) for each in whole] == list(
        range(len(whole))
    )
    mirror.close()


def test_a_request_that_is_not_in_a_list_has_no_position(mirror: Mirror) -> None:
    mirror.apply(page(*usual_day()))
    assert mirror.position(Look(WorkList.PENDING, NOW), "id-BK-3CDE") is None
    assert mirror.position(Look(WorkList.PENDING, NOW), "nobody") is None


def test_a_record_comes_back_whole_and_none_is_made_up(mirror: Mirror) -> None:
    mirror.apply(page(record(arrived("BK-4FGH"), seq=7)))
    assert mirror.record("id-BK-4FGH") == record(arrived("BK-4FGH"), seq=7)
    assert mirror.record("nobody") is None


def test_a_change_replaces_and_an_older_one_does_not(mirror: Mirror) -> None:
    mirror.apply(page(record(held("BK-9QRT"), seq=5)))
    mirror.apply(page(record(request("BK-9QRT"), seq=4)))
    found = mirror.record("id-BK-9QRT")
    assert found is not None
    assert found.request.state is State.CHECKING


def test_a_closed_request_leaves_the_lists_and_loses_its_particulars(mirror: Mirror) -> None:
    mirror.apply(page(record(request("BK-9QRT"))))
    closed = request("BK-9QRT", state=State.REJECTED, version=4)
    mirror.apply(page(record(closed, None, seq=2)))
    assert mirror.count(Look(WorkList.PENDING, NOW)) == 0
    found = mirror.record("id-BK-9QRT")
    assert found is not None
    assert found.particulars is None
    assert mirror.find("5678", 10) == []


def test_a_page_says_what_changed_and_a_snapshot_says_many(mirror: Mirror) -> None:
    assert mirror.apply(page(record(request("BK-9QRT")))) == {"id-BK-9QRT"}
    assert mirror.apply(page(record(request("BK-9QRT")), snapshot=True)) == frozenset()


def test_what_a_whole_snapshot_does_not_name_is_gone(mirror: Mirror) -> None:
    mirror.apply(page(record(request("BK-AAAA")), record(request("BK-CCCC")), cursor="old:9"))
    mirror.apply(page(record(request("BK-CCCC")), cursor="s:1", snapshot=True, more=True))
    assert mirror.count(Look(WorkList.PENDING, NOW)) == 2
    mirror.apply(page(record(request("BK-DDDD")), cursor="new:2", snapshot=True))
    assert sorted(_references(mirror, WorkList.PENDING)) == ["BK-CCCC", "BK-DDDD"]
    assert mirror.cursor == "new:2"
    assert mirror.find("BK-AAAA", 5) == []


def test_a_snapshot_of_a_restored_daemon_goes_before_newer_numbers(mirror: Mirror) -> None:
    mirror.apply(page(record(held("BK-9QRT"), seq=900), cursor="old:900"))
    mirror.apply(page(record(request("BK-9QRT"), seq=3), cursor="new:3", snapshot=True))
    found = mirror.record("id-BK-9QRT")
    assert found is not None
    assert found.request.state is State.PENDING


def test_a_snapshot_that_was_broken_off_begins_anew(tmp_path: Path) -> None:
    first = open_mirror(tmp_path)
    first.apply(page(record(request("BK-AAAA")), cursor="s:1", snapshot=True, more=True))
    first.close()
    second = open_mirror(tmp_path)
    second.begin(NOW)
    assert second.cursor is None
    second.apply(page(record(request("BK-CCCC")), cursor="e:5", snapshot=True))
    assert _references(second, WorkList.PENDING) == ["BK-CCCC"]
    second.close()


def test_what_has_long_been_closed_goes_at_a_start(mirror: Mirror) -> None:
    long_ago = request("BK-AAAA", state=State.REJECTED, state_since=ago(days=30))
    lately = request("BK-CCCC", state=State.REJECTED, state_since=ago(days=1))
    mirror.apply(page(record(long_ago, None), record(lately, None)))
    mirror.begin(NOW)
    assert mirror.record("id-BK-AAAA") is None
    assert mirror.record("id-BK-CCCC") is not None


def test_the_file_itself_tells_nothing_of_a_citizen(tmp_path: Path) -> None:
    mirror = open_mirror(tmp_path)
    asked = request("BK-9QRT", state=State.NEEDS_INFORMATION, question="กรุณาส่งเลขของนางสาวสมหญิง")
    mirror.apply(page(record(asked, NAMED)))
    mirror.close()
    data = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"BK-9QRT" in data
    for secret in (LASER, CARD, PID, "สมหญิง", "ใจดี", "รับช่วงเช้า", "Som", "5678", "6712"):
        assert secret.encode() not in data, secret


def test_a_row_copied_over_another_does_not_open(tmp_path: Path) -> None:
    mirror = open_mirror(tmp_path)
    mirror.apply(page(record(request("BK-AAAA")), record(request("BK-CCCC"))))
    mirror.close()
    with sqlite3.connect(tmp_path / "mirror.sqlite") as db:
        db.execute(
            "UPDATE request SET body = (SELECT body FROM request WHERE id = 'id-BK-AAAA') "
            "WHERE id = 'id-BK-CCCC'"
        )
    db.close()
    mirror = open_mirror(tmp_path)
    with pytest.raises(MirrorError):
        mirror.record("id-BK-CCCC")
    mirror.close()


def test_a_mirror_under_another_key_is_refused(tmp_path: Path) -> None:
    open_mirror(tmp_path).close()
    with pytest.raises(MirrorError):
        open_mirror(tmp_path, OTHER_KEY)


@pytest.mark.parametrize(
    "content", [b"not a database, but long enough to look like one" * 50, b"SQLite format 3\0"]
)
def test_a_damaged_mirror_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "mirror.sqlite").write_bytes(content)
    with pytest.raises(MirrorError):
        open_mirror(tmp_path)


def test_a_mirror_of_another_version_is_refused(tmp_path: Path) -> None:
    open_mirror(tmp_path).close()
    with sqlite3.connect(tmp_path / "mirror.sqlite") as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(MirrorError):
        open_mirror(tmp_path)


def test_a_mirror_of_the_version_before_knows_who_is_here(tmp_path: Path) -> None:
    mirror = open_mirror(tmp_path)
    mirror.apply(page(record(arrived("BK-AAAA")), record(approved("BK-CCCC"))))
    mirror._db.execute("UPDATE place SET part = ? WHERE part = 'here'", (f"booked {TODAY}",))
    mirror._db.execute(f"PRAGMA user_version = {VERSION - 1}")
    mirror.close()
    again = open_mirror(tmp_path)
    assert _references(again, WorkList.TODAY) == ["BK-AAAA", "BK-CCCC"]
    assert _references(again, WorkList.TODAY, NOW + dt.timedelta(days=1)) == ["BK-AAAA"]
    again.close()


def test_a_row_of_another_version_of_the_program_is_as_good_as_damaged(tmp_path: Path) -> None:
    mirror = open_mirror(tmp_path)
    mirror.apply(page(record(request("BK-9QRT"))))
    body = Keyring.of(KEY).seal(b'{"laser": "JC1123456712"}', "bangkhae", "mirror", "id-BK-9QRT")
    mirror._db.execute("UPDATE request SET body = ?", (body,))
    with pytest.raises(MirrorError) as caught:
        mirror.rows(Look(WorkList.PENDING, NOW), 0, 10)
    assert LASER not in repr(caught.value)
    mirror.close()


def test_a_full_disk_loses_nothing_and_the_page_can_come_again(mirror: Mirror) -> None:
    mirror.apply(page(record(request("BK-AAAA")), cursor="e:1"))
    pages = mirror._db.execute("PRAGMA page_count").fetchone()[0]
    mirror._db.execute(f"PRAGMA max_page_count = {pages}")
    many = page(*(pending(number, NOW) for number in range(200)), cursor="e:200")
    with pytest.raises(StorageError):
        mirror.apply(many)
    assert mirror.cursor == "e:1"
    assert _references(mirror, WorkList.PENDING) == ["BK-AAAA"]
    mirror._db.execute("PRAGMA max_page_count = 1000000")
    mirror.apply(many)
    assert mirror.count(Look(WorkList.PENDING, NOW)) == 201


def test_after_a_break_a_snapshot_keeps_nothing_of_what_came_before_it(mirror: Mirror) -> None:
    mirror.apply(page(record(request("BK-AAAA")), cursor="s:1", snapshot=True, more=True))
    mirror.restart_snapshot()
    assert mirror.cursor is None
    mirror.apply(page(record(request("BK-CCCC")), cursor="restored:1", snapshot=True))
    assert _references(mirror, WorkList.PENDING) == ["BK-CCCC"]


def test_damage_met_while_reading_is_told_as_such(tmp_path: Path) -> None:
    mirror = open_mirror(tmp_path)
    mirror.apply(page(*(pending(number, NOW) for number in range(50))))
    with sqlite3.connect(tmp_path / "mirror.sqlite") as db:
        db.execute("DROP TABLE request")
    db.close()
    with pytest.raises(MirrorError):
        mirror.rows(Look(WorkList.PENDING, NOW), 0, 10)
    mirror.close()


def test_a_reader_sees_what_the_writer_has_taken_in(tmp_path: Path) -> None:
    reader, writer = open_mirror(tmp_path), open_mirror(tmp_path)
    writer.apply(page(record(request("BK-9QRT"))))
    assert _references(reader, WorkList.PENDING) == ["BK-9QRT"]
    reader.close()
    writer.close()


def test_a_page_is_taken_in_whole_or_not_at_all(mirror: Mirror, monkeypatch: pytest.MonkeyPatch) -> None:
    mirror.apply(page(cursor="e:1"))
    put = mirror._put

    def failing(record: Record, *, anew: bool) -> None:
        if record.request.reference == "BK-CCCC":
            raise KeyError(record.seq)
        put(record, anew=anew)

    monkeypatch.setattr(mirror, "_put", failing)
    with pytest.raises(KeyError):
        mirror.apply(page(record(request("BK-AAAA")), record(request("BK-CCCC")), cursor="e:2"))
    assert mirror.cursor == "e:1"
    assert mirror.count(Look(WorkList.PENDING, NOW)) == 0


def test_rows_are_whole_requests(mirror: Mirror) -> None:
    mirror.apply(page(record(held("BK-2HXM"))))
    assert mirror.rows(Look(WorkList.PENDING, NOW), 0, 1) == [held("BK-2HXM")]
    assert all(isinstance(each, Request) for each in mirror.rows(Look(WorkList.PENDING, NOW), 0, 1))
