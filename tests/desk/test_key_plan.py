"""The same key means the same everywhere, but for the keys whose one meaning has many names."""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from typing import Final

import pytest
from textual.binding import Binding

import desk.screens
from desk.actions import registry
from desk.common_actions import TAKE_BACK
from desk.keymap import binding_keys
from desk.screens.inquiry import InquiryScreen
from desk.training.app import TrainingApp
from tests.desk.driving import opened, press
from tests.desk.fakes import FakeBackend
from tests.desk.people import inquiry

_READ: Final = {"next_day", "scroll", "read_chat", "read", "page_down", "page_up", "next", "before"}
_MOVE: Final = {"up", "down", "lines", "scroll"}
ONE_MEANING: Final[dict[str, tuple[str, set[str]]]] = {
    "enter": (
        "on to the next thing",
        {"enter", "close", "insert", "go_on", "submit", "next_field", "back", "open", "run", "again"},
    ),
    "escape": ("one step back", {"back", "close"}),
    "tab": ("the other part of the screen", {"next_field", "slip", "chat", "details"}),
    "up": ("one line up", _MOVE),
    "down": ("one line down", _MOVE),
    "pageup": ("a page, a picture or a day back", _READ),
    "pagedown": ("a page, a picture or a day on", _READ),
    "f1": ("opens and closes the help", {"help", "back"}),
    "?": ("opens and closes the help", {"help", "back"}),
    "f5": ("call", {"call", "call_next"}),
    "f6": ("print", {"print", "prints"}),
    "f7": ("put off", {"park", "ask", "pass_on", "draw_number"}),
    "f8": ("the negative decision", {"problem", "reject", "close", "undo"}),
    "f9": (
        "the decision forward",
        {"confirm", "insert", "send", "forward", "approve", "retry", "ready", "take_in"},
    ),
}
"""The plan of the keys: what each means, and what that is called on the screens."""


def _meanings() -> dict[str, set[str]]:
    for module in pkgutil.iter_modules(desk.screens.__path__):
        importlib.import_module(f"desk.screens.{module.name}")
    found: dict[str, set[str]] = defaultdict(set)
    for screen, actions in registry().items():
        for action in actions if not screen.startswith("test-") else ():
            for key in action.keys.split():
                found[key].add(action.id)
    return found


def test_one_key_never_has_two_meanings() -> None:
    clashes = {
        key: sorted(ids)
        for key, ids in _meanings().items()
        if len(ids) > 1 and not ids <= ONE_MEANING.get(key, ("", set()))[1]
    }
    assert not clashes


@pytest.mark.parametrize("key", ONE_MEANING)
def test_the_plan_names_nothing_that_is_gone(key: str) -> None:
    used = _meanings()[key]
    twin = {"up": "down", "down": "up", "pageup": "pagedown", "pagedown": "pageup"}.get(key)
    assert ONE_MEANING[key][1] == used | (_meanings()[twin] if twin else set())


def test_the_sheet_of_the_training_has_a_key_of_its_own() -> None:
    used = {name for key in _meanings() for name in binding_keys(key).split(",")}
    own = {
        key
        for each in TrainingApp.BINDINGS
        for key in (each.key if isinstance(each, Binding) else each[0]).split(",")
    }
    assert own
    assert not own & used


async def test_where_an_answer_is_written_the_key_of_undoing_takes_no_decision_back() -> None:
    backend = FakeBackend.of([inquiry()])
    async with opened(backend, InquiryScreen("id-BK-5ASK")) as pilot:
        screen = pilot.app.screen
        assert not screen.check_action(TAKE_BACK, ())
        await press(pilot, "escape")
        assert pilot.app.screen.check_action(TAKE_BACK, ())
