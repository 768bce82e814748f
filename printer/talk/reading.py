"""A printer's status bytes read as conditions; what they mean is Epson's, what is believed is ours."""

from collections.abc import Mapping

from printer.status import UNKNOWN, Condition, PrinterStatus


def from_real_time(answers: Mapping[int, int]) -> PrinterStatus:
    """Return the status told by the answers to DLE EOT 1 to 4; an answer that is missing is not there.

    Known are only printers that answered 1 and one of the causes: online alone is what a broken one says too.
    """
    if 1 not in answers:
        return UNKNOWN
    printer, cause, error, paper = (answers.get(number, 0) for number in (1, 2, 3, 4))
    return _status(
        known=2 in answers or 4 in answers,
        offline=bool(printer & 0x08),
        feeding=bool(printer & 0x40 or cause & 0x08),
        cover=bool(cause & 0x04),
        no_paper=bool(cause & 0x20 or paper & 0x60),
        low=bool(paper & 0x0C),
        cutter=bool(error & 0x08),
        hot=bool(error & 0x40),
        fault=bool(error & 0x24 or (cause & 0x40 and not error & 0x6C)),
    )


def from_auto_status(block: bytes) -> PrinterStatus:
    """Return the status told by the four bytes of automatic status (GS a)."""
    printer, error, paper, _ = block
    return _status(
        known=True,
        offline=bool(printer & 0x08),
        feeding=bool(printer & 0x40),
        cover=bool(printer & 0x20),
        no_paper=bool(paper & 0x0C),
        low=bool(paper & 0x03),
        cutter=bool(error & 0x08),
        hot=bool(error & 0x40),
        fault=bool(error & 0x24),
    )


def from_port(byte: int) -> PrinterStatus:
    """Return what the parallel port's byte of a USB printer tells: only trouble, many say 0x18 for ever.

    Source: USB printer class 1.1, GET_PORT_STATUS: bit 5 paper empty, bit 4 selected, bit 3 no error.
    """
    if byte & 0xC7 or not byte:
        return UNKNOWN
    conditions = frozenset(
        condition
        for condition, there in (
            (Condition.NO_PAPER, byte & 0x20),
            (Condition.OFFLINE, not byte & 0x30),
            (Condition.FAULT, not byte & 0x28),
        )
        if there
    )
    return PrinterStatus(conditions, known=bool(conditions))


def _status(
    *,
    known: bool,
    offline: bool,
    feeding: bool,
    cover: bool,
    no_paper: bool,
    low: bool,
    cutter: bool,
    hot: bool,
    fault: bool,
) -> PrinterStatus:
    # An open cover is told as an error that ends by itself too, the same as a hot head.
    told = {
        Condition.COVER_OPEN: cover,
        Condition.NO_PAPER: no_paper,
        Condition.CUTTER: cutter,
        Condition.OVERHEATED: hot and not (cover or no_paper),
        Condition.FAULT: fault and not (cover or no_paper),
        Condition.BUSY: feeding,
        Condition.PAPER_LOW: low and not no_paper,
    }
    conditions = {condition for condition, there in told.items() if there}
    if offline and not conditions - {Condition.PAPER_LOW}:
        conditions.add(Condition.OFFLINE)
    return PrinterStatus(frozenset(conditions), known=known)
