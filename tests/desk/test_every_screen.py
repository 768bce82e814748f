"""Every screen and dialog: as kept at both sizes with its colours, the same without, in both layouts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from textual.binding import BindingsMap
from textual.color import Color
from textual.filter import NoColor
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Input

from desk.app import DeskApp
from desk.keymap import spellings
from desk.screens.base import DeskScreen
from desk.widgets.dialog import ConfirmDialog, Dialog
from tests.desk.driving import GOLDEN, assert_harmless, press, settle
from tests.desk.fakes import SIZES, FakeBackend, FakeEntrance, PatientClock
from tests.desk.openers import OPENERS, every_kind
from thai.clusters import cell_width

FOLDER = GOLDEN / "every"
LETTERS = {
    "text-muted": "m",
    "error": "e",
    "warning": "w",
    "success": "s",
    "accent": "a",
    "primary": "p",
    "foreground": ".",
}
"""The colour of a cell's text in the kept picture; ~ is any other (behind a dialog, for one).

Bold is upper case (! for plain bold text), reverse is #.
"""


def test_every_screen_and_dialog_is_looked_at() -> None:
    kinds = set(every_kind())
    assert not kinds - set(OPENERS), "tests/desk/openers.py needs a line for these, and their pictures kept"
    assert not set(OPENERS) - kinds, "these are gone: take them out of tests/desk/openers.py"


def test_no_picture_is_kept_of_what_is_gone() -> None:
    assert {path.stem.rsplit("-", 1)[0] for path in FOLDER.glob("*.txt")} == set(OPENERS)


def _strips(app: DeskApp) -> list[Strip]:
    return app.screen._compositor.render_strips()


def _text(strips: list[Strip]) -> str:
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips) + "\n"


def _styles(app: DeskApp, strips: list[Strip]) -> str:
    names = app.theme_variables
    letters = {Color.parse(names[name]).rgb: letter for name, letter in LETTERS.items()}
    return "\n".join("".join(_letters(strip, letters)).rstrip() for strip in strips) + "\n"


def _letters(strip: Strip, letters: dict[tuple[int, int, int], str]) -> list[str]:
    """Return a letter a cell; blank cells are blank."""
    line = []
    for segment in strip:
        style, colour = segment.style, None
        if style is not None and style.color is not None and style.color.triplet is not None:
            colour = tuple(style.color.triplet)
        letter = letters.get(colour, "~") if colour is not None and len(colour) == 3 else "~"
        if style is not None and style.bold:
            letter = "!" if letter == "." else letter.upper()
        if style is not None and style.reverse:
            letter = "#"
        line.append("".join((" " if c == " " else letter) for c in segment.text if cell_width(c)))
    return line


def _picture(app: DeskApp) -> str:
    """Return text and styles of what is on screen; fails where it would differ without colours."""
    assert_harmless(app)
    strips = _strips(app)
    bare = [strip.apply_filter(NoColor(), Color(0, 0, 0)) for strip in strips]
    assert _text(bare) == _text(strips)
    assert not any(_coloured(strip) for strip in bare)
    return f"{_text(strips)}{'-' * app.size.width}\n{_styles(app, strips)}"


def _coloured(strip: Strip) -> bool:
    styles = [segment.style for segment in strip if segment.style is not None]
    return any(
        colour is not None and not colour.is_default
        for style in styles
        for colour in (style.color, style.bgcolor)
    )


@pytest.mark.parametrize("name", sorted(OPENERS))
async def test_it_looks_as_kept(name: str) -> None:
    app = DeskApp(FakeEntrance(FakeBackend.of()), monotonic=PatientClock(), scan_gap=0)
    pictures = {}
    async with app.run_test(size=SIZES[0]) as pilot:
        await settle(pilot)
        await OPENERS[name](pilot, app)
        await settle(pilot)
        for line in app.screen.query(Input):
            # A cursor that blinks is now here, now not.
            line.cursor_blink = False
            line._cursor_visible = True
        for width, height in SIZES:
            await pilot.resize_terminal(width, height)
            await settle(pilot)
            assert type(app.screen).__name__ == name
            pictures[f"{name}-{width}x{height}.txt"] = _picture(app)
        assert all(action.owner for action in _actions(app.screen)), (
            "give an action another word with under()"
        )
        await _one_step_back(pilot, app, name)
    for file, picture in pictures.items():
        _compare(FOLDER / file, picture)


async def _one_step_back(pilot: Pilot[None], app: DeskApp, name: str) -> None:
    """Press F1 twice, then Esc: exactly this screen closes, and nothing was sent or ended by it."""
    below = app.screen_stack[:-1]
    if name not in {"HelpScreen", "SelfTestScreen"}:
        await press(pilot, "f1")
        assert type(app.screen).__name__ == "HelpScreen"
        await press(pilot, "f1")
    assert app.screen_stack[:-1] == below
    backend = app.entrance.backend if isinstance(app.entrance, FakeEntrance) else None
    assert backend is not None
    sent = len(backend.sent)
    await press(pilot, "escape")
    assert app.is_running
    assert backend.sent[sent:] == []
    if name == "WorkListScreen":
        assert isinstance(app.screen, ConfirmDialog), "there is nothing behind the first screen: it asks"
    elif name != "SignInScreen":
        assert app.screen_stack == below


def _actions(screen: Screen[Any]) -> list[Any]:
    assert isinstance(screen, DeskScreen | Dialog)
    return list(screen.footer_actions())


def _compare(path: Path, shown: str) -> None:
    if os.environ.get("BANGKHAE_UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text("utf-8")


@pytest.mark.parametrize("name", sorted(OPENERS))
def test_every_letter_counts_in_both_layouts(name: str) -> None:
    kind = every_kind()[name]
    bound: BindingsMap | None = kind._merged_bindings
    assert bound is not None
    assert issubclass(kind, DeskScreen | Dialog)
    known = {key for key, _ in bound}
    for action in kind.ACTIONS:
        for key in action.keys.split():
            arrives = {_binding_name(each) for each in spellings(key)}
            assert arrives <= known, (action.id, key)


def _binding_name(key: str) -> str:
    made = BindingsMap([(key, "x", "")])
    return next(iter(made.key_to_bindings))


@pytest.mark.parametrize("name", ["CheckScreen", "PickUpScreen", "PaletteDialog"])
async def test_it_can_be_resized_at_any_time(name: str) -> None:
    app = DeskApp(FakeEntrance(FakeBackend.of()), monotonic=PatientClock(), scan_gap=0)
    async with app.run_test(size=(40, 12)) as pilot:
        await settle(pilot)
        await OPENERS[name](pilot, app)
        for width, height in ((40, 12), (200, 60), (79, 24), (80, 23), (1, 1), (80, 24)):
            await pilot.resize_terminal(width, height)
            await settle(pilot)
            assert_harmless(app)
            small = width < 80 or height < 24
            if isinstance(app.screen, DeskScreen) and width >= 40 and height > 3:
                assert ("จอเล็กเกินไป" in _text(_strips(app))) is small
        assert type(app.screen).__name__ == name
