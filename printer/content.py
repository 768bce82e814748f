"""What stands on a slip and in which order, so that paper and preview can never say different things."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from printer import messages
from printer.logo import Logo
from printer.paper import Size
from printer.slip import MAX_NOTES, Slip
from printer.template import DEFAULT, Template
from thai.dates import clock, short_date
from thai.money import baht

NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class _Sized:
    size: Size = field(default="normal", kw_only=True)


@dataclass(frozen=True, slots=True)
class Band(_Sized):
    """A mark across the whole width, white on black."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading(_Sized):
    """The office, and below it what kind of paper this is."""

    office: str
    title: str


@dataclass(frozen=True, slots=True)
class Ticket(_Sized):
    """The queue number (or none), the reference and the content of the QR code."""

    queue: str | None
    reference: str
    code: str


@dataclass(frozen=True, slots=True)
class Order(_Sized):
    """The services with their copies, and the fee."""

    rows: tuple[tuple[str, str], ...]
    fee: str


@dataclass(frozen=True, slots=True)
class Particulars(_Sized):
    """Labels with their values, in two columns."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Notes(_Sized):
    """Paragraphs for the citizen."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Boxed(_Sized):
    """A sentence in a frame."""

    text: str


@dataclass(frozen=True, slots=True)
class Lines(_Sized):
    """The office's own lines, in the middle of the paper."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture(_Sized):
    """The office's logo."""

    logo: Logo


@dataclass(frozen=True, slots=True)
class Counts(_Sized):
    """A title, and names with their numbers at the paper's edge."""

    title: str
    rows: tuple[tuple[str, str], ...]


Block = Counts | Band | Heading | Ticket | Order | Particulars | Notes | Lines | Picture | Boxed


def blocks(slip: Slip, template: Template = DEFAULT) -> list[Block]:
    """Return the slip's blocks from top to bottom; marks stand at both ends: a torn slip still has one."""
    bands: list[Block] = [Band(text) for text in _marks(slip)]
    body = [_MAKERS[name](slip, template, template.size_of(name)) for name in template.blocks]
    return [*bands, *(block for block in body if block is not None), *bands]


def _heading(slip: Slip, template: Template, size: Size) -> Block:
    office = slip.office
    if template.section and slip.section and not office.startswith(slip.section):
        office = f"{slip.section} {office}"
    return Heading(office, template.title, size=size)


def _ticket(slip: Slip, _: Template, size: Size) -> Block:
    return Ticket(slip.queue_number, slip.reference, slip.qr, size=size)


def _order(slip: Slip, _: Template, size: Size) -> Block:
    return Order(
        tuple((line.label, messages.copies(line.copies)) for line in slip.lines),
        baht(slip.fee) if slip.fee else messages.FREE,
        size=size,
    )


def _particulars(slip: Slip, template: Template, size: Size) -> Block | None:
    known = {
        "appointment": (messages.APPOINTMENT, moment(slip.appointment) if slip.appointment else ""),
        "name": (messages.NAME, slip.masked_name or ""),
        "counter": (messages.COUNTER, slip.counter),
        "clerk": (messages.CLERK, slip.clerk),
        "printed": (messages.PRINTED, moment(slip.printed_at)),
    }
    rows = tuple(known[name] for name in template.particulars if known[name][1])
    return Particulars(rows, size=size) if rows else None


def _notes(slip: Slip, template: Template, size: Size) -> Block | None:
    texts = (*slip.notes, *template.notes)[: 2 * MAX_NOTES]
    return Notes(texts, size=size) if texts else None


def _lines(_: Slip, template: Template, size: Size) -> Block | None:
    return Lines(template.lines, size=size) if template.lines else None


def _logo(_: Slip, template: Template, __: Size) -> Block | None:
    return Picture(template.logo) if template.logo else None


def _receipt(_: Slip, __: Template, size: Size) -> Block:
    return Boxed(messages.NOT_A_RECEIPT, size=size)


_MAKERS: dict[str, Callable[[Slip, Template, Size], Block | None]] = {
    "logo": _logo,
    "heading": _heading,
    "ticket": _ticket,
    "order": _order,
    "particulars": _particulars,
    "notes": _notes,
    "lines": _lines,
    "receipt": _receipt,
}


def _marks(slip: Slip) -> list[str]:
    marks = [messages.TRAINING] if slip.training else []
    if slip.reprint:
        marks.append(messages.reprint(slip.reprint))
    return marks


def moment(when: datetime) -> str:
    """Write day and time so that a narrow column breaks the line between them only."""
    return " ".join(part.replace(" ", NO_BREAK) for part in (short_date(when), clock(when)))
