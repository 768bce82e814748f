"""Locking the desk in the middle of work: the screens close, whatever is still on its way."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from textual.screen import Screen

from desk.backend import WHOLE
from desk.errors import Offline
from desk.screens.check import CheckScreen
from desk.screens.pick_up import PickUpScreen
from desk.screens.prepare import PrepareScreen
from printer.slip import Slip
from printer.spool.jobs import Job
from printer.spool.jobs import State as Print
from registry.commands import Outcome, OutcomeStatus
from registry.request import Request
from tests.desk.driving import front, opened, press, settle
from tests.desk.fakes import FakeBackend
from tests.desk.people import TOMORROW, approved, arrived, record, request

SCREENS: dict[str, tuple[Callable[[], Screen[None]], tuple[str, ...]]] = {
    "check": (lambda: CheckScreen("id-BK-9QRT"), ("ctrl+r",)),
    "pick_up": (lambda: PickUpScreen("id-BK-4FGH"), ("f5",)),
    "prepare": (lambda: PrepareScreen("id-BK-7NPQ"), ("f9",)),
}


# The second check of a citizen who came in person, everything matching.
CHECKED = ("enter",) * 4
REFUSED = Outcome(id="x", status=OutcomeStatus.REFUSED, code="slot_full")
ENDS: dict[str, Outcome | Exception] = {"refused": REFUSED, "not sent": Offline("cut")}


class ClosedBackend(FakeBackend):
    """Says no, late, and can no longer be read once it is closed, as a mirror whose key is gone."""

    gate: asyncio.Event
    end: Outcome | Exception
    ended = 0

    async def send(self, request_id: str, seen_version: int, command: Any) -> Outcome:
        if command.kind in {"take", "revealed", "second_check"}:
            return await super().send(request_id, seen_version, command)
        await self.gate.wait()
        self.ended += 1
        if isinstance(self.end, Exception):
            raise self.end
        return self.end

    async def print_slip(self, slip: Slip, request: Request, at: str = "") -> Job:
        await self.gate.wait()
        self.ended += 1
        self.print_state = Print.UNKNOWN
        return await super().print_slip(slip, request, at)

    def record(self, request_id: str) -> Any:
        if self.closed:
            raise LookupError("closed")
        return super().record(request_id)

    def rows(self, which: Any, offset: int, limit: int, view: Any = WHOLE) -> Any:
        if self.closed:
            raise LookupError("closed")
        return super().rows(which, offset, limit, view)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("name", SCREENS)
async def test_what_is_on_its_way_does_not_disturb_the_sign_in(name: str, end: str) -> None:
    opener, keys = SCREENS[name]
    requests = (request("BK-9QRT"), arrived("BK-4FGH"), approved("BK-7NPQ", day=TOMORROW))
    backend = ClosedBackend(records={each.id: record(each) for each in requests})
    backend.gate, backend.end = asyncio.Event(), ENDS[end]
    async with opened(backend, opener()) as pilot:
        await pilot.press("f4", *keys, "f12")
        await pilot.pause()
        assert front(pilot.app) == "SignInScreen"
        backend.gate.set()
        await settle(pilot)
        assert backend.ended == 1, "nothing was on its way"
        assert front(pilot.app) == "SignInScreen"


async def test_a_print_that_ends_in_doubt_is_not_told_to_the_next_one() -> None:
    backend = ClosedBackend(records={"id-BK-4FGH": record(arrived("BK-4FGH"))})
    backend.gate, backend.end = asyncio.Event(), REFUSED
    async with opened(backend, PickUpScreen("id-BK-4FGH")) as pilot:
        await press(pilot, *CHECKED)
        await pilot.press("f6", "f12")
        await pilot.pause()
        backend.gate.set()
        await settle(pilot)
        assert backend.ended == 1, "nothing was on its way"
        assert front(pilot.app) == "SignInScreen"


async def test_a_dialog_in_front_is_closed_too() -> None:
    backend = FakeBackend.of([record(request("BK-9QRT"))])
    async with opened(backend, CheckScreen("id-BK-9QRT")) as pilot:
        await press(pilot, "f7", "f12")
        assert front(pilot.app) == "SignInScreen"
