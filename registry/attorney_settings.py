"""``[attorney]``: what shows a power of attorney, and who collects by it, in the office's own words."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import AfterValidator, Field

from registry.request import Attorney, Part
from thai.identity import mask_numbers
from thai.text import clean

_MOST: Final = 6
"""As many as a menu of digits shows on the smallest screen."""


def _words(text: str) -> str:
    """Refuse what is no plain line of words: it goes into the trail, where nobody's number may stand."""
    if not text.strip() or clean(text).strip() != text or "\n" in text or mask_numbers(text) != text:
        raise ValueError("each is one line of words, without a person's number")
    return text


def _each_once(words: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(words)) < len(words):
        raise ValueError("one stands there twice")
    return words


Choices = Annotated[
    tuple[Annotated[str, Field(max_length=60), AfterValidator(_words)], ...],
    Field(min_length=1, max_length=_MOST),
    AfterValidator(_each_once),
]


class AttorneySettings(Part):
    """``papers`` are what a clerk can have been shown, ``collectors`` who collects, by what they are."""

    papers: Choices = (
        "หนังสือมอบอำนาจ และบัตรของผู้มอบ",
        "หนังสือมอบอำนาจ และสำเนาบัตรของผู้มอบ",
        "คำสั่งศาลหรือคำสั่งแต่งตั้งผู้แทน",
    )
    collectors: Choices = ("คู่สมรส", "บิดาหรือมารดา", "บุตร", "ญาติพี่น้อง", "ผู้รับมอบอำนาจอื่น")

    def knows(self, shown: Attorney) -> bool:
        """Whether both are words of this office."""
        return shown.paper in self.papers and shown.collector in self.collectors
