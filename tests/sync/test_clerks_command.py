from __future__ import annotations

import io
from pathlib import Path

import pytest

from registry.errors import ConfigurationError
from registry.settings import Settings, SyncSettings
from sync import clerks_command
from sync.cli import main


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(sync=SyncSettings(database=f"sqlite:///{tmp_path}/b.sqlite"))


def _types(monkeypatch: pytest.MonkeyPatch, pin: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{pin}\n"))


def test_a_new_pin_leaves_name_and_role(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    _types(monkeypatch, "493817")
    clerks_command.add(settings, clerk_id="anan", name="อนันต์", role="admin")
    before = clerks_command.everybody(settings)
    _types(monkeypatch, "111111")
    assert clerks_command.new_pin(settings, clerk_id="anan") == 0
    assert clerks_command.everybody(settings) == before
    assert "admin" in before[0]


def test_nobody_gets_no_pin(settings: Settings) -> None:
    with pytest.raises(ConfigurationError, match="no clerk"):
        clerks_command.new_pin(settings, clerk_id="nobody")


def test_the_command_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["clerk", "pin", "--help"])
    assert "clerk pin" in capsys.readouterr().out
