"""The one writer of SQLite: jobs that wait share a commit and nothing else."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session

from sync.store import writer
from sync.store.database import Database
from sync.store.signals import Topic, announce
from tests.sync.store.test_database import insert, keys_of


@pytest.fixture
def commits(sqlite_only: Database, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What each commit of the writer found; its groups last as long as there is something to do."""
    monkeypatch.setattr(writer, "GROUP_SECONDS", 60)
    found: list[list[str]] = []

    @event.listens_for(sqlite_only._write_engine, "commit")
    def _note(connection: Any) -> None:
        statement = text("SELECT id FROM line_unsent ORDER BY id")
        found.append([row[0] for row in connection.execute(statement)])

    return found


@contextmanager
def held(database: Database) -> Iterator[None]:
    """The writer in the midst of a job, so that what is submitted meanwhile waits."""
    started, go = threading.Event(), threading.Event()

    def hold(_: Session) -> None:
        started.set()
        go.wait(10)

    database.write(hold)
    started.wait(10)
    yield
    go.set()


def insert_row(key: str) -> Callable[[Any], None]:
    def run(cursor: Any) -> None:
        cursor.execute("INSERT INTO line_unsent (office_id, id, at) VALUES ('o', ?, '2026-11-23')", (key,))

    return run


def broken(session: Session) -> None:
    insert("lost")(session)
    announce(session, Topic.OUTBOX, "lost")
    raise ZeroDivisionError


def test_what_waits_shares_a_commit_and_what_raises_is_undone_alone(
    sqlite_only: Database, commits: list[list[str]]
) -> None:
    with held(sqlite_only):
        first, failed = sqlite_only.write(insert("a")), sqlite_only.write(broken)
        twice, last = sqlite_only.write(insert("a")), sqlite_only.write(insert("b"))
    assert (first.result(), last.result()) == ("a", "b")
    with pytest.raises(ZeroDivisionError):
        failed.result()
    with pytest.raises(DBAPIError):
        twice.result()
    assert commits == [["a", "b"]]
    assert sqlite_only.signals.number(Topic.OUTBOX, "lost") == 0


def test_line_waits_for_no_more_than_the_job_in_hand(sqlite_only: Database, commits: list[list[str]]) -> None:
    with held(sqlite_only):
        other = sqlite_only.write(insert("desk"))
        line = [sqlite_only.write_rows(insert_row(key)) for key in ("1", "2")]
        bad = sqlite_only.write_rows(insert_row("2"))
    for future in (*line, other):
        future.result()
    with pytest.raises(sqlite3.IntegrityError):
        bad.result()
    assert commits == [["1", "2"], ["1", "2", "desk"]]


def test_nobody_is_told_that_something_is_kept_before_it_is(
    sqlite_only: Database, commits: list[list[str]]
) -> None:
    told: list[int] = []
    with held(sqlite_only):
        for key in ("a", "b"):
            sqlite_only.write(insert(key)).add_done_callback(lambda _: told.append(len(commits)))
    sqlite_only.close()
    assert told == [1, 1]


def test_a_transaction_that_the_disk_ends_loses_its_whole_group_and_says_so(
    sqlite_only: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What SQLite does when a disk is full in the midst of a statement."""
    monkeypatch.setattr(writer, "GROUP_SECONDS", 60)

    def ended(session: Session) -> None:
        session.connection().connection.driver_connection.rollback()  # type: ignore[union-attr]
        raise sqlite3.OperationalError("database or disk is full")

    with held(sqlite_only):
        lost: list[Future[Any]] = [sqlite_only.write(insert("a")), sqlite_only.write(ended)]
        later = sqlite_only.write(insert("b"))
    for future in lost:
        with pytest.raises(sqlite3.OperationalError, match="full"):
            future.result()
    assert later.result() == "b"
    assert keys_of(sqlite_only) == ["b"]


def test_where_no_transaction_can_begin_who_waits_is_told_and_the_next_one_is_written(
    sqlite_only: Database,
) -> None:
    sqlite_only.write_rows(lambda cursor: cursor.execute("PRAGMA busy_timeout=1")).result()
    another = sqlite3.connect(sqlite_only._write_engine.url.database or "")
    another.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"):
        sqlite_only.write(insert("a")).result(30)
    another.close()
    assert sqlite_only.write(insert("b")).result(30) == "b"
    assert keys_of(sqlite_only) == ["b"]


def test_what_nobody_waits_for_any_more_is_not_written(sqlite_only: Database) -> None:
    with held(sqlite_only):
        assert sqlite_only.write(insert("a")).cancel()
    assert sqlite_only.write(insert("b")).result(30) == "b"
    assert keys_of(sqlite_only) == ["b"]
