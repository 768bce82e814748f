"""What a desk has to know of its office: taken from the daemon's configuration, kept in the mirror."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from registry.attorney_settings import AttorneySettings
from registry.calendar import Hours, OfficeCalendar, SpecialDay
from registry.checks import DopaOutcome, Step
from registry.fees import FeeRule
from registry.queue_away import QueueAway
from registry.request import Part
from registry.settings import Settings, WalkInParticular
from registry.shared_printing import SharedPrinting


class OfficeProfile(Part):
    """The office as a desk shows it and proposes from it; ``counters`` are those whose desk is known."""

    id: str
    name: str
    section: str
    service_point: str
    power_of_attorney: bool
    hours: Hours
    special_days: tuple[SpecialDay, ...]
    fees: tuple[FeeRule, ...]
    outcomes: tuple[DopaOutcome, ...]
    steps: tuple[Step, ...]
    second_steps: tuple[Step, ...]
    lease_minutes: int
    counters: tuple[str, ...] = ()
    attorney: AttorneySettings = AttorneySettings()
    max_calls: int = 3
    parking: tuple[str, ...] = ()
    walk_in_particulars: tuple[WalkInParticular, ...] = ()
    shared_printing: SharedPrinting = SharedPrinting()
    queue: QueueAway = QueueAway()

    @classmethod
    def of(cls, settings: Settings, counters: Sequence[str] = ()) -> OfficeProfile:
        """Return what a desk may know of a configuration: nothing secret."""
        office = settings.office
        return cls(
            id=office.id,
            name=office.name,
            section=office.section,
            service_point=office.service_point,
            power_of_attorney=office.power_of_attorney,
            attorney=settings.attorney,
            hours=settings.hours,
            special_days=settings.special_days,
            fees=settings.fees,
            outcomes=settings.outcomes,
            steps=settings.steps,
            second_steps=settings.second_steps,
            lease_minutes=settings.sync.lease_minutes,
            counters=tuple(counters),
            max_calls=settings.queue.max_calls,
            parking=settings.queue.parking,
            walk_in_particulars=settings.queue.walk_in_particulars,
            shared_printing=settings.shared_printing,
            queue=settings.queue.away,
        )

    @property
    def calendar(self) -> OfficeCalendar:
        """The office's calendar."""
        return OfficeCalendar(self.hours, self.special_days)


class Slot(Part):
    """A time that can be given, and how many places are left in it.

    Of the ``places`` left, ``kept`` are kept back for people who come by themselves: the counters may give
    them, LINE does not.
    """

    date: dt.date
    time: dt.time
    places: int
    kept: int = 0

    @property
    def line_places(self) -> int:
        """How many places are left to be given over LINE."""
        return self.places - self.kept
