"""Printing the slip that ends a day, from any screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.errors import DeskError
from desk.messages import printing as words
from desk.messages.errors import told
from printer.errors import PrinterError

if TYPE_CHECKING:
    from desk.app import DeskApp
    from desk.backend import Backend


def print_day_end(desk: DeskApp) -> None:
    """Print today's numbers on this counter's printer, and say how it went."""
    backend = desk.backend
    if backend is not None:
        desk.run_worker(_print(desk, backend), group="printing", exit_on_error=False)


async def _print(desk: DeskApp, backend: Backend) -> None:
    try:
        job = await backend.print_day_end()
    except (DeskError, PrinterError) as error:
        if desk.backend is backend:
            desk.tell(told(error))
    else:
        if desk.backend is backend:
            desk.say(words.DAY_END_HANDED_IN)
            desk.follow_print(job)
