"""The desk API does what it says: sign-in, the feed, commands, slots, and errors that tell nothing."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import json
import socket
from typing import Any

import pytest
from fastapi import Response

from registry import commands as c
from registry.identifiers import new_id
from registry.records import ChangesPage
from registry.request import Check, LineResult
from registry.sign_in import Session, SignIn
from sync.desk_api import sign_in as sign_in_module
from sync.desk_api.app import desk_api
from sync.desk_api.sign_in import SignInDesk
from sync.store import sessions
from tests.sync import factories as f
from tests.sync.desk_api.conftest import DESK_KEY, PIN, Service, serving
from tests.sync.store.conftest import Desk

WRONG = "9999"


def _command(request_id: str, command: Any, seen: int) -> dict[str, Any]:
    body: dict[str, Any] = f.envelope(request_id, command, seen).model_dump(mode="json")
    return body


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
    taken = desk.post("/api/commands", json=_command(request.id, c.Take(), request.version)).json()
    form = {"request_id": request.id, "seen_version": taken["version"], "clerk": "malee", "pin": PIN}
    assert desk.post("/api/second-person", json={**form, "pin": WRONG}).status_code == 403
    assert desk.get("/api/office").status_code == 200
    proof = desk.post("/api/second-person", json=form).json()["proof"]
    assert PIN not in proof
    lines = f.clean_check().lines
    wrong = lines[-1].model_copy(update={"result": LineResult.MISMATCH})
    second = c.Second(proof=proof, reason="เห็นเอกสารตัวจริง")
    approval = f.approve(check_done=Check(lines=(*lines[:-1], wrong)), second=second)
    command = _command(request.id, approval, taken["version"])
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


def test_a_command_is_carried_out_and_the_feed_tells(service: Service) -> None:
    request = service.submit()
    desk = service.signed_in()
    page = ChangesPage.model_validate_json(desk.get("/api/changes").content)
    assert page.snapshot
    assert page.records[0].particulars == f.CITIZEN
    answer = desk.post("/api/commands", json=_command(request.id, c.Take(), request.version))
    assert answer.status_code == 200
    outcome = c.Outcome.model_validate_json(answer.content)
    assert outcome.result["state"] == "checking"
    page = ChangesPage.model_validate_json(
        desk.get("/api/changes", params={"after": page.cursor, "wait": 5}).content
    )
    assert not page.snapshot
    assert [record.seq for record in page.records] == [outcome.seq]
    holder = page.records[0].request.holder
    assert holder is not None
    assert (holder.clerk, holder.counter) == ("somchai", "1")


def test_who_comes_too_late_is_told_who_was_first(service: Service) -> None:
    request = service.submit()
    first, second = service.signed_in(), service.signed_in("malee", "2")
    assert first.post("/api/commands", json=_command(request.id, c.Take(), 2)).status_code == 200
    body = _command(request.id, c.Take(), 2)
    answer = second.post("/api/commands", json=body)
    assert answer.status_code == 409
    outcome = c.Outcome.model_validate_json(answer.content)
    assert (outcome.status, outcome.code) == (c.OutcomeStatus.CONFLICT, "stale")
    assert outcome.last_change == c.LastChange(action="taken", actor="สมชาย", counter="1", at=f.NOW)
    assert second.post("/api/commands", json=body).content == answer.content
    answer = second.post("/api/commands", json=_command(request.id, c.Take(), 3))
    assert answer.status_code == 409
    assert answer.json()["detail"] == {"holder": "สมชาย", "counter": "1"}


def test_an_id_with_another_body_is_refused(service: Service) -> None:
    request = service.submit()
    desk = service.signed_in()
    body = _command(request.id, c.Take(), 2)
    assert desk.post("/api/commands", json=body).status_code == 200
    answer = desk.post("/api/commands", json={**body, "seen_version": 3})
    assert (answer.status_code, answer.json()) == (422, {"code": "other_body"})


def test_slots_are_told_for_open_days_only(service: Service) -> None:
    desk = service.signed_in()
    found = desk.get("/api/slots", params={"day": "2026-11-23", "days": 7}).json()
    assert {slot["date"] for slot in found} == {f"2026-11-{day}" for day in range(23, 28)}
    assert found[0] == {"date": "2026-11-23", "time": "08:00:00", "places": 4, "kept": 0}
    last = f.TODAY + dt.timedelta(days=service.settings.hours.latest_days)
    near: dict[str, str | int] = {"day": str(last - dt.timedelta(days=10)), "days": 30}
    assert max(slot["date"] for slot in desk.get("/api/slots", params=near).json()) <= str(last)
    for day in ("2026-11-22", "0001-01-01", "9999-12-31", "2028-01-01"):
        assert desk.get("/api/slots", params={"day": day, "days": 30}).json() == []


def test_nothing_is_open_but_to_a_pin_and_to_a_desks_own_key(service: Service) -> None:
    paths = json.loads(service.client().get("/openapi.json").content)["paths"]
    for path, methods in paths.items():
        for method in methods:
            if (method, path) in {("post", "/api/session"), ("post", "/api/night")}:
                # PIN and key are in the body: without a whole one nobody is asked for anything else.
                assert service.client().request(method, path, content=b"{").json()["code"] == "invalid"
                continue
            for token in ("", "wrong", "x" * 5000):
                answer = service.client(token).request(method, path, content=b"{")
                assert (answer.status_code, answer.json()) == (401, {"code": "not_signed_in"})
    stranger = {"counter": "1", "desk_key": "x" * 40}
    service.sign_in()
    signed = {**stranger, "clerk": "somchai", "pin": PIN}
    for path, body in (("night", stranger), ("session", signed)):
        answer = service.client().post(f"/api/{path}", json=body)
        assert (answer.status_code, answer.json()) == (403, {"code": "other_desk_key"})


def test_a_desk_of_one_office_sees_and_does_nothing_of_another(service: Service) -> None:
    """Two offices in one database, under the same keys: a session is good at its own alone."""
    other = f.settings(office={"id": "phasi-charoen"})
    theirs = Desk(service.database, other).submit(office_id=other.office.id)
    app = desk_api(service.database, f.KEYS, other, service.clock)
    mine, token = service.signed_in(), service.sign_in("malee", "2").json()["token"]
    with serving(app) as url:
        strange = service.client(token, url=url)
        for method, path in (("GET", "changes"), ("GET", "office"), ("GET", "slots"), ("DELETE", "session")):
            assert strange.request(method, f"/api/{path}").status_code == 401
        body = _command(theirs.id, c.Take(), theirs.version)
        assert strange.post("/api/commands", json=body).status_code == 401
    assert mine.get("/api/changes").json()["records"] == []
    answer = mine.post("/api/commands", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_found")
    assert service.client(token).get("/api/office").status_code == 200


async def test_no_more_sign_ins_wait_than_can_be_answered(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in_module, "_WAITING", 3)
    desk = SignInDesk(service.database, f.KEYS, service.settings)
    wanted = SignIn(counter="1", desk_key=DESK_KEY, clerk="somchai", pin=WRONG)
    answers = await asyncio.gather(*(desk.sign_in(wanted, f.NOW) for _ in range(8)))
    statuses = [answer.status_code for answer in answers if isinstance(answer, Response)]
    assert (statuses.count(401), statuses.count(429)) == (3, 5)


HOSTILE = [
    b"",
    b"null",
    b"[]",
    b"{",
    b'{"id": "\xff"}',
    b"[" * 100_000,
    b'{"a":' * 40_000,
    b'{"id": ' + b"9" * 10_000 + b"}",
    b'{"seen_version": NaN}',
    b'"\\ud800"',
]


def test_what_is_no_command_is_refused_without_an_echo(service: Service) -> None:
    desk = service.signed_in()
    for body in HOSTILE:
        for path in ("/api/commands", "/api/session"):
            answer = desk.post(path, content=body, headers={"content-type": "application/json"})
            assert answer.status_code == 422, body[:40]
            assert answer.json()["code"] == "invalid", body[:40]
            assert set(answer.json()) <= {"code", "problem"}, body[:40]


APPROVE = f.approve().model_dump(mode="json")
BAD_COMMANDS: list[dict[str, Any]] = [
    {"id": "1; DROP TABLE request"},
    {"id": "0190" * 9},
    {"request_id": "x" * 41},
    {"request_id": "\ud800"},
    {"seen_version": "two"},
    {"at": "yesterday"},
    {"secret_column": 1},
    {"command": {"kind": "drop"}},
    {"command": {"kind": "take", "holder": "me"}},
    {"command": {"kind": "fee_paid", "baht": -1}},
    {"command": {"kind": "ask", "question": "ก" * 501}},
    {"command": {"kind": "ask", "question": ["ก"]}},
    {"command": {"kind": "walk_in", "items": [{"service": 1}], "consent": True}, "request_id": "\0"},
    {"command": {"kind": "walk_in", "items": [{"service": 1}], "consent": True}, "request_id": "../1"},
    {"command": {**APPROVE, "appointment": {"date": "2026-11-24", "time": "09:00", "counter": "ก" * 21}}},
    {"command": {**APPROVE, "fee": {"baht": 1, "reason": "ก" * 501}}},
]


def test_a_malformed_command_is_refused_without_an_echo(service: Service) -> None:
    desk = service.signed_in()
    for change in BAD_COMMANDS:
        body = json.dumps({**_command(new_id(), c.Take(), 1), **change})
        answer = desk.post("/api/commands", content=body, headers={"content-type": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), change
        assert "DROP" not in answer.text
        assert "secret_column" not in answer.text


ODD_COMMANDS: list[dict[str, Any]] = [
    {"request_id": "\x00"},
    {"request_id": "' OR 1=1 --"},
    {"request_id": ""},
    {"seen_version": 10**30},
    {"seen_version": -1},
    {"at": "0001-01-01T00:00:00+14:00"},
    {"request_id": "\x00", "command": {"kind": "call_next"}},
    {"request_id": "\x00", "command": {"kind": "ask", "question": " "}},
]


def test_who_may_not_open_numbers_opens_no_picture(service: Service, pin_hash: str) -> None:
    for desk, status in ((service.caretaker(pin_hash), 403), (service.signed_in(), 404)):
        assert desk.get("/api/pictures/none").status_code == status


def test_the_ends_of_the_calendar_are_no_day_to_count(service: Service) -> None:
    desk = service.signed_in()
    for day, status in (("0001-01-01", 422), ("9999-12-31", 422), ("2000-01-01", 200), ("2999-12-31", 200)):
        assert desk.get("/api/day-end", params={"day": day}).status_code == status


def test_an_odd_command_has_an_outcome(service: Service) -> None:
    request = service.submit()
    desk = service.signed_in()
    for change in ODD_COMMANDS:
        body = {**_command(request.id, c.Take(), 1), **change}
        answer = desk.post("/api/commands", json=body)
        assert answer.status_code == 409, change
        assert answer.json()["code"] in {"not_found", "stale", "nobody_waits", "reason_missing"}, change
        assert desk.post("/api/commands", json=body).content == answer.content


def test_a_clerks_words_lose_what_could_harm_a_screen(service: Service) -> None:
    request = service.submit()
    desk = service.signed_in()
    desk.post("/api/commands", json=_command(request.id, c.Take(), 2)).raise_for_status()
    empty = desk.post("/api/commands", json=_command(request.id, c.Ask(question="\u200b\x1b"), 3))
    assert empty.json()["code"] == "reason_missing"
    asked = c.Ask(question="ขอ\x00ชื่อ\u202eเดิม \x1b]52;c;x\x07\u200b")
    desk.post("/api/commands", json=_command(request.id, asked, 3)).raise_for_status()
    (record,) = desk.get("/api/changes").json()["records"]
    assert record["request"]["question"] == "ขอชื่อเดิม ]52;c;x"


def test_a_counter_is_one_word_that_can_be_shown(service: Service) -> None:
    for name in ("\x00", "1 2", "1\n", "\u202e1", " "):
        assert service.sign_in(counter=name).status_code == 422
        assert service.sign_in(clerk=name).status_code == 422


def test_a_strange_cursor_gets_a_snapshot(service: Service) -> None:
    request = service.submit()
    desk = service.signed_in()
    for after in ("", "x", ":-1", "a:1", "a~b:1", "\x00:1", ":99999999999999999999", "' OR 1=1"):
        page = desk.get("/api/changes", params={"after": after, "wait": 20}).json()
        assert page["snapshot"] is True
        assert [record["request"]["id"] for record in page["records"]] == [request.id]


def test_a_query_out_of_bounds_is_refused(service: Service) -> None:
    desk = service.signed_in()
    queries = ("limit=0", "limit=1001", "limit=x", "wait=-1", "wait=26", "wait=nan", "wait=inf", "size=1")
    for query in (*queries, f"after={'x' * 101}"):
        answer = desk.get(f"/api/changes?{query}")
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), query


def test_a_body_is_bounded_in_size_and_time(service: Service) -> None:
    desk = service.signed_in()
    token = desk.headers["authorization"]
    answer = desk.post("/api/commands", content=b" " * (256 * 1024 + 1))
    assert (answer.status_code, answer.json()) == (413, {"code": "too_large"})
    chunks = (b" " * 65536 for _ in range(8))
    assert desk.post("/api/commands", content=chunks).status_code == 413
    host, port = service.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as slow:
        head = (
            f"POST /api/commands HTTP/1.1\r\nhost: x\r\nauthorization: {token}\r\ncontent-length: 9\r\n\r\n{{"
        )
        slow.sendall(head.encode())
        assert slow.recv(4096).startswith(b"HTTP/1.1 408")


def test_addresses_and_methods_that_are_not_there_are_said_alike(service: Service) -> None:
    desk = service.signed_in()
    assert desk.get("/api/nothing").json() == {"code": "not_found"}
    assert desk.get("/").json() == {"code": "not_found"}
    answer = desk.put("/api/commands", json={})
    assert (answer.status_code, answer.json()) == (405, {"code": "method_not_allowed"})


def test_a_failure_tells_nothing_and_logs_no_words(
    service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from sync.store import feed

    desk = service.signed_in()

    def broken(*_: object, **__: object) -> None:
        raise ValueError("สมหญิง 1104000000010")

    monkeypatch.setattr(feed, "changes", broken)
    answer = desk.get("/api/changes")
    assert (answer.status_code, answer.json()) == (500, {"code": "failure"})
    assert "ValueError at test_app.py" in caplog.text
    assert "1104000000010" not in caplog.text
    assert "Traceback" not in caplog.text
