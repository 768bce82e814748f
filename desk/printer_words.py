"""How the counter's printer is, in the few words that the status line has room for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.messages import shell

if TYPE_CHECKING:
    from printer.status import PrinterStatus


@dataclass(frozen=True, slots=True)
class PrinterWords:
    """The words, shorter ones for narrow screens (empty: the same), and how bad it is."""

    text: str
    short: str = ""
    ready: bool = False
    warns: bool = True


def printer_words(status: PrinterStatus | None) -> PrinterWords:
    """Put what a printer says into words; nothing said (None: not asked yet) is never called ready."""
    if status is None or not (status.known or status.conditions):
        return PrinterWords(shell.PRINTER_SILENT, shell.PRINTER_SILENT_SHORT, ready=True, warns=False)
    if not status.conditions:
        return PrinterWords(shell.PRINTER_SET, shell.PRINTER_READY_SHORT, ready=True, warns=False)
    warns = status.conditions != {"busy"}
    return PrinterWords(status.headline, ready=status.may_print, warns=warns)
