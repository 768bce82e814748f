"""The paper in the printer: its width, the head's dots an inch, and how many dots the head prints across."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

Width = Literal[58, 80]
Dpi = Literal[203, 180]
Mode = Literal["raster", "text"]
Composition = Literal["one-pass", "three-pass"]
Columns = Literal[32, 42, 48]
Size = Literal["small", "normal", "large"]
WIDTHS: Final[tuple[Width, ...]] = get_args(Width)
HEADS: Final[tuple[Dpi, ...]] = get_args(Dpi)
MODES: Final[tuple[Mode, ...]] = get_args(Mode)
COMPOSITIONS: Final[tuple[Composition, ...]] = get_args(Composition)
COLUMNS: Final[tuple[Columns, ...]] = get_args(Columns)

_MILLIMETRES_PER_INCH: Final = 25.4
# 203 dpi: 48 mm of 58 and 72 mm of 80, which nearly all plain printers share. 180 dpi is Epson's TM-T88II to
# V: 512 dots (72.2 mm) on 80 mm, as in python-escpos 3.1's table of printers. 360 (50.8 mm) on 58 mm is what
# we count on and no source at hand confirms: the ruler of the test page shows whether a printer has them.
_DOTS: Final[dict[tuple[int, int], int]] = {(58, 203): 384, (80, 203): 576, (58, 180): 360, (80, 180): 512}
# Font A is 12 dots wide on both; the 203 dpi head of many 80 mm printers is also sold set to 42.
_COLUMNS: Final[dict[tuple[int, int], int]] = {(58, 203): 32, (80, 203): 48, (58, 180): 30, (80, 180): 42}


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper width in millimetres and a head."""

    width: Width = 80
    dpi: Dpi = 203

    @property
    def dots(self) -> int:
        """Return how many dots a line has: a multiple of 8."""
        return _DOTS[self.width, self.dpi]

    @property
    def columns(self) -> int:
        """Return how many characters of the printer's own usual font a line has."""
        return _COLUMNS[self.width, self.dpi]

    def across(self, millimetres: float) -> int:
        """Return a length in dots."""
        return round(millimetres * self.dpi / _MILLIMETRES_PER_INCH)


def dpi_of(dots: int) -> Dpi:
    """Return the dots an inch of the head that has so many dots a line."""
    return 180 if any(dpi == 180 and across == dots for (_, dpi), across in _DOTS.items()) else 203
