"""What the dialogue may know of the office, read in the transaction of an event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property

from sqlmodel import Session

from registry.calendar import OfficeCalendar
from registry.identifiers import new_id
from registry.office import Slot
from registry.particulars import Particulars
from registry.request import Request
from registry.sealing import Keyring
from registry.settings import Settings
from sync.line import wall_code
from sync.line.faq import Faq, current_faq
from sync.store import (
    clerk_lines,
    pictures,
    references,
    requests,
    slots,
    waiting,
)
from thai.dates import today


class Desk:
    """What the dialogue may know of the office, read in the transaction of the event."""

    def __init__(
        self, session: Session, keys: Keyring, settings: Settings, conversation_id: str, now: dt.datetime
    ) -> None:
        self._session, self._keys, self._conversation_id = session, keys, conversation_id
        self.settings, self.now, self.today = settings, now, today(now)

    @cached_property
    def calendar(self) -> OfficeCalendar:
        """The office's calendar."""
        return self.settings.calendar

    def free_slots(self, day: dt.date, days: int) -> Sequence[Slot]:
        """Return the slots with places left."""
        return slots.free_slots(self._session, settings=self.settings, day=day, days=days)

    def open_requests(self) -> Sequence[tuple[Request, Particulars]]:
        """Return this citizen's open requests, as they were before the event."""
        return self._open_requests

    @cached_property
    def _open_requests(self) -> list[tuple[Request, Particulars]]:
        return requests.open_requests_of(
            self._session,
            keys=self._keys,
            office_id=self.settings.office.id,
            conversation_id=self._conversation_id,
        )

    def closed_requests(self) -> Sequence[tuple[Request, Particulars]]:
        """Return this citizen's ended requests that are not emptied yet."""
        return self._closed_requests

    @cached_property
    def _closed_requests(self) -> list[tuple[Request, Particulars]]:
        return requests.closed_requests_of(
            self._session,
            keys=self._keys,
            office_id=self.settings.office.id,
            conversation_id=self._conversation_id,
        )

    def waiting(self) -> Sequence[Request]:
        """Return everybody's requests that are at the office today, as they are now."""
        return waiting.arrived(self._session, office_id=self.settings.office.id, day=self.today)

    def wall_code(self, day: dt.date) -> str:
        """Return the code that hangs on the office's wall on a day."""
        return wall_code.code(self._keys, self.settings.office.id, day)

    def read_again(self) -> None:
        """Read this citizen's requests anew: the event has changed them."""
        self.__dict__.pop("_open_requests", None)

    @property
    def faq(self) -> Faq:
        """The answers to what is asked often, as the office's file is now."""
        return current_faq(self.settings.inquiry.faq_file)

    def pictures_of(self, request_id: str) -> int:
        """Return how many pictures an inquiry has."""
        return pictures.count(self._session, office_id=self.settings.office.id, request_id=request_id)

    def clerk_of(self, code: str) -> str | None:
        """Return the name of the clerk whose own chat a code pairs."""
        return clerk_lines.clerk_of(
            self._session, keys=self._keys, office_id=self.settings.office.id, code=code, now=self.now
        )

    def reserve_reference(self) -> str:
        """Return a new reference."""
        return references.reserve(self._session, settings=self.settings)

    def new_id(self) -> str:
        """Return a new id."""
        return new_id()
