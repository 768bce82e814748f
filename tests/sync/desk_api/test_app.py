"""The desk API does what it says: commands, the feed, slots, pictures, and each office for itself."""

from __future__ import annotations

import datetime as dt
import json

from registry import commands as c
from registry.records import ChangesPage
from sync.desk_api.app import desk_api
from tests.sync import factories as f
from tests.sync.desk_api.conftest import PIN, Service, body_of, serving
from tests.sync.store.conftest import Desk


def test_a_command_is_carried_out_and_the_feed_tells(service: Service) -> None:
    request = service.submit()
    desk = service.signed_in()
    page = ChangesPage.model_validate_json(desk.get("/api/changes").content)
    assert page.snapshot
    assert page.records[0].particulars == f.CITIZEN
    answer = desk.post("/api/commands", json=body_of(request.id, c.Take(), request.version))
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
    assert first.post("/api/commands", json=body_of(request.id, c.Take(), 2)).status_code == 200
    body = body_of(request.id, c.Take(), 2)
    answer = second.post("/api/commands", json=body)
    assert answer.status_code == 409
    outcome = c.Outcome.model_validate_json(answer.content)
    assert (outcome.status, outcome.code) == (c.OutcomeStatus.CONFLICT, "stale")
    assert outcome.last_change == c.LastChange(action="taken", actor="สมชาย", counter="1", at=f.NOW)
    assert second.post("/api/commands", json=body).content == answer.content
    answer = second.post("/api/commands", json=body_of(request.id, c.Take(), 3))
    assert answer.status_code == 409
    assert answer.json()["detail"] == {"holder": "สมชาย", "counter": "1"}


def test_an_id_with_another_body_is_refused(service: Service) -> None:
    request = service.submit()
    desk = service.signed_in()
    body = body_of(request.id, c.Take(), 2)
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
        body = body_of(theirs.id, c.Take(), theirs.version)
        assert strange.post("/api/commands", json=body).status_code == 401
    assert mine.get("/api/changes").json()["records"] == []
    answer = mine.post("/api/commands", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_found")
    assert service.client(token).get("/api/office").status_code == 200


def test_who_may_not_open_numbers_opens_no_picture(service: Service, pin_hash: str) -> None:
    for desk, status in ((service.caretaker(pin_hash), 403), (service.signed_in(), 404)):
        assert desk.get("/api/pictures/none").status_code == status
