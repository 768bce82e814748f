"""A question from the chat to the end, with a real daemon and the desk's own screens."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot

from desk.app import DeskApp
from desk.demo.stage import screen_text
from desk.demo.world import CLERK, PIN, World, demo_world
from desk.live_backend import LiveBackend
from desk.live_entrance import LiveEntrance
from desk.screens.answer_search import AnswerSearchDialog
from registry.states import State
from tests.counter import ask_a_person, until
from tests.desk.driving import press, settle
from tests.desk.fakes import FakeBackend, FakeEntrance, PatientClock, type_text

pytestmark = pytest.mark.timeout(600)
CITIZEN = "คุณวิภา"


async def test_a_question_is_answered_from_a_ready_answer_and_closed(tmp_path: Path) -> None:
    with demo_world(tmp_path, citizens=0, every=1.0) as world:
        backend = await LiveEntrance(world.settings, tmp_path / "desk").sign_in(CLERK, PIN)
        reference = await ask_a_person(world, CITIZEN)
        entrance = FakeEntrance(cast("FakeBackend", backend))
        app = DeskApp(entrance, monotonic=PatientClock(), scan_gap=0)
        async with app.run_test(size=(80, 24)) as pilot:
            await until(lambda: bool(backend.find(reference)))
            assert app.open_request(backend.find(reference)[0])
            await settle(pilot)
            heard = await _answers(pilot, world, backend, reference)
        assert "ได้รับเรื่อง" in heard


async def _answers(pilot: Pilot[None], world: World, backend: LiveBackend, reference: str) -> str:
    assert "ย้ายทะเบียนบ้าน" in screen_text(pilot.app)
    count = len(await world.citizens.hears(CITIZEN, 0))
    await press(pilot, "insert")
    await until(lambda: isinstance(pilot.app.screen, AnswerSearchDialog))
    await settle(pilot)
    await type_text(pilot, "รับเรื่องแล้ว")
    await settle(pilot)
    await press(pilot, "enter", "f9")
    said = (await world.citizens.hears(CITIZEN, count))[-1]["text"]
    assert reference in said
    await world.citizens.hears(CITIZEN, await world.citizens.say(CITIZEN, "สถานะ"))
    await settle(pilot)
    await until(lambda: "(ระบบตอบแล้ว)" in screen_text(pilot.app))
    count = len(await world.citizens.hears(CITIZEN, 0))
    await press(pilot, "f8", "1", "f9")
    last = (await world.citizens.hears(CITIZEN, count))[-1]["text"]
    assert "ตอบเรียบร้อยแล้ว" in last
    await world.citizens.close()
    record = backend.record(backend.find(reference)[0].id) if backend.find(reference) else None
    assert record is None or record.request.state is State.ANSWERED
    return str(said)
