"""Sessions at a counter: whose they are, and what ends them."""

from __future__ import annotations

import datetime as dt

from sqlmodel import Session

from registry.actors import Role
from sync.store import clerks, sessions
from sync.store.clerks import Clerk
from sync.store.database import Database
from tests.sync import factories as f

SOMCHAI = Clerk(id="somchai", name="สมชาย", role=Role.CLERK)
ENDS = f.NOW + dt.timedelta(hours=12)


def _put(database: Database, office_id: str = f.OFFICE) -> None:
    database.write(
        lambda session: clerks.put(session, office_id=office_id, clerk=SOMCHAI, pin_hash="none", now=f.NOW)
    ).result()


def _open(database: Database, counter: str = "1", desk_key: str = "k" * 40) -> str | None:
    return database.write(
        lambda session: sessions.open_session(
            session,
            keys=f.KEYS,
            office_id=f.OFFICE,
            clerk_id=SOMCHAI.id,
            counter=counter,
            desk_key=desk_key,
            now=f.NOW,
            expires_at=ENDS,
        )
    ).result()


def _signed_in(database: Database, token: str, office_id: str = f.OFFICE, now: dt.datetime = f.NOW) -> bool:
    def look(session: Session) -> bool:
        actor = sessions.actor_of(session, keys=f.KEYS, office_id=office_id, token=token, now=now)
        return actor is not None

    return database.read(look)


def test_a_session_is_good_at_its_own_office_until_its_end(database: Database) -> None:
    _put(database)
    _put(database, "elsewhere")
    token = _open(database)
    assert token is not None
    assert _signed_in(database, token)
    assert not _signed_in(database, token[:-1])
    assert not _signed_in(database, token, office_id="elsewhere")
    assert _signed_in(database, token, now=ENDS - dt.timedelta(seconds=1))
    assert not _signed_in(database, token, now=ENDS)


def test_a_new_pin_ends_what_was_open_under_the_old_one(database: Database) -> None:
    _put(database)
    token = _open(database)
    assert token is not None
    _put(database)
    assert not _signed_in(database, token)


def test_a_clerk_who_was_removed_and_comes_back_signs_in_anew(database: Database) -> None:
    _put(database)
    token = _open(database)
    assert token is not None
    gone = database.write(lambda session: clerks.remove(session, office_id=f.OFFICE, clerk_id=SOMCHAI.id))
    assert gone.result()
    assert not _signed_in(database, token)
    _put(database)
    assert not _signed_in(database, token)


def test_a_counter_is_its_first_desks(database: Database) -> None:
    _put(database)
    assert _open(database) is not None
    assert _open(database, desk_key="another" * 6) is None
    assert _open(database, counter="2", desk_key="another" * 6) is not None
