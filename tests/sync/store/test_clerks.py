"""Clerks and their PINs."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from registry.actors import Role
from sync.store import clerks
from sync.store.clerks import Clerk
from sync.store.database import Database
from tests.sync import factories as f

SOMCHAI = Clerk(id="somchai", name="สมชาย", role=Role.CLERK)


def _put(database: Database, clerk: Clerk, pin_hash: str = "none", office_id: str = f.OFFICE) -> None:
    database.write(
        lambda session: clerks.put(session, office_id=office_id, clerk=clerk, pin_hash=pin_hash, now=f.NOW)
    ).result()


def _everybody(database: Database, office_id: str = f.OFFICE) -> list[Clerk]:
    return database.read(lambda session: clerks.everybody(session, office_id))


def test_a_clerk_is_added_changed_and_removed(database: Database) -> None:
    _put(database, SOMCHAI)
    promoted = SOMCHAI.model_copy(update={"role": Role.HEAD})
    _put(database, promoted, "another")
    _put(database, Clerk(id="anan", name="อนันต์", role=Role.CLERK))
    assert [clerk.id for clerk in _everybody(database)] == ["anan", "somchai"]
    found = database.read(lambda session: clerks.find(session, office_id=f.OFFICE, clerk_id="somchai"))
    assert found == (promoted, "another")

    def remove() -> bool:
        return database.write(
            lambda session: clerks.remove(session, office_id=f.OFFICE, clerk_id="somchai")
        ).result()

    assert [remove(), remove()] == [True, False]
    assert [clerk.id for clerk in _everybody(database)] == ["anan"]


def test_an_offices_clerks_are_its_own(database: Database) -> None:
    _put(database, SOMCHAI, office_id="elsewhere")
    assert _everybody(database) == []
    assert _everybody(database, "elsewhere") == [SOMCHAI]


def test_of_a_pin_only_an_argon2id_hash_is_kept() -> None:
    first, second = clerks.hash_pin("246810"), clerks.hash_pin("246810")
    assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert first != second
    assert clerks.pin_matches(first, "246810")
    assert not clerks.pin_matches(first, "246811")


@pytest.mark.parametrize("pin_hash", [None, "", "x", "$argon2id$v=19$m=8,t=1,p=1$broken$hash"])
def test_without_a_hash_no_pin_matches(pin_hash: str | None) -> None:
    assert not clerks.pin_matches(pin_hash, "246810")


def test_no_pin_stands_in_the_database(database: Database) -> None:
    _put(database, SOMCHAI, clerks.hash_pin("pin-13579"))
    kept = database.read(lambda session: str(session.connection().execute(text("SELECT * FROM clerk")).all()))
    assert "argon2id" in kept
    assert "13579" not in kept


def test_a_stamp_tells_another_pin_and_counter_apart_and_no_pin(database: Database) -> None:
    def stamps(counter: str = "1") -> dict[str, str]:
        return {
            each.clerk: each.stamp
            for each in database.read(
                lambda session: clerks.stamps(session, keys=f.KEYS, office_id=f.OFFICE, counter=counter)
            )
        }

    _put(database, SOMCHAI, "one hash")
    before = stamps()
    assert set(before) == {"somchai"}
    assert stamps() == before != stamps("2")
    _put(database, SOMCHAI, "another hash")
    assert stamps() != before
