"""What the life of a request is told by: notices, what a command comes to, who acts, a citizen's acts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from registry import commands as c
from registry.actors import Actor
from registry.attorney_settings import AttorneySettings
from registry.calendar import Hours, OfficeCalendar
from registry.checks import DopaOutcome, Step
from registry.inquiry_settings import Limits
from registry.request import Appointment, Fee, Item, Request, Wish


class Notice(StrEnum):
    """What a citizen is to be told after a change."""

    APPROVED = "approved"
    QUESTION = "question"
    REJECTED = "rejected"
    READY = "ready"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"
    CALLED = "called"
    NO_SHOW = "no_show"
    SURVEY = "survey"
    REMINDER = "reminder"
    CLOSED = "closed"
    EXPIRED = "expired"
    SAID = "said"
    ENDED = "ended"
    ARRANGED = "arranged"
    CORRECTED = "corrected"


@dataclass(frozen=True)
class Transition:
    """What a command comes to: the request as it is now, the audit entry, the notice if any.

    ``said`` is what a clerk has written to the citizen, ``note`` what to other clerks: both are for the
    chat, never for the trail.
    """

    request: Request
    action: str
    detail: dict[str, Any] = field(default_factory=dict)
    notice: Notice | None = None
    found: c.Found | None = None
    said: str = field(default="", repr=False)
    note: str = field(default="", repr=False)


class Office(Protocol):
    """What the life of a request needs to know of the office, inside the store's transaction."""

    lease: dt.timedelta
    steps: Sequence[Step]
    second_steps: Sequence[Step]
    outcomes: Sequence[DopaOutcome]
    power_of_attorney: bool
    attorney: AttorneySettings
    max_calls: int
    consent_version: str

    @property
    def calendar(self) -> OfficeCalendar:
        """The office's calendar."""

    def proposed_fee(self, items: Sequence[Item], on: dt.date) -> Fee:
        """Return the fee of the table."""

    def book(self, appointment: Appointment, *, instead_of: Appointment | None) -> Appointment:
        """Take a place in a slot; raises Refused (SLOT_FULL, OFFICE_CLOSED).

        ``instead_of`` is given back; it may be the same place.
        """

    def give_back(self, appointment: Appointment) -> None:
        """Free the place of an appointment."""

    def queue_number(self, request: Request) -> str:
        """Return the next queue number of the day."""

    def keep_number(self, number: str, request: Request) -> bool:
        """Keep a number that a counter has given by itself; False where another request has it already."""

    def home_counter(self, request: Request, approving: str) -> str:
        """Return the counter that serves an appointment by itself while the daemon is away."""

    def walk_in_place(self, now: dt.datetime) -> Appointment:
        """Return the present time as an appointment, with a place of its slot where some are kept for it."""

    def knows_counter(self, counter: str) -> bool:
        """Whether the office has such a counter."""


@dataclass(frozen=True)
class Context:
    """Who acts, when (UTC), on which day of the office, and the office itself.

    ``second`` is the person who has proven to agree; ``before`` the request before the last decision, while
    that can be taken back; ``erased`` says that nothing of the citizen is kept with the request any more.
    """

    actor: Actor
    now: dt.datetime
    today: dt.date
    office: Office
    second: Actor | None = None
    before: Request | None = None
    limits: Limits = field(default_factory=lambda: Limits(OfficeCalendar(Hours())))
    erased: bool = False


@dataclass(frozen=True)
class Submit:
    """The citizen has confirmed the summary."""


@dataclass(frozen=True)
class Answer:
    """The citizen has answered the clerk's question."""


@dataclass(frozen=True)
class Rewish:
    """The citizen would like another day before the request was approved."""

    wish: Wish


@dataclass(frozen=True)
class Expire:
    """Nobody went on with it in time."""


@dataclass(frozen=True)
class Coming:
    """The citizen has said to come on the day of the appointment."""


@dataclass(frozen=True)
class Displace:
    """The office is closed on the day of the appointment: the place is given back, a new day is needed."""


@dataclass(frozen=True)
class Write:
    """The citizen has written to the person who answers."""


@dataclass(frozen=True)
class MarkOverdue:
    """The time limit of an answer has passed."""


@dataclass(frozen=True)
class SeePicture:
    """A clerk has opened a picture of an inquiry."""

    picture_id: str


InquiryCommand = Write | MarkOverdue | SeePicture
CitizenCommand = Submit | Answer | Rewish | Coming
SystemCommand = Expire | Displace
