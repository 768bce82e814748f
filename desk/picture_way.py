"""By which way this terminal shows pictures: as the office says, or as its own answers tell.

A terminal that knows a kind of drawing moves its cursor for it, one that does not passes over it. So the
position of the cursor, which Textual reads among the keys, is the answer, and no key is lost by asking.
"""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass
from enum import Enum
from typing import Final

from registry.settings import PicturesName

_ROW: Final = 2
"""Where it is asked, counted from 0: in the first row an answer could be a key with a modifier."""
_ASKED_PIXELS: Final = 120
"""The height of the drawing that nobody sees."""
_SIXEL: Final = f'\x1bP0;1;0q"1;1;1;{_ASKED_PIXELS}' + "?-" * (_ASKED_PIXELS // 6) + "\x1b\\"
_KITTY: Final = "\x1b_Ga=T,f=32,s=1,v=1,c=1,r=3,i=5201,q=2;AAAAAA==\x1b\\"
_FORGET_KITTY: Final = "\x1b_Ga=d,d=I,i=5201,q=2\x1b\\"
_MOVE: Final = f"\x1b[{_ROW + 1};1H"
QUESTIONS: Final = f"{_MOVE}{_SIXEL}\x1b[6n{_MOVE}{_KITTY}\x1b[6n{_FORGET_KITTY}"
"""Two drawings of nothing, each followed by the question for the cursor."""


class Way(Enum):
    """How pictures are drawn."""

    CELLS = "cells"
    SIXEL = "sixel"
    KITTY = "kitty"


@dataclass(frozen=True, slots=True)
class Cell:
    """The pixels of a cell; as they are, those of the VT340, and of Windows Terminal whatever its font."""

    width: int = 10
    height: int = 20

    @property
    def shape(self) -> float:
        """How many times as high as wide."""
        return self.height / self.width


class PictureWay:
    """The way, ``CELLS`` until the terminal has answered for another."""

    def __init__(self, wanted: PicturesName) -> None:
        self.auto = wanted == "auto"
        """Whether the terminal decides."""
        self.way = Way.CELLS if wanted == "auto" else Way(wanted)
        self._rows: list[int] = []
        self._known = not self.auto

    def questions(self) -> str:
        """Return what to write to the terminal; empty where nothing is to be asked."""
        if self._known:
            return ""
        self._rows = []
        return QUESTIONS

    def answer(self, row: int) -> bool:
        """Take the cursor's row, from 0, that was answered; return whether the way is known by it now."""
        if self._known:
            return False
        self._rows.append(row)
        if len(self._rows) == 2:
            sixel, kitty = (each > _ROW for each in self._rows)
            self.way = Way.SIXEL if sixel else Way.KITTY if kitty else Way.CELLS
            self._known = True
        return self._known

    def cell(self) -> Cell:
        """Return the pixels of a cell: as the system knows, else so that nothing comes out too high."""
        known = self._known_cell()
        if known is not None:
            return known
        moved = self._rows[0] - _ROW if self._rows else 0
        usual = Cell()
        height = _ASKED_PIXELS // (moved + 1)
        return Cell(max(height // 2, 1), max(height, 1)) if moved > 0 and height < usual.height else usual

    def _known_cell(self) -> Cell | None:
        if sys.platform != "win32":
            import fcntl
            import struct
            import termios

            with contextlib.suppress(OSError, ValueError):
                sizes = fcntl.ioctl(sys.__stdin__ or 0, termios.TIOCGWINSZ, bytes(8))
                rows, columns, width, height = struct.unpack("HHHH", sizes)
                if rows and columns and width >= columns and height >= rows:
                    return Cell(width // columns, height // rows)
        return None
