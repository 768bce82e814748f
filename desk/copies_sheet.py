"""The list of the copies to be made: by day, service and time, for the slip printer or as a page for A4."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from desk.messages import common
from desk.messages import copies_sheet as words
from desk.slip_of import masked_name
from printer.content import Band, Block, Counts, Heading, Particulars, moment
from printer.messages import TRAINING
from registry.labels import SERVICE
from registry.states import State
from thai.dates import BANGKOK, clock, long_date, short_date
from thai.text import clean

if TYPE_CHECKING:
    from desk.backend import Person
    from registry.office import OfficeProfile
    from registry.records import Record


@dataclass(frozen=True, slots=True)
class Line:
    """A request's copies of one document; the name is masked, empty where nothing may be shown of it."""

    time: dt.time
    reference: str
    copies: int
    name: str


@dataclass(frozen=True, slots=True)
class Section:
    """A day's copies of one document, in the order of their appointments."""

    day: dt.date
    service: int
    lines: tuple[Line, ...]

    @property
    def copies(self) -> int:
        """How many copies there are to be made."""
        return sum(line.copies for line in self.lines)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole list, by whom and when."""

    sections: tuple[Section, ...]
    person: Person
    profile: OfficeProfile
    now: dt.datetime
    training: bool = False


def sections_of(records: Iterable[Record]) -> tuple[Section, ...]:
    """Return what is still to be made: nothing of what lies in its tray already, or has no day."""
    found: dict[tuple[dt.date, int], list[Line]] = defaultdict(list)
    for record in records:
        request = record.request
        if request.appointment is None or request.state is State.READY:
            continue
        name = masked_name(record.particulars) or ""
        for item in request.items:
            line = Line(request.appointment.time, request.reference, item.copies, name)
            found[request.appointment.date, item.service].append(line)
    return tuple(
        Section(day, service, tuple(sorted(lines, key=lambda line: (line.time, line.reference))))
        for (day, service), lines in sorted(found.items())
    )


def paper(sheet: Sheet) -> list[Block]:
    """Return the list as the slip printer's blocks."""
    bands: list[Block] = [Band(TRAINING)] if sheet.training else []
    counts = [
        Counts(
            f"{SERVICE[each.service]} · {short_date(each.day)} · {common.copies(each.copies)}",
            tuple((_who(line), f"{common.copies(line.copies)} {words.TRAY_BLANK}") for line in each.lines),
        )
        for each in sheet.sections
    ]
    return [
        *bands,
        Heading(clean(sheet.profile.name), words.TITLE),
        Particulars(_made(sheet)),
        *counts,
        *bands,
    ]


def page(sheet: Sheet) -> str:
    """Return the list as one page of HTML that prints on A4, whatever a name holds."""
    title = f"{words.TITLE} · {clean(sheet.profile.name)}"
    made = " · ".join(f"{label} {value}" for label, value in _made(sheet))
    mark = f'<p class="mark">{escape(TRAINING)}</p>' if sheet.training else ""
    body = "".join(_table(each) for each in sheet.sections)
    return (
        f'<!doctype html><html lang="th"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{words.STYLE}</style>{mark}<h1>{escape(title)}</h1><p>{escape(made)}</p>{body}{mark}</html>\n"
    )


def _table(section: Section) -> str:
    head = f"{SERVICE[section.service]} · {long_date(section.day)} · {common.copies(section.copies)}"
    columns = "".join(f"<th>{escape(column)}</th>" for column in words.COLUMNS)
    rows = "".join(_row(line) for line in section.lines)
    return f"<h2>{escape(head)}</h2><table><thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table>"


def _row(line: Line) -> str:
    cells: Sequence[str] = (clock(line.time), line.reference, line.name, str(line.copies), "")
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"


def _who(line: Line) -> str:
    return " ".join(part for part in (clock(line.time), line.reference, line.name) if part)


def _made(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    return (
        (words.COUNTER, sheet.person.counter),
        (words.CLERK, clean(sheet.person.name)),
        (words.MADE_AT, moment(sheet.now.astimezone(BANGKOK))),
    )
