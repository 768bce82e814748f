"""``nightly``, ``close`` and ``reopen`` by hand, beside a daemon that has the database open."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from registry.sealing import Keyring
from sync.cli import main
from sync.single import SingleDaemon
from sync.store.database import Database, sqlite_file
from thai.dates import BANGKOK, today


@pytest.fixture
def daemons(sqlite_only: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A database that a daemon has open, and the commands' way to it."""
    Keyring.open_file(tmp_path / "office.key")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BANGKHAE_SYNC_DATABASE", f"sqlite:///{sqlite_file(sqlite_only.url)}")
    monkeypatch.setenv("BANGKHAE_SYNC_KEY_FILE", str(tmp_path / "office.key"))
    return sqlite_only


def test_by_hand_it_says_every_step_beside_a_daemon(
    daemons: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = SingleDaemon(sqlite_file(daemons.url))
    try:
        for _ in range(2):
            assert main(["nightly"]) == 0
            lines = capsys.readouterr().out.splitlines()
            assert [line.partition(":")[0] for line in lines] == [
                "new times offered for days that were closed",
                "reminders",
                "appointments that nobody kept",
                "numbers of people who came by themselves and went again",
                "requests that nobody went on with",
                "drafts reminded of",
                "figures kept",
                "purge",
            ]
    finally:
        lock.release()


@pytest.mark.usefixtures("daemons")
def test_a_days_figures_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nightly", "--day", "2026-11-23"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["day: 2026-11-23", "submitted: 0"]
    assert "reminders sent: 0" in lines


@pytest.mark.usefixtures("daemons")
def test_days_are_closed_listed_and_opened_again(capsys: pytest.CaptureFixture[str]) -> None:
    here = today(dt.datetime.now(BANGKOK))
    day = here + dt.timedelta(days=9)
    assert main(["close", str(day), "--name", "ซ่อม\x1b[31mไฟ"]) == 0
    said = capsys.readouterr().out
    assert f"closed: {day} ซ่อม" in said
    assert "\x1b" not in said
    assert main(["close"]) == 0
    assert f"closed: {day} " in capsys.readouterr().out
    assert main(["reopen", str(day)]) == 0
    assert main(["reopen", str(day)]) == 1
    assert "was not closed by this command" in capsys.readouterr().err
    assert main(["close", str(here - dt.timedelta(days=7))]) == 0
    assert main(["close", str(here - dt.timedelta(days=9))]) == 1
    assert "is over" in capsys.readouterr().err


@pytest.mark.parametrize("day", ["2569-12-31", "31/12/2026", "tomorrow"])
def test_a_day_that_is_none_is_wrong_usage(day: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["close", day])
    assert ended.value.code == 2
    if day.startswith("2569"):
        assert "2026, not 2569" in capsys.readouterr().err
