"""The last gate before the terminal: what it would obey is taken out, whoever wrote it, whatever shows it."""

from __future__ import annotations

import re
from typing import Final

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_OBEYED: Final = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
"""Controls, the signs that turn the direction of writing, and halves of characters."""
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0489\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
"""Thai marks, and those that stand on any letter: in a heap they run over the lines above and below."""
_LEFT_OUT: Final = re.compile(f"[{_OBEYED}]|(?<=[{_MARKS}]{{4}})[{_MARKS}]")
"""None of it takes a cell, so no line gets shorter; no script puts five marks on a letter."""


class PlainLines(LineFilter):
    """Looks at every line of every widget as it is drawn; texts are cleaned before, where they come in."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments without what a terminal would obey."""
        del background
        return [
            each._replace(text=_LEFT_OUT.sub("", each.text)) if _LEFT_OUT.search(each.text) else each
            for each in segments
        ]
