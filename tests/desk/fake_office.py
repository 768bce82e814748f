"""The office that a request's life asks, in memory."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from registry.checks import DopaOutcome, Step
from registry.errors import RefusalCode, Refused
from registry.fees import proposed_fee
from registry.office import OfficeProfile
from registry.request import Appointment, Fee, Item, Request
from thai.dates import BANGKOK


class FakeOffice:
    """The office as ``registry.lifecycle`` asks for it: slots are counted, queue numbers go up by letter."""

    def __init__(self, profile: OfficeProfile) -> None:
        self.profile = profile
        self.lease = dt.timedelta(minutes=profile.lease_minutes)
        self.steps: Sequence[Step] = profile.steps
        self.second_steps: Sequence[Step] = profile.second_steps
        self.outcomes: Sequence[DopaOutcome] = profile.outcomes
        self.power_of_attorney, self.attorney = profile.power_of_attorney, profile.attorney
        self.calendar = profile.calendar
        self.max_calls = profile.max_calls
        self.consent_version = "1"
        self.full: set[tuple[dt.date, dt.time]] = set()
        self._last: Counter[str] = Counter()

    def proposed_fee(self, items: Sequence[Item], on: dt.date) -> Fee:
        return proposed_fee(self.profile.fees, items, on)

    def book(self, appointment: Appointment, *, instead_of: Appointment | None) -> Appointment:
        own = instead_of is not None and (instead_of.date, instead_of.time) == (
            appointment.date,
            appointment.time,
        )
        if not own and (appointment.date, appointment.time) in self.full:
            raise Refused(RefusalCode.SLOT_FULL)
        return appointment

    def give_back(self, appointment: Appointment) -> None:
        self.full.discard((appointment.date, appointment.time))

    def queue_number(self, request: Request) -> str:
        letter = self.profile.queue.letter_of(request)
        self._last[letter] += 1
        return f"{letter}{self._last[letter]:03d}"

    def walk_in_place(self, now: dt.datetime) -> Appointment:
        here = now.astimezone(BANGKOK)
        return Appointment(date=here.date(), time=dt.time(here.hour, here.minute), takes_place=False)

    def keep_number(self, number: str, request: Request) -> bool:
        """Keep every number."""
        del number, request
        return True

    def home_counter(self, request: Request, approving: str) -> str:
        """Return the counter that approves."""
        del request
        return approving

    def knows_counter(self, counter: str) -> bool:
        return counter in self.profile.counters
