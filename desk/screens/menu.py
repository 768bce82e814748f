"""A dialog of a few choices, one of which is taken by its number or by Enter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual.app import ComposeResult

from desk.actions import Action, bindings, define
from desk.messages import shell
from desk.widgets.choice_list import ChoiceList
from desk.widgets.dialog import Dialog
from desk.widgets.prose import Prose

MENU_ACTIONS: Final = define("menu", Action("back", "escape", shell.BACK, shell.CHOOSE_BACK_HELP))


class MenuDialog(Dialog[str]):
    """Choices as (name, label); closes with a name, or None for Esc."""

    ACTIONS = MENU_ACTIONS
    BINDINGS = bindings("menu")
    CSS_PATH = "dialogs.tcss"

    def __init__(self, title: str, choices: Sequence[tuple[str, str]], text: str = shell.CHOOSE) -> None:
        super().__init__(title)
        self._choices = tuple(choices)
        self._text = text

    def body(self) -> ComposeResult:
        """Yield what is asked, and the choices."""
        yield Prose(self._text, classes="dialog-text")
        yield ChoiceList([label for _, label in self._choices])

    def opened(self) -> None:
        """Take the keys."""
        super().opened()
        self.query_one(ChoiceList).focus()

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        """Close with the choice, once it can have been read."""
        event.stop()
        if self.enter_counts:
            self.dismiss(self._choices[event.index][0])
