"""The verdict on a check, at the bottom right, with what can be done about it."""

from __future__ import annotations

from textual.content import Content

from desk.check_model import CheckModel
from desk.messages import check as words
from desk.widgets.rows import Rows, row
from registry.checks import Verdict
from thai.clusters import cell_width
from thai.text import clean
from thai.wrapping import wrap

_NOTE_ROWS = 2


class VerdictLine(Rows):
    """The verdict, and below it the way out of a mismatch or what has just happened.

    ``blocked`` is what a mismatch keeps from being done, ``ways`` what can be done instead.
    """

    def __init__(
        self,
        model: CheckModel,
        *,
        clean_words: str = words.CLEAN,
        blocked: str = words.NOT_TO_APPROVE,
        ways: str = words.WAYS,
    ) -> None:
        super().__init__()
        self.model = model
        self.note = ""
        self._clean_words = clean_words
        self._open_words = ""
        self._blocked, self._ways = blocked, ways

    def show(
        self, model: CheckModel, note: str, *, clean_words: str | None = None, open_words: str = ""
    ) -> None:
        """Show a model's verdict, in other words for a clean or an open one if given, and a note below it."""
        self.model, self.note = model, note
        self._clean_words, self._open_words = clean_words or self._clean_words, open_words
        self.changed()

    def rows(self, width: int) -> list[Content]:
        """Return verdict and note."""
        label = f"{words.VERDICT}  "
        second = self.note
        if self.model.verdict is Verdict.MISMATCH:
            places = tuple(index + 1 for index in self.model.mismatches)
            first, style = f"✗ {words.mismatch(len(places), self._blocked)}", "bold $error"
            second = second or words.way_out(places, self._ways)
        elif self.model.verdict is Verdict.CLEAN:
            first, style = f"✓ {self._clean_words}", "bold $success"
        else:
            left = len(self.model.steps) - self.model.done
            first, style = self._open_words or words.incomplete(left), "bold"
        indent = cell_width(label)
        notes = wrap(clean(second), max(width - indent, 10))[:_NOTE_ROWS]
        return [row(width, label, (first, style)), *(row(width, " " * indent, note) for note in notes)]
