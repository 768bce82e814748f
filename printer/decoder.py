"""ESC/POS bytes read as a printer reads them, back into the paper: the other half of every test of a slip."""

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageChops

from printer.decoded_text import DecodedText
from printer.errors import UnknownCommand
from printer.paper import dpi_of
from printer.strips import REAL_TIME

_ESC, _FS, _GS = b"\x1b", b"\x1c", b"\x1d"
# The usual line of a 203 dpi printer after ESC @: 30 dots.
_LINE = 30
_FEEDING_CUTS = {65, 66, 97, 98, 103, 104}


@dataclass(frozen=True, slots=True)
class Paper:
    """One slip: the bytes that made it, up to and with the cut, its picture (mode "1"), its lines of text."""

    raw: bytes
    picture: Image.Image
    lines: tuple[str, ...] = ()


def decode(data: bytes, width_dots: int) -> list[Image.Image]:
    """Return the papers that the bytes print; the last one may still hang uncut in the printer.

    Raises `UnknownCommand` for bytes that have no place in a slip, and for a command that is cut short.
    """
    decoder = Decoder(width_dots)
    papers = decoder.feed(data) + decoder.finish()
    return [paper.picture for paper in papers]


class Decoder:
    """Reads a stream of bytes piece by piece.

    A feed in lines directly before a cut only brings the paper past the knife: it is not part of the picture.
    With `hear` it also obeys what a printer obeys between slips (questions, empty bytes), and takes what
    stands inside a picture for dots, whatever it is; questions are handed to `hear` in their turn.
    """

    def __init__(self, width_dots: int, hear: Callable[[bytes], None] | None = None) -> None:
        self._width = width_dots
        self._dpi = dpi_of(width_dots)
        self._hear = hear
        self.rows = 0
        """Rows of paper moved so far, all papers together."""
        self._waiting = b""
        self._raw = bytearray()
        self._offset = 0
        self._start_paper()
        self._reset()

    def feed(self, data: bytes) -> list[Paper]:
        """Take bytes; return the papers cut by them."""
        self._waiting += data
        papers: list[Paper] = []
        while self._waiting:
            used = self._command(papers)
            if not used:
                break
            self._waiting = self._waiting[used:]
            self._offset += used
        return papers

    def finish(self) -> list[Paper]:
        """Say that no more comes; return the uncut paper if anything was printed or fed."""
        if self._waiting:
            raise UnknownCommand(f"a command cut short at byte {self._offset}")
        self._feed(0)
        return [self._cut_off()] if self._down else []

    @property
    def unfinished(self) -> bool:
        """Tell whether a command is not complete, or something hangs uncut in the printer."""
        return bool(self._waiting or self._down or self._lines)

    def skip(self) -> None:
        """Pass over the byte that a command could not be made of."""
        self._waiting = self._waiting[1:]
        self._offset += 1

    def _command(self, papers: list[Paper]) -> int:
        """Obey the command at the front; return its length, 0 while it is not complete."""
        data = self._waiting
        if self._hear is not None and (size := _question(data)) is not None:
            return self._heard(size, self._hear)
        if count := self._characters():
            return self._taken(count)
        if data[:1] not in (_ESC, _FS, _GS):
            raise UnknownCommand(f"{data[:2].hex(' ')} at byte {self._offset}")
        if len(data) < 2:
            return 0
        if data[:3] in (b"\x1dv", b"\x1dv0"):
            return self._raster()
        if data[:2] == b"\x1dV":
            return self._cut(papers)
        return self._setting()

    def _heard(self, size: int, hear: Callable[[bytes], None]) -> int:
        if not 0 < size <= len(self._waiting):
            return 0
        hear(self._waiting[:size])
        return size

    def _setting(self) -> int:
        settings: dict[bytes, tuple[int, Callable[[bytes], None]]] = {
            b"\x1b@": (0, lambda _: self._reset()),
            b"\x1bJ": (1, lambda n: self._feed(round(n[0] * self._dpi / self._unit))),
            b"\x1bd": (1, lambda n: self._feed_lines(n[0])),
            b"\x1ba": (1, self._set_align),
            b"\x1dP": (2, self._set_unit),
            b"\x1dL": (2, self._set_margin),
            b"\x1c.": (0, lambda _: None),
            b"\x1bt": (1, self._text.choose_page),
            b"\x1b3": (1, self._text.choose_pitch),
            b"\x1bE": (1, self._text.choose_weight),
            b"\x1d!": (1, self._text.choose_size),
        }
        name = self._waiting[:2]
        if name not in settings:
            raise UnknownCommand(f"{name.hex(' ')} at byte {self._offset}")
        arguments, act = settings[name]
        if len(self._waiting) < 2 + arguments:
            return 0
        act(self._waiting[2 : 2 + arguments])
        return self._taken(2 + arguments)

    def _raster(self) -> int:
        data = self._waiting
        if len(data) < 8:
            return 0
        across, rows = int.from_bytes(data[4:6], "little"), int.from_bytes(data[6:8], "little")
        if data[3] not in (0, 48) or not across or not rows or across * 8 > self._room:
            raise UnknownCommand(f"GS v 0 of {across * 8} x {rows} dots at byte {self._offset}")
        end = 8 + across * rows
        if len(data) < end:
            return 0
        if self._hear is None and REAL_TIME.search(data[8:end]):
            raise UnknownCommand(f"a real-time command in the picture after byte {self._offset}")
        self._feed(0)
        dots = Image.frombytes("1", (across * 8, rows), data[8:end])
        spare = self._room - dots.width
        left = self._margin + {0: 0, 1: spare // 2, 2: spare}[self._align]
        self._strips.append((left, self._down, ImageChops.invert(dots)))
        self._down += rows
        self.rows += rows
        return self._taken(end)

    def _cut(self, papers: list[Paper]) -> int:
        data = self._waiting
        if len(data) < 3 or (data[2] in _FEEDING_CUTS and len(data) < 4):
            return 0
        if data[2] not in {0, 1, 48, 49, *_FEEDING_CUTS}:
            raise UnknownCommand(f"a cut {data[2]:#x} at byte {self._offset}")
        used = self._taken(4 if data[2] in _FEEDING_CUTS else 3)
        papers.append(self._cut_off())
        return used

    def _taken(self, used: int) -> int:
        self._raw += self._waiting[:used]
        return used

    def _cut_off(self) -> Paper:
        picture = Image.new("1", (self._width, self._down), 255)
        for left, top, dots in self._strips:
            picture.paste(dots, (left, top))
        paper = Paper(bytes(self._raw), picture, tuple(self._texts))
        self._start_paper()
        return paper

    def _start_paper(self) -> None:
        self._raw.clear()
        self._texts: list[str] = []
        self._strips: list[tuple[int, int, Image.Image]] = []
        self._down = 0
        self._lines = 0

    def _characters(self) -> int:
        """Take characters or a line's end at the front; return how many."""
        if self._waiting[:1] == b"\n":
            self._end_line()
            return 1
        return self._text.run(self._waiting) if self._text.active else 0

    def _end_line(self) -> None:
        if not self._text.active:
            self._lines += _LINE
            return
        text, letters = self._text.line(self._room)
        self._feed(0)
        self._strips.append((self._margin, self._down, letters))
        self._texts.append(text)
        pitch = _LINE if self._text.pitch is None else round(self._text.pitch * self._dpi / self._unit)
        self._feed(max(pitch, letters.height))

    def _reset(self) -> None:
        self._text = DecodedText()
        self._align = 0
        self._margin = 0
        self._unit_across: int = self._dpi
        self._unit: int = self._dpi

    def _feed(self, rows: int) -> None:
        self._down += self._lines + rows
        self.rows += self._lines + rows
        self._lines = 0

    def _feed_lines(self, count: int) -> None:
        self._lines += count * _LINE

    def _set_align(self, value: bytes) -> None:
        if value[0] not in (0, 1, 2, 48, 49, 50):
            raise UnknownCommand(f"an alignment {value[0]:#x} at byte {self._offset}")
        self._align = value[0] % 48

    def _set_unit(self, value: bytes) -> None:
        self._unit_across, self._unit = value[0] or self._dpi, value[1] or self._dpi

    def _set_margin(self, value: bytes) -> None:
        margin = round(int.from_bytes(value, "little") * self._dpi / self._unit_across)
        if margin >= self._width:
            raise UnknownCommand(f"a margin of {margin} dots at byte {self._offset}")
        self._margin = margin

    @property
    def _room(self) -> int:
        return self._width - self._margin


def _question(data: bytes) -> int | None:
    """Return the length of what no slip holds but every printer obeys; 0 while that cannot be told yet."""
    if data[:1] == b"\0":
        return 1
    if data[:1] == b"\x10":
        return 3
    if data[:2] in (b"\x1dr", b"\x1da"):
        return 3
    if data[:2] == b"\x1d(":
        return 5 + int.from_bytes(data[3:5], "little") if len(data) >= 5 else 0
    return None
