"""The slip that ends a day, from the daemon's numbers: its paper as the printer's blocks."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from desk.messages.outcomes import ACTION
from printer.day_end import Count, DayEnd, Trail, day_end_blocks
from registry.labels import SERVICE

if TYPE_CHECKING:
    from desk.backend import Person
    from printer.content import Block
    from registry.day_numbers import DayNumbers
    from registry.office import OfficeProfile


def day_end_paper(
    numbers: DayNumbers, person: Person, profile: OfficeProfile, *, now: dt.datetime, training: bool
) -> list[Block]:
    """Return the blocks of the paper; raises `printer.errors.BadDayEnd`."""
    services = [
        Count(label=SERVICE[s.service], requests=s.requests, copies=s.copies) for s in numbers.services
    ]
    paper = DayEnd(
        office=profile.name,
        day=numbers.day,
        printed_at=now,
        counter=person.counter,
        clerk=person.name,
        services=tuple(services),
        states=tuple(Count(label=ACTION[name], requests=count) for name, count in numbers.actions.items()),
        fees=numbers.fees,
        slips=numbers.slips,
        reprints=numbers.reprints,
        trail=Trail(epoch=numbers.epoch, last=numbers.last, rows=numbers.rows),
        training=training,
    )
    return day_end_blocks(paper)
