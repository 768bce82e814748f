"""Handing in a paper that is no request's slip, and saying how that went."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING

from desk.errors import DeskError
from desk.messages.errors import told
from printer.errors import PrinterError

if TYPE_CHECKING:
    from desk.app import DeskApp
    from desk.backend import Backend
    from printer.spool.jobs import Job


def hand_in(desk: DeskApp, backend: Backend, handing_in: Coroutine[None, None, Job], said: str) -> None:
    """Let a paper be printed in the background; ``said`` once it is the spool's."""
    desk.run_worker(_hand_in(desk, backend, handing_in, said), group="printing", exit_on_error=False)


async def _hand_in(
    desk: DeskApp, backend: Backend, handing_in: Coroutine[None, None, Job], said: str
) -> None:
    try:
        job = await handing_in
    except (DeskError, PrinterError) as error:
        if desk.backend is backend:
            desk.tell(told(error))
    else:
        if desk.backend is backend:
            desk.say(said)
            desk.follow_print(job)
