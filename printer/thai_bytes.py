"""Thai text as TIS-620 bytes for a printer's own font: visible characters only, in one pass or three."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from printer.paper import Composition

_REPLACED: Final = "?"
_UPPER: Final = frozenset("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e")
_TONES: Final = frozenset("\u0e48\u0e49\u0e4a\u0e4b\u0e4c")
_LOWER: Final = frozenset("\u0e38\u0e39\u0e3a")
_SARA_AM, _NIKHAHIT, _SARA_AA = "\u0e33", "\u0e4d", "\u0e32"
# What the slip's own layout draws with, and what people type that TIS-620 lacks; every sign stays one column.
_PLAIN: Final = str.maketrans("═─│┌┐└┘▓•–—‘’“”\N{NO-BREAK SPACE}·×", "=-|++++#*--''\"\" .x")
_THAI: Final = (*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C))
# TIS-620 stands in the upper half of a byte; U+0E01 is A1.
_TO_BYTE: Final = {
    **{chr(code): code for code in range(0x20, 0x7F)},
    **{chr(code): code - 0x0E00 + 0xA0 for code in _THAI},
}


def plain(text: str) -> str:
    """Return the text in characters that have a byte; a question mark stands for every other one.

    Done before a text is broken into lines, because a sign that takes no column may become one that does.
    """
    return "".join(c if c in _TO_BYTE else _REPLACED for c in text.translate(_PLAIN))


@dataclass(frozen=True, slots=True)
class Rows:
    """A line as the rows that print it: marks above (topmost first), the letters, marks below."""

    above: tuple[bytes, ...]
    letters: bytes
    below: tuple[bytes, ...]


def rows(text: str, composition: Composition) -> Rows:
    """Return the rows of a line.

    One pass: letters alone, their marks behind them as they are typed; the printer composes. Three passes:
    each mark in its letter's column, a mark above another in a row of its own. Only bytes from 20 to 7E and
    from A1 on are made: nothing that a printer could take for a command.
    """
    line = plain(text)
    if composition == "one-pass":
        return Rows((), _bytes(line), ())
    letters: list[str] = []
    marks: list[list[str]] = [[]]
    for character in line.replace(_SARA_AM, _NIKHAHIT + _SARA_AA):
        if character in _UPPER or character in _LOWER:
            marks[-1].append(character)
        elif letters:
            letters.append(character)
            marks.append([])
        else:
            letters.append(character)
    # A tone stands above its vowel, and above the ring of SARA AM, before which it is typed.
    above = [sorted((m for m in column if m in _UPPER), key=_TONES.__contains__) for column in marks]
    below = [[mark for mark in column if mark in _LOWER] for column in marks]
    return Rows(
        tuple(_level(above, level) for level in reversed(range(_deepest(above)))),
        _bytes("".join(letters)),
        tuple(_level(below, level) for level in range(_deepest(below))),
    )


def _deepest(marks: Sequence[list[str]]) -> int:
    return max(len(column) for column in marks)


def _level(marks: Sequence[list[str]], level: int) -> bytes:
    return _bytes("".join(column[level] if level < len(column) else " " for column in marks).rstrip(" "))


def _bytes(line: str) -> bytes:
    return bytes(_TO_BYTE[character] for character in line)
