"""A message being read: its folded text, from which each reader takes the pieces it has understood.

A piece that is taken is overwritten by as many mark characters, so that places stay the same, nothing is
read twice, and later readers still see what kind of thing stood there.
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from sync.line.understanding.spelling import put_right
from thai.text import clean, fold

# LINE allows 5,000 UTF-16 units; nothing behind them can have come from LINE.
_LONGEST = 5000
_STRETCHED = re.compile("([\u0e01-\u0e2e])\\1{2,}|([\u0e2f-\u0e39\u0e40-\u0e4e])\\2+")
_KEYCAP = "\u20e3"
# A slash between numbers is part of a date or a form; any other only lists things.
_LISTING_SLASH = re.compile("(?<![0-9 ])/|/(?![0-9 ])")


class Mark(StrEnum):
    """What stood at a taken place; private code points, which citizen text cannot hold after cleaning."""

    DATE = "\ue001"
    TIME = "\ue002"
    COPIES = "\ue003"
    CODE = "\ue004"
    SERVICE = "\ue005"


class Reading:
    """The folded text as it was (`plain`) and what is left of it (`rest`); places are the same in both."""

    __slots__ = ("plain", "rest")

    def __init__(self, text: str) -> None:
        self.plain = _folded(text)
        self.rest = self.plain

    def search_all(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield the matches in what is left now; taking them meanwhile does no harm."""
        return pattern.finditer(self.rest)

    def take(self, start: int, end: int, mark: Mark) -> None:
        """Overwrite a piece that has been understood."""
        self.rest = self.rest[:start] + mark * (end - start) + self.rest[end:]

    def blank(self, start: int, end: int) -> None:
        """Overwrite a label that says nothing of itself."""
        self.rest = self.rest[:start] + " " * (end - start) + self.rest[end:]

    def before(self, place: int) -> str:
        """Return the text as it was before a place, without spaces at its end."""
        return self.plain[max(0, place - 40) : place].rstrip()


def _folded(text: str) -> str:
    """Fold line by line, for a new line parts two numbers more surely than a space does.

    Empty lines go: a run of them, of which each pattern tries every part, takes minutes.
    """
    lines = (fold(line) for line in clean(text[:_LONGEST]).replace(_KEYCAP, "").split("\n"))
    folded = _STRETCHED.sub(lambda run: run[1] or run[2], "\n".join(filter(None, lines)))
    return put_right(_LISTING_SLASH.sub(" ", folded).strip())
