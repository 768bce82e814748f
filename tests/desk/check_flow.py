"""What the tests of the check screen have in common: one request, and how it is filled in."""

import asyncio
import datetime as dt
from typing import Any

from textual.pilot import Pilot

from registry.commands import Outcome, OutcomeStatus
from tests.desk.driving import (
    press,
)
from tests.desk.fakes import FakeBackend, type_text
from tests.desk.people import record, request

ID = "id-BK-9QRT"
PID = "1-1040-00000-01-0"
NAME = "นางสาวตัวอย่าง ใจดี"
CARD = "1040-02-12345678"
WEDNESDAY = dt.date(2026, 11, 25)


def one(**fields: Any) -> FakeBackend:
    return FakeBackend.of([record(request("BK-9QRT", **fields))])


async def typed(pilot: Pilot[None], text: str) -> None:
    await type_text(pilot, text)
    await press(pilot, "enter")


async def fill(pilot: Pilot[None], card: str = CARD) -> None:
    await press(pilot, "0")
    await typed(pilot, PID)
    await typed(pilot, NAME)
    await typed(pilot, card)
    await press(pilot, "enter", "enter")


class SlowBackend(FakeBackend):
    """Answers decisions only when it is let."""

    gate: asyncio.Event

    async def send(self, request_id: str, seen_version: int, command: Any) -> Outcome:
        if command.kind == "take":
            return await super().send(request_id, seen_version, command)
        self.sent.append((request_id, command))
        await self.gate.wait()
        return Outcome(id="x", status=OutcomeStatus.REFUSED, code="not_holder", detail={"holder": "วิชัย"})
