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
    """Cut the text at those ends which do not fall inside a cluster."""
    allowed = set(accumulate(map(len, clusters(text))))
    pieces: list[str] = []
    start = 0
    for end in ends:
        if end in allowed:
            pieces.append(text[start:end])
            start = end
    if start < len(text):
        pieces.append(text[start:])
    return pieces


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
    line = ""
    for piece in _line_pieces(paragraph):
        if measure((line + piece).rstrip(" ")) <= cells:
            line += piece
            continue
        if line.strip(" "):
            lines.append(line.rstrip(" "))
        *full, line = _split_long(piece, cells, measure)
        lines.extend(full)
    lines.append(line.rstrip(" "))
    return lines


def _split_long(word: str, cells: int, measure: Measure) -> Iterator[str]:
    """Yield the word in parts that fit, cut between clusters; the last part may still grow."""
    rest = clusters(word)
    while len(rest) > 1 and measure("".join(rest).rstrip(" ")) > cells:
        count = _fitting(rest, cells, measure)
        yield "".join(rest[:count])
        rest = rest[count:]
    yield "".join(rest)


def _fitting(parts: list[str], cells: int, measure: Measure) -> int:
    """Return how many leading clusters fit, at least one, by halving: a font's measure is not cheap."""
    low, high = 1, len(parts) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if measure("".join(parts[:middle])) <= cells:
            low = middle
        else:
            high = middle - 1
    return low
