"""The training: cases that hold together, scores by the records alone, and no way to real data."""

from __future__ import annotations

import argparse
import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest
from textual.app import App

from desk import cli
from desk.demo.stage import screen_text
from desk.demo.world import CLERK, PIN, demo_world
from desk.messages.outcomes import ACTION
from desk.screens.check import CheckScreen
from desk.screens.pick_up import PickUpScreen
from desk.training import sheet
from desk.training.app import TrainingApp, TrainingEntrance
from desk.training.case import Case, cases
from desk.training.command import real_ones
from desk.training.course import OTHER, OTHER_NAME, Course
from desk.training.scoring import Score, score
from registry.commands import Take
from registry.defaults import OUTCOMES
from registry.states import State
from tests.counter import Counter as Desk
from tests.counter import until
from tests.desk.driving import assert_golden, press, settle
from tests.desk.fakes import SIZES, FakeBackend, FakeEntrance, PatientClock
from tests.desk.people import arrived, record, request
from thai.clusters import cell_width
from thai.identity import parse_card, parse_laser, parse_pid
from thai.text import clean

ALL = cases()
EVENTS = {"no_paper", "network_gone", "second_clerk"}


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
    for wanted in (*case.expected.must, *case.expected.never, *case.expected.once):
        assert all(name in ACTION or name == "revealed" for name in wanted.split("|")), wanted
    assert case.expected.must or case.expected.never


def test_no_two_citizens_have_the_same_card() -> None:
    assert len({case.writes[-1] for case in ALL}) == len(ALL)


def by_event(event: str) -> Case:
    return next(case for case in ALL if case.event == event)


@pytest.mark.parametrize(
    ("done", "good"),
    [
        ({"approved": 1, "checked_again": 1, "slip_printed": 1, "fee_paid": 1, "handed_over": 1}, True),
        ({"approved": 1, "checked_again": 1, "slip_printed": 2, "fee_paid": 1, "handed_over": 1}, False),
        ({"approved": 1, "checked_again": 1, "slip_printed": 1, "handed_over": 1}, False),
        ({}, False),
    ],
)
def test_the_paper_case_is_scored_by_what_was_recorded(done: dict[str, int], good: bool) -> None:
    found = score(by_event("no_paper"), done)
    assert found.good is good
    assert found.touched is bool(done)


def test_who_leaves_anothers_request_alone_has_done_right_and_who_takes_it_has_not() -> None:
    case = by_event("second_clerk")
    assert score(case, {}).good
    assert score(case, {"revealed": 1}).good
    assert score(case, {"released": 1, "taken": 1}).missed == ("ไม่ควร: รับเรื่อง", "ไม่ควร: คืนเรื่อง")


def test_the_sheet_says_what_was_missed_and_why_and_nothing_of_a_person(tmp_path: Path) -> None:
    scores = [score(case, Counter(approved=1)) for case in ALL]
    now = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)
    path = sheet.keep(tmp_path / "sheets", scores, "../สมหญิง 7", now)
    assert path.parent == tmp_path / "sheets"
    text = path.read_text("utf-8")
    assert "ไม่ควร: อนุมัติ" in text
    assert "ที่ควรทำ" in text
    for case in ALL:
        for secret in (case.dopa.pid, case.dopa.card, case.dopa.name, case.writes[-1]):
            assert secret not in text
    assert f"รวม {sum(each.good for each in scores)} จาก {len(ALL)}" in text
    assert sheet.short([Score(ALL[0], ("x",), touched=False)]).startswith("✗ 1")


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
    assert real_ones(argparse.Namespace(config=config), environment)
    assert not real_ones(argparse.Namespace(config=None), {"PATH": "/bin", "BANGKHAE_DESK_SERVER": ""})


@pytest.mark.parametrize("words", [["--config", "config.toml"], []])
def test_the_command_refuses_before_anything_is_started(
    words: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("desk.demo.world.demo_world", lambda *_: pytest.fail("something was started"))
    if not words:
        monkeypatch.setenv("BANGKHAE_SYNC_DATABASE", "sqlite:////srv/real.sqlite")
    assert cli.main([*words, "training"]) == 2
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)
    assert "/srv/real" not in said.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.timeout(900)
async def test_a_course_runs_on_a_real_daemon_and_is_marked_and_scored(tmp_path: Path) -> None:
    chosen = [by_event("network_gone"), by_event("second_clerk")]
    with demo_world(tmp_path, citizens=0, every=1.0, others=((OTHER, OTHER_NAME),)) as world:
        course = Course(world)
        try:
            await course.begin(chosen)
            await world.citizens.close()
            entrance = TrainingEntrance(world.settings, tmp_path / "desk")
            backend = await entrance.sign_in(CLERK, PIN)
            backend.close()
            app = TrainingApp(entrance, course, scan_gap=0)
            async with app.run_test(size=(80, 24)) as pilot:
                await _work(app, course)
                await pilot.press("ctrl+t")
                await pilot.pause()
                assert "ใบคะแนนฝึกอบรม" in screen_text(app)
        finally:
            course.end()
        first, second = course.scores()
    assert first.missed
    assert first.touched
    assert second.good


async def _work(app: TrainingApp, course: Course) -> None:
    """Look at both cases: whose card is shown, who holds what, and what breaks after the second check."""
    (mine, theirs) = course.cases
    await until(lambda: app.backend is not None and bool(app.backend.find(mine) and app.backend.find(theirs)))
    backend = app.backend
    assert backend is not None
    assert backend.training
    assert "[ฝึกอบรม]" in screen_text(app)
    held = backend.find(theirs)[0]
    assert (held.state, held.holder and held.holder.counter) == (State.CHECKING, "9")
    refused = await backend.send(held.id, held.version, Take())
    assert refused.code == "held_by_other"
    own = backend.find(mine)[0]
    check, pick_up = CheckScreen(own.id), PickUpScreen(own.id)
    card = app.hint_for(check)
    assert course.cases[mine].dopa.pid in card
    assert cell_width(card) <= 80
    assert course.cases[mine].here in app.hint_for(pick_up)
    desk = Desk(backend, own.id)  # type: ignore[arg-type]
    await desk.decide(Take())
    await _brought_to_the_counter(desk)
    await until(lambda: not backend.status().online)


async def _brought_to_the_counter(desk: Desk) -> None:
    from registry.commands import Arrive

    await desk.decide(desk.approval())
    await desk.decide(Arrive())
    await desk.decide(desk.second_check())


class PaperCourse(Course):
    """A course without a world: two cases, as the records would have them after a first mistake."""

    def scores(self) -> list[Score]:
        return [score(case, {"approved": 1} if at == 0 else {}) for at, case in enumerate(ALL)]


@pytest.mark.parametrize("size", SIZES)
async def test_screens_are_marked_and_show_the_card_beside(size: tuple[int, int]) -> None:
    backend = FakeBackend.of([record(request("BK-9QRT")), record(arrived("BK-4FGH"))])
    backend.training = True
    course = PaperCourse(None, {"BK-9QRT": ALL[0], "BK-4FGH": ALL[2]})  # type: ignore[arg-type]
    app = TrainingApp(FakeEntrance(backend), course, monotonic=PatientClock(), scan_gap=0)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert_golden(app, "training-list")
        await press(pilot, "enter")
        assert_golden(app, "training-check")
        app.push_screen(PickUpScreen("id-BK-4FGH"))
        await settle(pilot)
        assert_golden(app, "training-pick-up")
        await press(pilot, "ctrl+t")
        assert_golden(app, "training-sheet")
        await press(pilot, "enter", "escape", "escape", "f12")
        assert f"ฝึกอบรม: เข้าใช้งานด้วยรหัส {CLERK}" in screen_text(app)


def test_the_application_is_the_real_one() -> None:
    assert issubclass(TrainingApp, App)
    assert {binding.action for binding in TrainingApp.BINDINGS} == {"sheet"}  # type: ignore[union-attr]
