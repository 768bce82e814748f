"""A picture cut into what a printer is sent: strips of dots, and feeds where the paper stays white."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from PIL import Image, ImageChops

from printer.errors import BadPicture

WIDEST = 576
# A strip is small enough for the receive buffer of plain printers, a feed fits the one byte of ESC J.
_STRIP_ROWS = 128
_FEED_ROWS = 255
# Below a millimetre of white a new strip costs more than it saves, and makes the motor stutter.
_WORTH_A_FEED = 8

# DLE EOT, DLE ENQ and DLE DC4 are obeyed at once even inside picture data: a status request, a recovery, a
# drawer pulse. In a picture they are two lonely dots; a second dot beside the first ends the likeness.
REAL_TIME = re.compile(rb"\x10(?=[\x04\x05\x14])")


@dataclass(frozen=True, slots=True)
class Feed:
    """White paper, so many dots (1 to 255)."""

    rows: int


@dataclass(frozen=True, slots=True)
class Strip:
    """Dots from row `top` to before `bottom`, and how wide the ink is in dots (a multiple of 8)."""

    top: int
    bottom: int
    width: int


def plan(image: Image.Image) -> list[Feed | Strip]:
    """Cut a picture (mode "1", black on white, width a multiple of 8 up to 576) into feeds and strips."""
    if image.mode != "1" or image.width % 8 or not 0 < image.width <= WIDEST:
        raise BadPicture(f"{image.mode} {image.width}")
    return [part for white, top, bottom in _runs(image) for part in _parts(image, top, bottom, white=white)]


def without_real_time(image: Image.Image) -> Image.Image:
    """Return the picture with a dot added wherever its strips would hold a real-time command.

    The result is what goes on paper; a picture without such places is returned unchanged.
    """
    safe = image
    for part in plan(image):
        if isinstance(part, Strip):
            data = ink(image, part)
            mended = REAL_TIME.sub(b"\x18", data)
            if mended != data:
                safe = image.copy() if safe is image else safe
                size = (part.width, part.bottom - part.top)
                safe.paste(ImageChops.invert(Image.frombytes("1", size, mended)), (0, part.top))
    return safe


def ink(image: Image.Image, strip: Strip) -> bytes:
    """Return a strip's dots as raster bytes: rows from the top, eight dots a byte, 1 is black."""
    return ImageChops.invert(image.crop((0, strip.top, strip.width, strip.bottom))).tobytes()


def _runs(image: Image.Image) -> Iterator[tuple[bool, int, int]]:
    """Yield runs of white rows worth a feed, and the runs of other rows between them."""
    data, row = image.tobytes(), image.width // 8
    white_row = b"\xff" * row
    whites = [data[start : start + row] == white_row for start in range(0, len(data), row)]
    top = down = 0
    for white, group in groupby(whites):
        length = len(list(group))
        if white and (length >= _WORTH_A_FEED or down + length == image.height):
            if top < down:
                yield False, top, down
            top = down + length
            yield True, down, top
        down += length
    if top < down:
        yield False, top, down


def _parts(image: Image.Image, top: int, bottom: int, *, white: bool) -> Iterator[Feed | Strip]:
    step = _FEED_ROWS if white else _STRIP_ROWS
    for start in range(top, bottom, step):
        end = min(start + step, bottom)
        yield Feed(end - start) if white else Strip(start, end, _ink_width(image, start, end))


def _ink_width(image: Image.Image, top: int, bottom: int) -> int:
    box = ImageChops.invert(image.crop((0, top, image.width, bottom))).getbbox()
    return (box[2] + 7) // 8 * 8 if box else 8
