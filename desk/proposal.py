"""What an approval proposes: the fee of the office's table, and a free time close to the citizen's wish."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from registry.calendar import OfficeCalendar
from registry.errors import ConfigurationError
from registry.fees import proposed_fee
from registry.office import OfficeProfile, Slot
from registry.request import Appointment, Fee, Item, Wish
from thai.dates import BANGKOK, today

DAYS_ASKED = 7


class Fit(StrEnum):
    """How a proposed time stands to the wish."""

    KEPT = "kept"
    AS_WISHED = "as_wished"
    NEXT_FREE = "next_free"
    NO_WISH = "no_wish"
    NONE_FREE = "none_free"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Free times in order, which of them is proposed (None without one), and why that one."""

    slots: tuple[Slot, ...]
    chosen: int | None
    fit: Fit


def table_fee(profile: OfficeProfile, items: Sequence[Item], on: dt.date) -> Fee | None:
    """Return the table's fee for the items on a day; None where the office's table has a gap."""
    try:
        return proposed_fee(profile.fees, items, on)
    except ConfigurationError:
        return None


def first_day(wish: Wish, calendar: OfficeCalendar, now: dt.datetime) -> dt.date:
    """Return the first day to ask slots of: the wished one, or the first that may be given."""
    day = today(now)
    earliest = day + dt.timedelta(days=calendar.hours.earliest_days)
    if wish.date is None:
        return earliest
    return wish.date if wish.date == day else max(wish.date, earliest)


def propose(
    slots: Sequence[Slot],
    wish: Wish,
    calendar: OfficeCalendar,
    now: dt.datetime,
    hold: Appointment | None = None,
) -> Proposal:
    """Choose among the office's slots: the place kept for the request, the wish if free, the next free time.

    What is kept back for people who come by themselves may be chosen, and is proposed only where it is the
    wish or nothing else is left.
    """
    slots = with_own(slots, hold)
    local = now.astimezone(BANGKOK).replace(tzinfo=None)
    free = sorted(
        (slot for slot in slots if slot.places > 0 and _start(slot) > local),
        key=_start,
    )
    if not free:
        return Proposal((), None, Fit.NONE_FREE)
    if hold is not None and (kept := _index_of(free, hold.date, hold.time)) is not None:
        return Proposal(tuple(free), kept, Fit.KEPT)
    if wish.date is None:
        return Proposal(tuple(free), _first_for_line(free, _start(free[0])), Fit.NO_WISH)
    wished_time = calendar.slot_of(wish.date, wish.time) if wish.time is not None else None
    for index, slot in enumerate(free):
        if slot.date == wish.date and (wish.time is None or slot.time == wished_time):
            return Proposal(tuple(free), index, Fit.AS_WISHED)
    wished = dt.datetime.combine(wish.date, wish.time or dt.time.min)
    return Proposal(tuple(free), _first_for_line(free, wished), Fit.NEXT_FREE)


def with_own(slots: Sequence[Slot], hold: Appointment | None) -> list[Slot]:
    """Return slots with the place that is kept for the request itself: nobody else has it."""
    return [
        slot.model_copy(update={"places": slot.places + 1})
        if hold is not None and (slot.date, slot.time) == (hold.date, hold.time)
        else slot
        for slot in slots
    ]


def places_at(slots: Sequence[Slot], wish: Wish, calendar: OfficeCalendar) -> int | None:
    """Return the places left at the wished time, or on the wished day; None where that is not known.

    ``slots`` are those from the wished day on, or none; a slot that is missing among them is full.
    """
    if wish.date is None or not slots or not calendar.is_open(wish.date):
        return None
    day = [slot for slot in slots if slot.date == wish.date]
    if wish.time is None:
        return sum(slot.places for slot in day)
    start = calendar.slot_of(wish.date, wish.time)
    return sum(slot.places for slot in day if slot.time == start) if start is not None else None


def _index_of(slots: Sequence[Slot], date: dt.date, time: dt.time) -> int | None:
    return next((at for at, slot in enumerate(slots) if (slot.date, slot.time) == (date, time)), None)


def _first_for_line(free: Sequence[Slot], wanted: dt.datetime) -> int:
    """Return which slot comes next from a moment on: one that is not kept back if there is any."""
    later = [index for index, slot in enumerate(free) if _start(slot) >= wanted] or list(range(len(free)))
    return next((index for index in later if free[index].line_places > 0), later[0])


def _start(slot: Slot) -> dt.datetime:
    return dt.datetime.combine(slot.date, slot.time)
