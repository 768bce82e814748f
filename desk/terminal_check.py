"""What a terminal and its font must be able to do for the desk, and what was found about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from desk.messages import self_test as m
from desk.picture_way import PictureWay, Way
from desk.widgets.status_bar import LEAST_COLUMNS, LEAST_ROWS
from thai.clusters import cell_width

if TYPE_CHECKING:
    from desk.backend import Status

SAMPLES: Final = ("กขคงจ", "ที่นี่", "น้ำกำ", "ปิ่นกุ้ญู่", "│─╭●▣▢", "…“”·↑")
"""Plain letters; marks above; SARA AM; marks below; frames and signs; punctuation."""
WANTED_KEYS: Final = ("f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f12")


class Verdict(Enum):
    """What came of a check; each has a sign and a word."""

    GOOD = "good"
    BAD = "bad"
    LOOK = "look"
    """Only a person can tell."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the self-test; ``next_step`` is what to do where it is not good."""

    verdict: Verdict
    what: str
    next_step: str = ""


def widths(measured: Sequence[int]) -> list[Finding]:
    """Return what the terminal's own answers say: the cells that each of SAMPLES took; none: it is silent."""
    if len(measured) < len(SAMPLES):
        return [Finding(Verdict.LOOK, m.SILENT, m.LOOK_STEP)]
    wrong = [
        m.width(sample, cell_width(sample), cells)
        for sample, cells in zip(SAMPLES, measured, strict=False)
        if cells != cell_width(sample)
    ]
    if wrong:
        return [Finding(Verdict.BAD, line, m.WIDTH_STEP) for line in wrong]
    return [Finding(Verdict.GOOD, m.WIDTHS_GOOD)]


def size(columns: int, rows: int) -> Finding:
    """Return whether the screens have the room they need."""
    if columns < LEAST_COLUMNS or rows < LEAST_ROWS:
        return Finding(Verdict.BAD, m.size(columns, rows), m.SIZE_STEP)
    return Finding(Verdict.GOOD, m.size(columns, rows))


def keys(seen: frozenset[str], *, thai: bool) -> list[Finding]:
    """Return which function keys have arrived, and whether a Thai letter has."""
    missing = [key.upper() for key in WANTED_KEYS if key not in seen]
    arrived = (
        Finding(Verdict.LOOK, m.keys_missing(missing), m.KEYS_STEP)
        if missing
        else Finding(Verdict.GOOD, m.KEYS_GOOD)
    )
    layout = (
        Finding(Verdict.GOOD, m.THAI_GOOD) if thai else Finding(Verdict.LOOK, m.THAI_MISSING, m.THAI_STEP)
    )
    return [arrived, layout]


def colours(*, colourless: bool, theme: str) -> Finding:
    """Return how the desk is coloured."""
    return Finding(Verdict.GOOD, m.NO_COLOURS if colourless else m.colours(theme))


def pictures(way: PictureWay) -> Finding:
    """Return how documents are shown, and what can be done where they could be shown better."""
    what = m.PICTURES[way.way.value]
    if way.way is not Way.CELLS or not way.auto:
        return Finding(Verdict.GOOD, what)
    return Finding(Verdict.LOOK, what, m.PICTURES_STEP)


def connection(*, online: bool) -> Finding:
    """Return how the way to the daemon is."""
    return Finding(Verdict.GOOD, m.ONLINE) if online else Finding(Verdict.BAD, m.OFFLINE, m.OFFLINE_STEP)


def of_status(status: Status) -> list[Finding]:
    """Return what the status line knows of connection and printer."""
    good = status.printer_ready and not status.printer_warns
    verdict, step = (Verdict.GOOD, "") if good else (Verdict.BAD, m.PRINTER_STEP)
    return [connection(online=status.online), Finding(verdict, m.printer(status.printer), step)]
