"""The card with a queue number for who came without an appointment and waits: no more is known yet."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from desk.messages import common
from desk.messages import number_card as words
from printer.content import Band, Block, Counts, Heading, Notes, Particulars, Ticket, moment
from printer.messages import PRINTED, TRAINING
from registry.labels import SERVICE
from thai.dates import BANGKOK
from thai.text import clean

if TYPE_CHECKING:
    from registry.office import OfficeProfile
    from registry.request import Request


def number_card(
    request: Request,
    profile: OfficeProfile,
    *,
    now: dt.datetime,
    training: bool,
    again: bool = False,
) -> list[Block]:
    """Return the card's blocks; ``again`` where one may be out already, which stands on it."""
    number = request.queue.number if request.queue is not None else None
    marks = [words.AGAIN] if again else []
    bands: list[Block] = [Band(text) for text in ([TRAINING] if training else []) + marks]
    wanted = tuple((SERVICE[item.service], common.copies(item.copies)) for item in request.items)
    return [
        *bands,
        Heading(clean(profile.name), words.TITLE),
        Ticket(number, request.reference, request.reference),
        *([Counts(words.WANTED, wanted)] if wanted else []),
        # Without the counter that gave it: they are called to another one, perhaps.
        Particulars(((PRINTED, moment(now.astimezone(BANGKOK))),)),
        Notes(words.NOTES),
        *bands,
    ]
