from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path

import pytest

from desk import cli
from desk.messages import shell
from thai.file_lock import FileLock


def _config(folder: Path, text: str) -> str:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    return str(path)


def test_the_module_runs_as_the_command_does(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["bangkhae-desk", "--version"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(cli.__file__, run_name="__main__")
    assert (ended.value.code, capsys.readouterr().out.split()[0]) == (0, "bangkhae-desk")


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    for word in ("--help", "--version"):
        with pytest.raises(SystemExit) as ended:
            cli.main([word])
        assert ended.value.code == 0
        assert capsys.readouterr().out.count("bangkhae-desk") >= 1


@pytest.mark.parametrize("words", [["--nonsense"], ["nonsense"], ["--config"]])
def test_wrong_usage_is_2(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[desk]\ncounter = 'a b'\n", "desk.counter"),
        ("[desk\n", "config.toml"),
        ("[desk]\nserver = 'nonsense'\n", "desk.server"),
        ("[desk]\nserver = 'http://[::1'\n", "desk.server"),
        ("[desk]\nserver = 'http://x:99999'\n", "desk.server"),
    ],
)
def test_a_configuration_that_cannot_be_used_is_one_line_and_1(
    text: str,
    words: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cli, "_is_terminal", lambda: True)
    assert cli.main(["--config", _config(tmp_path, text)]) == 1
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1
    assert "Traceback" not in error


def test_without_a_terminal_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--config", _config(tmp_path, "")]) == 1
    assert "terminal" in capsys.readouterr().err


def test_a_data_folder_that_cannot_be_used_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "_is_terminal", lambda: True)
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")
    config = _config(tmp_path, f"[desk]\ndata_dir = '{blocked.as_posix()}'\n")
    assert cli.main(["--config", config]) == 1
    assert "data folder" in capsys.readouterr().err


def test_a_second_desk_in_the_same_folder_is_told_so_and_touches_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(cli, "_is_terminal", lambda: True)
    monkeypatch.setattr("desk.app.DeskApp.run", never)
    config = _config(tmp_path, f"[desk]\ndata_dir = '{(tmp_path / 'desk').as_posix()}'\n")
    (tmp_path / "desk").mkdir()
    first = FileLock(tmp_path / "desk" / "desk.lock")
    assert cli.main(["--config", config]) == 1
    assert shell.ALREADY_OPEN in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "desk").iterdir()] == ["desk.lock"]
    first.release()


def test_an_error_outside_the_screens_ends_calmly_with_a_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("1040-02-12345678")

    monkeypatch.setattr(cli, "_is_terminal", lambda: True)
    monkeypatch.setattr("desk.app.DeskApp.run", fail)
    config = _config(tmp_path, f"[desk]\ndata_dir = '{tmp_path.as_posix()}'\n")
    assert cli.main(["--config", config]) == 1
    shown = capsys.readouterr().err
    assert "12345678" not in shown
    assert "ขออภัย" in shown
    (report,) = (tmp_path / "reports").glob("*.txt")
    assert "12345678" not in report.read_text("utf-8")


def test_the_delay_of_escape_is_short_before_the_screens_are_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ESCDELAY", raising=False)
    cli.main(["--config", _config(tmp_path, "")])
    assert os.environ["ESCDELAY"] == "25"
