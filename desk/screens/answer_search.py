"""The search for a ready answer: typed in either layout, shown whole, inserted to be changed, never sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input

from desk.actions import Action, bindings, define
from desk.messages import inquiry as words
from desk.ready_answers import AnswerSearch
from desk.widgets.dialog import Dialog
from desk.widgets.rows import MUTED, Rows, row
from desk.widgets.thai_input import ThaiInput
from registry.answers import ReadyAnswer, filled
from registry.labels import GROUP
from thai.wrapping import wrap

SHOWN: Final = 6
TEXT_LINES: Final = 5

SEARCH_ACTIONS: Final = define(
    "answer_search",
    Action("insert", "enter f9", words.INSERT, words.INSERT_HELP),
    Action("back", "escape", words.BACK, words.BACK_HELP),
    Action("up", "up", words.MOVE_TO, words.MOVE_TO_HELP, footer=False),
    Action("down", "down", words.MOVE_TO, words.MOVE_TO_HELP, footer=False),
)


class FoundAnswers(Rows):
    """The titles that were found, a window of them around the one in hand, and its text below."""

    def __init__(self, known: Mapping[str, str]) -> None:
        super().__init__()
        self._known = known
        self.answers: Sequence[ReadyAnswer] = ()
        self.cursor = 0
        self.nothing = words.SEARCH_NONE

    @property
    def text(self) -> str | None:
        """The answer in hand, filled as far as it can be; None where nothing was found."""
        return filled(self.answers[self.cursor].text, self._known) if self.answers else None

    def show(self, answers: Sequence[ReadyAnswer], nothing: str) -> None:
        """Show what was found, the first in hand."""
        self.answers, self.cursor, self.nothing = answers, 0, nothing
        self.refresh()

    def move(self, step: int) -> None:
        """Take another one in hand."""
        self.cursor = min(max(self.cursor + step, 0), max(len(self.answers) - 1, 0))
        self.refresh()

    def rows(self, width: int) -> list[Content]:
        """Return titles and text in always as many lines."""
        first = min(max(0, self.cursor - SHOWN // 2), max(0, len(self.answers) - SHOWN))
        titles = [
            self._title(width, number, answer)
            for number, answer in enumerate(self.answers[first : first + SHOWN], first)
        ]
        text = self.text
        lines = wrap(text, width - 2) if text is not None else [self.nothing]
        more = len(lines) > TEXT_LINES
        shown = [*lines[: TEXT_LINES - 1], f"{lines[TEXT_LINES - 1]} …"] if more else lines
        below = [row(width, "  ", (line, MUTED)) for line in shown]
        blank = [row(width, "")]
        return titles + blank * (SHOWN - len(titles)) + blank + below + blank * (TEXT_LINES - len(below))

    def _title(self, width: int, number: int, answer: ReadyAnswer) -> Content:
        here = number == self.cursor
        group = f"  {GROUP[answer.group]}" if answer.group is not None else ""
        return row(
            width, ("› " if here else "  ", "bold"), (answer.title, "bold" if here else ""), (group, MUTED)
        )


class AnswerSearchDialog(Dialog[str]):
    """A line to type in and what it finds; closes with a text to insert, or None."""

    ACTIONS = SEARCH_ACTIONS
    BINDINGS = bindings("answer_search")
    CSS_PATH = "dialogs.tcss"

    def __init__(self, search: AnswerSearch, known: Mapping[str, str]) -> None:
        super().__init__(words.SEARCH_TITLE)
        self._search, self._known = search, known

    def body(self) -> ComposeResult:
        """Yield the line, and what it finds."""
        yield ThaiInput(placeholder=words.SEARCH_PROMPT, max_length=80, id="search-for")
        yield FoundAnswers(self._known)

    def opened(self) -> None:
        """Show all: the most used stand first."""
        super().opened()
        self.query_one(ThaiInput).focus()
        self._show("")

    def action_up(self) -> None:
        """Go up."""
        self.query_one(FoundAnswers).move(-1)

    def action_down(self) -> None:
        """Go down."""
        self.query_one(FoundAnswers).move(1)

    @on(Input.Submitted)
    def action_insert(self) -> None:
        """Close with the answer in hand."""
        text = self.query_one(FoundAnswers).text
        if text is not None and self.enter_counts:
            self.dismiss(text)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show(event.value)

    def _show(self, text: str) -> None:
        nothing = words.SEARCH_NONE if text.strip() else words.SEARCH_EMPTY
        self.query_one(FoundAnswers).show(self._search.find(text), nothing)
