"""A real desk and a real daemon with a bad line between them: one effect, or one visible refusal."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from desk.demo.hours import next_slot
from desk.demo.story import CARD, LASER, REFERENCE
from desk.demo.world import CLERK, PIN, World, demo_world
from desk.errors import Offline
from desk.live_backend import LiveBackend
from desk.live_entrance import LiveEntrance
from registry import commands as c
from registry.checks import Step, steps_for
from registry.commands import OutcomeStatus
from registry.request import Appointment, Check, CheckLine, Collector, Fee, LineResult, Request
from registry.settings import today
from registry.states import State
from sync.simulator.fault_proxy import FaultProxy
from thai.dates import clock

pytestmark = pytest.mark.timeout(900)
COMMANDS = "POST /api/commands"


async def _until(holds: Callable[[], bool], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110  the desk tells its screens, and here are none
            await asyncio.sleep(0.02)


async def _asked(world: World) -> str:
    """Let a citizen ask for something to be collected today; return the reference."""
    citizens, name = world.citizens, "คุณมาลี"
    heard = await citizens.hears(name, await citizens.follow(name))
    for text in ("ขอคัดทะเบียนสมรสค่ะ", "ยินยอม", f"2#{LASER} 1 ฉบับ"):
        await citizens.hears(name, await citizens.say(name, text))
    wish = f"รับวันนี้ {clock(next_slot(dt.datetime.now(dt.UTC)))}"
    heard = await citizens.hears(name, await citizens.say(name, wish))
    await citizens.hears(name, await citizens.say(name, CARD))
    await citizens.close()
    found = REFERENCE.search(heard[-1]["text"])
    assert found is not None
    return found.group()


def _match(steps: Sequence[Step]) -> Check:
    lines = (CheckLine(step=s.id, kind=s.kind, result=LineResult.MATCH) for s in steps)
    return Check(lines=tuple(lines))


class Counter:
    """The desk without its screens."""

    def __init__(self, backend: LiveBackend, request_id: str) -> None:
        self.backend = backend
        self.id = request_id

    @property
    def request(self) -> Request:
        record = self.backend.record(self.id)
        assert record is not None
        return record.request

    async def decide(self, command: c.Decision) -> None:
        """Decide as a clerk does, who tries again when told that the daemon is away."""
        for _ in range(5):
            try:
                outcome = await self.backend.send(self.id, self.request.version, command)
            except Offline:
                await asyncio.sleep(0.1)
                continue
            assert outcome.status is OutcomeStatus.APPLIED, outcome.code
            return
        raise AssertionError("the daemon stayed away")


async def test_lost_requests_and_lost_answers_change_nothing_twice(tmp_path: Path) -> None:
    with demo_world(tmp_path, citizens=0, every=1.0) as world:
        reference = await _asked(world)
        address = urlsplit(world.settings.desk.server)
        async with FaultProxy(str(address.hostname), int(address.port or 0)) as line:
            desk = world.settings.desk.model_copy(update={"server": line.url})
            settings = world.settings.model_copy(update={"desk": desk})
            backend = await LiveEntrance(settings, tmp_path / "desk").sign_in(CLERK, PIN)
            backend.start(lambda _message: None)
            try:
                await _until(lambda: bool(backend.find(reference)))
                await _work(Counter(backend, backend.find(reference)[0].id), line)
            finally:
                backend.close()
    _one_effect_each(tmp_path / "bangkhae.sqlite")


async def _work(counter: Counter, line: FaultProxy) -> None:
    backend = counter.backend
    services = [item.service for item in counter.request.items]
    day = today(backend.now())
    appointment = Appointment(date=day, time=next_slot(backend.now()))
    check = _match(steps_for(backend.profile.steps, services))
    line.lose_answers(where=COMMANDS)
    await counter.decide(c.Take())
    line.lose_requests(where=COMMANDS)
    await counter.decide(c.Approve(fee=Fee(baht=10), appointment=appointment, check_done=check))
    await counter.decide(c.Prepare(tray="1"))
    await counter.decide(c.Arrive())
    await counter.decide(c.Call())
    second = _match(backend.profile.second_steps)
    await counter.decide(c.SecondCheck(check_done=second, collector=Collector.OWNER))
    line.lose_answers(2, where=COMMANDS)
    line.lose_requests(where=COMMANDS)
    line.go_down()
    for fact in (c.SlipPrinted(), c.FeePaid(baht=10), c.HandedOver()):
        assert (await backend.send(counter.id, counter.request.version, fact)).status is OutcomeStatus.APPLIED
    assert backend.status().unsent == 3
    line.come_up()
    await _until(lambda: counter.request.state is State.COLLECTED)
    await _until(lambda: backend.status().unsent == 0)
    fates = [happened.fate for happened in line.happened if COMMANDS in happened.line]
    assert fates.count("answer lost") == 3
    assert fates.count("lost") == 2


def _one_effect_each(path: Path) -> None:
    with sqlite3.connect(path) as database:
        rows = database.execute("SELECT action, detail FROM audit ORDER BY seq").fetchall()
    actions = [action for action, _ in rows]
    for action in ("approved", "prepared", "arrived", "slip_printed", "fee_paid", "handed_over"):
        assert actions.count(action) == 1, actions
    printed = next(detail for action, detail in rows if action == "slip_printed")
    assert (json.loads(printed) if isinstance(printed, str) else printed)["times"] == 1
