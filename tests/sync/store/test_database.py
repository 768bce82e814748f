"""Reads, writes and signals of the database, on both kinds."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import threading
from functools import partial
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session

from registry.errors import ConfigurationError
from registry.sealing import Keyring
from sync.store import upgrade
from sync.store.canary import check_key
from sync.store.database import Database, migrate, parse_url
from sync.store.errors import StoreClosed
from sync.store.signals import Topic, announce, savepoint
from sync.store.upgrade import newest_revision

OFFICE = "bangkhae"


def insert(key: str) -> Any:
    def run(session: Session) -> str:
        statement = text(
            "INSERT INTO line_unsent (office_id, id, at) VALUES ('o', :key, '2026-11-23 00:00:00')"
        )
        session.connection().execute(statement, {"key": key})
        return key

    return run


def keys_of(database: Database) -> list[str]:
    statement = text("SELECT id FROM line_unsent ORDER BY id")
    return database.read(lambda session: [row[0] for row in session.connection().execute(statement)])


def test_what_raises_is_rolled_back_and_the_next_goes_on(database: Database) -> None:
    def broken(session: Session) -> None:
        insert("lost")(session)
        raise ZeroDivisionError

    failed, good = database.write(broken), database.write(insert("kept"))
    with pytest.raises(ZeroDivisionError):
        failed.result()
    assert good.result() == "kept"
    with pytest.raises(IntegrityError):
        database.write(insert("kept")).result()
    assert keys_of(database) == ["kept"]


def test_the_text_of_an_error_holds_no_values(
    database: Database, empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = ("ใจดีแท้", "argon2id$geheim")
    # Kept back by the column's width on PostgreSQL, by its missing moment on SQLite.
    statement = text(
        "INSERT INTO clerk (office_id, id, name, role, pin_hash, created_at)"
        " VALUES ('o', 'malee', :name, 'far too long a role', :pin, NULL)"
    )
    values = {"name": secrets[0], "pin": secrets[1]}
    for run in (database.read, lambda fn: database.write(fn).result()):
        with pytest.raises(DBAPIError) as caught:
            run(lambda session: session.connection().execute(statement, values))
        assert not any(secret in str(caught.value) for secret in secrets)
    migrating = text("SELECT :name FROM nowhere")
    monkeypatch.setattr(
        upgrade, "_to_head", lambda connection: connection.execute(migrating, {"name": secrets[0]})
    )
    with pytest.raises(DBAPIError) as caught:
        migrate(empty_database_url)
    assert secrets[0] not in str(caught.value)


def test_rows_of_the_inbox_are_one_transaction(database: Database) -> None:
    def broken(cursor: Any) -> None:
        cursor.execute("INSERT INTO line_unsent (office_id, id, at) VALUES ('o', 'x', '2026-11-23 00:00:00')")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        database.write_rows(broken).result()
    assert keys_of(database) == []


def test_the_inbox_goes_first(sqlite_only: Database) -> None:
    started, go = threading.Event(), threading.Event()
    order: list[str] = []

    def hold(_: Session) -> None:
        started.set()
        go.wait(10)

    def note(word: str) -> Any:
        return lambda _session: order.append(word)

    sqlite_only.write(hold)
    started.wait(10)
    written = [
        sqlite_only.write(note("desk")),
        sqlite_only.write(note("desk")),
        sqlite_only.write(note("line"), inbox=True),
    ]
    go.set()
    for future in written:
        future.result()
    assert order == ["line", "desk", "desk"]


def test_readers_cannot_write(sqlite_only: Database) -> None:
    with pytest.raises(DBAPIError):
        sqlite_only.read(insert("no"))


def test_sqlite_is_durable_and_strict(sqlite_only: Database) -> None:
    def pragmas(session: Session) -> list[Any]:
        names = ("journal_mode", "synchronous", "foreign_keys")
        return [session.connection().exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    assert sqlite_only.write(pragmas).result() == ["wal", 2, 1]


def test_a_full_disk_loses_what_it_could_not_hold_and_nothing_else(sqlite_only: Database) -> None:
    def limit(pages: int) -> Any:
        return lambda session: session.connection().exec_driver_sql(f"PRAGMA max_page_count={pages}")

    def fill(session: Session) -> None:
        for number in range(2_000):
            insert(f"{number:040}")(session)

    def fill_rows(cursor: Any) -> None:
        for number in range(2_000):
            cursor.execute(
                "INSERT INTO line_unsent (office_id, id, at) VALUES ('o', ?, '2026-11-23 00:00:00')",
                (f"{number:040}",),
            )

    sqlite_only.write(insert("before")).result()
    sqlite_only.write(limit(1)).result()
    for failed in (sqlite_only.write(fill), sqlite_only.write_rows(fill_rows)):
        with pytest.raises((DBAPIError, sqlite3.OperationalError), match="full"):
            failed.result()
    sqlite_only.write(limit(1_000_000)).result()
    sqlite_only.write(insert("later")).result()
    assert keys_of(sqlite_only) == ["before", "later"]


async def test_a_caller_that_is_cancelled_does_not_undo_its_write(database: Database) -> None:
    started, go = threading.Event(), threading.Event()

    def slow(session: Session) -> None:
        started.set()
        go.wait(10)
        insert("written")(session)

    waiting = asyncio.create_task(database.write_async(slow))
    await asyncio.to_thread(started.wait, 10)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    go.set()
    await database.write_async(insert("next"))
    database._writer.close()
    assert keys_of(database) == ["next", "written"]


async def test_a_waiter_wakes_after_the_commit_and_only_then(database: Database) -> None:
    def change(session: Session) -> None:
        announce(session, Topic.FEED, OFFICE, 7)

    waiting = asyncio.create_task(database.signals.wait_for_change(OFFICE, 6, 20))
    other = asyncio.create_task(database.signals.wait_for_change("other", 6, 20))
    await asyncio.sleep(0)

    def broken(session: Session) -> None:
        change(session)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.write_async(broken)
    assert not waiting.done()
    await database.write_async(change)
    await waiting
    assert not other.done()
    await database.signals.wait_for_change(OFFICE, 6, 20)
    database.signals.close()
    await other


async def test_nobody_waits_beyond_the_time(database: Database) -> None:
    await database.signals.wait_for_change(OFFICE, 0, 0.01)


async def test_what_a_savepoint_announced_is_undone_with_it(database: Database) -> None:
    def partly(session: Session) -> None:
        announce(session, Topic.FEED, OFFICE, 3)
        with contextlib.suppress(ZeroDivisionError), savepoint(session):
            insert("undone")(session)
            announce(session, Topic.FEED, OFFICE, 9)
            raise ZeroDivisionError
        insert("done")(session)

    await database.write_async(partly)
    assert database.signals.number(Topic.FEED, OFFICE) == 3
    assert keys_of(database) == ["done"]


async def test_another_daemon_hears_of_a_change(
    database_url: str, open_database: Any, database: Database
) -> None:
    if database.dialect == "sqlite":
        return
    other = open_database(database_url)
    waiting = asyncio.create_task(other.signals.wait_for_change(OFFICE, 0, 20))
    number = 0
    while not waiting.done():
        number += 1
        await database.write_async(partial(announce, topic=Topic.FEED, office_id=OFFICE, number=number))
        await asyncio.wait({waiting}, timeout=0.1)
    assert other.signals.number(Topic.FEED, OFFICE) > 0


def test_closing_finishes_what_was_submitted(sqlite_only: Database) -> None:
    written = [sqlite_only.write(insert(f"{number:03}")) for number in range(50)]
    sqlite_only.close()
    assert [future.result() for future in written] == [f"{number:03}" for number in range(50)]
    with pytest.raises(StoreClosed):
        sqlite_only.write(insert("late"))


async def test_nothing_is_read_from_a_closed_store(sqlite_only: Database) -> None:
    sqlite_only.close()
    with pytest.raises(StoreClosed):
        await sqlite_only.read_async(lambda _: None)


def test_another_key_does_not_open_the_database(database: Database) -> None:
    ours, theirs = Keyring.of(bytes(range(32))), Keyring.of(bytes(range(1, 33)))
    for _ in range(2):
        database.write(lambda session: check_key(session, keys=ours, office_id=OFFICE)).result()
    with pytest.raises(ConfigurationError, match="key file"):
        database.write(lambda session: check_key(session, keys=theirs, office_id=OFFICE)).result()


def test_the_history_is_named_in_order(database: Database) -> None:
    statement = text("SELECT version_num FROM alembic_version")
    assert database.read(lambda s: s.connection().execute(statement).scalar()) == newest_revision()
    migrate(database.url.render_as_string(hide_password=False))


@pytest.mark.parametrize(
    "url", ["", "x", "mysql://u:geheim@h/d", "sqlite://", "sqlite:///:memory:", "http://a"]
)
def test_other_databases_are_refused_without_repeating_the_url(url: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        parse_url(url)
    assert "geheim" not in str(refused.value)
