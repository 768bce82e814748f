"""Text mode as a printer shows it, roughly: enough to test what stands where, not a maker's typeface."""

from functools import lru_cache
from typing import Final

from PIL import Image, ImageChops, ImageDraw

from printer.errors import UnknownCommand
from printer.fonts import Style

_LETTER: Final = (12, 24)
_BASELINE: Final = 18
_MARKS: Final = frozenset("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a") | {
    chr(code) for code in range(0x0E47, 0x0E4F)
}


class DecodedText:
    """The state of text: whether a code page was chosen, size, weight, and the line that is being filled."""

    def __init__(self) -> None:
        self.active = False
        self.pitch: int | None = None
        self._wide = self._tall = 1
        self._bold = False
        self._line: list[tuple[str, int, int, bool]] = []

    def choose_page(self, _: bytes) -> None:
        """Obey ESC t: from here on characters may come."""
        self.active = True

    def choose_size(self, value: bytes) -> None:
        """Obey GS !, for once and twice only."""
        if value[0] & ~0x11:
            raise UnknownCommand(f"a character size {value[0]:#x}")
        self._wide, self._tall = 1 + (value[0] >> 4), 1 + (value[0] & 1)

    def choose_weight(self, value: bytes) -> None:
        """Obey ESC E."""
        self._bold = bool(value[0] & 1)

    def choose_pitch(self, value: bytes) -> None:
        """Obey ESC 3."""
        self.pitch = value[0]

    def run(self, data: bytes) -> int:
        """Take the characters at the front; return how many there were."""
        count = 0
        while count < len(data) and (0x20 <= data[count] < 0x7F or data[count] > 0xA0):
            count += 1
        for character in data[:count].decode("cp874", "replace"):
            self._line.append((character, self._wide, self._tall, self._bold))
        return count

    def line(self, room: int) -> tuple[str, Image.Image]:
        """End the line; return its text, and its picture as high as its highest letter.

        A row of nothing but marks is one of three passes: there each stands in a column of its own.
        """
        characters, self._line = self._line, []
        text = "".join(character for character, *_ in characters)
        apart = all(character in _MARKS or character == " " for character in text)
        height = _LETTER[1] * max((tall for _, _, tall, _ in characters), default=1)
        paper = Image.new("1", (room, height), 255)
        start = end = 0
        for character, wide, tall, bold in characters:
            if apart or character not in _MARKS:
                start, end = end, end + _LETTER[0] * wide
            if end > room:
                raise UnknownCommand(f"a line longer than {room} dots")
            ink = _drawn(character, wide, tall, bold=bold)
            box = (start, height - ink.height, start + ink.width, height)
            paper.paste(ImageChops.logical_and(paper.crop(box), ink), box[:2])
        return text, paper


@lru_cache(maxsize=256)
def _drawn(character: str, wide: int, tall: int, *, bold: bool) -> Image.Image:
    """Draw one letter in its cell; a mark where it stands over the letter before it."""
    cell = Image.new("L", _LETTER, 255)
    place = (_LETTER[0] - 2, _BASELINE) if character in _MARKS else (0, _BASELINE)
    style = Style(20, 700 if bold else 400)
    ImageDraw.Draw(cell).text(place, character, font=style.font, fill=0, anchor="ls")
    size = (_LETTER[0] * wide, _LETTER[1] * tall)
    return cell.resize(size).point([0] * 150 + [255] * 106, "1")
