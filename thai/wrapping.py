"""Thai text broken into words and lines: Thai writes no spaces between words, so a dictionary decides."""

from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate

from thai.clusters import cell_width, clusters

Measure = Callable[[str], float]


def words(text: str) -> list[str]:
    """Split text into words, spaces and signs by ICU's dictionary; joined they are the text again.

    The first call loads ICU (about 30 ms); later ones take some 10 µs a sentence.
    """
    from icu4py.breakers import WordBreaker

    breaker = WordBreaker(_without_surrogates(text), "th")
    return _at_clusters(text, (end for _, end in breaker.segments()))


def _line_pieces(line: str) -> list[str]:
    """Split one line where it may be broken: at words, but never before ๆ or a closing bracket."""
    from icu4py.breakers import LineBreaker

    breaker = LineBreaker(_without_surrogates(line), "th")
    return _at_clusters(line, (end for _, end in breaker.segments()))


def _without_surrogates(text: str) -> str:
    return (
        text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _has_surrogate(text) else text
    )


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def _at_clusters(text: str, ends: Iterable[int]) -> list[str]:
    """Cut the text at those ends which do not fall inside a cluster; ICU counts them in UTF-16 units."""
    parts = clusters(text)
    places = dict(zip(accumulate(map(_units, parts)), accumulate(map(len, parts)), strict=True))
    pieces: list[str] = []
    start = 0
    for unit in ends:
        if (end := places.get(unit)) is not None:
            pieces.append(text[start:end])
            start = end
    if start < len(text):
        pieces.append(text[start:])
    return pieces


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def wrap(text: str, cells: int, measure: Measure = cell_width) -> list[str]:
    """Break text into lines of at most that width, at words; newlines are kept as line ends.

    `measure` tells the width of a piece of text: terminal cells by default, or a font's width in dots. Spaces
    at a broken line's end are dropped. A word longer than a line is split between clusters; only a single
    cluster that is wider than the line stands out.
    """
    return [line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, cells, measure)]


def _wrap_paragraph(paragraph: str, cells: int, measure: Measure) -> list[str]:
    if measure(paragraph) <= cells:
        return [paragraph]
    lines: list[str] = []
    line, used = "", 0.0
    # Cells add up, so a line need not be measured anew with each of its pieces; a font's dots do not.
    adds_up = measure is cell_width
    for piece in _line_pieces(paragraph):
        word = piece.rstrip(" ")
        if not word or (used + measure(word) if adds_up else measure(line + word)) <= cells:
            line += piece
            used += measure(piece) if adds_up else 0
            continue
        if line.strip(" "):
            lines.append(line.rstrip(" "))
        *full, line = _split_long(piece, cells, measure)
        lines.extend(part.rstrip(" ") for part in full)
        used = measure(line)
    lines.append(line.rstrip(" "))
    return lines


def _split_long(word: str, cells: int, measure: Measure) -> Iterator[str]:
    """Yield the word in parts that fit, cut between clusters; the last part may still grow."""
    rest = clusters(word)
    while (count := _fitting(rest, cells, measure)) < len(rest):
        yield "".join(rest[:count])
        rest = rest[count:]
    yield "".join(rest)


def _fitting(parts: list[str], cells: int, measure: Measure) -> int:
    """Return how many leading clusters fit, at least one; spaces at the end take no room.

    By doubling and halving: a font's measure is not cheap, and a very long word must not be measured whole
    for each of its lines.
    """

    def fit(count: int) -> bool:
        return measure("".join(parts[:count]).rstrip(" ")) <= cells

    low, high = 1, 2
    while high <= len(parts) and fit(high):
        low, high = high, high * 2
    high = min(high - 1, len(parts))
    while low < high:
        middle = (low + high + 1) // 2
        if fit(middle):
            low = middle
        else:
            high = middle - 1
    return low
