"""What the tests of the pick-up screen have in common: one request, and how it is opened."""

import asyncio
from collections.abc import Sequence
from typing import Any

from printer.slip import Slip
from printer.spool.jobs import Job
from registry.commands import FACTS, Outcome, OutcomeStatus
from registry.office import OfficeProfile
from registry.request import Request
from registry.settings import Settings
from registry.states import State
from tests.desk.fakes import FakeBackend
from tests.desk.people import PARTICULARS, approved, arrived, record

ID = "id-BK-4FGH"
NAMED = PARTICULARS.model_copy(update={"name": "นางสาวตัวอย่าง ใจดี"})
CHECKED: Sequence[str] = ("enter", "enter", "enter", "enter")


def one(**fields: Any) -> FakeBackend:
    return FakeBackend.of([record(arrived("BK-4FGH", **fields), NAMED)])


def expected(**fields: Any) -> FakeBackend:
    return FakeBackend.of([record(approved("BK-4FGH", state=State.READY, tray="14", **fields), NAMED)])


def with_attorney(backend: FakeBackend) -> FakeBackend:
    profile = OfficeProfile.of(Settings()).model_copy(update={"power_of_attorney": True})
    return FakeBackend(records=backend.records, profile=profile)


class SlowPrinter(FakeBackend):
    """Prints when it is let."""

    gate: asyncio.Event

    async def print_slip(self, slip: Slip, request: Request, at: str = "") -> Job:
        await self.gate.wait()
        return await super().print_slip(slip, request, at)


class OutboxBackend(FakeBackend):
    """The line is cut: facts are kept to be sent later, and the mirror does not know them."""

    async def send(self, request_id: str, seen_version: int, command: Any) -> Outcome:
        if self.online or not isinstance(command, FACTS):
            return await super().send(request_id, seen_version, command)
        self.sent.append((request_id, command))
        kept = {"unsent": True}
        return Outcome(id="x", status=OutcomeStatus.APPLIED, version=seen_version, result=kept)
