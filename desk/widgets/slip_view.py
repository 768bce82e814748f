"""The slip as it would come out of the printer now, or why it cannot."""

from __future__ import annotations

from textual.content import Content

from desk.widgets.rows import Rows, row
from thai.clusters import cell_width


class SlipView(Rows):
    """The preview's lines in the middle, for the preview is the paper."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[str, ...] = ()
        self._style = ""

    def show(self, lines: list[str], *, problem: bool = False) -> None:
        """Show the paper's lines, or what is wrong with them."""
        style = "$warning" if problem else ""
        if (tuple(lines), style) != (self._lines, self._style):
            self._lines, self._style = tuple(lines), style
            self.changed()

    def rows(self, width: int) -> list[Content]:
        """Return the lines, moved to the middle together."""
        longest = max(map(cell_width, self._lines), default=0)
        indent = " " * max(0, (width - longest) // 2)
        return [row(width, indent, (line, self._style) if self._style else line) for line in self._lines]
