"""Every command a desk can send, each on a bad line to a real daemon: one effect each, and nothing silent."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections import Counter as Tally
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest

from desk.demo.world import World, demo_world
from desk.live_backend import LiveBackend
from registry import commands as c
from registry.commands import FACTS, Decision, Fact, Outcome, OutcomeStatus
from registry.errors import RefusalCode
from registry.identifiers import new_id
from registry.request import Group, Item
from registry.states import State
from sync.simulator.fault_proxy import FaultProxy
from tests.counter import COMMANDS, Counter, ask, ask_a_person, at_counter, line_to, until

pytestmark = pytest.mark.timeout(900)
Commands = Sequence[Decision | Fact]
FATES = ["lost", "answer lost", "passed"]
FEED = "GET /api/changes"
ACTIONS = {
    "take": "taken",
    "renew": "renewed",
    "release": "released",
    "approve": "approved",
    "ask": "asked",
    "reject": "rejected",
    "prepare": "prepared",
    "unprepare": "unprepared",
    "arrive": "arrived",
    "call": "called",
    "park": "parked",
    "requeue": "requeued",
    "send_on": "sent_on",
    "walk_in": "walked_in",
    "draw_number": "drew_number",
    "second_check": "checked_again",
    "no_show": "no_show",
    "reschedule": "rescheduled",
    "take_back": "taken_back",
    "correct": "corrected",
    "cancel": "cancelled",
    "say": "said",
    "hand_on": "handed_on",
    "close": "closed",
    "arrange": "arranged",
}


@dataclass(frozen=True)
class Desk:
    """A counter that hears an answer to the third of its tries alone."""

    backend: LiveBackend
    line: FaultProxy
    daemon: sqlite3.Connection

    async def send(self, request_id: str, version: int, command: Decision | Fact) -> Outcome:
        """Send a command of which a request is lost, then an answer, and every line with that."""
        begun = len(self.line.happened)
        self.line.lose_requests(where=COMMANDS)
        self.line.lose_answers(where=COMMANDS, with_all=True)
        outcome = await self.backend.send(request_id, version, command)
        await until(lambda: self._fates(begun) == FATES and self.backend.status().unsent == 0)
        about = outcome.result.get("request_id", request_id)
        await until(lambda: self._follows() and self._is_the_daemons(about))
        return outcome

    def _fates(self, begun: int) -> list[str]:
        return [each.fate for each in self.line.happened[begun:] if COMMANDS in each.line]

    def _follows(self) -> bool:
        """Whether the feed is read again since it was cut."""
        asked = [each.fate for each in self.line.happened if FEED in each.line]
        return asked[-1] == "passed" and self.backend.status().online

    def _is_the_daemons(self, request_id: str) -> bool:
        """Whether the desk's copy of a request is what the daemon has."""
        (seq,) = self.daemon.execute("SELECT seq FROM request WHERE id = ?", (request_id,)).fetchone()
        record = self.backend.record(request_id)
        return record is not None and record.seq == seq


@contextlib.asynccontextmanager
async def desk_at(world: World, counter: str) -> AsyncIterator[Desk]:
    """Sit down behind a bad line."""
    database = world.directory / "bangkhae.sqlite"
    async with line_to(world) as line, at_counter(world, world.directory, counter, line) as backend:
        with contextlib.closing(sqlite3.connect(database)) as daemon:
            yield Desk(backend, line, daemon)
        # The audit counts what was done; whatever the daemon refused would stand here.
        assert list(backend.outgoing().to_settle) == []


async def test_every_command_has_one_effect_on_a_bad_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for patience in ("desk.delivery", "desk.patience"):
        monkeypatch.setattr(f"{patience}.FIRST_DELAY", 0.01)
    with demo_world(tmp_path, citizens=0, every=1.0) as world:
        async with desk_at(world, "3") as desk:
            sent = await _collected(world, desk)
            sent += await _turned_away_at_the_counter(world, desk)
            sent += await _asked_and_withdrawn(world, desk)
            sent += await _answered_in_the_chat(world, desk)
            sent += await _came_by_themselves(world, desk)
    kinds = Tally(command.kind for command in sent)
    assert set(kinds) == {
        kind.model_fields["kind"].default for kind in (*get_args(Decision), *get_args(Fact))
    }
    with contextlib.closing(sqlite3.connect(tmp_path / "bangkhae.sqlite")) as database:
        counted = dict(database.execute("SELECT action, count(*) FROM audit GROUP BY action"))
        printed = database.execute("SELECT detail FROM audit WHERE action = 'slip_printed'").fetchall()
    # Whoever is next is called as every other citizen is.
    kinds["call"] += kinds.pop("call_next")
    for kind, times in kinds.items():
        assert counted[ACTIONS.get(kind, kind)] == times, kind
    assert [json.loads(detail)["times"] for (detail,) in printed] == [1]


async def _collected(world: World, desk: Desk) -> list[Decision | Fact]:
    counter = await Counter.of(desk.backend, await ask(world))
    sent = await _carry_out(desk, counter, [c.Revealed(), c.Take(), c.Renew(), c.Release(), c.Take()])
    sent += await _carry_out(desk, counter, [counter.approval(), c.Prepare(tray="1"), c.Unprepare()])
    sent += await _carry_out(
        desk, counter, [c.Reschedule(appointment=counter.appointment()), c.Told(), c.Prepare(tray="2")]
    )
    sent += await _carry_out(
        desk, counter, [c.Arrive(), c.Call(), c.Park(note="ออกไปข้างนอก"), c.Requeue(), c.Call()]
    )
    sent += await _carry_out(desk, counter, [counter.second_check(), c.SlipDoubtful(reprint=0)])
    sent += await _kept_until_the_line_is_there(
        desk, counter, [c.SlipPrinted(), c.FeePaid(baht=10), c.HandedOver()]
    )
    assert counter.request.state is State.COLLECTED
    late = await desk.send(counter.id, 1, c.Call())
    assert (late.status, late.code) == (OutcomeStatus.CONFLICT, RefusalCode.STALE)
    return sent


async def _turned_away_at_the_counter(world: World, desk: Desk) -> list[Decision | Fact]:
    reference = await ask(world, "คุณสมชาย", laser="JC2-1234567-12", card="1040-02-22345678")
    counter = await Counter.of(desk.backend, reference)
    sent = await _carry_out(desk, counter, [c.Take()])
    sent += await _carry_out(desk, counter, [counter.approval(), c.TakeBack()])
    withdrawn = c.Correct(what="withdraw", reason="ตรวจเลขผิดคน")
    sent += await _carry_out(desk, counter, [counter.approval(), withdrawn, c.Take()])
    sent += await _carry_out(desk, counter, [counter.approval(), c.NoShow()])
    again = c.Reschedule(appointment=counter.appointment())
    sent += await _carry_out(desk, counter, [again, c.Arrive(), c.Reject(reason="บัตรไม่ตรงกับผู้ร้อง")])
    assert counter.request.state is State.REJECTED
    return sent


async def _asked_and_withdrawn(world: World, desk: Desk) -> list[Decision | Fact]:
    reference = await ask(world, "คุณปรีชา", laser="JC3-1234567-12", card="1040-02-32345678")
    counter = await Counter.of(desk.backend, reference)
    sent = await _carry_out(desk, counter, [c.Take(), c.Ask(question="กรุณาส่งเลขใต้รูปอีกครั้ง"), c.Cancel()])
    assert counter.request.state is State.CANCELLED
    refused = await desk.send(counter.id, counter.request.version, c.Take())
    assert (refused.status, refused.code) == (OutcomeStatus.REFUSED, RefusalCode.ILLEGAL_MOVE)
    return sent


async def _answered_in_the_chat(world: World, desk: Desk) -> list[Decision | Fact]:
    counter = await Counter.of(desk.backend, await ask_a_person(world, "คุณวิภา"))
    sent = await _carry_out(desk, counter, [c.Say(text="ใช้ทะเบียนบ้านฉบับเจ้าบ้าน"), c.HandOn(group=Group.CARD)])
    sent += await _carry_out(desk, counter, [c.Close(word="ขอบคุณที่สอบถาม")])
    assert counter.request.state is State.ANSWERED
    counter = await Counter.of(desk.backend, await ask_a_person(world, "คุณวีระ"))
    sent += await _carry_out(desk, counter, [c.Arrange(appointment=counter.appointment(), word="นำบัตรมาด้วย")])
    assert counter.request.state is State.APPROVED
    return sent


async def _kept_until_the_line_is_there(desk: Desk, counter: Counter, facts: Sequence[Fact]) -> Commands:
    """Record facts without a line, then lose the first of them on its way, and the answers to two."""
    desk.line.go_down()
    await until(lambda: not desk.backend.status().online)
    for fact in facts:
        assert (await counter.decide_once(fact)).status is OutcomeStatus.APPLIED
    assert desk.backend.status().unsent == len(facts)
    begun = len(desk.line.happened)
    desk.line.lose_requests(where=COMMANDS)
    desk.line.lose_answers(2, where=COMMANDS, with_all=True)
    desk.line.come_up()
    desk.backend.retry_now()
    await until(lambda: desk.backend.status().unsent == 0)
    await until(lambda: counter.request.state is State.COLLECTED)
    assert desk._fates(begun) == ["lost", "answer lost", "answer lost", *["passed"] * len(facts)]
    return facts


async def _came_by_themselves(world: World, desk: Desk) -> list[Decision | Fact]:
    """Take in a citizen who drew a number, send them on, and let that counter call whoever is next."""
    taken_in = c.WalkIn(items=(Item(service=2),), consent=True)
    request_id = new_id()
    outcome = await desk.send(request_id, 0, c.DrawNumber())
    assert outcome.status is OutcomeStatus.APPLIED, outcome.code
    counter = Counter(desk.backend, request_id)
    await _carry_out(desk, counter, [taken_in])
    async with desk_at(world, "4") as other:
        sent = await _carry_out(
            desk, counter, [counter.approval_now(), c.SendOn(counter="4", note="ถ่ายรูปก่อน")]
        )
        outcome = await other.send("", 0, c.CallNext())
        assert (outcome.status, outcome.result["request_id"]) == (OutcomeStatus.APPLIED, request_id)
        theirs = Counter(other.backend, request_id)
        assert theirs.request.queue is not None
        assert (theirs.request.queue.counter, theirs.request.queue.note) == ("4", "ถ่ายรูปก่อน")
        sent += await _carry_out(other, theirs, [theirs.second_check(), c.HandedOver()])
    return [c.DrawNumber(), taken_in, *sent, c.CallNext()]


async def _carry_out(desk: Desk, counter: Counter, commands: Commands) -> list[Decision | Fact]:
    """Send commands one after the other; what each did is in the mirror before the next."""
    for command in commands:
        outcome = await desk.send(counter.id, counter.request.version, command)
        assert outcome.status is OutcomeStatus.APPLIED, (command.kind, outcome.code)
        if not isinstance(command, FACTS):
            assert counter.request.version == outcome.version, command.kind
    return list(commands)
