"""A picture cut into what a printer is sent: strips as wide as their ink, and feeds for white paper."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PIL import Image, ImageChops

from printer.errors import BadPicture

WIDEST = 576
# A strip fits the receive buffer of plain printers, and a printer that lost the line in the middle of one is
# soon helped out of it; a feed fits the one byte of ESC J.
_STRIP_BYTES = 2048
_MOST_ROWS = 255
LONGEST_COMMAND = 8 + _STRIP_BYTES
"""Bytes of the longest command that a slip holds: a printer that lost the line waits for at most so many."""
# What a strip costs before its first dot, in bytes: GS L and the head of GS v 0; and a feed.
_HEAD = 12
_FEED = 3
# A strip or feed of less than a millimetre makes the motor stutter: it must save as much as some rows of ink.
_LOW_ROWS = 8
_LOW = 40
_INVERTED = bytes(255 - byte for byte in range(256))

# DLE EOT, DLE ENQ and DLE DC4 are obeyed at once even inside picture data: a status request, a recovery, a
# drawer pulse. In a picture they are two lonely dots; a second dot beside the first ends the likeness.
REAL_TIME = re.compile(rb"\x10(?=[\x04\x05\x14])")


@dataclass(frozen=True, slots=True)
class Feed:
    """White paper, so many dots (1 to 255)."""

    rows: int


@dataclass(frozen=True, slots=True)
class Strip:
    """Dots from row `top` to before `bottom` and from column `left` to before `right` (multiples of 8)."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def width(self) -> int:
        """Return the dots across."""
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class _Run:
    """Rows that are sent alike, and the bytes between which their ink stands; white where `right` is 0."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def rows(self) -> int:
        return self.bottom - self.top

    @property
    def size(self) -> int:
        return self.rows * (self.right - self.left) if self.right else 0

    @property
    def cost(self) -> int:
        low = 0 if self.rows >= _LOW_ROWS else _LOW
        return _FEED + low if not self.right else _HEAD + self.size + low

    def with_next(self, other: "_Run") -> "_Run":
        return _Run(self.top, other.bottom, min(self.left, other.left), max(self.right, other.right))


def plan(image: Image.Image, *, margins: bool = True) -> list[Feed | Strip]:
    """Cut a picture (mode "1", black on white, width a multiple of 8 up to 576) into feeds and strips.

    Without margins every strip begins at the paper's edge, for printers that do not know GS L.
    """
    if image.mode != "1" or image.width % 8 or not 0 < image.width <= WIDEST:
        raise BadPicture(f"{image.mode} {image.width}")
    runs = _merged(_runs(image, margins=margins))
    while len(fewer := _merged(runs)) < len(runs):
        runs = fewer
    return [part for run in runs for part in _parts(run)]


def without_real_time(image: Image.Image, *, margins: bool = True) -> Image.Image:
    """Return the picture with a dot added wherever its strips would hold a real-time command.

    The result is what goes on paper; a picture without such places is returned unchanged.
    """
    return safe_plan(image, margins=margins)[0]


def safe_plan(image: Image.Image, *, margins: bool = True) -> tuple[Image.Image, list[Feed | Strip]]:
    """Return what goes on paper and its plan, which is the picture's own: dots are added beside dots only."""
    safe = image
    parts = plan(image, margins=margins)
    for part in parts:
        if isinstance(part, Strip):
            data = ink(image, part)
            mended = REAL_TIME.sub(b"\x18", data)
            if mended != data:
                safe = image.copy() if safe is image else safe
                size = (part.width, part.bottom - part.top)
                safe.paste(ImageChops.invert(Image.frombytes("1", size, mended)), (part.left, part.top))
    return safe, parts


def ink(image: Image.Image, strip: Strip) -> bytes:
    """Return a strip's dots as raster bytes: rows from the top, eight dots a byte, 1 is black."""
    part = image.crop((strip.left, strip.top, strip.right, strip.bottom))
    # Not ImageChops.invert: white may be stored as 1 as well as 255, and 254 would be white again.
    return part.tobytes().translate(_INVERTED)


def _runs(image: Image.Image, *, margins: bool) -> Iterator[_Run]:
    """Yield neighbouring rows whose ink stands between the same bytes."""
    data, row = image.tobytes(), image.width // 8
    run: _Run | None = None
    for down in range(image.height):
        line = data[down * row : (down + 1) * row]
        right = len(line.rstrip(b"\xff"))
        left = (row - len(line.lstrip(b"\xff")) if margins else 0) if right else row
        if run and (run.left, run.right) == (left, right):
            run = _Run(run.top, down + 1, left, right)
        else:
            if run:
                yield run
            run = _Run(down, down + 1, left, right)
    if run:
        yield run


def _merged(runs: Iterable[_Run]) -> list[_Run]:
    """Send neighbours as one wherever that is no more bytes."""
    merged: list[_Run] = []
    for run in runs:
        merged.append(run)
        while len(merged) > 1:
            both = merged[-2].with_next(merged[-1])
            if both.size > _STRIP_BYTES or both.cost > merged[-2].cost + merged[-1].cost:
                break
            merged[-2:] = [both]
    return merged


def _parts(run: _Run) -> Iterator[Feed | Strip]:
    step = min(_MOST_ROWS, _STRIP_BYTES // (run.right - run.left)) if run.right else _MOST_ROWS
    for start in range(run.top, run.bottom, step):
        end = min(start + step, run.bottom)
        yield Strip(start, end, run.left * 8, run.right * 8) if run.right else Feed(end - start)
