"""The score sheet on the screen, as far as the cases have come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from desk.actions import Action, bindings, define
from desk.training import sheet, words
from desk.training.scoring import Score
from desk.widgets.dialog import Dialog

_CELLS: Final = 68


class SheetDialog(Dialog[None]):
    """How each case stands; the arrows scroll."""

    ACTIONS = define("sheet", Action("back", "escape enter", words.CLOSE, words.CLOSE_HELP))
    BINDINGS = bindings("sheet")
    DEFAULT_CSS = """
    SheetDialog #sheet-lines { height: auto; max-height: 24; margin: 1 0 0 0; }
    SheetDialog.-low #sheet-lines { max-height: 13; }
    """

    def __init__(self, scores: Sequence[Score]) -> None:
        super().__init__(words.SHEET)
        self._scores = scores

    def body(self) -> ComposeResult:
        """Yield the sheet's lines."""
        with VerticalScroll(id="sheet-lines"):
            lines = "\n".join(sheet.lines(self._scores, _CELLS))
            yield Static(Text(lines, no_wrap=True), markup=False)
        yield Static(Text(words.SHEET_NEXT), classes="hint", markup=False)

    def opened(self) -> None:
        """Let the arrows scroll."""
        super().opened()
        self.query_one("#sheet-lines").focus()
