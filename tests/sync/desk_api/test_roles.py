"""The daemon asks for the role's duty itself: every route and every command, for every role."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import get_args

import httpx
import pytest
from fastapi.routing import APIRoute

from registry import commands as c
from registry.actors import Actor, Role
from registry.duties import Duty, may, may_order
from registry.errors import RefusalCode, Refused
from registry.identifiers import new_id
from registry.lifecycle import expect_duty
from sync.desk_api.asking import ROUTES
from sync.store import clerks
from sync.store.clerks import Clerk
from tests.sync import factories as f
from tests.sync.desk_api.conftest import PIN, Service

WITHOUT_A_CLERK = {("POST", "/api/session"), ("POST", "/api/night")}
EVERYBODY = set(Role)
MAY_CALL = {
    ("GET", "/api/pictures/{picture_id}"): {Role.CLERK, Role.HEAD},
    ("POST", "/api/second-person"): {Role.CLERK, Role.HEAD},
}
BODIES = {
    "/api/second-person": {"request_id": "x", "seen_version": 1, "clerk": "malee", "pin": PIN},
}


def _as(service: Service, role: Role, pin_hash: str) -> httpx.Client:
    clerk = Clerk(id=f"one-{role}", name="ใครคนหนึ่ง", role=role)
    put = partial(clerks.put, office_id=f.OFFICE, clerk=clerk, pin_hash=pin_hash, now=f.NOW)
    service.database.write(put).result()
    return service.signed_in(clerk.id, f"9{role}")


def _routes(service: Service) -> set[tuple[str, str]]:
    return {
        (method, route.path)
        for route in service.app.routes
        if isinstance(route, APIRoute) and route.path.startswith("/api/")
        for method in route.methods or ()
    }


def test_every_route_stands_in_the_table(service: Service) -> None:
    assert _routes(service) - WITHOUT_A_CLERK == set(ROUTES)
    assert set(MAY_CALL) == {route for route, duty in ROUTES.items() if duty is not None}


@pytest.mark.parametrize("role", Role)
def test_every_route_is_open_to_its_roles_alone(service: Service, role: Role, pin_hash: str) -> None:
    desk = _as(service, role, pin_hash)
    for method, path in sorted(set(ROUTES) - {("DELETE", "/api/session")}):
        address = path.replace("{picture_id}", "none").replace("{order_id}", "none")
        answer = desk.request(method, address, json=BODIES.get(path) if method == "POST" else None)
        allowed = role in MAY_CALL.get((method, path), EVERYBODY)
        assert (answer.status_code == 403) is not allowed, (method, path, answer.text)
        if not allowed:
            assert answer.json() == {"code": "not_allowed"}
        assert service.client().request(method, address).status_code == 401
    assert desk.delete("/api/session").status_code == 204


@pytest.mark.parametrize("role", Role)
def test_every_decision_asks_for_the_role_s_duty_and_no_fact_does(role: Role) -> None:
    actor = Actor(kind="clerk", id="x", role=role)
    for kind in get_args(c.Decision):
        command = kind.model_construct()
        allowed = may(role, Duty.SERVE) or (kind is c.Release and may(role, Duty.RELEASE))
        assert may_order(role, command.kind) is allowed
        if allowed:
            expect_duty(actor, command)
            continue
        with pytest.raises(Refused) as refused:
            expect_duty(actor, command)
        assert refused.value.code is RefusalCode.NOT_ALLOWED
    for fact in get_args(c.Fact):
        expect_duty(actor, fact.model_construct())


def test_the_daemon_refuses_it_whatever_the_desk_shows(service: Service, pin_hash: str) -> None:
    desk, request = _as(service, Role.ADMIN, pin_hash), service.submit()
    taken = service.signed_in().post("/api/commands", json=_envelope(request.id, c.Take(), request.version))
    version = taken.json()["version"]
    decisions: list[c.Decision] = [
        c.Take(),
        c.Renew(),
        c.CallNext(),
        c.Reject(reason="-"),
        c.Ask(question="?"),
        c.Cancel(reason="-"),
        c.TakeBack(),
        c.Say(text="-"),
        f.approve(),
    ]
    for command in decisions:
        answer = desk.post("/api/commands", json=_envelope(request.id, command, version))
        assert (answer.status_code, answer.json()["code"]) == (409, "not_allowed"), command.kind
    assert desk.post("/api/commands", json=_envelope(request.id, c.Release(), version)).status_code == 200


def _envelope(request_id: str, command: c.Decision, version: int) -> dict[str, object]:
    made = c.Envelope(
        id=new_id(), request_id=request_id, seen_version=version, at=dt.datetime.now(dt.UTC), command=command
    )
    return made.model_dump(mode="json")
