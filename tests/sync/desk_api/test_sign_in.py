"""Signing in where something has changed: a hash of an earlier version, another PIN, the clock."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
from argon2 import PasswordHasher

from registry.actors import Role
from registry.sign_in import Session
from sync.store import clerks, pins, sessions
from sync.store.clerks import Clerk
from tests.sync import factories as f
from tests.sync.desk_api.conftest import DESK_KEY, PIN, Service

SOMCHAI = Clerk(id="somchai", name="สมชาย", role=Role.CLERK)
EARLIER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def _employ(service: Service, pin_hash: str) -> None:
    put = partial(clerks.put, office_id=f.OFFICE, clerk=SOMCHAI, pin_hash=pin_hash, now=f.NOW)
    service.database.write(put).result()


def _kept(service: Service) -> str:
    found = service.database.read(partial(clerks.find, office_id=f.OFFICE, clerk_id=SOMCHAI.id))
    assert found is not None
    return found[1]


def _stamp(service: Service) -> str:
    answer = service.sign_in()
    assert answer.status_code == 200
    return Session.model_validate_json(answer.content).stamp


def test_a_hash_of_an_earlier_version_is_made_anew_by_a_good_pin_alone(service: Service) -> None:
    earlier = EARLIER.hash(PIN)
    _employ(service, earlier)
    assert service.sign_in(pin="wrong-pin").status_code == 401
    assert _kept(service) == earlier
    before = service.signed_in("malee", "2")
    stamp = _stamp(service)
    kept = _kept(service)
    assert not pins.outdated(kept)
    # What a desk keeps for offline sign-ins goes by the stamp: this desk's is the new one.
    told = {each["clerk"]: each["stamp"] for each in service.signed_in("malee").get("/api/clerks").json()}
    assert told["somchai"] == stamp == _stamp(service)
    assert _kept(service) == kept
    assert before.get("/api/office").status_code == 200


def test_a_second_person_s_hash_is_made_anew_too(service: Service) -> None:
    _employ(service, EARLIER.hash(PIN))
    form = {"request_id": "x", "seen_version": 1, "clerk": "somchai", "pin": PIN}
    assert service.signed_in("malee").post("/api/second-person", json=form).status_code == 200
    assert not pins.outdated(_kept(service))
    assert service.sign_in().status_code == 200


@pytest.mark.parametrize("way", ["sign_in", "second_person"])
def test_a_pin_that_is_changed_while_it_is_tried_is_the_old_one(
    service: Service, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    helper = service.signed_in("malee", "2")
    matches, another = pins.matches, pins.hashed(f.KEYS, "another-pin")

    def slow(*arguments: object) -> bool:
        found = matches(*arguments)  # type: ignore[arg-type]
        _employ(service, another)
        return found

    monkeypatch.setattr(pins, "matches", slow)
    if way == "sign_in":
        assert service.sign_in().status_code == 401
    else:
        form = {"request_id": "x", "seen_version": 1, "clerk": "somchai", "pin": PIN}
        assert helper.post("/api/second-person", json=form).status_code == 403
    assert _kept(service) == another
    monkeypatch.undo()
    assert service.sign_in(pin="another-pin").status_code == 200


def test_a_clock_that_was_ahead_locks_nobody_out_for_days(service: Service) -> None:
    service.clock.now += dt.timedelta(days=3)
    for _ in range(sessions.FREE_TRIES):
        assert service.sign_in(pin="wrong-pin").status_code == 401
    service.clock.now = f.NOW
    answer = service.sign_in()
    assert (answer.status_code, answer.json()["wait"]) == (429, 30)
    service.clock.now += dt.timedelta(seconds=30)
    assert service.sign_in().status_code == 200


def test_the_tries_are_counted_by_whichever_daemon_is_asked(service: Service) -> None:
    from sync.desk_api.app import desk_api
    from tests.sync.desk_api.conftest import serving

    for _ in range(sessions.FREE_TRIES - 1):
        assert service.sign_in(pin="wrong-pin").status_code == 401
    # Another daemon, or this one after a restart.
    again = desk_api(service.database, f.KEYS, service.settings, service.clock)
    form = {"counter": "1", "desk_key": f"1-{DESK_KEY}", "clerk": "somchai", "pin": "wrong-pin"}
    with serving(again) as url:
        other = service.client(url=url)
        assert other.post("/api/session", json=form).status_code == 401
        assert other.post("/api/session", json={**form, "pin": PIN}).status_code == 429
    assert service.sign_in().status_code == 429
