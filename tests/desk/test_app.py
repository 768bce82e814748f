from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Input
from textual.worker import WorkerFailed

from desk.app import DeskApp
from desk.demo.stage import screen_text
from desk.errors import SignInRefused
from desk.events import (
    BackgroundFailed,
    FactRefused,
    MirrorBroken,
    OutboxSetAside,
    SignedOut,
    StorageFailed,
)
from desk.messages import crash, errors, shell
from desk.messages.sign_in import away
from desk.screens.pick_up import PickUpScreen
from desk.screens.search import SearchScreen
from desk.screens.sign_in import SignInScreen
from desk.screens.work_list import WorkListScreen
from desk.widgets.check_lines import CheckLines
from desk.widgets.dialog import ConfirmDialog, NoticeDialog
from registry.commands import Outcome, OutcomeStatus, Take
from tests.desk.driving import assert_golden, front, press, said, settle, told
from tests.desk.fakes import PIN, SIZES, FakeBackend, FakeEntrance, StandingClock, desk_app, type_text
from tests.desk.people import LASER
from thai.keyboard import to_thai

GAP = 0.05


def _entrance(app: DeskApp) -> FakeEntrance:
    assert isinstance(app.entrance, FakeEntrance)
    return app.entrance


async def _burst(pilot: Pilot[None], text: str, *, enter: bool = True) -> None:
    """Let a scanner type: all keys at one moment, Enter behind them."""
    keys = [events.Key(_character_to_key(character), character) for character in text]
    keys += [events.Key("enter", "\r")] if enter else []
    for key in keys:
        pilot.app.post_message(key)
    await pilot.pause(GAP * 3)
    await settle(pilot)


async def test_with_a_session_the_work_list_is_first_and_the_background_starts() -> None:
    app = desk_app()
    async with app.run_test() as pilot:
        await settle(pilot)
        assert isinstance(app.screen, WorkListScreen)
        assert isinstance(app.backend, FakeBackend)
        assert app.backend.post is not None


async def test_without_one_a_clerk_signs_in_by_keyboard() -> None:
    app = desk_app(resumed=False)
    async with app.run_test() as pilot:
        assert isinstance(app.screen, SignInScreen)
        await type_text(pilot, "somying")
        await press(pilot, "enter")
        await type_text(pilot, PIN)
        assert PIN not in screen_text(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, WorkListScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_sign_in_says_at_once_that_the_daemon_is_away_and_stops_when_it_is_back(
    size: tuple[int, int],
) -> None:
    app = desk_app(resumed=False)
    _entrance(app).gone = True
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert_golden(app, "sign-in-away")
        screen = app.screen
        assert isinstance(screen, SignInScreen)
        _entrance(app).gone = False
        screen._look_outside()
        await settle(pilot)
        assert_golden(app, "sign-in")


async def test_at_80x24_why_a_sign_in_failed_is_seen_below_the_daemon_s_absence() -> None:
    app = desk_app(resumed=False)
    _entrance(app).gone = True
    _entrance(app).refusal = SignInRefused("offline_unknown")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_text(pilot, "somying")
        await press(pilot, "enter")
        await type_text(pilot, PIN)
        await press(pilot, "enter")
        shown = screen_text(app)
        assert "เข้าด้วยรหัสลับเดิมได้" in shown
        assert "รหัสนี้เข้าใช้งานที่เครื่องนี้โดยไม่เชื่อมต่อไม่ได้" in shown
        # Once for the others, once for who has just tried.
        assert shown.count("กรุณารอให้เชื่อมต่อได้ หรือแจ้งผู้ดูแลระบบ") == 2


def test_a_desk_on_which_nobody_works_alone_promises_nothing() -> None:
    assert "รหัสลับเดิม" in away(3)
    assert "รหัสลับเดิม" not in away(0)


async def test_sign_in_reads_the_keys_whichever_layout_is_on() -> None:
    app = desk_app(resumed=False)
    async with app.run_test() as pilot:
        await type_text(pilot, to_thai("somying"))
        await press(pilot, "enter")
        await type_text(pilot, to_thai(PIN))
        await press(pilot, "enter")
        assert isinstance(app.screen, WorkListScreen)


async def test_a_refused_sign_in_says_why_and_empties_the_pin() -> None:
    app = desk_app(resumed=False)
    _entrance(app).refusal = SignInRefused("wait", 30)
    async with app.run_test() as pilot:
        await type_text(pilot, "somying")
        await press(pilot, "enter")
        await type_text(pilot, PIN)
        await press(pilot, "enter")
        assert "30" in screen_text(app)
        assert app.screen.query_one("#pin", Input).value == ""


async def test_sign_in_asks_for_what_is_missing() -> None:
    app = desk_app(resumed=False)
    async with app.run_test() as pilot:
        await press(pilot, "enter")
        assert "กรุณากรอกรหัสเจ้าหน้าที่" in screen_text(app)
        await type_text(pilot, "somying")
        await press(pilot, "enter")
        await type_text(pilot, "12")
        await press(pilot, "enter")
        assert "กรุณากรอกรหัสลับ" in screen_text(app)


@pytest.mark.parametrize("first", [(), ("escape",), ("f3",), ("?",)])
async def test_f12_locks_from_anywhere(first: tuple[str, ...]) -> None:
    app = desk_app()
    async with app.run_test() as pilot:
        backend = app.backend
        await press(pilot, *first, "f12")
        assert isinstance(app.screen, SignInScreen)
        assert len(app.screen_stack) == 2
        assert app.backend is None
        assert isinstance(backend, FakeBackend)
        assert not backend.closed
        assert _entrance(app).locked == 1
        await press(pilot, "f3", "f12")
        assert isinstance(app.screen, SignInScreen)


async def test_an_ended_session_leads_to_sign_in_and_says_so() -> None:
    app = desk_app()
    async with app.run_test() as pilot:
        app.post_message(SignedOut())
        app.post_message(SignedOut())
        await settle(pilot)
        assert "หมดเวลาใช้งาน" in told(pilot)
        await press(pilot, "enter")
        assert isinstance(app.screen, SignInScreen)


@pytest.mark.parametrize("key", ["escape", "ctrl+q"])
async def test_leaving_asks_first_and_enter_alone_is_no_answer(key: str) -> None:
    app = desk_app()
    async with app.run_test() as pilot:
        await press(pilot, key)
        assert isinstance(app.screen, ConfirmDialog)
        await press(pilot, "ctrl+q", "enter")
        assert isinstance(app.screen, ConfirmDialog)
        await press(pilot, "escape")
        assert isinstance(app.screen, WorkListScreen)
        await press(pilot, key, "f9")
    assert app.return_code == 0


@pytest.mark.parametrize("yes", ["y", to_thai("y")])
async def test_yes_is_yes_in_both_layouts(yes: str) -> None:
    app = desk_app()
    async with app.run_test() as pilot:
        await press(pilot, "escape")
        await type_text(pilot, yes)
        await settle(pilot)
    assert app.return_code == 0


async def test_a_scan_opens_the_request_and_its_enter_answers_nothing() -> None:
    app = desk_app(scan_gap=GAP)
    async with app.run_test() as pilot:
        await _burst(pilot, "BK-4FGH")
        assert isinstance(app.screen, PickUpScreen)
        assert isinstance(app.backend, FakeBackend)
        assert not any(isinstance(command, Take) for _, command in app.backend.sent)


async def test_a_scan_in_the_thai_layout_is_the_same() -> None:
    app = desk_app(scan_gap=GAP)
    async with app.run_test() as pilot:
        await _burst(pilot, to_thai("BK-4FGH"))
        assert isinstance(app.screen, PickUpScreen)


async def test_a_scan_of_a_request_that_only_waits_is_looked_at() -> None:
    app = desk_app(scan_gap=GAP)
    async with app.run_test() as pilot:
        await _burst(pilot, "BK-9QRT")
        assert isinstance(app.screen, SearchScreen)
        assert "ทะเบียนสมรส" in screen_text(app)


@pytest.mark.parametrize(
    ("code", "words"), [("8850999320014", shell.SCAN_UNKNOWN), ("BK-ZZZZ", shell.SCAN_NOT_FOUND)]
)
async def test_a_scan_that_leads_nowhere_is_told_and_runs_no_shortcut(code: str, words: str) -> None:
    app = desk_app(scan_gap=GAP)
    async with app.run_test() as pilot:
        await _burst(pilot, code)
        assert front(app) == "WorkListScreen"
        assert said(pilot) == [words]
        assert isinstance(app.backend, FakeBackend)
        assert app.backend.sent == []


async def test_a_scan_answers_no_question() -> None:
    app = desk_app(scan_gap=GAP)
    async with app.run_test() as pilot:
        app.tell(errors.OFFLINE)
        await settle(pilot)
        await _burst(pilot, "BK-4FGH")
        assert isinstance(app.screen, NoticeDialog)
        assert said(pilot) == [shell.SCAN_BUSY]


async def test_a_key_that_is_held_down_is_no_scan() -> None:
    app = desk_app(scan_gap=GAP)
    async with app.run_test() as pilot:
        await _burst(pilot, "00000000", enter=False)
        assert said(pilot) == []
        await press(pilot, "f3")
        await _burst(pilot, "กกกกกกกก", enter=False)
        assert app.screen.query_one(Input).value == "กกกกกกกก"


async def test_text_pasted_into_a_line_is_text() -> None:
    app = desk_app(scan_gap=GAP)
    async with app.run_test() as pilot:
        await press(pilot, "f3")
        await _burst(pilot, "สมหญิง ใจดี", enter=False)
        assert app.screen.query_one(Input).value == "สมหญิง ใจดี"


async def test_a_number_that_comes_in_a_burst_is_text_for_the_line_of_a_check() -> None:
    app = desk_app(scan_gap=GAP)
    async with app.run_test() as pilot:
        await press(pilot, "enter")
        await _burst(pilot, "0", enter=False)
        lines = app.screen.query_one(CheckLines)
        assert lines.takes_text
        await _burst(pilot, "1104000000010")
        assert lines.drafts["step:pid"] == "1104000000010"
        assert lines.model.done == 1
        assert said(pilot) == []


async def test_a_letter_typed_slowly_is_a_shortcut_in_both_layouts() -> None:
    app = desk_app(scan_gap=GAP)
    async with app.run_test() as pilot:
        for letter in ("l", to_thai("l")):
            await _burst(pilot, letter, enter=False)
        assert isinstance(app.screen, WorkListScreen)
        assert app.screen.which.value == "preparation"


async def test_a_scan_before_sign_in_is_only_text() -> None:
    app = desk_app(resumed=False, scan_gap=GAP)
    async with app.run_test() as pilot:
        await _burst(pilot, "BK-4FGH", enter=False)
        assert isinstance(app.screen, SignInScreen)


async def test_a_notice_takes_no_enter_in_its_first_moment() -> None:
    clock = StandingClock()
    app = desk_app(monotonic=clock)
    async with app.run_test() as pilot:
        app.tell(errors.OFFLINE)
        await press(pilot, "enter", "escape")
        assert isinstance(app.screen, NoticeDialog)
        clock.seconds += 1
        await press(pilot, "enter")
        assert isinstance(app.screen, WorkListScreen)


async def test_an_enter_that_may_confirm_counts_only_after_the_first_moment() -> None:
    clock = StandingClock()
    app = desk_app(monotonic=clock)
    answers: list[bool | None] = []
    async with app.run_test() as pilot:
        app.push_screen(ConfirmDialog("ถาม", "ใช่ไหม", enter_confirms=True), answers.append)
        await press(pilot, "enter")
        assert answers == []
        clock.seconds += 1
        await press(pilot, "enter")
        assert answers == [True]


async def test_a_fact_that_could_not_be_applied_is_shown() -> None:
    app = desk_app()
    async with app.run_test() as pilot:
        outcome = Outcome(id="x", status=OutcomeStatus.REFUSED, code="not_found")
        app.post_message(FactRefused("id-BK-9QRT", outcome))
        await settle(pilot)
        assert "BK-9QRT" in told(pilot)


async def test_a_broken_mirror_is_mended_and_said() -> None:
    app = desk_app()
    async with app.run_test() as pilot:
        app.post_message(MirrorBroken())
        await settle(pilot)
        assert isinstance(app.backend, FakeBackend)
        assert app.backend.mended == 1
        assert "สำเนา" in told(pilot)


@pytest.mark.parametrize(("happened", "words"), [(StorageFailed, "เนื้อที่"), (OutboxSetAside, "ค้างส่ง")])
async def test_what_this_machine_cannot_keep_is_said(happened: type[Message], words: str) -> None:
    app = desk_app()
    async with app.run_test() as pilot:
        app.post_message(happened())
        await settle(pilot)
        assert words in told(pilot)


@dataclasses.dataclass
class Secretive(Exception):  # noqa: N818  an error like those of libraries
    laser: str = LASER


async def _fail(app: DeskApp, begin: Callable[[], object]) -> None:
    async with app.run_test() as pilot:
        begin()
        await pilot.pause()
        await pilot.pause()


def _reports(folder: Path) -> list[str]:
    return [path.read_text("utf-8") for path in folder.glob("crash-*.txt")]


async def test_an_error_that_nobody_foresaw_ends_calmly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = DeskApp(FakeEntrance(FakeBackend.of()), reports=tmp_path, scan_gap=0)
    with pytest.raises(Secretive):
        await _fail(app, lambda: app.post_message(BackgroundFailed(Secretive())))
    assert app.return_code == 1
    (report,) = _reports(tmp_path)
    assert "Secretive" in report
    shown = capsys.readouterr().err
    assert shown.count(crash.SORRY) == 1
    for text in (report, shown):
        assert LASER not in text
        assert "Traceback" not in text


async def test_a_worker_that_fails_ends_calmly_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = DeskApp(FakeEntrance(FakeBackend.of()), reports=tmp_path, scan_gap=0)

    async def fail() -> None:
        raise Secretive

    with pytest.raises(WorkerFailed):
        await _fail(app, lambda: app.screen.run_worker(fail()))
    assert app.return_code == 1
    (report,) = _reports(tmp_path)
    assert "Secretive" in report
    assert LASER not in report + capsys.readouterr().err
