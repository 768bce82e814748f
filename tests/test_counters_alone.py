"""Two real desks at a real daemon, one without its line for a while: one effect or one visible refusal."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from desk.backend import WorkList
from desk.demo.world import CLERK_NAME, demo_world
from desk.errors import NotWhileAway
from desk.foreseen import UNSENT
from desk.live_backend import LiveBackend
from desk.messages.errors import refused
from registry import commands as c
from registry.commands import OutcomeStatus
from registry.request import NUMBER_TWICE
from registry.states import State
from tests.counter import Counter, ask, at_counter, line_to, until
from tests.test_two_counters import OTHER, OTHER_NAME, taken_in

pytestmark = pytest.mark.timeout(900)
CITIZENS = (("คุณมาลี", "JC1123456712"), ("คุณอนันต์", "JC2123456723"), ("คุณบุญมี", "JC3123456734"))


async def test_a_counter_alone_never_does_what_another_did(tmp_path: Path) -> None:
    with demo_world(tmp_path, citizens=0, every=1.0, others=[(OTHER, OTHER_NAME)]) as world:
        references = [
            await ask(world, name, laser=laser, card=f"1040021234567{at}")
            for at, (name, laser) in enumerate(CITIZENS)
        ]
        async with (
            line_to(world) as line,
            line_to(world) as other_line,
            at_counter(world, tmp_path, "1", line, OTHER) as left,
            at_counter(world, tmp_path, "2", other_line) as right,
        ):
            alone = [await Counter.of(left, reference) for reference in references]
            there = [await Counter.of(right, reference) for reference in references]
            await _approved_at_their_home(alone[:2])
            await alone[2].decide(c.Take())
            await _same(alone, there)
            released = await _taken_in(left, right)
            line.go_down()
            await until(lambda: not left.status().online)
            await _arrives_and_collects_alone(alone[0])
            await _is_called_by_both(alone[1], there[1])
            await _decides_alone(alone[2])
            await _is_released_meanwhile(*released)
            assert left.status().unsent == 8
            line.come_up()
            await until(lambda: left.status().unsent == 0)
            await _comes_to_one_effect_each(alone, there)
            await _is_to_be_settled(left, alone[1], released[0])
            citizens = await taken_in(left), await taken_in(right)
            line.go_down()
            other_line.go_down()
            await until(lambda: not (left.status().online or right.status().online))
            await _is_told_where_to_go(there[2])
            await _numbered_alone_by_both(*citizens)
            line.come_up()
            other_line.come_up()
            await until(lambda: left.status().unsent + right.status().unsent == 0)
            await _have_one_number_each(left, right, citizens)
    _each_once(tmp_path / "bangkhae.sqlite", [each.id for each in alone])


async def _approved_at_their_home(citizens: Sequence[Counter]) -> None:
    for each in citizens:
        await each.decide(c.Take())
        await each.decide(each.approval())
        assert each.request.appointment is not None
        assert each.request.appointment.counter == "1"


def _agree(one: Counter, other: Counter) -> bool:
    return one.request.version == other.request.version


async def _same(alone: Sequence[Counter], there: Sequence[Counter]) -> None:
    for one, other in zip(alone, there, strict=True):
        await until(partial(_agree, one, other))


async def _arrives_and_collects_alone(citizen: Counter) -> None:
    """Let the home counter go through everything by itself; nothing of it needs the line."""
    arrived = await citizen.decide(c.Arrive())
    assert arrived.result["queue"] == "B811"
    queue = citizen.request.queue
    assert queue is not None
    assert (queue.number, UNSENT in citizen.request.flags) == ("B811", True)
    await citizen.decide(c.Call())
    await citizen.decide(citizen.second_check())
    await _fact(citizen, c.FeePaid(baht=10))
    await _fact(citizen, c.HandedOver())
    assert citizen.request.state is State.COLLECTED


async def _is_called_by_both(alone: Counter, there: Counter) -> None:
    """Let both say that the same citizen has come: one with a number of its own block."""
    arrived = await alone.decide(c.Arrive())
    assert arrived.result["queue"] == "B812"
    assert alone.backend.position(WorkList.TODAY, alone.id) == 0
    live = await there.decide(c.Arrive())
    assert live.result["queue"] == "B001"


async def _decides_alone(citizen: Counter) -> None:
    """Approve what was taken before the line was lost: at the kept time, never at another."""
    hold = citizen.request.hold
    assert hold is not None
    approval = citizen.approval()
    elsewhere = hold.model_copy(update={"date": hold.date.replace(year=hold.date.year + 1)})
    with pytest.raises(NotWhileAway, match="shared_place"):
        await citizen.decide_once(approval.model_copy(update={"appointment": elsewhere}))
    done = await citizen.decide_once(approval.model_copy(update={"appointment": hold}))
    assert done.status is OutcomeStatus.APPLIED
    assert (citizen.request.state, UNSENT in citizen.request.flags) == (State.APPROVED, True)
    with pytest.raises(NotWhileAway, match="cancel"):
        await citizen.decide_once(c.Cancel())


async def _taken_in(left: LiveBackend, right: LiveBackend) -> tuple[Counter, Counter]:
    """Take a citizen in at one counter, and wait until the other sees them too."""
    ours = await taken_in(left)
    theirs = Counter(right, ours.id)
    await until(lambda: right.record(ours.id) is not None)
    await until(partial(_agree, ours, theirs))
    return ours, theirs


async def _is_released_meanwhile(alone: Counter, there: Counter) -> None:
    """Let the head release what a clerk then decides alone, with a number from the own block."""
    await there.decide(c.Release())
    assert there.request.state is State.PENDING
    approved = await alone.decide_once(alone.approval_now())
    assert (approved.status, approved.result["queue"]) == (OutcomeStatus.APPLIED, "W811")
    assert alone.request.state is State.ARRIVED


async def _is_to_be_settled(left: LiveBackend, arrived: Counter, released: Counter) -> None:
    """Expect what came too late in the list to settle, each with who came first, and nothing of it done."""
    late = left.outgoing().to_settle
    assert [(each.request_id, each.outcome and each.outcome.code) for each in late] == [
        (arrived.id, "stale"),
        (released.id, "stale"),
    ]
    head = late[1].outcome
    assert head is not None
    assert refused(head).text.endswith(f": {CLERK_NAME} (ช่อง 2)")
    await until(lambda: released.request.state is State.PENDING)
    assert (released.request.released_by, released.request.queue) == (CLERK_NAME, None)


async def _numbered_alone_by_both(left: Counter, right: Counter) -> None:
    """Let both give a number without the daemon: each of the own block, none that was on paper before."""
    numbers = [(await each.decide_once(each.approval_now())).result["queue"] for each in (left, right)]
    assert numbers == ["W812", "W821"]


async def _have_one_number_each(left: LiveBackend, right: LiveBackend, citizens: Sequence[Counter]) -> None:
    """Expect both numbers at both counters as they were given."""
    for backend in (left, right):
        seen = [Counter(backend, each.id) for each in citizens]
        await until(partial(_heard, seen))
        assert [each.request.queue.number for each in seen if each.request.queue] == ["W812", "W821"]
        assert not any(NUMBER_TWICE in each.request.flags for each in seen)


def _heard(citizens: Sequence[Counter]) -> bool:
    """Whether a counter has heard from the daemon that each has come."""
    requests = [each.request for each in citizens]
    return all(each.state is State.ARRIVED and UNSENT not in each.flags for each in requests)


async def _is_told_where_to_go(away_from_home: Counter) -> None:
    for command in (c.Arrive(), c.HandedOver()):
        with pytest.raises(NotWhileAway, match="not_home") as elsewhere:
            await away_from_home.decide_once(command)
        assert elsewhere.value.counter == "1"
    assert away_from_home.backend.status().unsent == 0


async def _comes_to_one_effect_each(alone: Sequence[Counter], there: Sequence[Counter]) -> None:
    await _same(alone, there)
    assert [each.request.state for each in alone] == [State.COLLECTED, State.ARRIVED, State.APPROVED]
    assert not any(UNSENT in each.request.flags for each in alone)
    first, second = there[0].request.queue, there[1].request.queue
    assert first is not None
    assert second is not None
    assert (first.number, second.number) == ("B811", "B001")


async def _fact(citizen: Counter, fact: c.Fact) -> None:
    outcome = await citizen.decide_once(fact)
    assert outcome.status is OutcomeStatus.APPLIED


def _each_once(path: Path, ids: Sequence[str]) -> None:
    with sqlite3.connect(path) as database:
        rows = database.execute("SELECT request_id, action, detail FROM audit ORDER BY seq").fetchall()
    for request_id in ids[:2]:
        assert [action for about, action, _ in rows if about == request_id].count("arrived") == 1
    assert [action for about, action, _ in rows if about == ids[2]].count("approved") == 1
    numbers = [json.loads(detail)["queue"] for _, action, detail in rows if action == "arrived"]
    assert sorted(numbers) == ["B001", "B811"]
