"""What the pages name is there: files, commands, keys of the configuration."""

from __future__ import annotations

import re
import textwrap
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.binding import Binding

import desk.cli
import printer.cli
import sync.cli
from desk import keymap
from desk.actions import registry
from desk.training.app import TrainingApp
from registry.settings import Settings
from tests.desk.openers import every_kind

ROOT = Path(__file__).parents[1]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
PROGRAMS: dict[str, Callable[[list[str]], int]] = {
    "desk": desk.cli.main,
    "printer": printer.cli.main,
    "sync": sync.cli.main,
}


def _commands() -> set[tuple[str, str]]:
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    named = set(re.findall(r"bangkhae-(desk|sync|printer)(?:\.exe)? ([a-z]+(?:-[a-z]+)*)", text))
    return {(program, word) for program, word in named if word not in {"listens", "is", "daemon", "has"}}


def _configurations() -> list[tuple[str, str]]:
    """Return the pieces of configuration that pages show, each with its page."""
    sections = "|".join(Settings.model_fields)
    piece = re.compile(rf"(?:^ +\[(?:{sections})\]\n(?:^ +\w+ = .*\n)+\n?)+", re.MULTILINE)
    return [(page.name, found) for page in PAGES for found in piece.findall(page.read_text("utf-8"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_links_to_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    links = re.findall(r"\]\(([^)#]+)\)", text) + re.findall(r'src="([^"]+)"', text)
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize(("program", "word"), sorted(_commands()))
def test_every_command_that_a_page_names_is_known(program: str, word: str) -> None:
    with pytest.raises(SystemExit) as ended:
        PROGRAMS[program]([word, "--help"])
    assert ended.value.code == 0


@pytest.mark.parametrize(("page", "text"), _configurations())
def test_every_key_that_a_page_sets_is_known(page: str, text: str) -> None:
    for section, keys in tomllib.loads(textwrap.dedent(text)).items():
        known = getattr(Settings.model_fields[section].annotation, "model_fields", {})
        assert set(keys) <= set(known), page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_key_that_a_page_names_is_known(page: Path) -> None:
    for section, key in re.findall(r"`\[(\w+)\] (\w+)", page.read_text("utf-8")):
        known = getattr(Settings.model_fields[section].annotation, "model_fields", {})
        assert key in known, (section, key)


def test_every_key_of_the_keyboard_that_the_clerks_guide_names_does_something() -> None:
    every_kind()
    text = (ROOT / "docs" / "clerk.md").read_text("utf-8")
    named = set(re.findall(r"\b(F[1-9]\d?|Ctrl\+[A-Z]|Insert)\b", text)) | set(
        re.findall(r"\*\*([A-Z])\*\*", text)
    )
    pressed = {"Ins" if name == "Insert" else name for name in named}
    shown = [action.keys_shown for actions in registry().values() for action in actions]
    bound = {key for keys in shown for key in keys.split(" / ")}
    bound |= {
        keymap.shown(binding.key.split(",")[0])
        for binding in TrainingApp.BINDINGS
        if isinstance(binding, Binding)
    }
    assert len(pressed) > 20
    assert pressed <= bound, pressed - bound


def test_every_picture_is_shown() -> None:
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    kept = {path.name for path in (ROOT / "docs" / "pictures").iterdir()}
    assert {name for name in kept if f"pictures/{name}" not in text} == set()


def test_the_pages_show_commands_and_configuration() -> None:
    assert {("sync", "serve"), ("sync", "restored"), ("printer", "slip")} <= _commands()
    assert len(_configurations()) >= 4
