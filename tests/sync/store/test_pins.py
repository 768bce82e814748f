"""What is kept of a PIN, and what it is worth to somebody who has the database alone."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import text

from registry.actors import Role
from registry.sealing import Keyring
from sync.store import clerks, pins
from sync.store.clerks import Clerk
from sync.store.database import Database
from tests.sync import factories as f

PIN = "246810"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def test_of_a_pin_only_an_argon2id_hash_is_kept() -> None:
    first, second = pins.hashed(f.KEYS, PIN), pins.hashed(f.KEYS, PIN)
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in first
    assert first != second
    assert pins.matches(f.KEYS, first, PIN)
    assert not pins.matches(f.KEYS, first, "246811")
    assert not pins.outdated(first)


def test_a_stolen_hash_is_worth_nothing_without_the_key() -> None:
    stolen = pins.hashed(f.KEYS, PIN)
    assert not pins.matches(Keyring.of(bytes(32)), stolen, PIN)
    with pytest.raises(VerifyMismatchError):
        CHEAP.verify(stolen[stolen.index("$") :], PIN)


def test_keys_that_are_added_leave_the_pins_as_they_are() -> None:
    first, second = b"1" * 32, b"2" * 32
    kept = pins.hashed(Keyring({b"0001": first}), PIN)
    assert pins.matches(Keyring({b"0001": first, b"0002": second}), kept, PIN)


def test_a_hash_of_an_earlier_version_is_good_and_is_to_be_made_anew() -> None:
    earlier = CHEAP.hash(PIN)
    assert pins.matches(f.KEYS, earlier, PIN)
    assert not pins.matches(f.KEYS, earlier, "246811")
    assert pins.outdated(earlier)


@pytest.mark.parametrize(
    "pin_hash", [None, "", "x", "keyed:", "$argon2id$v=19$m=8,t=1,p=1$broken$hash", "keyed:$argon2id$x"]
)
def test_without_a_hash_no_pin_matches(pin_hash: str | None) -> None:
    assert not pins.matches(f.KEYS, pin_hash, PIN)


def test_no_pin_stands_in_the_database(database: Database) -> None:
    clerk, pin_hash = Clerk(id="somchai", name="สมชาย", role=Role.CLERK), pins.hashed(f.KEYS, "pin-13579")
    database.write(
        lambda session: clerks.put(session, office_id=f.OFFICE, clerk=clerk, pin_hash=pin_hash, now=f.NOW)
    ).result()
    kept = database.read(lambda session: str(session.connection().execute(text("SELECT * FROM clerk")).all()))
    assert "argon2id" in kept
    assert "13579" not in kept
