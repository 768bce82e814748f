"""Two real desks, a real daemon, and bad lines between them: one citizen is never called twice."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from desk.demo.world import CLERK, PIN, World, demo_world
from desk.errors import Offline
from desk.live_backend import LiveBackend
from desk.live_entrance import LiveEntrance
from registry import commands as c
from registry.commands import Outcome, OutcomeStatus
from registry.identifiers import new_id
from registry.request import Item
from registry.states import QueueState, State
from sync.simulator.fault_proxy import FaultProxy
from tests.counter import Counter, until

pytestmark = pytest.mark.timeout(900)
COMMANDS = "POST /api/commands"
WALK_IN = c.WalkIn(items=(Item(service=2),), consent=True)


@contextlib.asynccontextmanager
async def counter(world: World, folder: Path, name: str, server: str) -> AsyncIterator[LiveBackend]:
    """A desk without its screens, signed in behind a line of its own."""
    desk = world.settings.desk.model_copy(update={"counter": name, "server": server})
    settings = world.settings.model_copy(update={"desk": desk})
    backend = await LiveEntrance(settings, folder / f"desk-{name}").sign_in(CLERK, PIN)
    backend.start(lambda _message: None)
    try:
        await until(lambda: backend.status().online)
        yield backend
    finally:
        backend.close()


async def until_answered(backend: LiveBackend, request_id: str, command: c.Decision) -> Outcome:
    """Send a decision as a clerk does, who tries again when told that the daemon is away."""
    for _ in range(5):
        with contextlib.suppress(Offline):
            return await backend.send(request_id, 0, command)
        await asyncio.sleep(0.05)
    raise AssertionError("the daemon stayed away")


async def wait_in_the_queue(backend: LiveBackend, number: int) -> list[Counter]:
    """Take people in who then wait to be called."""
    waiting = []
    for _ in range(number):
        request_id = new_id()
        assert (await backend.send(request_id, 0, WALK_IN)).status is OutcomeStatus.APPLIED
        one = Counter(backend, request_id)
        hold = one.request.hold
        assert hold is not None
        await one.decide(one.approval().model_copy(update={"appointment": hold}))
        await one.decide(c.Requeue())
        waiting.append(one)
    return waiting


async def test_two_counters_on_bad_lines_never_call_or_serve_the_same_citizen(tmp_path: Path) -> None:
    with demo_world(tmp_path, citizens=0, every=1.0) as world:
        address = urlsplit(world.settings.desk.server)
        host, port = str(address.hostname), int(address.port or 0)
        async with (
            FaultProxy(host, port) as left_line,
            FaultProxy(host, port) as right_line,
            counter(world, tmp_path, "1", left_line.url) as left,
            counter(world, tmp_path, "2", right_line.url) as right,
        ):
            people = await wait_in_the_queue(left, 3)
            await _called_once(left, right, left_line, right_line, people)
            await _one_of_two_is_refused_in_words(left, right, people[2])
            await _taken_in_once(left, left_line)
    with sqlite3.connect(tmp_path / "bangkhae.sqlite") as database:
        calls = database.execute(
            "SELECT request_id, count(*) FROM audit WHERE action = 'called' GROUP BY request_id"
        ).fetchall()
    assert dict(calls) == {each.id: 1 for each in people}


async def _called_once(
    left: LiveBackend,
    right: LiveBackend,
    left_line: FaultProxy,
    right_line: FaultProxy,
    people: list[Counter],
) -> None:
    """Let both call at once, one losing the answer, the other the request: two citizens, each called once."""
    left_line.lose_answers(where=COMMANDS)
    right_line.lose_requests(where=COMMANDS)
    outcomes = await asyncio.gather(
        until_answered(left, "", c.CallNext()), until_answered(right, "", c.CallNext())
    )
    assert [outcome.status for outcome in outcomes] == [OutcomeStatus.APPLIED] * 2
    called = [str(outcome.result["request_id"]) for outcome in outcomes]
    assert sorted(called) == sorted(each.id for each in people[:2])
    for backend, request_id, name in ((left, called[0], "1"), (right, called[1], "2")):
        queue = Counter(backend, request_id).request.queue
        assert queue is not None
        assert (queue.state, queue.counter, queue.times_called) == (QueueState.CALLED, name, 1)
    assert "answer lost" in [happened.fate for happened in left_line.happened]
    assert "lost" in [happened.fate for happened in right_line.happened]


async def _one_of_two_is_refused_in_words(left: LiveBackend, right: LiveBackend, third: Counter) -> None:
    """Let both take the same citizen by hand at once: one has them, the other hears who does."""
    theirs = Counter(right, third.id)
    await until(lambda: right.record(third.id) is not None)
    await until(lambda: theirs.request.version == third.request.version)
    seen = third.request.version
    outcomes = await asyncio.gather(left.send(third.id, seen, c.Call()), right.send(third.id, seen, c.Call()))
    applied = [outcome for outcome in outcomes if outcome.status is OutcomeStatus.APPLIED]
    refused = [outcome for outcome in outcomes if outcome.status is OutcomeStatus.CONFLICT]
    assert (len(applied), len(refused)) == (1, 1)
    assert refused[0].last_change is not None
    assert refused[0].last_change.action == "called"


async def _taken_in_once(left: LiveBackend, line: FaultProxy) -> None:
    """Lose every answer to a walk-in, then send it again as a clerk would: there is one request."""
    request_id = new_id()
    line.lose_answers(3, where=COMMANDS)
    with pytest.raises(Offline):
        await left.send(request_id, 0, WALK_IN)
    again = await until_answered(left, request_id, WALK_IN)
    assert (again.status, again.code) == (OutcomeStatus.REFUSED, "already_there")
    await until(lambda: left.record(request_id) is not None)
    assert Counter(left, request_id).request.state is State.CHECKING
