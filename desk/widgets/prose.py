"""Sentences of any length, broken at Thai words: Textual knows only spaces, and tears the rest."""

from __future__ import annotations

from textual.content import Content

from desk.widgets.rows import Rows, row
from thai.text import clean
from thai.wrapping import wrap


class Prose(Rows):
    """A text as high as it needs."""

    DEFAULT_CSS = "Prose { height: auto; }"

    def __init__(self, text: str, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._text = clean(text)

    def rows(self, width: int) -> list[Content]:
        """Return the broken lines."""
        return [row(width, line) for line in wrap(self._text, max(width, 1))]
