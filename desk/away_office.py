"""The office as a counter alone can be it: what is in its own profile, and no shared places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from registry.calendar import OfficeCalendar
from registry.checks import DopaOutcome, Step
from registry.errors import RefusalCode, Refused
from registry.fees import proposed_fee
from registry.office import OfficeProfile
from registry.request import Appointment, Fee, Item, Request


class AwayOffice:
    """Implements ``registry.transitions.Office`` without the daemon."""

    def __init__(self, profile: OfficeProfile) -> None:
        self.lease = dt.timedelta(minutes=profile.lease_minutes)
        self.steps: Sequence[Step] = profile.steps
        self.second_steps: Sequence[Step] = profile.second_steps
        self.outcomes: Sequence[DopaOutcome] = profile.outcomes
        self.power_of_attorney, self.attorney = profile.power_of_attorney, profile.attorney
        self.max_calls = profile.max_calls
        self.consent_version = ""
        self._profile = profile

    @property
    def calendar(self) -> OfficeCalendar:
        """The office's calendar as last heard."""
        return self._profile.calendar

    def proposed_fee(self, items: Sequence[Item], on: dt.date) -> Fee:
        """Return the fee of the table."""
        return proposed_fee(self._profile.fees, items, on)

    def book(self, appointment: Appointment, *, instead_of: Appointment | None) -> Appointment:
        """Let a request have the place that is kept for it; raises Refused (SLOT_FULL) for any other."""
        if instead_of is None or not holds(appointment, instead_of):
            raise Refused(RefusalCode.SLOT_FULL)
        return appointment.model_copy(update={"time": instead_of.time})

    def give_back(self, appointment: Appointment) -> None:
        """Leave the places to the daemon."""

    def queue_number(self, request: Request) -> str:
        """Give no number of the daemon's; raises Refused."""
        raise Refused(RefusalCode.ILLEGAL_MOVE, state=request.state.value)

    def keep_number(self, number: str, request: Request) -> bool:
        """Take a number of this counter's block for good."""
        del number, request
        return True

    def home_counter(self, request: Request, approving: str) -> str:
        """Return the counter that serves an appointment by itself."""
        return self._profile.queue.home_of(request, approving)

    def walk_in_place(self, now: dt.datetime) -> Appointment:
        """Take nobody in: raises Refused."""
        del now
        raise Refused(RefusalCode.SLOT_FULL)

    def knows_counter(self, counter: str) -> bool:
        """Whether the office has such a counter."""
        return counter in self._profile.counters


def holds(wanted: Appointment, kept: Appointment) -> bool:
    """Whether a time is the one of a place that is kept already."""
    return (wanted.date, wanted.time) == (kept.date, kept.time)
