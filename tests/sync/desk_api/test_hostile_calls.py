"""What the desk API makes of hostile and odd calls: refused in bounds, without an echo, and nothing told."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest

from registry import commands as c
from registry.identifiers import new_id
from tests.sync import factories as f
from tests.sync.desk_api.conftest import Service, body_of

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
        body = json.dumps({**body_of(new_id(), c.Take(), 1), **change})
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


def test_the_ends_of_the_calendar_are_no_day_to_count(service: Service) -> None:
    desk = service.signed_in()
    for day, status in (("0001-01-01", 422), ("9999-12-31", 422), ("2000-01-01", 200), ("2999-12-31", 200)):
        assert desk.get("/api/day-end", params={"day": day}).status_code == status


def test_an_odd_command_has_an_outcome(service: Service) -> None:
    request = service.submit()
    desk = service.signed_in()
    for change in ODD_COMMANDS:
        body = {**body_of(request.id, c.Take(), 1), **change}
        answer = desk.post("/api/commands", json=body)
        assert answer.status_code == 409, change
        assert answer.json()["code"] in {"not_found", "stale", "nobody_waits", "reason_missing"}, change
        assert desk.post("/api/commands", json=body).content == answer.content


def test_a_clerks_words_lose_what_could_harm_a_screen(service: Service) -> None:
    request = service.submit()
    desk = service.signed_in()
    desk.post("/api/commands", json=body_of(request.id, c.Take(), 2)).raise_for_status()
    empty = desk.post("/api/commands", json=body_of(request.id, c.Ask(question="\u200b\x1b"), 3))
    assert empty.json()["code"] == "reason_missing"
    asked = c.Ask(question="ขอ\x00ชื่อ\u202eเดิม \x1b]52;c;x\x07\u200b")
    desk.post("/api/commands", json=body_of(request.id, asked, 3)).raise_for_status()
    (record,) = desk.get("/api/changes").json()["records"]
    assert record["request"]["question"] == "ขอชื่อเดิม ]52;c;x"


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
    assert "ValueError at test_hostile_calls.py" in caplog.text
    assert "1104000000010" not in caplog.text
    assert "Traceback" not in caplog.text
