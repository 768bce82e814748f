"""Every command a desk can send, through its backend to a real daemon: one effect each, at once in sight."""

from __future__ import annotations

import sqlite3
from collections import Counter as Tally
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import pytest

from desk.demo.world import CLERK, PIN, World, demo_world
from desk.live_backend import LiveBackend
from desk.live_entrance import LiveEntrance
from registry import commands as c
from registry.commands import Decision, Fact, OutcomeStatus
from registry.errors import RefusalCode
from registry.identifiers import new_id
from registry.request import Group, Item
from registry.states import State
from tests.counter import Counter, ask, ask_a_person, until

pytestmark = pytest.mark.timeout(900)
Commands = Sequence[Decision | Fact]
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


async def test_every_command_has_one_effect_that_the_desk_sees_at_once(tmp_path: Path) -> None:
    with demo_world(tmp_path, citizens=0, every=1.0) as world:
        backend = await LiveEntrance(world.settings, tmp_path / "desk").sign_in(CLERK, PIN)
        backend.start(lambda _message: None)
        try:
            sent = await _collected(world, backend)
            sent += await _turned_away_at_the_counter(world, backend)
            sent += await _asked_and_withdrawn(world, backend)
            sent += await _answered_in_the_chat(world, backend)
            sent += await _came_by_themselves(world, backend, tmp_path)
        finally:
            backend.close()
    kinds = Tally(command.kind for command in sent)
    assert set(kinds) == {
        kind.model_fields["kind"].default for kind in (*get_args(Decision), *get_args(Fact))
    }
    with sqlite3.connect(tmp_path / "bangkhae.sqlite") as database:
        counted = dict(database.execute("SELECT action, count(*) FROM audit GROUP BY action"))
    # Whoever is next is called as every other citizen is.
    kinds["call"] += kinds.pop("call_next")
    for kind, times in kinds.items():
        assert counted[ACTIONS.get(kind, kind)] == times, kind


async def _collected(world: World, backend: LiveBackend) -> list[Decision | Fact]:
    counter = await Counter.of(backend, await ask(world))
    sent = await _carry_out(counter, [c.Revealed(), c.Take(), c.Renew(), c.Release(), c.Take()])
    sent += await _carry_out(counter, [counter.approval(), c.Prepare(tray="1"), c.Unprepare()])
    sent += await _carry_out(
        counter, [c.Reschedule(appointment=counter.appointment()), c.Told(), c.Prepare(tray="2")]
    )
    sent += await _carry_out(
        counter, [c.Arrive(), c.Call(), c.Park(note="ออกไปข้างนอก"), c.Requeue(), c.Call()]
    )
    sent += await _carry_out(counter, [counter.second_check(), c.SlipDoubtful(reprint=0), c.SlipPrinted()])
    sent += await _carry_out(counter, [c.FeePaid(baht=10), c.HandedOver()])
    assert counter.request.state is State.COLLECTED
    late = await backend.send(counter.id, 1, c.Call())
    assert (late.status, late.code) == (OutcomeStatus.CONFLICT, RefusalCode.STALE)
    return sent


async def _turned_away_at_the_counter(world: World, backend: LiveBackend) -> list[Decision | Fact]:
    reference = await ask(world, "คุณสมชาย", laser="JC2-1234567-12", card="1040-02-22345678")
    counter = await Counter.of(backend, reference)
    sent = await _carry_out(counter, [c.Take()])
    sent += await _carry_out(counter, [counter.approval(), c.TakeBack()])
    withdrawn = c.Correct(what="withdraw", reason="ตรวจเลขผิดคน")
    sent += await _carry_out(counter, [counter.approval(), withdrawn, c.Take()])
    sent += await _carry_out(counter, [counter.approval(), c.NoShow()])
    again = c.Reschedule(appointment=counter.appointment())
    sent += await _carry_out(counter, [again, c.Arrive(), c.Reject(reason="บัตรไม่ตรงกับผู้ร้อง")])
    assert counter.request.state is State.REJECTED
    return sent


async def _asked_and_withdrawn(world: World, backend: LiveBackend) -> list[Decision | Fact]:
    reference = await ask(world, "คุณปรีชา", laser="JC3-1234567-12", card="1040-02-32345678")
    counter = await Counter.of(backend, reference)
    sent = await _carry_out(counter, [c.Take(), c.Ask(question="กรุณาส่งเลขใต้รูปอีกครั้ง"), c.Cancel()])
    assert counter.request.state is State.CANCELLED
    refused = await backend.send(counter.id, counter.request.version, c.Take())
    assert (refused.status, refused.code) == (OutcomeStatus.REFUSED, RefusalCode.ILLEGAL_MOVE)
    return sent


async def _answered_in_the_chat(world: World, backend: LiveBackend) -> list[Decision | Fact]:
    counter = await Counter.of(backend, await ask_a_person(world, "คุณวิภา"))
    sent = await _carry_out(counter, [c.Say(text="ใช้ทะเบียนบ้านฉบับเจ้าบ้าน"), c.HandOn(group=Group.CARD)])
    sent += await _carry_out(counter, [c.Close(word="ขอบคุณที่สอบถาม")])
    assert counter.request.state is State.ANSWERED
    counter = await Counter.of(backend, await ask_a_person(world, "คุณวีระ"))
    sent += await _carry_out(counter, [c.Arrange(appointment=counter.appointment(), word="นำบัตรมาด้วย")])
    assert counter.request.state is State.APPROVED
    return sent


async def _came_by_themselves(world: World, backend: LiveBackend, tmp_path: Path) -> list[Decision | Fact]:
    """Take in a citizen who drew a number, send them on, and let that counter call whoever is next."""
    taken_in = c.WalkIn(items=(Item(service=2),), consent=True)
    request_id = new_id()
    outcome = await backend.send(request_id, 0, c.DrawNumber())
    assert outcome.status is OutcomeStatus.APPLIED, outcome.code
    counter = Counter(backend, request_id)
    await _carry_out(counter, [taken_in])
    hold = counter.request.hold
    assert hold is not None
    approval = counter.approval().model_copy(update={"appointment": hold})
    desk = world.settings.desk.model_copy(update={"counter": "4", "data_dir": tmp_path / "desk-4"})
    settings = world.settings.model_copy(update={"desk": desk})
    other = await LiveEntrance(settings, tmp_path / "desk-4").sign_in(CLERK, PIN)
    other.start(lambda _message: None)
    try:
        await until(lambda: other.status().online)
        sent = await _carry_out(counter, [approval, c.SendOn(counter="4", note="ถ่ายรูปก่อน")])
        outcome = await other.send("", 0, c.CallNext())
        assert (outcome.status, outcome.result["request_id"]) == (OutcomeStatus.APPLIED, request_id)
        theirs = Counter(other, request_id)
        assert theirs.request.queue is not None
        assert (theirs.request.queue.counter, theirs.request.queue.note) == ("4", "ถ่ายรูปก่อน")
        sent += await _carry_out(theirs, [theirs.second_check(), c.HandedOver()])
    finally:
        other.close()
    return [c.DrawNumber(), taken_in, *sent, c.CallNext()]


async def _carry_out(counter: Counter, commands: Commands) -> list[Decision | Fact]:
    """Send commands one after the other; what each did is in the mirror when it is answered."""
    for command in commands:
        outcome = await counter.backend.send(counter.id, counter.request.version, command)
        assert outcome.status is OutcomeStatus.APPLIED, (command.kind, outcome.code)
        assert counter.request.version == outcome.version, command.kind
        assert counter.backend.status().unsent == 0
    return list(commands)
