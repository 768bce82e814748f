"""Whatever breaks, and wherever: one report, one calm message, nothing of a citizen."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from textual.app import ComposeResult
from textual.content import Content
from textual.pilot import Pilot

from desk.app import DeskApp
from desk.events import BackgroundFailed, RecordsChanged
from desk.messages import crash
from desk.screens.base import DeskScreen
from desk.widgets.dialog import ConfirmDialog
from desk.widgets.rows import Rows
from tests.desk.fakes import FakeBackend, FakeEntrance, PatientClock
from tests.desk.people import LASER


class SecretiveError(Exception):
    """An error that says too much wherever it can."""

    def __init__(self) -> None:
        super().__init__(LASER)
        self.laser = LASER

    def __repr__(self) -> str:
        return LASER


class UnspeakableError(SecretiveError):
    """An error that cannot even be written."""

    def __str__(self) -> str:
        raise SecretiveError


def _fail(error: type[Exception] = SecretiveError) -> NoReturn:
    laser = LASER
    raise error from ValueError(laser)


class _InHandler(DeskScreen[None]):
    def on_records_changed(self, event: RecordsChanged) -> None:
        _fail()


class _InCompose(DeskScreen[None]):
    def body(self) -> ComposeResult:
        yield from ()
        _fail()


class _InMount(DeskScreen[None]):
    def opened(self) -> None:
        _fail()


class _InFooter(DeskScreen[None]):
    def footer_actions(self) -> NoReturn:
        _fail()


class _BadRows(Rows):
    def rows(self, width: int) -> list[Content]:
        _fail()


class _InRender(DeskScreen[None]):
    def body(self) -> ComposeResult:
        yield _BadRows()


async def _bad_work() -> None:
    _fail()


def _twice(app: DeskApp) -> None:
    app.post_message(BackgroundFailed(SecretiveError()))
    app.post_message(BackgroundFailed(SecretiveError()))
    app.call_later(_fail)


def _handler(app: DeskApp) -> None:
    app.push_screen(_InHandler())
    app.call_after_refresh(app.post_message, RecordsChanged())


def _answer(app: DeskApp) -> None:
    dialog = ConfirmDialog("ถาม", "ใช่ไหม")
    app.push_screen(dialog, lambda _: _fail())
    app.call_after_refresh(dialog.action_confirm)


WAYS: dict[str, Callable[[DeskApp], object]] = {
    "a screen's handler": _handler,
    "compose": lambda app: app.push_screen(_InCompose()),
    "mount": lambda app: app.push_screen(_InMount()),
    "footer": lambda app: app.push_screen(_InFooter()),
    "render": lambda app: app.push_screen(_InRender()),
    "a dialog's answer": _answer,
    "a worker of a screen": lambda app: app.screen.run_worker(_bad_work()),
    "a worker of the application": lambda app: app.run_worker(_bad_work()),
    "a thread": lambda app: app.run_worker(_fail, thread=True),
    "a timer": lambda app: app.set_timer(0.001, _fail),
    "a call": lambda app: app.call_later(_fail),
    "the background": lambda app: app.post_message(BackgroundFailed(SecretiveError())),
    "an error without words": lambda app: app.call_later(_fail, UnspeakableError),
    "a group": lambda app: app.post_message(BackgroundFailed(ExceptionGroup(LASER, [SecretiveError()]))),
    "several at once": _twice,
}


def _reports(folder: Path) -> list[str]:
    return [path.read_text("utf-8") for path in folder.glob("crash-*.txt")]


async def _run(app: DeskApp, begin: Callable[[DeskApp], object]) -> None:
    async with app.run_test() as pilot:
        await _break(pilot, lambda: begin(app))


async def _break(pilot: Pilot[None], begin: Callable[[], object]) -> None:
    begin()
    for _ in range(8):
        await pilot.pause(0.002)


@pytest.mark.parametrize("way", list(WAYS))
async def test_it_ends_calmly(way: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    app = DeskApp(FakeEntrance(FakeBackend.of()), reports=tmp_path, monotonic=PatientClock(), scan_gap=0)
    with contextlib.suppress(Exception):
        await _run(app, WAYS[way])
    assert app.return_code == 1
    assert app.crashed
    (report,) = _reports(tmp_path)
    shown = capsys.readouterr()
    assert shown.err.count(crash.SORRY) == 1
    for text in (report, shown.err, shown.out):
        assert LASER not in text
        assert "Traceback" not in text
        assert "╭" not in text


async def test_where_no_report_can_be_written_it_still_ends_calmly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    app = DeskApp(FakeEntrance(FakeBackend.of()), reports=tmp_path / "file", scan_gap=0)
    with contextlib.suppress(Exception):
        await _run(app, WAYS["compose"])
    shown = capsys.readouterr().err
    assert crash.SORRY in shown
    assert LASER not in shown
