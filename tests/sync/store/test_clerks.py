"""Clerks and their PINs."""

from __future__ import annotations

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


def test_a_hash_is_kept_anew_only_while_it_is_the_clerks(database: Database) -> None:
    _put(database, SOMCHAI, "old")

    def confirm(pin_hash: str, anew: str, clerk_id: str = SOMCHAI.id) -> bool:
        return database.write(
            lambda session: clerks.confirm(
                session, office_id=f.OFFICE, clerk_id=clerk_id, pin_hash=pin_hash, anew=anew
            )
        ).result()

    def kept() -> str | None:
        found = database.read(lambda session: clerks.find(session, office_id=f.OFFICE, clerk_id=SOMCHAI.id))
        return found[1] if found else None

    assert confirm("old", "new")
    assert kept() == "new"
    assert not confirm("old", "older")
    assert not confirm("new", "other", "nobody")
    assert kept() == "new"


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
