from __future__ import annotations

import itertools
import re
import sys
from pathlib import Path

import pytest
from textual.color import Color

from desk.demo.stage import screen_text
from desk.messages import shell
from desk.theme import NAMES, PREFIX, THEMES, ThemeChoice
from registry.settings import Settings, ThemeName
from tests.desk.driving import press, said, settle
from tests.desk.fakes import SIZES, FakeBackend, desk_app, type_text

GROUNDS = ("background", "surface", "panel")
TEXTS = ("foreground", "text-muted", "text-disabled", "warning", "success", "error", "accent")
# What stands on more than a plain ground: the row in hand, and the hint.
TINTED = (("primary", 0.35, "background", ("foreground", "warning", "success", "text-muted")),)


def _luminance(colour: Color) -> float:
    """Return the relative luminance (WCAG 2.1)."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio (WCAG 2.1), 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _colours(name: ThemeName) -> dict[str, Color]:
    theme = THEMES[name]
    made = theme.to_color_system().generate() | theme.variables
    return {key: Color.parse(made[key]) for key in {*GROUNDS, *TEXTS, "primary"}}


def test_contrast_is_known_at_its_ends() -> None:
    assert contrast(Color(0, 0, 0), Color(255, 255, 255)) == pytest.approx(21)
    assert contrast(Color(9, 9, 9), Color(9, 9, 9)) == 1


@pytest.mark.parametrize("name", NAMES)
def test_every_text_can_be_read_on_every_ground(name: ThemeName) -> None:
    colours = _colours(name)
    least = 7 if name == "high-contrast" else 4.5
    weak = {
        (text, ground): ratio
        for text, ground in itertools.product(TEXTS, GROUNDS)
        if (ratio := round(contrast(colours[text], colours[ground]), 2)) < least
    }
    for tint, share, ground, texts in TINTED:
        mixed = colours[ground].blend(colours[tint], share)
        weak |= {
            (text, f"{tint} on {ground}"): ratio
            for text in texts
            if (ratio := round(contrast(colours[text], mixed), 2)) < least
        }
    hint = colours["background"].blend(colours["accent"], 0.3)
    assert contrast(colours["foreground"], hint) >= 4.5
    assert not weak


def test_a_choice_stays_and_goes_before_the_configuration(tmp_path: Path) -> None:
    assert ThemeChoice(tmp_path, "light").load() == "light"
    assert ThemeChoice(tmp_path).keep("colour-blind")
    assert ThemeChoice(tmp_path, "light").load() == "colour-blind"


@pytest.mark.parametrize("kept", [b"", b"no-such", b"\xff\xfe", b"dark\x00", b"../../x"])
def test_a_spoilt_choice_is_none(tmp_path: Path, kept: bytes) -> None:
    (tmp_path / "theme").write_bytes(kept)
    assert ThemeChoice(tmp_path, "light").load() == "light"


def test_where_nothing_can_be_written_the_choice_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    choice = ThemeChoice(tmp_path / "file")
    assert not choice.keep("light")
    assert choice.load() == "dark"


def test_the_configuration_knows_the_themes_by_name() -> None:
    assert Settings.model_validate({"desk": {"theme": "light"}}).desk.theme == "light"
    assert set(THEMES) == set(NAMES) == set(shell.THEME)


@pytest.mark.parametrize("name", NAMES)
async def test_a_theme_is_chosen_by_its_words_and_no_text_changes(name: ThemeName) -> None:
    app = desk_app(FakeBackend.of())
    async with app.run_test(size=SIZES[0]) as pilot:
        before = screen_text(app)
        await press(pilot, "ctrl+p")
        await type_text(pilot, f"theme colour {name}")
        await press(pilot, "enter")
        assert app.theme == PREFIX + name
        assert said(pilot) == [shell.theme_chosen(name)]
        app.clear_notifications()
        await settle(pilot)
        assert screen_text(app) == before


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal on Windows")
def test_without_colours_no_colour_reaches_the_terminal_and_the_words_are_the_same(tmp_path: Path) -> None:
    from tests.desk.mirrors import make, reference
    from tests.desk.test_real_terminal import COMMAND, _now
    from tests.terminal import terminal

    make(tmp_path, 3, _now())
    (tmp_path / "config.toml").write_text(
        f'[desk]\ndata_dir = "{tmp_path.as_posix()}"\nserver = "http://127.0.0.1:9"\n', "utf-8"
    )
    command = [sys.executable, "-c", COMMAND, "--config", str(tmp_path / "config.toml")]
    with terminal(command, 80, 24, {"NO_COLOR": "1"}) as shown:
        shown.wait_for(reference(0))
        shown.press("down", "f1")
        shown.wait_for("ปุ่มของหน้าจอนี้")
        codes = {
            code for found in re.findall(rb"\x1b\[([0-9;]*)m", shown.written) for code in found.split(b";")
        }
    # Bold, dim, reverse and the terminal's own colours are all that is left.
    assert codes <= {b"", b"0", b"1", b"2", b"3", b"4", b"7", b"9", b"22", b"39", b"49"}, codes
    assert b"1" in codes
