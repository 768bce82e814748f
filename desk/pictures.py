"""Pictures on a terminal: held in memory, shown near or far, in quarters of a cell or the terminal's own."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from desk.errors import DeskError

if TYPE_CHECKING:
    from PIL.Image import Image

    from desk.picture_way import Cell

WAIT_SECONDS: Final = 25.0
_QUARTERS: Final = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""Block by which quarters are of the lighter colour: top left 1, right 2, bottom left 4, right 8."""
NEAREST: Final = 16

Colour = tuple[int, int, int]
_Box = tuple[float, float, float, float]


class PictureError(DeskError):
    """What came is no picture that can be shown."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's pixels, RGB, row by row."""

    width: int
    height: int
    rgb: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class View:
    """Which part is seen: ``near`` times as large, around a middle (0 to 1), turned by quarters."""

    near: int = 1
    x: float = 0.5
    y: float = 0.5
    turned: int = 0

    def nearer(self, times: int) -> View:
        """Return the view that many times as near, down to the whole."""
        near = min(max(self.near * times if times > 0 else self.near // -times, 1), NEAREST)
        return replace(self, near=near).moved(0, 0)

    def moved(self, right: int, down: int) -> View:
        """Return the view moved by half of what is seen, never beyond the edge."""
        half = 0.5 / self.near

        def kept(place: float) -> float:
            return min(max(place, half), 1 - half)

        return replace(self, x=kept(self.x + right * half), y=kept(self.y + down * half))

    def turn(self) -> View:
        """Return the whole, turned by a quarter to the right."""
        return View(turned=(self.turned + 1) % 4)


def read_picture(data: bytes) -> Picture:
    """Read a JPEG or PNG in a process of its own; raises PictureError. Takes some tenths of a second."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "desk.picture_reader"],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=WAIT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        raise PictureError from None
    head, _, rgb = done.stdout.partition(b"\n")
    try:
        width, height = map(int, head.split())
    except ValueError:
        raise PictureError from None
    if done.returncode or not width or len(rgb) != width * height * 3:
        raise PictureError
    return Picture(width, height, rgb)


@dataclass(frozen=True, slots=True)
class Run:
    """Cells of one colour over another."""

    text: str
    front: Colour
    back: Colour


def cells(picture: Picture, view: View, columns: int, rows: int, shape: float = 2.0) -> list[list[Run]]:
    """Return at most so many rows and columns of cells, which are ``shape`` times as high as wide."""
    from PIL import Image

    image, box, across, down = _part(picture, view, columns, rows, shape)
    small = image.resize((across * 2, down * 2), Image.Resampling.BOX, box=box)
    # Few shades make long runs of one colour, and cells that were met before.
    data = small.point([shade & 0xF8 for shade in range(256)] * 3).tobytes()
    four = list(zip(data[0::3], data[1::3], data[2::3], strict=True))
    shown: list[list[Run]] = []
    for row in range(down):
        top, bottom = row * 2 * across * 2, (row * 2 + 1) * across * 2
        line = [
            _cell(four[top + x], four[top + x + 1], four[bottom + x], four[bottom + x + 1])
            for x in range(0, across * 2, 2)
        ]
        runs = groupby(line, key=lambda cell: cell[1:])
        shown.append([Run("".join(cell[0] for cell in same), *colours) for colours, same in runs])
    return shown


def pixels(picture: Picture, view: View, columns: int, rows: int, cell: Cell) -> tuple[Image, int, int]:
    """Return the part in the terminal's pixels, and how many cells that is across and down; as ``cells``."""
    from PIL import Image

    image, box, across, down = _part(picture, view, columns, rows, cell.shape)
    size = (across * cell.width, down * cell.height)
    return image.resize(size, Image.Resampling.LANCZOS, box=box), across, down


def _part(
    picture: Picture, view: View, columns: int, rows: int, shape: float
) -> tuple[Image, _Box, int, int]:
    """Return the picture upright, what of it is seen, and how many cells that takes across and down."""
    from PIL import Image

    image = Image.frombytes("RGB", (picture.width, picture.height), picture.rgb)
    if view.turned:
        turns = (Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)
        image = image.transpose(turns[view.turned - 1])
    wide, high = image.width / view.near, image.height / view.near
    scale = min(columns / wide, rows * shape / high)
    # What is left of the room shows more of the picture.
    wide, high = min(image.width, columns / scale), min(image.height, rows * shape / scale)
    left = min(max(view.x * image.width - wide / 2, 0), image.width - wide)
    top = min(max(view.y * image.height - high / 2, 0), image.height - high)
    across, down = max(1, round(wide * scale)), max(1, round(high * scale / shape))
    return image, (left, top, left + wide, top + high), across, down


@lru_cache(maxsize=20_000)
def _cell(*quarters: Colour) -> tuple[str, Colour, Colour]:
    """Return the block and the two colours that come nearest to four pixels."""
    light = [299 * red + 587 * green + 114 * blue for red, green, blue in quarters]
    middle = (min(light) + max(light)) / 2
    high = [pixel for pixel, value in zip(quarters, light, strict=True) if value > middle]
    low = [pixel for pixel, value in zip(quarters, light, strict=True) if value <= middle]
    mask = sum(1 << place for place, value in enumerate(light) if value > middle)
    return _QUARTERS[mask], _mean(high or low), _mean(low)


def _mean(pixels: list[Colour]) -> Colour:
    red, green, blue = (sum(channel) // len(pixels) & 0xF8 for channel in zip(*pixels, strict=True))
    return red, green, blue
