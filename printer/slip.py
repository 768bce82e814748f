"""The slip as data: everything that stands on the paper, cleaned and free of identity numbers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from printer.errors import BadSlip, IdentityOnSlip
from thai.clusters import crop
from thai.dates import BANGKOK
from thai.number_forms import CARD, PID
from thai.text import clean, fold

MAX_LINES = 20
MAX_NOTES = 8
MAX_QR_BYTES = 120

# Separators as people and forms write them; a dot is left out, because 23.11.2569 09.30 is a time.
_DIGIT_RUN = re.compile(r"[0-9](?:[\s-]{0,3}[0-9]){11}")
# Where the digits stand in the groups of a PID or a card number, any sign between them is a separator.
_SIGN = r"[^0-9a-z\u0e00-\u0e7f]{0,3}"
_GROUPED = [re.compile(_SIGN.join(rf"[0-9]{{{size}}}" for size in form.groups)) for form in (PID, CARD)]
_LASER_CODE = re.compile(r"(?<![a-z])[a-z]{2}[\s.-]?[0-9][\s.-]{0,3}[0-9]{7}[\s.-]{0,3}[0-9]{2}(?![0-9])")
_MARK = "\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd"
_MARK_HEAP = re.compile(f"([{_MARK}]{{3}})[{_MARK}]+")


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One ordered service: its name and the number of copies (1 to 99)."""

    label: str
    copies: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", printable(self.label, 160, "label"))
        if not 1 <= self.copies <= 99:
            raise BadSlip("copies")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A queue card and fee notice.

    Texts are cleaned and cropped to what a slip can hold; `IdentityOnSlip` is raised for a text with twelve
    or more digits in a row or a laser code, `BadSlip` for impossible values. Times without a zone are in
    Bangkok. `counter` is the number or name without the word ช่องบริการ; `fee` is in baht; `reprint` is n of
    "พิมพ์ซ้ำ ครั้งที่ n", 0 for the first print.
    """

    office: str
    section: str = ""
    queue_number: str | None
    reference: str
    qr: str = ""
    lines: tuple[SlipLine, ...]
    fee: int
    appointment: datetime | None
    masked_name: str | None = field(repr=False)
    counter: str
    clerk: str
    printed_at: datetime
    reprint: int = 0
    training: bool = False
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self._set("office", printable(self.office, 120, "office"))
        self._set("section", printable(self.section, 80, "section"))
        self._set("queue_number", _optional(self.queue_number, 8, "queue_number"))
        self._set("reference", printable(self.reference, 24, "reference"))
        self._set("qr", printable(self.qr, MAX_QR_BYTES, "qr") or self.reference)
        self._set("masked_name", _optional(self.masked_name, 80, "masked_name"))
        self._set("counter", printable(self.counter, 60, "counter"))
        self._set("clerk", printable(self.clerk, 80, "clerk"))
        self._set("notes", _paragraphs(self.notes))
        self._set("lines", tuple(self.lines))
        self._set("appointment", _bangkok(self.appointment) if self.appointment else None)
        self._set("printed_at", _bangkok(self.printed_at))
        self._check()

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def _check(self) -> None:
        wrong = {
            "office": not self.office,
            "reference": not self.reference,
            "qr": len(self.qr.encode()) > MAX_QR_BYTES,
            "lines": len(self.lines) > MAX_LINES,
            "fee": not 0 <= self.fee <= 999_999,
            "reprint": not 0 <= self.reprint <= 999,
        }
        for name, bad in wrong.items():
            if bad:
                raise BadSlip(name)


def printable(text: str, cells: int, name: str) -> str:
    """Return the text as one clean line of at most that many cells; refuse identity numbers.

    Marks piled on one letter are thinned to three: they take no cell, so no crop would bound the height.
    """
    line = " ".join(clean(text).split())
    line = _MARK_HEAP.sub(r"\1", line)
    if holds_identity(line):
        raise IdentityOnSlip(name)
    return crop(line, cells)


def holds_identity(text: str) -> bool:
    """Tell whether a text holds twelve digits in a row, spaces and dashes aside, or a laser code."""
    folded = fold(text)
    return any(pattern.search(folded) for pattern in (_DIGIT_RUN, _LASER_CODE, *_GROUPED))


def _optional(text: str | None, cells: int, name: str) -> str | None:
    return (printable(text, cells, name) or None) if text else None


def _paragraphs(notes: Iterable[str]) -> tuple[str, ...]:
    lines = [printable(note, 240, "notes") for note in notes]
    return tuple(line for line in lines if line)[:MAX_NOTES]


def _bangkok(moment: datetime) -> datetime:
    return moment.astimezone(BANGKOK) if moment.tzinfo else moment.replace(tzinfo=BANGKOK)
