"""What was begun and not finished outlasts the program, sealed, as long as it is good for something."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from desk import unfinished
from desk.app import DeskApp
from desk.check_memory import CORRECTION, CheckMemory
from desk.check_model import Entry
from desk.desk_files import Files
from desk.live_backend import LiveBackend
from desk.screens.check import CheckScreen
from desk.screens.inquiry import InquiryScreen
from desk.unfinished_file import DAYS_KEPT, UnfinishedFile, forget_old
from registry.request import Request
from registry.sealing import Keyring
from registry.settings import Settings
from registry.states import State
from tests.desk.driving import press, settle
from tests.desk.fakes import FakeBackend, FakeEntrance, PatientClock, type_text
from tests.desk.mirrors import KEY, session
from tests.desk.people import NOW, PID, inquiry, record, request
from tests.desk.test_lock import WICHAI

TODAY = NOW.date()
KEYS = Keyring.of(KEY)


def again(memory: CheckMemory, *, days: int = 0) -> CheckMemory:
    """Return what a later start of the program has of a memory."""
    later = CheckMemory()
    unfinished.take_in(later, unfinished.as_text(memory, TODAY), TODAY + dt.timedelta(days=days))
    return later


@asynccontextmanager
async def desk(backend: FakeBackend, screen: Screen[None] | None = None) -> AsyncIterator[Pilot[None]]:
    app = DeskApp(FakeEntrance(backend), monotonic=PatientClock(), scan_gap=0)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        if screen is not None:
            app.push_screen(screen)
            await settle(pilot)
        yield pilot


async def test_an_answer_that_was_being_written_is_there_after_a_restart_and_gone_once_sent() -> None:
    backend = FakeBackend.of([inquiry()])
    async with desk(backend, InquiryScreen("id-BK-5ASK")) as pilot:
        await type_text(pilot, "ต้องนำน้ำ")
        assert isinstance(pilot.app, DeskApp)
        pilot.app.keep_begun()
        assert "ต้องนำน้ำ" in backend.begun_text
    async with desk(backend, InquiryScreen("id-BK-5ASK")) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, InquiryScreen)
        assert screen.field.text == "ต้องนำน้ำ"
        await press(pilot, "f9")
        assert backend.sent
    assert backend.begun_text == ""


async def test_what_the_disk_did_not_take_is_kept_once_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = FakeBackend.of([inquiry()])
    async with desk(backend, InquiryScreen("id-BK-5ASK")) as pilot:
        app = pilot.app
        assert isinstance(app, DeskApp)
        with monkeypatch.context() as failing:
            failing.setattr(backend, "keep_begun", lambda _text: False)
            await type_text(pilot, "คำ")
            app.keep_begun()
        assert backend.begun_text == ""
        app.keep_begun()
        assert "คำ" in backend.begun_text


async def test_a_reason_and_what_was_read_in_the_other_program_are_there_after_a_restart() -> None:
    backend = FakeBackend.of([record(request("BK-9QRT"))])
    async with desk(backend, CheckScreen("id-BK-9QRT")) as pilot:
        await press(pilot, "0")
        await type_text(pilot, PID[:5])
        await press(pilot, "f8")
        pilot.app.screen.query_one("#text", Input).value = "ไม่พบรายการทะเบียนสมรส"
        await settle(pilot)
    async with desk(backend, CheckScreen("id-BK-9QRT")) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, CheckScreen)
        assert screen.model.done == 1
        assert PID[:5] in screen.kept.drafts.values()
        await press(pilot, "f8")
        assert pilot.app.screen.query_one("#text", Input).value == "ไม่พบรายการทะเบียนสมรส"
        await press(pilot, "f9")
    assert backend.begun_text == ""


async def test_the_fee_s_reason_outlasts_leaving_the_check() -> None:
    backend = FakeBackend.of([record(request("BK-9QRT"))])
    async with desk(backend, CheckScreen("id-BK-9QRT")) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, CheckScreen)
        screen._propose(None)
        await settle(pilot)
        pilot.app.screen.query_one("#fee", Input).value = "0"
        pilot.app.screen.query_one("#reason", Input).value = "ยกเว้นตามระเบียบ"
        await settle(pilot)
        await press(pilot, "escape", "escape")
        pilot.app.push_screen(CheckScreen("id-BK-9QRT"))
        await settle(pilot)
        again_ = pilot.app.screen
        assert isinstance(again_, CheckScreen)
        again_._propose(None)
        await settle(pilot)
        assert pilot.app.screen.query_one("#reason", Input).value == "ยกเว้นตามระเบียบ"
        assert pilot.app.screen.query_one("#fee", Input).value == "0"


async def test_nobody_finds_what_another_has_begun() -> None:
    mine, others = FakeBackend.of([inquiry()]), FakeBackend.of([inquiry()])
    others.person = WICHAI
    async with desk(mine, InquiryScreen("id-BK-5ASK")) as pilot:
        await type_text(pilot, "ของสมหญิง")
        app = pilot.app
        assert isinstance(app, DeskApp)
        assert isinstance(app.entrance, FakeEntrance)
        await press(pilot, "f12")
        app.begin(others)
        app.push_screen(InquiryScreen("id-BK-5ASK"))
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, InquiryScreen)
        assert screen.field.text == ""
        await type_text(pilot, "ของวิชัย")
    assert "ของสมหญิง" in mine.begun_text
    assert "วิชัย" not in mine.begun_text
    assert "ของวิชัย" in others.begun_text


async def test_what_was_answered_yesterday_is_asked_again_where_the_program_went_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    backend = FakeBackend.of([record(request("BK-9QRT"))])
    async with desk(backend, CheckScreen("id-BK-9QRT")) as pilot:
        app, screen = pilot.app, pilot.app.screen
        assert isinstance(app, DeskApp)
        assert isinstance(screen, CheckScreen)
        await press(pilot, "0")
        for days, done in ((0, 1), (1, 0)):
            await press(pilot, "f12")
            monkeypatch.setattr(backend, "now", lambda days=days: NOW + dt.timedelta(days=days))
            app.begin(backend)
            await settle(pilot)
            assert screen.model.done == done


async def test_signing_out_leaves_it_for_the_next_sign_in() -> None:
    backend = FakeBackend.of([inquiry()])
    async with desk(backend, InquiryScreen("id-BK-5ASK")) as pilot:
        await type_text(pilot, "ยังไม่จบ")
        await press(pilot, "ctrl+b", "f9")
        assert backend.closed
        assert "ยังไม่จบ" in backend.begun_text


async def test_what_is_good_for_nothing_any_more_goes_from_the_disk_with_the_next_start() -> None:
    memory = CheckMemory()
    over = request("BK-9QRT", state=State.REJECTED)
    memory.of(over.id, "check").drafts["reject"] = f"เลข {PID}"
    backend = FakeBackend.of([record(over)])
    backend.begun_text = unfinished.as_text(memory, TODAY)
    async with desk(backend):
        assert backend.begun_text == ""


def test_texts_are_good_for_days_and_the_answers_of_a_check_for_theirs() -> None:
    memory = CheckMemory()
    kept = memory.of("a", "check")
    kept.entries["outcome"], kept.drafts["reject"] = Entry(outcome=0), "ไม่พบ"
    memory.walk_in.texts["pid"] = PID
    memory.walk_in.copies[1] = 2
    memory.preparing.marked.add("b")
    memory.preparing.trays["b"] = "14"
    same = again(memory)
    assert same.preparing == memory.preparing
    assert same.of("a", "check").entries == {"outcome": Entry(outcome=0)}
    assert (same.walk_in.texts, same.walk_in.copies) == ({"pid": PID}, {1: 2})
    assert same.walk_in.request_id == memory.walk_in.request_id
    next_day = again(memory, days=1)
    assert next_day.of("a", "check").entries == {}
    assert next_day.of("a", "check").drafts == {"reject": "ไม่พบ"}
    assert next_day.walk_in_begun is None
    assert not next_day.preparing.marked
    assert not again(memory, days=DAYS_KEPT + 1).kept


def test_a_day_counts_from_the_last_change() -> None:
    memory = CheckMemory()
    memory.of("a", "inquiry").drafts["answer"] = "หนึ่ง"
    unfinished.as_text(memory, TODAY)
    later = TODAY + dt.timedelta(days=5)
    assert unfinished.as_text(memory, later) == unfinished.as_text(memory, TODAY)
    memory.of("a", "inquiry").drafts["answer"] = "สอง"
    assert later.isoformat() in unfinished.as_text(memory, later)


def test_what_is_over_is_let_go_but_a_correction_of_it() -> None:
    memory = CheckMemory()
    closed = request("BK-9QRT", state=State.REJECTED)
    for purpose in ("check", "inquiry", CORRECTION):
        memory.of(closed.id, purpose).drafts["x"] = "คำ"
    memory.of("elsewhere", "check").drafts["x"] = "คำ"
    typed = memory.waited(closed)
    paid = {request_id: memory.facts(request_id) for request_id in (closed.id, "elsewhere")}

    def look(request_id: str) -> Request | None:
        return closed if request_id == closed.id else None

    memory.let_go(look, ["another"])
    assert len(memory.kept) == 5
    memory.let_go(look)
    assert memory.waited(closed) is not typed, "what was typed off a card goes too"
    assert [memory.facts(each) is fact for each, fact in paid.items()] == [False, True]
    memory.forget_waited(closed.id)
    assert set(memory.kept) == {(closed.id, CORRECTION), ("elsewhere", "check")}


texts = st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=3)


@given(st.dictionaries(st.tuples(st.text(min_size=1), st.text(min_size=1)), texts, max_size=4), texts)
def test_whatever_was_typed_comes_back(
    drafts: dict[tuple[str, str], dict[str, str]], typed: dict[str, str]
) -> None:
    memory = CheckMemory()
    for (request_id, purpose), each in drafts.items():
        memory.of(request_id, purpose).drafts.update(each)
    memory.walk_in.texts.update(typed)
    back = again(memory)
    for place, each in drafts.items():
        kept = back.kept.get(place)
        assert (kept.drafts if kept else {}) == {name: text for name, text in each.items() if text.strip()}
    assert unfinished.as_text(back, TODAY) == unfinished.as_text(memory, TODAY)


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"checks": [{"request_id": 1}]}', '{"walk_in": 3}'])
def test_what_makes_no_sense_is_nothing(damage: str) -> None:
    memory = CheckMemory()
    unfinished.take_in(memory, damage, TODAY)
    assert not memory.kept
    assert memory.walk_in_begun is None


def test_the_file_tells_nothing_and_opens_for_its_clerk_and_key_alone(tmp_path: Path) -> None:
    file = UnfinishedFile(tmp_path, KEYS, "bangkhae", "somying")
    assert file.read() == ""
    file.write(f"เลข {PID}")
    assert file.read() == f"เลข {PID}"
    (path,) = tmp_path.iterdir()
    kept = path.name.encode() + path.read_bytes()
    assert not any(word.encode() in kept for word in ("somying", PID, "เลข"))
    assert UnfinishedFile(tmp_path, Keyring.of(bytes(32)), "bangkhae", "somying").read() == ""
    other = UnfinishedFile(tmp_path, KEYS, "bangkhae", "wichai")
    path.rename(other._path)
    assert other.read() == ""
    other.write("")
    assert not list(tmp_path.iterdir())


def test_a_file_that_nobody_comes_back_to_goes(tmp_path: Path) -> None:
    for clerk, days in (("somying", DAYS_KEPT - 1), ("wichai", DAYS_KEPT + 1)):
        file = UnfinishedFile(tmp_path, KEYS, "bangkhae", clerk)
        file.write("คำ")
        then = (NOW - dt.timedelta(days=days)).timestamp()
        os.utime(file._path, (then, then))
    forget_old(tmp_path, NOW)
    assert UnfinishedFile(tmp_path, KEYS, "bangkhae", "somying").read() == "คำ"
    assert UnfinishedFile(tmp_path, KEYS, "bangkhae", "wichai").read() == ""


def test_a_working_desk_keeps_it_beside_its_mirror_until_its_keys_are_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in = session(expires_at=NOW + dt.timedelta(hours=8))
    backend = LiveBackend(signed_in, Settings(), Files.of(tmp_path), KEYS)
    told: list[object] = []
    backend._tell = told.append
    backend.keep_begun("คำ")
    assert backend.begun() == "คำ"
    with monkeypatch.context() as failing:
        failing.setattr("registry.private_files.os.fsync", _full)
        assert not backend.keep_begun("อื่น")
        assert not backend.keep_begun("อื่น")
    assert [type(each).__name__ for each in told] == ["StorageFailed"]
    assert backend.begun() == "คำ"
    backend.close()
    assert backend.begun() == ""
    backend.keep_begun("หลังปิด")
    other = signed_in.model_copy(update={"clerk": "wichai"})
    for who, text in ((other, ""), (signed_in, "คำ")):
        later = LiveBackend(who, Settings(), Files.of(tmp_path), KEYS)
        assert later.begun() == text
        later.close()


def _full(_descriptor: int) -> None:
    raise OSError("full")
