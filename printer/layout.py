"""Setting lines, paragraphs and rows of Thai into small pictures that can be stacked; no mark is ever cut."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise, zip_longest
from math import ceil
from typing import Literal

from PIL import Image, ImageDraw

from printer.fonts import Style
from thai.wrapping import wrap

Align = Literal["left", "center", "right"]

# Grey from this level down becomes a dot; above the middle, because thermal heads print thin strokes faint.
_THRESHOLD = 150
_TO_DOTS = [0 if grey <= _THRESHOLD else 255 for grey in range(256)]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: its picture (mode "1") and how far down its baseline stands."""

    picture: Image.Image
    baseline: int


@lru_cache(maxsize=64)
def line(text: str, style: Style) -> Line:
    """Set one line; its box holds ordinary Thai, and more where the ink goes further."""
    left, top, right, bottom = style.font.getbbox(text, anchor="ls")
    above, below = style.extent
    above, below = max(above, -int(top)), max(below, int(bottom))
    start = max(0, -int(left))
    size = (max(1, start + ceil(max(right, style.length(text)))), above + below)
    grey = Image.new("L", size, 255)
    ImageDraw.Draw(grey).text((start, above), text, font=style.font, fill=0, anchor="ls")
    return Line(grey.point(_TO_DOTS, "1"), above)


def lines(text: str, style: Style, width: int, *, at_spaces: bool = False) -> list[Line]:
    """Set a text in as many lines as it needs, broken at words; names rather at spaces."""
    if style.length(text) <= width:
        return [line(text, style)]
    parts = wrap(text, width, style.length)
    phrases = _phrases(text, style, width) if at_spaces else []
    if phrases and len(phrases) <= len(parts):
        parts = phrases
    return [line(part, style) for part in parts]


def blank(width: int, height: int) -> Image.Image:
    """Return white paper."""
    return Image.new("1", (width, max(0, height)), 255)


def stack(pictures: Iterable[Image.Image], width: int, *, gap: int = 0, align: Align = "left") -> Image.Image:
    """Put pictures below each other on paper of that width."""
    parts = list(pictures)
    height = sum(part.height for part in parts) + gap * max(0, len(parts) - 1)
    paper = blank(width, height)
    down = 0
    for part in parts:
        paper.paste(part, (_indent(part.width, width, align), down))
        down += part.height + gap
    return paper


def pile(
    entries: list[list[Line]], width: int, pitch: int, *, air: int = 0, align: Align = "left"
) -> Image.Image:
    """Put entries of one or more lines below each other.

    Baselines stand `pitch` dots apart, `air` more between two entries, or as far as their marks demand.
    """
    rows = [row for entry in entries for row in entry]
    begins = list(accumulate((len(entry) for entry in entries), initial=0))
    places = [0] * len(rows)
    for index, (above, row) in enumerate(pairwise(rows), start=1):
        apart = pitch + (air if index in begins else 0)
        places[index] = places[index - 1] + max(above.picture.height, above.baseline + apart - row.baseline)
    paper = blank(width, places[-1] + rows[-1].picture.height if rows else 0)
    for place, row in zip(places, rows, strict=True):
        paper.paste(row.picture, (_indent(row.picture.width, width, align), place))
    return paper


def paragraph(
    text: str, style: Style, width: int, *, align: Align = "left", at_spaces: bool = False
) -> Image.Image:
    """Set a wrapped text on paper of that width."""
    return pile([lines(text, style, width, at_spaces=at_spaces)], width, style.pitch, align=align)


def pair(left: list[Line], right: list[Line], width: int, *, right_at: int | None = None) -> list[Line]:
    """Put two columns of lines beside each other on common baselines.

    The right column begins at `right_at`, or ends at the paper's edge where that is None.
    """
    return [_row(one, other, width, right_at) for one, other in zip_longest(left, right)]


def _row(left: Line | None, right: Line | None, width: int, right_at: int | None) -> Line:
    both = [cell for cell in (left, right) if cell]
    baseline = max(cell.baseline for cell in both)
    below = max(cell.picture.height - cell.baseline for cell in both)
    paper = blank(width, baseline + below)
    if left:
        paper.paste(left.picture, (0, baseline - left.baseline))
    if right:
        start = width - right.picture.width if right_at is None else right_at
        paper.paste(right.picture, (start, baseline - right.baseline))
    return Line(paper, baseline)


def _phrases(text: str, style: Style, width: int) -> list[str]:
    """Fill lines with whole phrases (what stands between spaces); nothing where one is too wide."""
    filled: list[str] = []
    for phrase in text.split(" "):
        longer = f"{filled[-1]} {phrase}" if filled else phrase
        if filled and style.length(longer) <= width:
            filled[-1] = longer
        elif style.length(phrase) <= width:
            filled.append(phrase)
        else:
            return []
    return filled


def _indent(part: int, width: int, align: Align) -> int:
    return {"left": 0, "center": (width - part) // 2, "right": width - part}[align]
