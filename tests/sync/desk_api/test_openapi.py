"""/openapi.json is true: every documented status is produced, and what comes back is as described."""

from __future__ import annotations

import json
import re
import socket
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from sqlmodel import Session

from registry import commands as c
from registry.identifiers import new_id
from registry.print_orders import PrintOrder
from sync.desk_api import sign_in
from sync.store import pictures
from tests.sync import factories as f
from tests.sync.desk_api.conftest import DESK_KEY, PIN, Service

Key = tuple[str, str, int]

_SIGNED_IN = (
    ("GET", "office"),
    ("GET", "answers"),
    ("GET", "slots"),
    ("GET", "changes"),
    ("POST", "commands"),
)


class Recorder:
    """Keeps which documented answer each response was, after checking it against the document."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.seen: set[Key] = set()

    def documented(self) -> set[Key]:
        return {
            (method, path, int(status))
            for path, methods in self.document["paths"].items()
            for method, operation in methods.items()
            for status in operation["responses"]
        }

    def _template(self, path: str) -> str:
        """Return the document's name of a path."""
        forms: dict[str, str] = {
            re.sub(r"\{[^}]+\}", "[^/]+", known): known for known in self.document["paths"]
        }
        return next(known for form, known in forms.items() if re.fullmatch(form, path))

    def check(self, answer: httpx.Response) -> httpx.Response:
        method, path = answer.request.method.lower(), self._template(answer.request.url.path)
        operation = self.document["paths"][path][method]
        described = operation["responses"][str(answer.status_code)]
        if answer.headers.get("content-type", "").startswith("image/"):
            assert answer.headers["content-type"] in described["content"]
        elif "content" in described:
            (media,) = described["content"].items()
            assert answer.headers["content-type"] == media[0]
            schema = {**media[1]["schema"], "components": self.document["components"]}
            Draft202012Validator(schema).validate(answer.json())
        else:
            assert answer.content == b""
        self.seen.add((method, path, answer.status_code))
        return answer


ROUTES = (("GET", "office"), ("GET", "clerks"), ("GET", "slots"), ("GET", "changes"), ("POST", "commands"))


@pytest.fixture
def recorder(service: Service) -> Recorder:
    return Recorder(service.client().get("/openapi.json").json())


def _walk(service: Service, recorder: Recorder) -> None:
    """Bring about every status that a running daemon gives."""
    request = service.submit()
    check, anybody = recorder.check, service.client()
    signed_in = check(service.sign_in())
    desk = service.client(signed_in.json()["token"])
    _walk_sign_in(service, recorder)
    check(desk.get("/api/office"))
    check(desk.get("/api/day-end"))
    check(desk.get("/api/day-end", params={"day": "2026-02-30"}))
    check(service.client().get("/api/day-end"))
    check(desk.get("/api/answers"))
    check(desk.get("/api/clerks"))
    check(desk.get("/api/slots", params={"day": "2026-11-23", "days": 30}))
    check(desk.get("/api/slots", params={"day": "2026-02-30"}))
    first = check(desk.get("/api/changes")).json()["cursor"]
    check(desk.get("/api/changes", params={"limit": 0}))
    take = f.envelope(request.id, c.Take(), 2).model_dump(mode="json")
    approve = f.envelope(request.id, f.approve(), 3).model_dump(mode="json")
    check(desk.post("/api/commands", json=take))
    check(desk.post("/api/commands", json={**take, "id": new_id()}))
    check(desk.post("/api/commands", json={**take, "seen_version": 9}))
    check(desk.post("/api/commands", json=approve))
    check(desk.get("/api/changes", params={"after": first}))
    _walk_pictures(service, recorder, desk, request.id)
    _walk_second_person(service, recorder, desk, request.id)
    order_id = _walk_prints(service, recorder, desk, request.id)
    for method, path in (
        ("GET", "office"),
        ("GET", "answers"),
        ("GET", "clerks"),
        ("GET", "slots"),
        ("GET", "changes"),
        ("POST", "commands"),
    ):
        check(anybody.request(method, f"/api/{path}"))
    check(anybody.delete("/api/session"))
    check(_night(service))
    check(_night(service, limit=0))
    check(_night(service, counter="none"))
    for name in ("commands", "session", "night", "second-person", "prints", f"prints/{order_id}"):
        path = f"/api/{name}"
        check(desk.post(path, content=b" " * (256 * 1024 + 1)))
        check(_unfinished(service, desk, path))
    check(desk.delete("/api/session"))


def _night(service: Service, **changes: Any) -> httpx.Response:
    body = {"counter": "1", "desk_key": f"1-{DESK_KEY}", **changes}
    return service.client().post("/api/night", json=body)


def _walk_pictures(service: Service, recorder: Recorder, desk: httpx.Client, request_id: str) -> None:
    picture_id = a_picture(service, request_id)
    recorder.check(desk.get(f"/api/pictures/{picture_id}"))
    recorder.check(desk.get("/api/pictures/nothing"))
    recorder.check(desk.get(f"/api/pictures/{'x' * 41}"))
    recorder.check(service.client().get(f"/api/pictures/{picture_id}"))


def _walk_prints(service: Service, recorder: Recorder, desk: httpx.Client, request_id: str) -> str:
    check, printer = recorder.check, service.signed_in("head", "2")
    order_id = new_id()
    order = PrintOrder(
        id=order_id, to="2", request_id=request_id, seen_version=2, clerk="somchai", slip="{}"
    ).model_dump(mode="json")
    assert check(desk.post("/api/prints", json=order)).json()["slip"] is None
    assert check(desk.post("/api/prints", json={**order, "slip": "[]"})).json()["code"] == "other_body"
    elsewhere = {**order, "id": new_id(), "to": "8"}
    assert check(desk.post("/api/prints", json=elsewhere)).json()["code"] == "not_offered"
    assert check(printer.get("/api/prints")).json()["orders"][0]["slip"] == "{}"
    check(printer.get("/api/prints", params={"wait": -1}))
    check(printer.post(f"/api/prints/{order_id}", json={"state": "taken"}))
    check(printer.post(f"/api/prints/{order_id}", json={"state": "nothing"}))
    check(desk.post(f"/api/prints/{order_id}", json={"state": "taken"}))
    for method, path in (("GET", "prints"), ("POST", "prints"), ("POST", f"prints/{order_id}")):
        check(service.client().request(method, f"/api/{path}"))
    return order_id


def a_picture(service: Service, request_id: str) -> str:
    """Keep a picture as the daemon does."""

    def keep(session: Session) -> str:
        mine = {"office_id": f.OFFICE, "request_id": request_id, "conversation_id": f.CONVERSATION}
        picture_id = pictures.note(session, line_id="1", now=f.NOW, **mine)
        of = {"office_id": f.OFFICE, "picture_id": picture_id}
        assert pictures.put_part(session, keys=f.KEYS, part=0, data=b"\xff\xd8\xff", **of)
        assert pictures.complete(session, kind="image/jpeg", size=3, **of)
        return picture_id

    return service.database.write(keep).result()


def _walk_second_person(service: Service, recorder: Recorder, desk: httpx.Client, request_id: str) -> None:
    body = _agreeing(request_id)
    recorder.check(desk.post("/api/second-person", json=body))
    recorder.check(desk.post("/api/second-person", json={**body, "pin": "0000"}))
    recorder.check(desk.post("/api/second-person", json={**body, "pin": 1234}))
    recorder.check(desk.post("/api/second-person", json={**body, "clerk": "malee"}))
    recorder.check(service.client().post("/api/second-person", json=body))


def _agreeing(request_id: str) -> dict[str, Any]:
    return {"request_id": request_id, "seen_version": 3, "clerk": "head", "pin": PIN}


def _walk_sign_in(service: Service, recorder: Recorder) -> None:
    for _ in range(5):
        recorder.check(service.sign_in("malee", pin="0000"))
    recorder.check(service.sign_in("malee"))
    recorder.check(service.sign_in(desk_key="o" * 40))
    recorder.check(service.sign_in(pin=1234))


def _unfinished(service: Service, desk: httpx.Client, path: str) -> httpx.Response:
    """Send a request whose body never comes; returns what is answered."""
    host, port = service.url.removeprefix("http://").split(":")
    request = httpx.Request("POST", f"{service.url}{path}")
    with socket.create_connection((host, int(port)), timeout=10) as slow:
        token = desk.headers["authorization"]
        lines = [f"POST {path} HTTP/1.1", "host: x", f"authorization: {token}", "content-length: 9", "", ""]
        slow.sendall("\r\n".join(lines).encode())
        received = b""
        while b"}" not in received:
            received += slow.recv(4096)
    head, _, body = received.partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    return httpx.Response(int(head.split()[1]), headers=headers, content=body, request=request)


def test_every_documented_answer_is_given_and_is_as_described(
    service: Service, recorder: Recorder, pin_hash: str
) -> None:
    desks = [service.signed_in("head", "9") for _ in range(2)]
    recorder.check(service.caretaker(pin_hash).get("/api/pictures/none"))
    _walk(service, recorder)
    service.database.close()
    recorder.check(service.sign_in())
    recorder.check(_night(service))
    for method, path in (
        ("GET", "office"),
        ("GET", "answers"),
        ("GET", "clerks"),
        ("GET", "slots"),
        ("GET", "changes"),
        ("POST", "commands"),
    ):
        recorder.check(desks[0].request(method, f"/api/{path}"))
    for method, path in (
        ("GET", "prints"),
        ("POST", "prints"),
        ("POST", "prints/nothing"),
        ("GET", "day-end"),
    ):
        recorder.check(desks[0].request(method, f"/api/{path}"))
    recorder.check(desks[0].post("/api/second-person", json=_agreeing("x")))
    recorder.check(desks[0].get("/api/pictures/nothing"))
    recorder.check(desks[1].delete("/api/session"))
    assert recorder.seen == recorder.documented()


def test_the_document_is_valid_and_names_what_signs_in(service: Service, recorder: Recorder) -> None:
    document = recorder.document
    assert document["openapi"].startswith("3.1")
    for name, schema in document["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        if schema.get("type") == "object":
            assert schema.get("additionalProperties") is False, name
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            open_to_all = (method, path) in {("post", "/api/session"), ("post", "/api/night")}
            assert ("security" in operation) is not open_to_all
    assert "HTTPValidationError" not in json.dumps(document)


def test_too_many_sign_ins_at_once_are_asked_to_wait(
    service: Service, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in, "_WAITING", 0)
    answer = recorder.check(service.sign_in())
    assert (answer.status_code, answer.json()) == (429, {"code": "wait", "wait": 1})
