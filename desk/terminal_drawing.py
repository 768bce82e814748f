"""What a terminal is sent to draw a picture in its own pixels, and to take it away again."""

from __future__ import annotations

import io
import re
from base64 import b64encode
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from desk.picture_way import Cell, Way

if TYPE_CHECKING:
    from PIL.Image import Image

_NUMBER: Final = 5202
"""By which a terminal with Kitty's protocol knows our one picture."""
_CHUNK: Final = 4096
_MOST_PIXELS: Final = 1000
"""The longer side that xterm takes, unless it is told otherwise."""
_DEFINITION: Final = re.compile(r"#(\d+);2;\d+;\d+;\d+")
_START, _END = "\x1b_G", "\x1b\\"
_FORGET: Final = f"{_START}a=d,d=I,i={_NUMBER},q=2{_END}"
WIPE: Final = f"{_FORGET}\x1b[2J"
"""Takes the picture, and all else, from the screen."""


def drawing(image: Image, way: Way, cell: Cell, column: int, row: int) -> str:
    """Return what draws an RGB image of whole cells at a place, from 0; takes some tenths of a second.

    The cursor goes back to where it was.
    """
    if way is Way.KITTY:
        across, down = image.width // cell.width, image.height // cell.height
        return _kept_cursor(_moved(column, row) + _kitty(image, across, down))
    return _kept_cursor("".join(_sixels(image, cell, column, row)))


def _sixels(image: Image, cell: Cell, column: int, row: int) -> Iterator[str]:
    """Yield pieces of whole cells, none larger than every terminal takes."""
    # The package's public parts ask the terminal when they are imported, and take the keys that come instead.
    from textual_image._sixel import image_to_sixels

    wide = max(_MOST_PIXELS // cell.width, 1) * cell.width
    high = max(_MOST_PIXELS // cell.height, 1) * cell.height
    for top in range(0, image.height, high):
        for left in range(0, image.width, wide):
            box = (left, top, min(left + wide, image.width), min(top + high, image.height))
            yield _moved(column + left // cell.width, row + top // cell.height)
            # A colour's definition chooses it on some terminals only; the bare number does on all.
            yield _DEFINITION.sub(r"\g<0>#\1", image_to_sixels(image.crop(box)))


def _kept_cursor(text: str) -> str:
    return f"\x1b7{text}\x1b8"


def _moved(column: int, row: int) -> str:
    return f"\x1b[{row + 1};{column + 1}H"


def taken_away(way: Way) -> str:
    """Return what takes the picture away; a Sixel goes with the cells that are written over it."""
    return _FORGET if way is Way.KITTY else ""


def _kitty(image: Image, columns: int, rows: int) -> str:
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=2)
    data = b64encode(out.getvalue()).decode("ascii")
    chunks = [data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK)]
    head = f"a=T,f=100,i={_NUMBER},c={columns},r={rows},C=1,"
    return _FORGET + "".join(
        f"{_START}{'' if at else head}q=2,m={int(at < len(chunks) - 1)};{chunk}{_END}"
        for at, chunk in enumerate(chunks)
    )
