"""The office as the life of a request needs it, inside the store's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlmodel import Session

from registry.attorney_settings import AttorneySettings
from registry.calendar import OfficeCalendar
from registry.checks import DopaOutcome, Step
from registry.errors import Refused
from registry.fees import proposed_fee
from registry.request import Appointment, Fee, Item, Request
from registry.settings import Settings
from sync.store import closures, desks, queue_numbers, slots


class StoreOffice:
    """Implements ``registry.lifecycle.Office``: what it gives, the transaction's rollback takes back.

    A citizen is given places ``for_line`` only.
    """

    def __init__(
        self, session: Session, settings: Settings, today: dt.date, *, for_line: bool = False
    ) -> None:
        settings = closures.applied(session, settings)
        self.lease: dt.timedelta = dt.timedelta(minutes=settings.sync.lease_minutes)
        self.steps: Sequence[Step] = settings.steps
        self.second_steps: Sequence[Step] = settings.second_steps
        self.outcomes: Sequence[DopaOutcome] = settings.outcomes
        self.power_of_attorney: bool = settings.office.power_of_attorney
        self.attorney: AttorneySettings = settings.attorney
        self.calendar: OfficeCalendar = settings.calendar
        self.max_calls: int = settings.queue.max_calls
        self.consent_version: str = settings.chat.consent_version
        self._session, self._settings, self._today = session, settings, today
        self._for_line = for_line

    def proposed_fee(self, items: Sequence[Item], on: dt.date) -> Fee:
        """Return the fee of the table."""
        return proposed_fee(self._settings.fees, items, on)

    def book(self, appointment: Appointment, *, instead_of: Appointment | None) -> Appointment:
        """Take a place in a slot; raises Refused (SLOT_FULL, OFFICE_CLOSED)."""
        booked = slots.bookable(self._settings, self._today, appointment)
        slots.move(
            self._session,
            settings=self._settings,
            to=booked,
            instead_of=instead_of,
            for_line=self._for_line,
        )
        return booked

    def give_back(self, appointment: Appointment) -> None:
        """Free the place of an appointment."""
        slots.move(self._session, settings=self._settings, to=None, instead_of=appointment)

    def queue_number(self, request: Request) -> str:
        """Return the next queue number of the day."""
        letter = self._settings.queue.away.letter_of(request)
        return queue_numbers.next_number(
            self._session, office_id=self._settings.office.id, day=self._today, letter=letter
        )

    def keep_number(self, number: str, request: Request) -> bool:
        """Keep a number that a counter has given by itself; False where another request has it already."""
        del request
        return queue_numbers.keep(
            self._session, office_id=self._settings.office.id, day=self._today, number=number
        )

    def home_counter(self, request: Request, approving: str) -> str:
        """Return the counter that serves an appointment by itself while the daemon is away."""
        return self._settings.queue.away.home_of(request, approving)

    def walk_in_place(self, now: dt.datetime) -> Appointment:
        """Return the present time as an appointment, with a place of its slot where some are kept for it.

        A slot that is full keeps nobody out who stands at the counter.
        """
        from thai.dates import BANGKOK

        here = now.astimezone(BANGKOK).time().replace(second=0, microsecond=0)
        slot = self.calendar.slot_of(self._today, here)
        place = Appointment(date=self._today, time=slot or here, takes_place=False)
        if slot is None or not self._settings.hours.walk_in_places:
            return place
        booked = place.model_copy(update={"takes_place": True})
        try:
            slots.move(self._session, settings=self._settings, to=booked, instead_of=None)
        except Refused:
            return place
        return booked

    def knows_counter(self, counter: str) -> bool:
        """Whether a desk has ever signed in at such a counter."""
        return counter in desks.counters(self._session, office_id=self._settings.office.id)
