"""A demonstration's world beside a real office: a colleague works, then a course; nothing real is touched.

Starting the programs takes longer than either, so that both have one world.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from desk.demo import cast, colleague
from desk.demo.next_step import HASTE, READY, WAITING
from desk.demo.other_counter import OtherCounter
from desk.demo.stage import screen_text
from desk.demo.world import CLERK, PIN, World, demo_world
from desk.screens.check import CheckScreen
from desk.screens.pick_up import PickUpScreen
from desk.session import data_dir
from desk.training import words
from desk.training.app import TrainingApp, TrainingEntrance
from desk.training.case import Case
from desk.training.course import Course
from desk.training.scoring import Standing
from registry.commands import Arrive, FeePaid, HandedOver, Reject, Take
from registry.states import State
from tests.counter import Counter, ask, until
from tests.desk.played_cases import CASES


class RealOffice:
    """A real office on this machine: its folders and files, a daemon and a printer that nobody may call."""

    def __init__(self, folder: Path, doors: list[socket.socket]) -> None:
        self.folder, self._doors = folder, doors
        for name in (
            "config.toml",
            "desk/mirror.sqlite",
            "desk/desk.key",
            "spool/spool.sqlite",
            "office.sqlite",
        ):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"real " + name.encode())
        self.daemon, self.printer, self.proxy = (door.getsockname()[1] for door in doors)
        (folder / "config.toml").write_text(
            f'[desk]\nserver = "http://127.0.0.1:{self.daemon}"\n', encoding="utf-8"
        )

    @property
    def environment(self) -> dict[str, str]:
        """What leads to it."""
        return {
            "BANGKHAE_DESK_SERVER": f"http://127.0.0.1:{self.daemon}",
            "BANGKHAE_DESK_DATA_DIR": str(self.folder / "desk"),
            "BANGKHAE_DESK_COUNTER": "7",
            "BANGKHAE_SYNC_LISTEN": f"127.0.0.1:{self.daemon}",
            "BANGKHAE_SYNC_DATABASE": f"sqlite:///{self.folder / 'office.sqlite'}",
            "BANGKHAE_LINE_API_BASE": f"http://127.0.0.1:{self.proxy}",
            "BANGKHAE_LINE_DATA_API_BASE": f"http://127.0.0.1:{self.proxy}",
            "BANGKHAE_PRINTER_DEVICE": f"tcp://127.0.0.1:{self.printer}",
            "HTTP_PROXY": f"http://127.0.0.1:{self.proxy}",
            "http_proxy": f"http://127.0.0.1:{self.proxy}",
            "ALL_PROXY": f"http://127.0.0.1:{self.proxy}",
            "XDG_DATA_HOME": str(self.folder),
            "HOME": str(self.folder),
            "LOCALAPPDATA": str(self.folder),
        }

    def as_it_is(self) -> dict[str, str]:
        """Return its files with what is in them."""
        files = sorted(path for path in self.folder.rglob("*") if path.is_file())
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    def was_called(self) -> bool:
        """Whether anybody knocked at one of its doors."""
        for door in self._doors:
            with contextlib.suppress(BlockingIOError):
                door.accept()[0].close()
                return True
        return False


CHOSEN = ("คุณมานี", "no_paper", "network_gone", "second_clerk")


class WatchedCourse(Course):
    """A course that says what it let go wrong."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.gone_wrong: list[str] = []

    async def go_wrong(self, case: Case) -> None:
        await super().go_wrong(case)
        self.gone_wrong.append(case.event)


@pytest.fixture
def real_office(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[RealOffice]:
    with contextlib.ExitStack() as stack:
        doors = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(3)]
        for door in doors:
            door.setblocking(False)
        office = RealOffice(tmp_path_factory.mktemp("real"), doors)
        monkeypatch.chdir(office.folder)
        for name, value in office.environment.items():
            monkeypatch.setenv(name, value)
        yield office


@pytest.mark.timeout(300)
async def test_a_colleague_and_a_course_work_in_their_own_world_and_touch_no_real_office(
    real_office: RealOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(colleague, "HASTE", replace(HASTE, between=0.0))
    monkeypatch.setattr(colleague, "IDLE_SECONDS", 0.2)
    before = real_office.as_it_is()
    with demo_world(tmp_path, citizens=0, every=1.0) as world:
        _stands_alone(world, tmp_path)
        await _a_colleague_works(world)
        course = WatchedCourse(world)
        try:
            await course.begin([CASES[name] for name in CHOSEN])
            await world.citizens.close()
            entrance = TrainingEntrance(world.settings, data_dir(world.settings.desk))
            (await entrance.sign_in(CLERK, PIN)).close()
            app = TrainingApp(entrance, course, scan_gap=0)
            async with app.run_test(size=(80, 24)) as pilot:
                await _work(pilot, app, course)
                await pilot.press("ctrl+t")
                await pilot.pause()
                assert words.SHEET in screen_text(app)
                await pilot.press("escape")
        finally:
            course.end()
        standings = [each.standing for each in course.scores()]
        slips = world.printer.jobs
    assert standings == [Standing.RIGHT, Standing.RIGHT, Standing.UNDER_WAY, Standing.UNTOUCHED]
    assert len(slips) == 1
    assert not real_office.was_called()
    assert real_office.as_it_is() == before


async def _a_colleague_works(world: World) -> None:
    """Let the colleague serve who comes to counter 1, and nobody else."""
    reference = await ask(world)
    viewer = await OtherCounter.open(world.settings.desk.server, "5", CLERK, PIN)
    try:
        with colleague.colleague_at_work(world, at_first=WAITING + 2 * READY):
            async with asyncio.timeout(120):
                while not _everything_is_there(viewer):
                    await viewer.look(wait=1)
    finally:
        await viewer.close()
    assert not (world.directory / "colleague.log").exists()
    (viewers,) = [each for each in viewer.requests.values() if each.reference == reference]
    assert viewers.state is State.PENDING
    said = await world.citizens.transcript(cast.QUESTIONS[1].citizen)
    assert cast.QUESTIONS[1].with_picture in said


def _everything_is_there(viewer: OtherCounter) -> bool:
    known = list(viewer.requests.values())
    return (
        any(each.state is State.READY for each in known)
        and sum(each.inquiry is not None for each in known) == len(cast.QUESTIONS)
        and any(each.queue is not None and each.queue.counter == colleague.COUNTER for each in known)
    )


def _stands_alone(world: World, folder: Path) -> None:
    settings = world.settings
    assert settings.sync.database == f"sqlite:///{folder.as_posix()}/bangkhae.sqlite"
    assert settings.printer.device == world.printer.url
    assert settings.desk.counter == "3"
    assert data_dir(settings.desk).is_relative_to(folder)
    for address in (settings.desk.server, settings.line.api_base, settings.line.data_api_base):
        assert address.startswith("http://127.0.0.1:")


async def _work(pilot: Pilot[None], app: TrainingApp, course: WatchedCourse) -> None:
    """Work on the cases as a clerk does, and see what breaks, and for whom."""
    refused, paper, line, theirs = course.cases
    await until(lambda: app.backend is not None and all(app.backend.find(each) for each in course.cases))
    backend = app.backend
    assert backend is not None
    assert backend.training
    assert "[ฝึกอบรม]" in screen_text(app)
    held = backend.find(theirs)[0]
    assert (held.state, held.holder and held.holder.counter) == (State.CHECKING, "9")
    assert (await backend.send(held.id, held.version, Take())).code == "held_by_other"
    desk = _desk(app, refused)
    assert course.cases[refused].dopa.pid in app.hint_for(CheckScreen(desk.id))
    await desk.decide(Take())
    await desk.decide(Reject(reason="รหัสหลังบัตรไม่พบ"))
    await _print_without_paper(pilot, app, course, paper)
    await _receive(_desk(app, line))
    await until(lambda: not backend.status().online)


async def _print_without_paper(
    pilot: Pilot[None], app: TrainingApp, course: WatchedCourse, reference: str
) -> None:
    desk = _desk(app, reference)
    await _receive(desk)
    await until(lambda: course.gone_wrong == ["no_paper"])
    app.push_screen(PickUpScreen(desk.id))
    await pilot.pause()
    assert course.cases[reference].here in screen_text(app)
    await pilot.press("f6")
    await until(lambda: "กระดาษหมด" in screen_text(app))
    await course.mend(course.cases[reference])
    await until(lambda: desk.request.hand_over.slips_printed == 1)
    await desk.decide_once(FeePaid(baht=10))
    await desk.decide_once(HandedOver())
    await until(lambda: desk.request.state is State.COLLECTED)


async def _receive(desk: Counter) -> None:
    await desk.decide(Take())
    await desk.decide(desk.approval())
    await desk.decide(Arrive())
    await desk.decide(desk.second_check())


def _desk(app: TrainingApp, reference: str) -> Counter:
    assert app.backend is not None
    return Counter(app.backend, app.backend.find(reference)[0].id)  # type: ignore[arg-type]
