"""Base of the screens with a check to fill in: its lines, what was entered, and a note below the verdict."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.containers import VerticalScroll

from desk.check_memory import Kept
from desk.check_model import CheckModel
from desk.screens.revealing import RevealingScreen
from desk.widgets.check_lines import CheckLines
from desk.widgets.later import once_shown


class CheckingScreen(RevealingScreen):
    """A screen with lines to answer; what is entered is kept while the clerk is signed in.

    Subclasses say which check it is (``kind``) and what PgUp and PgDn scroll (``scrolled``).
    """

    kind: ClassVar[str]
    scrolled: ClassVar[str]

    def __init__(self, request_id: str) -> None:
        super().__init__(request_id)
        self.model = CheckModel((), ())
        self.kept = Kept()
        self.note = ""

    def opened(self) -> None:
        """Show the request with what was entered before, the first open line in hand."""
        super().opened()
        self.kept = self.desk.memory.of(self.request_id, self.kind)
        self.adopt(own=True)
        self.lines.begin(self.model, self.kept.drafts)

    @property
    def lines(self) -> CheckLines:
        """The lines to answer."""
        return self.query_one(CheckLines)

    def say(self, note: str) -> None:
        """Say something below the verdict, until something else is to be said."""
        self.note = note
        self.show()

    def to_line_in_the_way(self) -> tuple[int, ...]:
        """Take the first line in hand that does not match, else the first open one; return the mismatches."""
        mismatches = self.model.mismatches
        place = mismatches[0] if mismatches else self.model.next_open(-1) or 0
        self.lines.begin(self.model, self.kept.drafts, cursor=place)
        self.lines.focus()
        return mismatches

    def forget_entered(self) -> None:
        """Forget what was entered: it has led to a decision."""
        self.desk.memory.forget(self.request_id, self.kind)

    def on_resize(self, _event: events.Resize) -> None:
        """Fold or unfold: the new sizes decide what is compact, and which keys mean something."""
        once_shown(self, self._fold)

    def _fold(self) -> None:
        self.show()
        self.refresh_shell()

    def on_check_lines_answered(self, event: CheckLines.Answered) -> None:
        """Show progress and verdict."""
        event.stop()
        self.say("")
        # The keys are other ones where the line in hand takes text.
        self.refresh_shell()

    def key_pageup(self) -> None:
        """Scroll back."""
        self.query_one(self.scrolled, VerticalScroll).scroll_page_up(animate=False)

    def key_pagedown(self) -> None:
        """Scroll on."""
        self.query_one(self.scrolled, VerticalScroll).scroll_page_down(animate=False)
