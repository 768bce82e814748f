"""Survey answers: apart from everybody, counted by month."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, text

from sync.store import friends, surveys, upgrade
from sync.store.database import Database, migrate, parse_url
from tests.sync import factories as f

MONTHS: dict[str, Any] = {"office_id": f.OFFICE, "first": f.TODAY, "last": dt.date(2026, 12, 31)}


def keep(database: Database, survey_id: str, question: str, day: dt.date = f.TODAY, **given: Any) -> None:
    where: dict[str, Any] = {"keys": f.KEYS, "office_id": f.OFFICE, "survey_id": survey_id}
    database.write(partial(surveys.keep, day=day, question=question, **where, **given)).result()


def test_answers_are_counted_by_month_and_the_last_word_holds(database: Database) -> None:
    keep(database, "a", "speed", score=2)
    keep(database, "a", "speed", score=5)
    keep(database, "a", "ease", score=4)
    keep(database, "a", "source", text="เพื่อนหรือครอบครัว")
    keep(database, "b", "speed", score=5)
    keep(database, "c", "overall", score=1, day=dt.date(2026, 12, 31))
    # Of a day only the month is kept, and a survey stays in the month in which it was begun.
    keep(database, "b", "overall", score=3, day=dt.date(2026, 12, 1))
    november, december = database.read(partial(surveys.by_month, **MONTHS))
    assert november.month == dt.date(2026, 11, 1)
    assert november.scores == {"speed": {5: 2}, "ease": {4: 1}, "overall": {3: 1}}
    assert (november.surveys, november.sources) == (2, {"เพื่อนหรือครอบครัว": 1})
    assert (december.surveys, december.scores["overall"]) == (1, {1: 1})
    other: dict[str, Any] = {**MONTHS, "office_id": "thawiwatthana"}
    assert database.read(partial(surveys.by_month, **other)) == []


def test_a_comment_is_sealed_read_for_the_report_taken_back_and_forgotten(database: Database) -> None:
    keep(database, "a", "comment", text="ที่จอดรถน้อย")
    keep(database, "b", "comment", text="เร็วมาก")
    raw = text("SELECT comment FROM survey")
    stored = database.read(lambda s: [bytes(row[0]) for row in s.connection().execute(raw)])
    assert all("ที่จอดรถน้อย".encode() not in each for each in stored)
    comments = partial(surveys.comments, keys=f.KEYS, **MONTHS)
    assert [words for _, words in database.read(comments)] == ["ที่จอดรถน้อย", "เร็วมาก"]
    keep(database, "a", "comment", text="")
    assert [words for _, words in database.read(comments)] == ["เร็วมาก"]
    forget = partial(surveys.forget_comments, office_id=f.OFFICE, limit=9)
    assert database.write(partial(forget, before=dt.date(2026, 11, 30))).result() == 0
    assert database.write(partial(forget, before=dt.date(2026, 12, 1))).result() == 1
    (november,) = database.read(partial(surveys.by_month, **MONTHS))
    assert (november.surveys, november.comments) == (2, 0)


def test_nothing_of_the_row_tells_the_visit(database: Database) -> None:
    keep(database, "a", "speed", score=5)
    columns = set(database.read(lambda s: s.connection().execute(text("SELECT * FROM survey")).keys()))
    assert columns == {"office_id", "id", "month", "speed", "ease", "overall", "source", "comment"}
    if database.dialect == "sqlite":
        sql = text("SELECT sql FROM sqlite_master WHERE name = 'survey'")
        assert "WITHOUT ROWID" in database.read(lambda s: s.connection().execute(sql).scalar_one())


def test_who_comes_and_goes_is_counted_by_day(database: Database) -> None:
    count = partial(friends.count, office_id=f.OFFICE, day=f.TODAY)
    for more in ({"followed": 1}, {"followed": 1}, {"unfollowed": 1}):
        database.write(partial(count, **more)).result()
    days: dict[str, Any] = {"office_id": f.OFFICE, "first": f.TODAY, "last": f.TODAY}
    assert database.read(partial(friends.by_day, **days)) == [friends.Day(f.TODAY, 2, 1)]


def _to_the_first_version(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", "sync.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "0004_by_index")


def test_the_answers_of_the_first_version_are_moved_without_their_requests(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(upgrade, "_to_head", _to_the_first_version)
        migrate(empty_database_url)
    engine = create_engine(parse_url(empty_database_url))
    old = text("INSERT INTO survey_answer (office_id, id, question, score, at) VALUES ('o', :i, :q, :s, :at)")
    # In Bangkok it is December already.
    moment = "2026-11-30 17:30:00.000000" + ("+00:00" if engine.dialect.name == "postgresql" else "")
    with engine.begin() as connection:
        for number in (1, 2):
            connection.execute(old, {"i": f"r-{number}", "q": "speed", "s": 3 + number, "at": moment})
    migrate(empty_database_url)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT id, month, speed FROM survey ORDER BY speed")).all()
        assert [(str(month), speed) for _, month, speed in found] == [("2026-12-01", 4), ("2026-12-01", 5)]
        assert not any(row_id.startswith("r-") for row_id, *_ in found)
    engine.dispose()
