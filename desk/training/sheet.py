"""The score sheet of a clerk: on the screen, and in a text file of their own without anybody's data."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from desk.training import words
from desk.training.scoring import Score, Standing
from registry import private_files
from thai.dates import BANGKOK, clock, short_date
from thai.wrapping import wrap

_SIGN: Final = {Standing.RIGHT: "✓", Standing.WRONG: "✗", Standing.UNDER_WAY: "…", Standing.UNTOUCHED: "·"}
_RULE: Final = "-" * 40
_LONGEST_NAME: Final = 40


def lines(scores: Sequence[Score], cells: int) -> list[str]:
    """Return how every case stands and the sum, in lines of so many cells.

    What the trap was is told once the case is over, and what is right where it went wrong.
    """
    found = [line for each in scores for line in _of(each, cells)]
    count = Counter(each.standing for each in scores)
    left = count[Standing.UNDER_WAY] + count[Standing.UNTOUCHED]
    return [*found, "", words.total(count[Standing.RIGHT], count[Standing.WRONG], left)]


def whole(scores: Sequence[Score], clerk: str, now: dt.datetime, cells: int = 78) -> str:
    """Return the sheet with whose it is and when it was earned."""
    when = f"{short_date(now.astimezone(BANGKOK).date())} {clock(now)}"
    return "\n".join([words.heading(clerk, when), "", *lines(scores, cells), ""])


def keep(folder: Path, scores: Sequence[Score], clerk: str, now: dt.datetime) -> Path:
    """Write the sheet above the clerk's earlier ones and return their file; raises OSError."""
    path = folder / words.sheet_file(_file_name(clerk))
    before = private_files.read(path) or b""
    sheet = whole(scores, clerk, now)
    rule = f"\n{_RULE}\n\n" if before else ""
    private_files.write(path, f"{sheet}{rule}".encode() + before)
    return path


def _file_name(clerk: str) -> str:
    """Return a name as it may stand in a file's: Thai keeps its vowels and tone marks."""
    return re.sub(r"[^\w฀-๿-]+", " ", clerk).strip()[:_LONGEST_NAME] or words.NOBODY


def _of(one: Score, cells: int) -> Iterator[str]:
    said = words.line(
        _SIGN[one.standing],
        one.case.citizen,
        one.reference,
        one.case.title if one.over else "",
        _said(one),
    )
    yield from _wrapped(said, cells)
    if one.over:
        yield from _wrapped(words.trap(one.case.trap), cells)
    if one.standing is Standing.WRONG:
        yield from _wrapped(words.right_way(one.case.right), cells)


def _said(one: Score) -> str:
    if one.standing is Standing.WRONG:
        parts = [words.wrong(each) for each in one.wrong] + [words.twice(each) for each in one.twice]
        return ", ".join(parts or [words.missing(ways) for ways in one.missing])
    plain = {Standing.RIGHT: words.RIGHT, Standing.UNDER_WAY: words.UNDER_WAY}
    return plain.get(one.standing, words.NOT_YET)


def _wrapped(text: str, cells: int) -> Iterator[str]:
    """Break a text into lines; those that follow stand further in."""
    indent = text[: len(text) - len(text.lstrip())]
    hanging = indent + "  "
    first, *more = wrap(text.strip(), cells - len(hanging))
    yield f"{indent}{first}"
    yield from (f"{hanging}{line}" for line in more)
