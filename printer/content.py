"""What stands on a slip and in which order, so that paper and preview can never say different things."""

from dataclasses import dataclass
from datetime import datetime

from printer import messages
from printer.slip import Slip
from thai.dates import clock, short_date
from thai.money import baht

NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Band:
    """A mark across the whole width, white on black."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The office, and below it what kind of paper this is."""

    office: str
    title: str


@dataclass(frozen=True, slots=True)
class Ticket:
    """The queue number (or none), the reference and the content of the QR code."""

    queue: str | None
    reference: str
    code: str


@dataclass(frozen=True, slots=True)
class Order:
    """The services with their copies, and the fee."""

    rows: tuple[tuple[str, str], ...]
    fee: str


@dataclass(frozen=True, slots=True)
class Particulars:
    """Labels with their values, in two columns."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """Paragraphs for the citizen."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Boxed:
    """A sentence in a frame."""

    text: str


Block = Band | Heading | Ticket | Order | Particulars | Notes | Boxed


def blocks(slip: Slip) -> list[Block]:
    """Return the slip's blocks from top to bottom; marks stand at both ends: a torn slip still has one."""
    bands: list[Block] = [Band(text) for text in _marks(slip)]
    body: list[Block] = [
        Heading(slip.office, messages.TITLE),
        Ticket(slip.queue_number, slip.reference, slip.qr),
        Order(
            tuple((line.label, messages.copies(line.copies)) for line in slip.lines),
            baht(slip.fee) if slip.fee else messages.FREE,
        ),
        Particulars(tuple(_particulars(slip))),
    ]
    if slip.notes:
        body.append(Notes(slip.notes))
    body.append(Boxed(messages.NOT_A_RECEIPT))
    return bands + body + bands


def _marks(slip: Slip) -> list[str]:
    marks = [messages.TRAINING] if slip.training else []
    if slip.reprint:
        marks.append(messages.reprint(slip.reprint))
    return marks


def _particulars(slip: Slip) -> list[tuple[str, str]]:
    rows = [
        (messages.APPOINTMENT, _moment(slip.appointment) if slip.appointment else ""),
        (messages.NAME, slip.masked_name or ""),
        (messages.COUNTER, slip.counter),
        (messages.CLERK, slip.clerk),
        (messages.PRINTED, _moment(slip.printed_at)),
    ]
    return [(label, value) for label, value in rows if value]


def _moment(moment: datetime) -> str:
    """Write day and time so that a narrow column breaks the line between them only."""
    return " ".join(part.replace(" ", NO_BREAK) for part in (short_date(moment), clock(moment)))
