"""The commands of the palette: what can be done now, and where one can go; found by Thai or English words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from desk.actions import Action
from desk.backend import WorkList
from desk.common_actions import PALETTE
from desk.messages import palette as m
from desk.messages import printing, self_test, shell
from desk.messages import work_list as lists
from desk.screens.day_end import print_day_end
from desk.theme import NAMES
from thai.keyboard import to_latin, to_thai
from thai.text import clean

if TYPE_CHECKING:
    from textual.screen import Screen

    from desk.app import DeskApp
    from registry.settings import ThemeName


@dataclass(frozen=True, slots=True)
class Command:
    """Something to choose: its words in Thai, more words to find it by, its keys where it has some."""

    label: str
    run: Callable[[], object]
    help: str = ""
    words: str = ""
    keys: str = ""


def commands(desk: DeskApp, screen: Screen[Any], actions: Sequence[Action]) -> list[Command]:
    """Return what can be done on a screen, given its actions, and after that where one can go."""
    done = [
        Command(each.label, _runner(screen, each.id), each.help, each.id.replace("_", " "), each.keys_shown)
        for each in actions
        if each.id != PALETTE and callable(getattr(screen, f"action_{each.id}", None))
    ]
    known = {each.label for each in done}
    return [*done, *(each for each in places(desk) if each.label not in known)]


def places(desk: DeskApp) -> list[Command]:
    """Return what is reached from everywhere: the work lists and the desk's own matters."""
    found: list[Command] = []
    if desk.backend is not None:
        found = [
            Command(lists.NAME[which], _lister(desk, which), m.GO_TO, f"go list {which.value}")
            for which in WorkList
        ]
    colours = [
        Command(
            f"{m.COLOURS}{shell.THEME[name]}", _painter(desk, name), shell.THEME_HELP, f"theme colour {name}"
        )
        for name in NAMES
    ]
    test = Command(
        self_test.TITLE, desk.open_self_test, self_test.HELP, "self-test selftest terminal font keyboard"
    )
    if desk.backend is not None:
        day_end = partial(print_day_end, desk)
        found.append(Command(printing.DAY_END, day_end, printing.DAY_END_HELP, "print day-end dayend report"))
    return [*found, test, *colours]


def matching(found: Sequence[Command], text: str) -> list[Command]:
    """Return the commands that have every word of a text, typed in either layout; the best first."""
    wanted = clean(text).strip().casefold()
    if not wanted:
        return list(found)
    ranked = [
        (min(ranks), at, command)
        for at, command in enumerate(found)
        if (ranks := [rank for reading in _readings(wanted) if (rank := _rank(command, reading)) is not None])
    ]
    return [command for _, _, command in sorted(ranked, key=lambda each: each[:2])]


def _readings(text: str) -> set[str]:
    return {text, to_thai(text).casefold(), to_latin(text).casefold()}


def _rank(command: Command, text: str) -> int | None:
    """Return how well a command fits, 0 the best; None where it does not."""
    label, words = command.label.casefold(), command.words.casefold()
    if label.startswith(text) or words.startswith(text):
        return 0
    if text in label or f" {text}" in words:
        return 1
    everything = " ".join([label, words, command.help.casefold(), command.keys.casefold()])
    return 2 if all(word in everything for word in text.split()) else None


def _runner(screen: Screen[Any], action: str) -> Callable[[], object]:
    return lambda: screen.call_later(screen.run_action, action)


def _lister(desk: DeskApp, which: WorkList) -> Callable[[], object]:
    return lambda: desk.go_to_list(which)


def _painter(desk: DeskApp, name: ThemeName) -> Callable[[], object]:
    return lambda: desk.choose_theme(name)
