"""A citizen who asks, and a counter without its screens: for tests of a real desk at a real daemon."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from desk.demo.hours import next_slot
from desk.demo.story import CARD, LASER, REFERENCE
from desk.demo.world import CLERK, PIN, World
from desk.errors import Offline
from desk.live_backend import LiveBackend
from desk.live_entrance import LiveEntrance
from registry import commands as c
from registry.checks import Step, steps_for
from registry.commands import Outcome, OutcomeStatus
from registry.request import Appointment, Check, CheckLine, Collector, Fee, LineResult, Request
from sync.simulator.fault_proxy import FaultProxy
from thai.dates import clock, today

COMMANDS = "POST /api/commands"


async def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110  the desk tells its screens, and here are none
            await asyncio.sleep(0.02)


async def ask(world: World, citizen: str = "คุณมาลี", *, laser: str = LASER, card: str = CARD) -> str:
    """Let a citizen ask for something to be collected today; return the reference."""
    wish = f"รับวันนี้ {clock(next_slot(dt.datetime.now(dt.UTC)))}"
    said = ("ขอคัดทะเบียนสมรสค่ะ", "ยินยอม", f"2#{laser} 1 ฉบับ", wish, card)
    return await _talk(world, citizen, said, told_after=4)


async def ask_a_person(world: World, citizen: str) -> str:
    """Let a citizen ask what a person of the office is to answer; return the reference."""
    said = ("ย้ายทะเบียนบ้านต้องใช้เอกสารอะไรบ้างคะ", "ถามเจ้าหน้าที่", "ยินยอม")
    return await _talk(world, citizen, said, told_after=3)


async def _talk(world: World, citizen: str, said: Sequence[str], *, told_after: int) -> str:
    """Say one thing after the other; return the reference that is in the answer to that many."""
    citizens, answers = world.citizens, list[str]()
    try:
        await citizens.hears(citizen, await citizens.follow(citizen))
        for text in said:
            heard = await citizens.hears(citizen, await citizens.say(citizen, text))
            answers.append(heard[-1]["text"])
    finally:
        await citizens.close()
    found = REFERENCE.search(answers[told_after - 1])
    assert found is not None
    return found.group()


def line_to(world: World) -> FaultProxy:
    """Return a line to the daemon that can be made bad."""
    address = urlsplit(world.settings.desk.server)
    return FaultProxy(str(address.hostname), int(address.port or 0))


@contextlib.asynccontextmanager
async def at_counter(
    world: World, folder: Path, name: str, line: FaultProxy, clerk: str = CLERK
) -> AsyncIterator[LiveBackend]:
    """Sit down at a desk without its screens, behind a line of its own."""
    desk = world.settings.desk.model_copy(update={"counter": name, "server": line.url})
    settings = world.settings.model_copy(update={"desk": desk})
    backend = await LiveEntrance(settings, folder / f"desk-{name}").sign_in(clerk, PIN)
    backend.start(lambda _message: None)
    try:
        await until(lambda: backend.status().online)
        yield backend
    finally:
        backend.close()


class Counter:
    """The desk without its screens, at work on one request."""

    def __init__(self, backend: LiveBackend, request_id: str) -> None:
        self.backend = backend
        self.id = request_id

    @classmethod
    async def of(cls, backend: LiveBackend, reference: str) -> Counter:
        """Wait for a request to come to the desk."""
        await until(lambda: bool(backend.find(reference)))
        return cls(backend, backend.find(reference)[0].id)

    @property
    def request(self) -> Request:
        """The request as the mirror has it."""
        record = self.backend.record(self.id)
        assert record is not None
        return record.request

    async def decide(self, command: c.Decision) -> Outcome:
        """Decide as a clerk does, who tries again when told that the daemon is away."""
        for _ in range(5):
            try:
                outcome = await self.backend.send(self.id, self.request.version, command)
            except Offline:
                await asyncio.sleep(0.1)
                continue
            assert outcome.status is OutcomeStatus.APPLIED, outcome.code
            return outcome
        raise AssertionError("the daemon stayed away")

    async def decide_once(self, command: c.Decision | c.Fact) -> Outcome:
        """Send a command on the version that is shown, once."""
        return await self.backend.send(self.id, self.request.version, command)

    def appointment(self) -> Appointment:
        """Return the next time that may be given."""
        now = self.backend.now()
        return Appointment(date=today(now), time=next_slot(now))

    def approval(self) -> c.Approve:
        """Return what follows a check in which everything matched."""
        steps = steps_for(self.backend.profile.steps, [item.service for item in self.request.items])
        return c.Approve(fee=Fee(baht=10), appointment=self.appointment(), check_done=matching(steps))

    def approval_now(self) -> c.Approve:
        """Return what gives a citizen who came by themselves a number to be served at once."""
        assert self.request.hold is not None
        return self.approval().model_copy(update={"appointment": self.request.hold})

    def second_check(self) -> c.SecondCheck:
        """Return a second check in which everything matched."""
        return c.SecondCheck(
            check_done=matching(self.backend.profile.second_steps), collector=Collector.OWNER
        )


def matching(steps: Sequence[Step]) -> Check:
    """Return a check in which everything matched."""
    lines = (CheckLine(step=s.id, kind=s.kind, result=LineResult.MATCH, outcome=0) for s in steps)
    return Check(lines=tuple(lines))
