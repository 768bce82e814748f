"""Two texts beside each other with the characters in brackets that differ: readable without colour."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from registry.checks import Difference, Particular
from thai.clusters import clusters
from thai.number_forms import FORMS, HIDDEN

# Where more differ, it is another number altogether: in brackets, all of it could be read off the mask.
SHOWN_WHILE_MASKED = 4
_ENDED = "_"


def bracketed(
    text: str, differences: Sequence[Difference], particular: Particular | None, *, masked: bool
) -> str:
    """Return ``text`` in its grouping, differing characters in brackets: ``1040-02-12345[9]78``.

    ``text`` is one side of the comparison that found ``differences``; ``[_]`` stands where it has ended.
    ``masked`` hides what agrees behind X, as the number's own mask does.
    """
    places = {difference.place for difference in differences}
    pieces = clusters(text) if particular == "name" or particular is None else list(text)
    starts = [0, *accumulate(map(len, pieces))]
    marked = {
        index
        for index, (start, piece) in enumerate(zip(starts, pieces, strict=False))
        if places & set(range(start, start + len(piece)))
    }
    shown = _masked(pieces, marked, particular) if masked else pieces
    ended = bool(places) and max(places) >= len(text)
    if ended:
        shown = [*shown, _ENDED]
        marked.add(len(pieces))
    return _with_brackets(shown, marked, particular)


def _masked(pieces: list[str], marked: set[int], particular: Particular | None) -> list[str]:
    form = FORMS.get(particular or "")
    if form is None:
        return pieces
    # By the places of a whole number: the end of a shorter one stands where the mask hides.
    readable = form.readable(form.length)
    if len(marked) > SHOWN_WHILE_MASKED:
        readable -= marked
    else:
        readable |= marked
    return [piece if index in readable else HIDDEN for index, piece in enumerate(pieces)]


def _with_brackets(pieces: list[str], marked: set[int], particular: Particular | None) -> str:
    groups: list[str] = []
    start = 0
    form = FORMS.get(particular or "")
    for group in form.grouped(pieces) if form is not None else [pieces]:
        inside = [start + place in marked for place in range(len(group))]
        groups.append(_one_group(group, inside))
        start += len(group)
    return "-".join(groups)


def _one_group(pieces: list[str], inside: list[bool]) -> str:
    written = ""
    for place, piece in enumerate(pieces):
        if inside[place]:
            opens = place == 0 or not inside[place - 1]
            closes = place + 1 == len(pieces) or not inside[place + 1]
            written += f"{'[' * opens}{piece}{']' * closes}"
        else:
            written += piece
    return written
