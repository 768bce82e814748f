"""A widget made of ready lines: measured in clusters and cells, so that nothing tears or spills."""

from __future__ import annotations

from typing import Final

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from thai.clusters import cell_width, crop
from thai.text import clean

Part = str | tuple[str, str]
MUTED: Final = "$text-muted"
"""The style of what is only there to be looked up: labels and hints."""


def row(width: int, *parts: Part) -> Content:
    """Return one line of at most ``width`` cells; a part is text, or text and style.

    Texts are cleaned here again: what reaches a terminal must never depend on who wrote it.
    """
    left = width
    pieces: list[Content] = []
    for part in parts:
        text, style = (part, "") if isinstance(part, str) else part
        shown = crop(" ".join(clean(text).split("\n")), left)
        left -= cell_width(shown)
        pieces.append(Content.styled(shown, style) if style else Content(shown))
    return Content("").join(pieces)


def spread(width: int, left: Part, right: Part) -> Content:
    """Return one line with its right part at the right edge; the left part gives way."""
    right_text = clean(right if isinstance(right, str) else right[0])
    left_text, left_style = (left, "") if isinstance(left, str) else left
    room = max(0, width - cell_width(right_text) - 1)
    shown = crop(" ".join(clean(left_text).split("\n")), room)
    gap = " " * (max(0, width - cell_width(right_text)) - cell_width(shown))
    return row(width, (shown, left_style) if left_style else shown, gap, right)


class Rows(Widget):
    """A widget whose subclass returns its lines for a width."""

    def rows(self, width: int) -> list[Content]:
        """Return the lines, each of at most ``width`` cells."""
        raise NotImplementedError

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return as many lines as there are."""
        del container, viewport
        return max(1, len(self.rows(width)))

    def render(self) -> Content:
        """Return the lines as one content; it never needs folding."""
        return Content("\n").join(self.rows(self.content_size.width))

    def changed(self) -> None:
        """Draw again, with another height if need be."""
        self.refresh(layout=True)
