"""A real desk and a real daemon with a bad line between them: one effect, or one visible refusal."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from desk.demo.world import CLERK, PIN, demo_world
from desk.live_entrance import LiveEntrance
from registry import commands as c
from registry.commands import OutcomeStatus
from registry.states import State
from sync.simulator.fault_proxy import FaultProxy
from tests.counter import Counter, ask, until

pytestmark = pytest.mark.timeout(900)
COMMANDS = "POST /api/commands"


async def test_lost_requests_and_lost_answers_change_nothing_twice(tmp_path: Path) -> None:
    with demo_world(tmp_path, citizens=0, every=1.0) as world:
        reference = await ask(world)
        address = urlsplit(world.settings.desk.server)
        async with FaultProxy(str(address.hostname), int(address.port or 0)) as line:
            desk = world.settings.desk.model_copy(update={"server": line.url})
            settings = world.settings.model_copy(update={"desk": desk})
            backend = await LiveEntrance(settings, tmp_path / "desk").sign_in(CLERK, PIN)
            backend.start(lambda _message: None)
            try:
                await _work(await Counter.of(backend, reference), line)
            finally:
                backend.close()
    _one_effect_each(tmp_path / "bangkhae.sqlite")


async def _work(counter: Counter, line: FaultProxy) -> None:
    backend = counter.backend
    line.lose_answers(where=COMMANDS)
    await counter.decide(c.Take())
    line.lose_requests(where=COMMANDS)
    await counter.decide(counter.approval())
    await counter.decide(c.Prepare(tray="1"))
    await counter.decide(c.Arrive())
    await counter.decide(c.Call())
    await counter.decide(counter.second_check())
    line.lose_answers(2, where=COMMANDS)
    line.lose_requests(where=COMMANDS)
    line.go_down()
    for fact in (c.SlipPrinted(), c.FeePaid(baht=10), c.HandedOver()):
        assert (await backend.send(counter.id, counter.request.version, fact)).status is OutcomeStatus.APPLIED
    assert backend.status().unsent == 3
    line.come_up()
    await until(lambda: counter.request.state is State.COLLECTED)
    await until(lambda: backend.status().unsent == 0)
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
