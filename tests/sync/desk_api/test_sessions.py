"""Signing in at the desk API: PINs, waits, desks and their keys, sessions, and a second person's word."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
from typing import Any

import pytest
from fastapi import Response

from registry import commands as c
from registry.identifiers import new_id
from registry.request import Check, LineResult
from registry.sign_in import Session, SignIn
from sync.desk_api import sign_in as sign_in_module
from sync.desk_api.sign_in import SignInDesk
from sync.store import sessions
from tests.sync import factories as f
from tests.sync.desk_api.conftest import DESK_KEY, PIN, Service, body_of

WRONG = "9999"


def test_a_clerk_signs_in_and_out(service: Service) -> None:
    answer = service.sign_in()
    assert answer.status_code == 200
    opened = Session.model_validate_json(answer.content)
    assert (opened.clerk, opened.clerk_name, opened.counter) == ("somchai", "สมชาย", "1")
    assert opened.groups == ()
    assert opened.expires_at == f.NOW + dt.timedelta(hours=12)
    assert len(base64.b64decode(opened.mirror_key)) == 32
    assert opened.mirror_key == service.sign_in("malee").json()["mirror_key"]
    assert opened.mirror_key != service.sign_in("malee", "2").json()["mirror_key"]
    desk = service.client(opened.token)
    assert desk.get("/api/office").json()["name"] == "สำนักงานเขตบางแค"
    assert desk.delete("/api/session").status_code == 204
    assert desk.get("/api/office").json() == {"code": "not_signed_in"}


def test_neither_a_wrong_pin_nor_an_unknown_clerk_says_which(service: Service) -> None:
    wrong, unknown = service.sign_in(pin=WRONG), service.sign_in("nobody")
    assert (wrong.status_code, wrong.content) == (unknown.status_code, unknown.content)
    assert wrong.json() == {"code": "bad_sign_in"}
    assert wrong.status_code == 401


def test_a_second_person_proves_by_pin_what_one_approval_needs(service: Service) -> None:
    desk, request = service.signed_in(), service.submit()
    taken = desk.post("/api/commands", json=body_of(request.id, c.Take(), request.version)).json()
    form = {"request_id": request.id, "seen_version": taken["version"], "clerk": "malee", "pin": PIN}
    assert desk.post("/api/second-person", json={**form, "pin": WRONG}).status_code == 403
    assert desk.get("/api/office").status_code == 200
    proof = desk.post("/api/second-person", json=form).json()["proof"]
    assert PIN not in proof
    lines = f.clean_check().lines
    wrong = lines[-1].model_copy(update={"result": LineResult.MISMATCH})
    second = c.Second(proof=proof, reason="เห็นเอกสารตัวจริง")
    approval = f.approve(check_done=Check(lines=(*lines[:-1], wrong)), second=second)
    command = body_of(request.id, approval, taken["version"])
    theirs = service.signed_in("malee", "2").post("/api/commands", json={**command, "id": new_id()})
    assert theirs.status_code == 409
    assert desk.post("/api/commands", json=command).status_code == 200


def test_a_second_person_s_pin_is_not_tried_for_ever(service: Service) -> None:
    desk = service.signed_in()
    form = {"request_id": "x", "seen_version": 1, "clerk": "malee", "pin": WRONG}
    for _ in range(sessions.FREE_TRIES):
        assert desk.post("/api/second-person", json=form).status_code == 403
    assert desk.post("/api/second-person", json={**form, "pin": PIN}).status_code == 429
    assert service.sign_in("malee").status_code == 429


@pytest.mark.parametrize("clerk", ["somchai", "nobody"])
def test_after_five_wrong_pins_a_wait_grows(service: Service, clerk: str) -> None:
    for _ in range(sessions.FREE_TRIES):
        assert service.sign_in(clerk, pin=WRONG).status_code == 401
    waits = []
    for _ in range(7):
        answer = service.sign_in(clerk)
        assert answer.status_code == 429
        assert answer.headers["retry-after"] == str(answer.json()["wait"])
        waits.append(answer.json()["wait"])
        service.clock.now += dt.timedelta(seconds=waits[-1])
        assert service.sign_in(clerk, pin=WRONG).status_code == 401
    assert waits == [30, 60, 120, 240, 480, 900, 900]
    assert service.sign_in("malee").status_code == 200


def test_a_good_pin_after_the_wait_makes_an_end_of_it(service: Service) -> None:
    for _ in range(sessions.FREE_TRIES):
        service.sign_in(pin=WRONG)
    service.clock.now += dt.timedelta(seconds=30)
    assert service.sign_in().status_code == 200
    assert service.sign_in(pin=WRONG).status_code == 401
    assert service.sign_in().status_code == 200


def test_a_counter_belongs_to_its_first_desk_until_it_is_forgotten(service: Service) -> None:
    other = "x" * 40
    assert service.sign_in(desk_key=other, pin=WRONG).status_code == 401
    first = service.signed_in()
    answer = service.sign_in("malee", desk_key=other)
    assert (answer.status_code, answer.json()) == (403, {"code": "other_desk_key"})
    # Nothing about the PIN is to be learnt from another desk, and no tries are used up there.
    for _ in range(sessions.FREE_TRIES + 1):
        assert service.sign_in("malee", desk_key=other, pin=WRONG).status_code == 403
    gone = service.database.write(
        lambda session: sessions.forget_desk(session, office_id=f.OFFICE, counter="1")
    )
    assert gone.result()
    assert first.get("/api/office").status_code == 401
    assert service.sign_in("malee", desk_key=other).status_code == 200


def test_a_session_ends_in_time_and_with_its_clerk(service: Service) -> None:
    from sync.store import clerks

    first, second = service.signed_in(), service.signed_in("malee", "2")
    service.database.write(
        lambda session: clerks.remove(session, office_id=f.OFFICE, clerk_id="malee")
    ).result()
    assert second.get("/api/office").status_code == 401
    assert first.get("/api/office").status_code == 200
    service.clock.now += dt.timedelta(hours=12)
    assert first.get("/api/office").status_code == 401


def test_only_digests_of_tokens_and_desk_keys_are_kept(service: Service) -> None:
    token = service.sign_in().json()["token"]
    assert len(base64.urlsafe_b64decode(f"{token}=")) == 32

    def everything(session: Any) -> str:
        from sync.store.base import METADATA

        tables = [METADATA.tables[name] for name in ("desk", "desk_session", "clerk")]
        return str([list(session.connection().execute(table.select())) for table in tables])

    kept = service.database.read(everything)
    assert "somchai" in kept
    assert token not in kept
    assert DESK_KEY not in kept


async def test_no_more_sign_ins_wait_than_can_be_answered(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in_module, "_WAITING", 3)
    desk = SignInDesk(service.database, f.KEYS, service.settings)
    wanted = SignIn(counter="1", desk_key=DESK_KEY, clerk="somchai", pin=WRONG)
    answers = await asyncio.gather(*(desk.sign_in(wanted, f.NOW) for _ in range(8)))
    statuses = [answer.status_code for answer in answers if isinstance(answer, Response)]
    assert (statuses.count(401), statuses.count(429)) == (3, 5)


def test_a_counter_is_one_word_that_can_be_shown(service: Service) -> None:
    for name in ("\x00", "1 2", "1\n", "\u202e1", " "):
        assert service.sign_in(counter=name).status_code == 422
        assert service.sign_in(clerk=name).status_code == 422
