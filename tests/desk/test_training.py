"""The training: cases that hold together, scores by the records alone, sheets that a clerk finds again."""

from __future__ import annotations

import argparse
import asyncio
import builtins
import datetime as dt
import re
from pathlib import Path

import pytest
from textual.app import App

from desk import cli
from desk.backend import WorkList
from desk.demo.stage import screen_text
from desk.demo.world import CLERK
from desk.messages.outcomes import ACTION
from desk.screens.pick_up import PickUpScreen
from desk.training import command, sheet, words
from desk.training.app import TrainingApp
from desk.training.case import Case, cases
from desk.training.scoring import Deeds, Score, Standing, score, score_all
from registry.defaults import OUTCOMES
from tests.desk.driving import assert_golden, press, settle
from tests.desk.fakes import SIZES, FakeEntrance, PatientClock
from tests.desk.openers import OPENERS
from tests.desk.people import arrived, record, request, usual_day
from tests.desk.played_cases import CASES, PlayedCourse, TrainingBackendInMemory
from thai.clusters import cell_width
from thai.identity import parse_card, parse_laser, parse_pid
from thai.text import clean

ALL = cases()
NOW = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)
EVENTS = {"no_paper", "network_gone", "second_clerk"}
LINE_CELLS = 78


def test_there_are_eight_cases_with_a_trap_each() -> None:
    assert len(ALL) >= 8
    assert len({case.citizen for case in ALL}) == len({case.trap for case in ALL}) == len(ALL)
    assert {case.event for case in ALL} >= EVENTS


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.citizen)
def test_a_case_says_what_can_be_shown_typed_and_scored(case: Case) -> None:
    assert parse_pid(case.dopa.pid)
    assert parse_card(case.dopa.card)
    assert case.dopa.outcome in {outcome.number for outcome in OUTCOMES}
    codes = [
        parse_laser(found)
        for text in case.writes
        for found in re.findall(r"2?#?([A-Z]{2}\d-\d{7}-\d\d)", text)
    ]
    assert codes
    assert all(codes)
    assert parse_card(case.writes[-1])
    assert "{today}" in case.writes
    assert all(clean(text) == text for text in case.writes)
    ways = [name for way in case.expected.ways for name in way]
    for name in (*ways, *case.expected.never, *case.expected.once):
        assert name in ACTION, name
    assert ways or case.expected.never
    # Who comes to the counter is expected to be received there, and nobody else.
    assert case.comes is ("handed_over" in (*ways, *case.expected.never))


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.citizen)
def test_the_line_above_the_keys_is_never_cut(case: Case) -> None:
    card = words.dopa(case.dopa.outcome, case.dopa.pid, case.dopa.name, case.dopa.card)
    for line in (card, words.here(case.here), words.has_come(case.citizen, "BK-WWWW")):
        assert cell_width(line) <= LINE_CELLS, line
    assert cell_width(words.HINT) <= LINE_CELLS


def test_no_two_citizens_have_the_same_card() -> None:
    assert len({case.writes[-1] for case in ALL}) == len(ALL)


PICKED_UP = ("taken", "approved", "arrived", "checked_again", "slip_printed", "fee_paid", "handed_over")


@pytest.mark.parametrize(
    ("name", "done", "standing"),
    [
        ("no_paper", Deeds(PICKED_UP, ended=True), Standing.RIGHT),
        ("no_paper", Deeds((*PICKED_UP, "slip_printed"), ended=True), Standing.WRONG),
        (
            "no_paper",
            Deeds(tuple(each for each in PICKED_UP if each != "fee_paid"), ended=True),
            Standing.WRONG,
        ),
        ("no_paper", Deeds(PICKED_UP[:4]), Standing.UNDER_WAY),
        ("no_paper", Deeds(), Standing.UNTOUCHED),
        ("คุณมานี", Deeds(("taken", "approved", "taken_back", "asked")), Standing.RIGHT),
        ("คุณมานี", Deeds(("taken", "approved", "taken_back")), Standing.UNDER_WAY),
        ("คุณมานี", Deeds(("taken", "approved", "taken_back", "approved")), Standing.WRONG),
        ("คุณมานี", Deeds(("taken", "asked", "taken_back", "rejected"), ended=True), Standing.RIGHT),
        ("คุณปิติ", Deeds(("taken", "asked")), Standing.WRONG),
        ("คุณชูใจ", Deeds(("taken", "rejected"), ended=True), Standing.WRONG),
        ("คุณชูใจ", Deeds(("taken", "approved", "arrived", "requeued")), Standing.RIGHT),
        (
            "คุณวีระ",
            Deeds(("taken", "approved", "arrived", "revealed", "rejected"), ended=True),
            Standing.RIGHT,
        ),
        ("second_clerk", Deeds(("revealed",)), Standing.UNDER_WAY),
        ("second_clerk", Deeds(("released",)), Standing.WRONG),
    ],
)
def test_a_case_is_scored_by_what_was_recorded(name: str, done: Deeds, standing: Standing) -> None:
    assert score(CASES[name], "BK-2QRT", done).standing is standing


def test_who_leaves_anothers_request_alone_has_done_right_when_all_else_is_over() -> None:
    played = {"BK-2QRT": CASES["คุณมานี"], "BK-3QRT": CASES["second_clerk"]}

    def stand(done: Deeds) -> list[Standing]:
        return [each.standing for each in score_all(played, {"BK-2QRT": done, "BK-3QRT": Deeds()})]

    assert stand(Deeds()) == [Standing.UNTOUCHED, Standing.UNTOUCHED]
    assert stand(Deeds(("taken",))) == [Standing.UNDER_WAY, Standing.UNTOUCHED]
    assert stand(Deeds(("taken", "approved"))) == [Standing.WRONG, Standing.RIGHT]


def scores_of(*actions: str) -> list[Score]:
    return [score(case, f"BK-{at}QRT", Deeds(actions)) for at, case in enumerate(ALL, 2)]


def test_the_sheet_says_what_was_missed_and_why_and_nothing_of_a_person() -> None:
    text = sheet.whole(scores_of("approved"), "สมหญิง", NOW)
    assert text.startswith("ใบคะแนนฝึกอบรม · สมหญิง · จ. 23 พ.ย. 2569 10.00 น.\n")
    assert "ไม่ควรอนุมัติ" in text
    assert "ที่ควรทำ" in text
    for case in ALL:
        for secret in (case.dopa.pid, case.dopa.card, case.dopa.name, case.writes[-1]):
            assert secret not in text
    assert max(map(cell_width, text.splitlines())) <= LINE_CELLS


def test_a_case_that_is_not_over_gives_its_trap_not_away() -> None:
    text = "\n".join(sheet.lines([*scores_of(), *scores_of("taken")][:15], LINE_CELLS))
    assert "ยังไม่ได้ทำ" in text
    assert "ยังทำไม่จบ" in text
    assert "กับดัก" not in text
    assert not [case.title for case in ALL if case.title in text]


def test_a_clerk_has_one_file_with_the_newest_sheet_on_top(tmp_path: Path) -> None:
    folder = tmp_path / "เอกสาร" / words.FOLDER
    first = sheet.keep(folder, scores_of(), "กิ่งแก้ว", NOW)
    second = sheet.keep(folder, scores_of("approved"), "กิ่งแก้ว", NOW + dt.timedelta(days=1))
    other = sheet.keep(folder, scores_of(), "สมหญิง", NOW)
    assert first == second == folder / "ใบคะแนน กิ่งแก้ว.txt"
    assert {first, other} == set(folder.iterdir())
    text = first.read_text("utf-8")
    assert text.index("24 พ.ย.") < text.index("23 พ.ย.")


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("../../etc/passwd", "ใบคะแนน etc passwd.txt"),
        ("CON", "ใบคะแนน CON.txt"),
        ("ก" * 300, f"ใบคะแนน {'ก' * 40}.txt"),
        ("...", "ใบคะแนน ผู้ฝึก.txt"),
        ("น้ำผึ้ง 7", "ใบคะแนน น้ำผึ้ง 7.txt"),
    ],
)
def test_any_name_makes_a_file_in_the_folder(name: str, file: str, tmp_path: Path) -> None:
    assert sheet.keep(tmp_path, [], name, NOW) == tmp_path / file


@pytest.mark.parametrize(
    ("given", "typed", "name"),
    [
        ("สมศรี", None, "สมศรี"),
        (None, " น้อง\x1b[2J  ฝึก ", "น้อง[2J ฝึก"),
        (None, "", "ผู้ฝึก"),
        (None, EOFError(), "ผู้ฝึก"),
        ("\x07", None, "ผู้ฝึก"),
    ],
)
def test_whose_sheet_it_is_is_given_or_asked(
    given: str | None, typed: str | Exception | None, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(_asked: str) -> str:
        if not isinstance(typed, str):
            raise typed or AssertionError("asked for what was given")
        return typed

    monkeypatch.setattr(builtins, "input", answer)
    assert command.whose(given) == name


def test_a_sheet_that_cannot_be_kept_is_still_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    command.hand_out(scores_of("approved"), "สมศรี", tmp_path / "file")
    said = capsys.readouterr().out
    assert "ใบคะแนนฝึกอบรม · สมศรี" in said
    assert "เก็บใบคะแนนเป็นไฟล์ไม่ได้" in said


@pytest.mark.parametrize(
    ("config", "environment"),
    [
        (Path("config.toml"), {}),
        (None, {"BANGKHAE_DESK_SERVER": "http://10.0.0.5:8080"}),
        (None, {"BANGKHAE_SYNC_DATABASE": "postgresql://office"}),
        (None, {"BANGKHAE_LINE_API_BASE": "https://api.line.me"}),
    ],
)
def test_training_takes_nothing_that_leads_to_real_data(
    config: Path | None, environment: dict[str, str]
) -> None:
    assert command.real_ones(argparse.Namespace(config=config), environment)
    assert not command.real_ones(
        argparse.Namespace(config=None), {"PATH": "/bin", "BANGKHAE_DESK_SERVER": ""}
    )


@pytest.mark.parametrize("given", [["--config", "config.toml"], []])
def test_the_command_refuses_before_anything_is_started(
    given: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("desk.demo.world.demo_world", lambda *_: pytest.fail("something was started"))
    if not given:
        monkeypatch.setenv("BANGKHAE_SYNC_DATABASE", "sqlite:////srv/real.sqlite")
    assert cli.main([*given, "training"]) == 2
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)
    assert said.err.count("--config" if given else "BANGKHAE_SYNC_DATABASE") == 1
    assert "/srv/real" not in said.err
    assert list(tmp_path.iterdir()) == []


def training_app(backend: TrainingBackendInMemory, played: dict[str, Case]) -> TrainingApp:
    course = PlayedCourse(backend, played)
    return TrainingApp(FakeEntrance(backend), course, monotonic=PatientClock(), scan_gap=0)


@pytest.mark.parametrize("size", SIZES)
async def test_screens_show_the_card_beside(size: tuple[int, int]) -> None:
    backend = TrainingBackendInMemory.of([record(request("BK-9QRT")), record(arrived("BK-4FGH"))])
    app = training_app(backend, {"BK-9QRT": ALL[0], "BK-4FGH": ALL[2]})
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert_golden(app, "training-list")
        await press(pilot, "enter")
        assert_golden(app, "training-check")
        app.push_screen(PickUpScreen("id-BK-4FGH"))
        await settle(pilot)
        assert_golden(app, "training-pick-up")
        await press(pilot, "escape", "escape", "f12")
        assert f"ฝึกอบรม: เข้าใช้งานด้วยรหัส {CLERK}" in screen_text(app)


@pytest.mark.parametrize("unsent", [0, 2])
async def test_who_leaves_is_told_that_all_is_thrown_away_and_what_is_on_no_sheet_yet(unsent: int) -> None:
    backend = TrainingBackendInMemory.of([record(request("BK-9QRT"))])
    backend.unsent = unsent
    app = training_app(backend, {})
    async with app.run_test(size=SIZES[0]) as pilot:
        await settle(pilot)
        await press(pilot, "ctrl+q")
        shown = screen_text(app)
        assert ("จะถูกลบทิ้ง" in shown) is (unsent == 0)
        assert ("ยังส่งไม่ถึงเครื่องกลาง" in shown) is bool(unsent)


async def test_every_screen_and_dialog_is_marked_as_training() -> None:
    backend = TrainingBackendInMemory.of(usual_day())
    app = training_app(backend, {})
    # From behind the lock there is no way back to the others.
    names = sorted(OPENERS, key=lambda name: (name == "SignInScreen", name))
    async with app.run_test(size=SIZES[0]) as pilot:
        await settle(pilot)
        for name in names:
            await OPENERS[name](pilot, app)
            await settle(pilot)
            assert type(app.screen).__name__ == name
            assert "ฝึกอบรม" in screen_text(app), name
            if name == "WorkListScreen":
                await pilot.resize_terminal(79, 20)
                await settle(pilot)
                assert screen_text(app).startswith(" [ฝึกอบรม] จอเล็กเกินไป")
                await pilot.resize_terminal(*SIZES[0])
                await settle(pilot)
            if name != "SignInScreen":
                app.go_to_list(WorkList.PENDING)
                await settle(pilot)


async def test_a_course_whose_screens_have_gone_says_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.training.app._EVERY_SECONDS", 0.001)
    app = training_app(TrainingBackendInMemory.of([]), {})
    async with app.run_test() as pilot:
        await settle(pilot)
        with monkeypatch.context() as ending:
            ending.setitem(app._screen_stacks, app.current_mode, [])
            await asyncio.sleep(0.01)


async def test_a_trouble_of_the_course_is_told() -> None:
    class Broken(PlayedCourse):
        async def go_on(self, _backend: object) -> None:
            raise RuntimeError("the daemon did not come back")

    backend = TrainingBackendInMemory.of([record(request("BK-9QRT"))])
    app = TrainingApp(FakeEntrance(backend), Broken(backend, {}), monotonic=PatientClock(), scan_gap=0)
    async with app.run_test(size=SIZES[0]) as pilot:
        app.go_on()
        await settle(pilot)
        assert words.TROUBLE_TITLE in screen_text(app)
        app.go_on()
        await settle(pilot)
        assert [type(each).__name__ for each in app.screen_stack].count("NoticeDialog") == 1


def test_the_application_is_the_real_one() -> None:
    assert issubclass(TrainingApp, App)
    assert {binding.action for binding in TrainingApp.BINDINGS} == {"sheet"}  # type: ignore[union-attr]
