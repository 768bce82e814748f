from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from desk import crash_report
from desk.messages import crash
from tests.desk.people import CARD, LASER, NOW


def _failing(laser: str) -> None:
    card = CARD
    try:
        int(laser)
    except ValueError as error:
        raise RuntimeError(f"{laser} {card}") from error


def _error() -> RuntimeError:
    with pytest.raises(RuntimeError) as caught:
        _failing(LASER)
    return caught.value


def test_a_report_names_classes_and_places_and_no_value() -> None:
    text = crash_report.describe(_error())
    assert "builtins.RuntimeError" in text
    assert "builtins.ValueError" in text
    assert "test_crash_report.py" in text
    assert "_failing" in text
    # Wherever the program lies: the folders above it may bear a name.
    for secret in (LASER, CARD, "int(laser)", str(Path(__file__).parents[2])):
        assert secret not in text


def test_a_worker_s_failure_is_told_with_what_it_carries() -> None:
    class CarrierError(Exception):
        error = _error()

    assert "builtins.RuntimeError" in crash_report.describe(CarrierError())


def test_what_a_group_holds_is_told() -> None:
    assert "builtins.RuntimeError" in crash_report.describe(ExceptionGroup("x", [_error()]))


def test_after_a_clock_was_set_back_the_newest_report_is_kept(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"crash-2999{number:04d}.txt").write_text("later", "utf-8")
    path = crash_report.write(_error(), tmp_path, NOW)
    assert path is not None
    assert path.exists()
    assert len(list(tmp_path.iterdir())) == crash_report.REPORTS_KEPT


def test_an_exception_that_comes_from_itself_ends() -> None:
    error = ValueError()
    error.__cause__ = error
    assert crash_report.describe(error).count("ValueError") == 1


def test_a_report_is_its_owner_s_alone(tmp_path: Path) -> None:
    path = crash_report.write(_error(), tmp_path / "reports", NOW)
    assert path is not None
    assert LASER not in path.read_text("utf-8")
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_old_reports_make_room(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"crash-2020{number:04d}.txt").write_text("old", "utf-8")
    path = crash_report.write(_error(), tmp_path, NOW)
    kept = sorted(tmp_path.glob("crash-*.txt"))
    assert len(kept) == crash_report.REPORTS_KEPT
    assert path in kept


def test_where_nothing_can_be_written_there_is_no_report_and_no_second_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")
    assert crash_report.write(_error(), blocked, NOW) is None


def test_the_calm_message_names_the_report_if_there_is_one(tmp_path: Path) -> None:
    assert str(tmp_path) in crash.calm(tmp_path)
    assert "None" not in crash.calm(None)
