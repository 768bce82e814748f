"""Two real desks that race at a real daemon on bad lines: for one request, one citizen, one queue number."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from pathlib import Path

import pytest

from desk.delivery import TRIES
from desk.demo.world import CLERK, demo_world
from desk.errors import Offline
from desk.live_backend import LiveBackend
from desk.messages.errors import refused
from registry import commands as c
from registry.commands import Outcome, OutcomeStatus
from registry.identifiers import new_id
from registry.request import Item
from registry.states import QueueState, State
from sync.simulator.fault_proxy import FaultProxy
from tests.counter import COMMANDS, Counter, at_counter, line_to, until

pytestmark = pytest.mark.timeout(900)
OTHER, OTHER_NAME = "wichai", "วิชัย"
WALK_IN = c.WalkIn(items=(Item(service=2),), consent=True)


async def until_answered(backend: LiveBackend, request_id: str, command: c.Decision) -> Outcome:
    """Send a decision as a clerk does, who tries again when told that the daemon is away."""
    for _ in range(5):
        with contextlib.suppress(Offline):
            return await backend.send(request_id, 0, command)
        await asyncio.sleep(0.05)
    raise AssertionError("the daemon stayed away")


async def taken_in(backend: LiveBackend) -> Counter:
    """Take in a citizen who came without an appointment."""
    request_id = new_id()
    assert (await backend.send(request_id, 0, WALK_IN)).status is OutcomeStatus.APPLIED
    return Counter(backend, request_id)


async def test_two_counters_on_bad_lines_never_have_the_same_request_citizen_or_number(
    tmp_path: Path,
) -> None:
    with demo_world(tmp_path, citizens=0, every=1.0, others=[(OTHER, OTHER_NAME)]) as world:
        async with (
            line_to(world) as left_line,
            line_to(world) as right_line,
            at_counter(world, tmp_path, "1", left_line) as left,
            at_counter(world, tmp_path, "2", right_line, OTHER) as right,
        ):
            people = await _numbered_once(left, right)
            await _called_once(left, right, left_line, right_line, people)
            await _one_of_two_is_refused_in_words(left, right, people[2])
            await _taken_once(left, right)
            await _taken_in_once(left, left_line)
    with contextlib.closing(sqlite3.connect(tmp_path / "bangkhae.sqlite")) as database:
        calls = database.execute(
            "SELECT request_id, count(*) FROM audit WHERE action = 'called' GROUP BY request_id"
        ).fetchall()
    assert dict(calls) == {each.id: 1 for each in people}


async def _numbered_once(left: LiveBackend, right: LiveBackend) -> list[Counter]:
    """Let both give numbers at once: each citizen has one of their own, none is left out."""
    people = [await taken_in(backend) for backend in (left, right, left, right)]
    approved = await asyncio.gather(*(each.decide(each.approval_now()) for each in people))
    assert sorted(outcome.result["queue"] for outcome in approved) == ["W001", "W002", "W003", "W004"]
    *waiting, served = people
    for each in waiting:
        await each.decide(c.Requeue())
    await served.decide(served.second_check())
    await served.decide_once(c.HandedOver())
    return waiting


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
    late = [outcome for outcome in outcomes if outcome.status is OutcomeStatus.CONFLICT]
    assert (len(applied), len(late)) == (1, 1)
    assert late[0].last_change is not None
    assert late[0].last_change.action == "called"


async def _taken_once(left: LiveBackend, right: LiveBackend) -> None:
    """Let both take one request at once: one has it, the other is told in words who that is."""
    ours = await taken_in(left)
    await ours.decide(c.Release())
    theirs = Counter(right, ours.id)
    await until(lambda: right.record(ours.id) is not None)
    await until(lambda: theirs.request.version == ours.request.version)
    outcomes = await asyncio.gather(ours.decide_once(c.Take()), theirs.decide_once(c.Take()))
    statuses = [outcome.status for outcome in outcomes]
    assert sorted(statuses) == [OutcomeStatus.APPLIED, OutcomeStatus.CONFLICT]
    holder = ours.request.holder
    assert holder is not None
    assert (holder.clerk, holder.counter) == ((CLERK, "1"), (OTHER, "2"))[
        statuses.index(OutcomeStatus.APPLIED)
    ]
    told = refused(outcomes[statuses.index(OutcomeStatus.CONFLICT)])
    assert told.text.endswith(f": {holder.clerk_name} (ช่อง {holder.counter})")


async def _taken_in_once(left: LiveBackend, line: FaultProxy) -> None:
    """Lose every answer to a walk-in, then send it again as a clerk would: there is one request."""
    request_id = new_id()
    line.lose_answers(TRIES, where=COMMANDS)
    with pytest.raises(Offline):
        await left.send(request_id, 0, WALK_IN)
    again = await until_answered(left, request_id, WALK_IN)
    assert (again.status, again.code) == (OutcomeStatus.REFUSED, "already_there")
    await until(lambda: left.record(request_id) is not None)
    assert Counter(left, request_id).request.state is State.CHECKING
