"""The slip that ends a counter's day (ใบสรุปสิ้นวัน): counts and sums, nothing about any citizen.

The numbers are made by whoever knows them: the desk has them from the daemon, and a program of the office may
hand them in as JSON (see `DayEnd`). A short digest of where the office's records stood is printed with them,
so that the paper tells later whether records of that day were added or are gone.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import ClassVar, Final

from printer import messages
from printer.content import Band, Block, Boxed, Counts, Heading, Order, Particulars, moment
from printer.errors import BadDayEnd, BadSlip
from printer.slip import printable
from thai.dates import BANGKOK, long_date
from thai.money import baht

_MOST_BYTES: Final = 65_536
_MOST_ROWS: Final = 20
_MOST: Final = 9_999_999
# What pydantic reads in `read_day_end`: a mistyped key or a number written as text is a mistake.
_STRICT: Final = {"extra": "forbid", "strict": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A service or a state by its name, and how many requests (for a service, of how many copies)."""

    __pydantic_config__: ClassVar = _STRICT

    label: str
    requests: int
    copies: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", _text(self.label, 120, "label"))
        _number(self.requests, "requests")
        _number(self.copies or 0, "copies")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """Where the feed of changes stood: its epoch and the number of its last change.

    ``rows`` is a digest (hexadecimal) over the day's own rows, where whoever knows them has made one.
    """

    __pydantic_config__: ClassVar = _STRICT

    epoch: str
    last: int
    rows: str = ""

    def __post_init__(self) -> None:
        if len(self.epoch) > 100:
            raise BadDayEnd("trail.epoch")
        if not 0 <= self.last < 2**63:
            raise BadDayEnd("trail.last")
        if not re.fullmatch(r"(?:[0-9a-f]{64})?", self.rows):
            raise BadDayEnd("trail.rows")

    @property
    def digest(self) -> str:
        """Return twelve hexadecimal digits in groups of four: of ``rows``, else SHA-256 of ``epoch:last``."""
        digits = (self.rows or sha256(f"{self.epoch}:{self.last}".encode()).hexdigest())[:12].upper()
        return "-".join(digits[start : start + 4] for start in range(0, 12, 4))


@dataclass(frozen=True, slots=True, kw_only=True)
class DayEnd:
    """A day's numbers; money in baht. Texts are cleaned and refused like a slip's (`BadDayEnd`)."""

    __pydantic_config__: ClassVar = _STRICT

    office: str
    day: date
    printed_at: datetime
    counter: str = ""
    clerk: str = ""
    services: tuple[Count, ...] = ()
    states: tuple[Count, ...] = ()
    fees: int
    slips: int
    reprints: int
    trail: Trail | None = None
    training: bool = False

    def __post_init__(self) -> None:
        for name, cells in (("office", 120), ("counter", 60), ("clerk", 80)):
            object.__setattr__(self, name, _text(getattr(self, name), cells, name))
        for name in ("services", "states"):
            if len(getattr(self, name)) > _MOST_ROWS:
                raise BadDayEnd(name)
        for name in ("fees", "slips", "reprints"):
            _number(getattr(self, name), name)
        if not self.office:
            raise BadDayEnd("office")


def read_day_end(text: bytes) -> DayEnd:
    """Read the numbers from JSON with the fields of `DayEnd`; raises `BadDayEnd` naming the key."""
    from pydantic import TypeAdapter, ValidationError

    if len(text) > _MOST_BYTES:
        raise BadDayEnd(f"> {_MOST_BYTES // 1024} KB")
    try:
        return TypeAdapter(DayEnd).validate_json(text)
    except ValidationError as error:
        place = ".".join(str(step) for step in error.errors(include_input=False)[0]["loc"])
        raise BadDayEnd(place if place.isprintable() and len(place) < 80 else "JSON") from None


def day_end_blocks(numbers: DayEnd) -> list[Block]:
    """Return the paper's blocks from top to bottom."""
    bands: list[Block] = [Band(messages.TRAINING)] if numbers.training else []
    rows = [
        (messages.DAY, long_date(numbers.day)),
        (messages.COUNTER, numbers.counter),
        (messages.CLERK, numbers.clerk),
        (messages.PRINTED, moment(_bangkok(numbers.printed_at))),
    ]
    body: list[Block] = [
        Heading(numbers.office, messages.DAY_END),
        Particulars(tuple((label, value) for label, value in rows if value)),
    ]
    if numbers.states:
        body.append(Counts(messages.STATES, tuple(_counted(row) for row in numbers.states)))
    papers = (
        (messages.SLIPS, messages.sheets(numbers.slips)),
        (messages.REPRINTS, messages.sheets(numbers.reprints)),
    )
    body.append(Counts(messages.PAPERS, papers))
    if numbers.trail:
        trail = ((messages.LAST_CHANGE, f"{numbers.trail.last:,}"), (messages.DIGEST, numbers.trail.digest))
        body.append(Counts(messages.TRAIL, trail))
    body.append(Order(tuple(_counted(row) for row in numbers.services), baht(numbers.fees)))
    return [*bands, *body, Boxed(messages.NOT_A_RECEIPT), *bands]


def _counted(row: Count) -> tuple[str, str]:
    return row.label, messages.counted(row.requests, row.copies)


def _text(text: str, cells: int, name: str) -> str:
    try:
        return printable(text, cells, name)
    except BadSlip as error:
        raise BadDayEnd(name) from error


def _number(value: int, name: str) -> None:
    if not 0 <= value <= _MOST:
        raise BadDayEnd(name)


def _bangkok(when: datetime) -> datetime:
    return when.astimezone(BANGKOK) if when.tzinfo else when.replace(tzinfo=BANGKOK)
