"""The page for the wall, and the command that draws it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PIL import Image

from registry.errors import ConfigurationError
from registry.sealing import Keyring
from sync import drawing, poster
from sync.cli import main
from tests.sync import factories as f

SETTINGS = f.settings(line={"basic_id": "@123abcde"})


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an office's key, where the command runs."""
    monkeypatch.chdir(tmp_path)
    Keyring.open_file(tmp_path / "bangkhae.sqlite.key", make=True)
    monkeypatch.setenv("BANGKHAE_LINE_BASIC_ID", "@123abcde")
    return tmp_path


def test_a_page_is_a4_with_ink_inside_its_margins(tmp_path: Path) -> None:
    long = f.settings(
        line={"basic_id": "@123abcde"}, office={"name": "สำนักงานเขต" * 9, "service_point": "ชั้น 2 " * 20}
    )
    for settings in (SETTINGS, long):
        page = poster.draw(f.KEYS, settings, dt.date(2026, 12, 1))
        left, top, right, bottom = page.point(lambda value: 255 - value).getbbox() or (0, 0, 0, 0)
        assert page.size == poster.PAGE
        assert left >= 60
        assert right <= page.width - 60
        assert 60 <= top < bottom <= page.height - 60


def test_the_command_draws_both_kinds_and_another_day_is_another_code(office: Path) -> None:
    day = ["--date", "2026-12-01"]
    assert main(["wall-code", "--out", "a.png", *day]) == 0
    assert main(["wall-code", "--out", "b.png", "--date", "2026-12-02"]) == 0
    assert main(["wall-code", "--out", "c.pdf", *day]) == 0
    assert (office / "a.png").read_bytes() != (office / "b.png").read_bytes()
    assert (office / "c.pdf").read_bytes().startswith(b"%PDF")
    with Image.open(office / "a.png") as picture:
        assert round(picture.info["dpi"][0]) == drawing.DPI


def test_what_is_missing_is_said_in_a_line(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments, words in (
        (["--out", "a.jpg"], "must end with .png or .pdf"),
        (["--out", "none/a.png"], "cannot be written"),
    ):
        assert main(["wall-code", *arguments]) == 1
        assert words in capsys.readouterr().err
    monkeypatch.delenv("BANGKHAE_LINE_BASIC_ID")
    assert main(["wall-code", "--out", "a.png"]) == 1
    assert "line.basic_id" in capsys.readouterr().err


def test_no_key_is_made_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BANGKHAE_LINE_BASIC_ID", "@123abcde")
    assert main(["wall-code", "--out", "a.png"]) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_page_needs_an_account() -> None:
    with pytest.raises(ConfigurationError):
        poster.save(Path("a.png"), keys=f.KEYS, settings=f.settings(), day=f.TODAY)
