"""The slip of a request: what of it may stand on paper, and nothing that identifies anybody."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from desk.messages.pick_up import purpose
from printer.slip import Slip, SlipLine, holds_identity
from registry.labels import SERVICE
from registry.particulars import Particulars
from registry.request import Appointment, Collector, Request
from thai.dates import BANGKOK
from thai.identity import mask_name
from thai.text import clean

if TYPE_CHECKING:
    from desk.backend import Person
    from registry.office import OfficeProfile


def slip_of(
    request: Request,
    particulars: Particulars | None,
    person: Person,
    profile: OfficeProfile,
    *,
    now: dt.datetime,
    training: bool,
    reprint: int = 0,
) -> Slip:
    """Return the queue card and fee notice of a request as it would be printed now.

    ``reprint`` is its number among them, 0 for the first. A name that holds digits like an identity
    number is left out, so that one odd display name does not keep a citizen from being served.
    """
    by_attorney = request.hand_over.collector is Collector.ATTORNEY
    return Slip(
        office=profile.name,
        section=profile.section,
        queue_number=request.queue.number if request.queue else None,
        reference=request.reference,
        lines=tuple(SlipLine(SERVICE[item.service], item.copies) for item in request.items),
        fee=request.fee.baht if request.fee else 0,
        # Who came by themselves had none.
        appointment=None if request.channel == "walk_in" else _moment(request.appointment),
        masked_name=masked_name(particulars),
        counter=person.counter,
        clerk=person.name,
        printed_at=now,
        reprint=reprint,
        training=training,
        notes=(purpose(request).attorney_note,) if by_attorney else (),
    )


def _moment(appointment: Appointment | None) -> dt.datetime | None:
    if appointment is None:
        return None
    return dt.datetime.combine(appointment.date, appointment.time, BANGKOK)


def masked_name(particulars: Particulars | None) -> str | None:
    """Return a citizen's name as it may stand on paper; None where there is none that may."""
    if particulars is None or not particulars.name:
        return None
    name = " ".join(clean(particulars.name).split())
    return None if holds_identity(name) else mask_name(name) or None
