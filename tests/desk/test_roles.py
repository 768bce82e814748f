"""What each role finds on the desk: who does not decide on requests looks at them, and sends no decision."""

from __future__ import annotations

import contextlib
from dataclasses import replace

import pytest
from textual.actions import SkipAction

from desk.app import DeskApp
from desk.backend import WorkList
from desk.palette import commands
from desk.screens.base import DeskScreen
from desk.screens.look import LookScreen
from desk.screens.outbox import OutboxScreen
from desk.screens.search import SearchScreen
from desk.screens.work_list import WorkListScreen
from registry.actors import Role
from registry.duties import Duty, may
from tests.desk.driving import front, kinds, opened, press, settle
from tests.desk.fake_life import SOMYING
from tests.desk.fakes import FakeBackend
from tests.desk.people import arrived, inquiry, record, request, usual_day

SERVING = {"call_next", "walk_in", "reschedule", "correct", "told"}
ENDING = {"lock", "sign_out", "leave", "back"}


def of(role: Role) -> FakeBackend:
    backend = FakeBackend.of([*usual_day(), inquiry(), record(arrived("BK-4FGH"))])
    backend.person = replace(SOMYING, role=role)
    return backend


def offered(app: DeskApp) -> set[str]:
    screen = app.screen
    assert isinstance(screen, DeskScreen)
    actions = screen.help_actions()
    done = {command.words.replace(" ", "_") for command in commands(app, screen, actions)}
    assert {each.id for each in screen.footer_actions()} <= {each.id for each in actions} | {"help"}
    return {each.id for each in actions} | done


@pytest.mark.parametrize("role", Role)
async def test_the_list_offers_what_the_role_may_do(role: Role) -> None:
    async with opened(of(role), LookScreen("id-BK-9QRT")) as pilot:
        await press(pilot, "escape")
        assert isinstance(pilot.app, DeskApp)
        assert front(pilot.app) == "WorkListScreen"
        assert (offered(pilot.app) >= SERVING) is may(role, Duty.SERVE)
        assert bool(offered(pilot.app) & SERVING) is may(role, Duty.SERVE)
        assert {"open", "search", "outbox", "release"} <= offered(pilot.app)


async def test_who_decides_on_nothing_only_looks_at_every_request_of_every_list() -> None:
    backend = of(Role.ADMIN)
    async with opened(backend, LookScreen("id-BK-9QRT")) as pilot:
        await press(pilot, "escape")
        looked = 0
        for which in WorkList:
            for row in backend.rows(which, 0, 50):
                screen = pilot.app.screen
                assert isinstance(screen, WorkListScreen)
                screen.show_list(which, row.id)
                await press(pilot, "enter")
                assert front(pilot.app) == "LookScreen"
                await press(pilot, "escape")
                looked += 1
        assert looked > len(WorkList)
        assert backend.sent == []


@pytest.mark.parametrize("screen", [WorkListScreen, SearchScreen, LookScreen, OutboxScreen])
async def test_no_action_of_a_screen_they_reach_sends_a_decision(screen: type[DeskScreen[None]]) -> None:
    backend = of(Role.ADMIN)
    made = screen("id-BK-9QRT") if screen is LookScreen else screen()
    async with opened(backend, made) as pilot:
        for action in made.help_actions():
            if action.id in ENDING:
                continue
            with contextlib.suppress(SkipAction):
                await made.run_action(action.id)
            await settle(pilot)
            while pilot.app.screen is not made and len(pilot.app.screen_stack) > 1:
                pilot.app.pop_screen()
            await settle(pilot)
            if pilot.app.screen is not made:
                break
        for key in ("w", "f5", "m", "k", "t"):
            await press(pilot, key)
        assert kinds(backend) == []


async def test_a_scanned_code_is_looked_up_and_not_worked_on() -> None:
    backend = of(Role.ADMIN)
    async with opened(backend, LookScreen("id-BK-9QRT")) as pilot:
        assert isinstance(pilot.app, DeskApp)
        assert not pilot.app.open_request(backend.records["id-BK-4FGH"].request)
        assert not pilot.app.open_request(request("BK-2HXM"))
        assert front(pilot.app) == "LookScreen"
