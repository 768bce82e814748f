"""A request and its parts, without anything that identifies a person."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from registry.states import CLOSED, QueueState, State

MOST_BAHT: Final = 100_000
"""The most that a request can cost."""
NEEDS_NEW_DAY: Final = "needs_new_day"
"""Flag: the office closed the day of the appointment, and no other day has been found yet."""

NUMBER_TWICE: Final = "number_twice"
"""Flag: a counter gave a queue number by itself that somebody else has too."""


class Part(BaseModel):
    """Base of every value in a request: immutable, strict about its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Item(Part):
    """A service and how many copies of it."""

    service: Annotated[int, Field(ge=1, le=5)]
    copies: Annotated[int, Field(ge=1, le=99)] = 1


class Wish(Part):
    """When the citizen would like to collect; office time (Asia/Bangkok)."""

    date: dt.date | None = None
    time: dt.time | None = None


class Appointment(Part):
    """When the citizen is expected; office time. ``counter`` is the home counter (`registry.home_counter`).

    ``takes_place`` is False for who came without an appointment while no place of the slot was kept for it.
    """

    date: dt.date
    time: dt.time
    counter: str | None = None
    takes_place: bool = True


class Fee(Part):
    """What is to be paid, in baht, as approved; ``reason`` says why it differs from the table."""

    baht: Annotated[int, Field(ge=0, le=MOST_BAHT)]
    basis: str = ""
    reason: str = ""


class Holder(Part):
    """Whose request this is while it is checked; nobody's after ``until``."""

    clerk: str
    clerk_name: str
    counter: str
    until: dt.datetime


class LineResult(StrEnum):
    """What a line of a check found."""

    MATCH = "match"
    MISMATCH = "mismatch"


class CheckLine(Part):
    """One step of a check as done: no identity number, only what was found."""

    step: str
    kind: Literal["outcome", "typed", "attested"]
    result: LineResult
    outcome: int | None = None


class Check(Part):
    """A check as done by a clerk; ``lines`` in the order of the office's steps."""

    lines: tuple[CheckLine, ...]

    @property
    def mismatches(self) -> tuple[CheckLine, ...]:
        """The lines that did not match."""
        return tuple(line for line in self.lines if line.result is LineResult.MISMATCH)


class SecondPerson(Part):
    """Who agreed to an approval in spite of a mismatch, and why."""

    clerk: str
    name: str
    reason: str = ""


class Collector(StrEnum):
    """Who takes the documents."""

    OWNER = "owner"
    ATTORNEY = "attorney"


class Attorney(Part):
    """On whose strength somebody else collects: what the clerk was shown, and what they are to the owner.

    Both are words of the office's configuration (``[attorney]``), never a name or a number.
    """

    paper: Annotated[str, Field(max_length=60)]
    collector: Annotated[str, Field(max_length=60)]


class Queue(Part):
    """A citizen's place in the queue of the day; ``registry.queue_order`` sorts by it.

    ``since`` is when ``state`` began, ``arrived_at`` when the citizen came (UTC). ``due`` is the beginning of
    the slot by which they are served (office time), ``late`` whether they came too late for their own;
    ``rejoined_at`` is when they lost that place and joined anew (UTC). ``times_called`` counts the calls in
    a row; ``place`` says where who is parked waits, ``for_counter`` which counter alone may call them.
    """

    number: str
    state: QueueState
    counter: str | None = None
    times_called: int = 0
    note: str = ""
    place: str = ""
    for_counter: str = ""
    rejoined_at: dt.datetime | None = None
    since: dt.datetime
    arrived_at: dt.datetime | None = None
    came_by: Literal["counter", "phone"] = "counter"
    due: dt.datetime | None = None
    late: bool = False


class HandOver(Part):
    """The separate facts of a hand-over: checked, paid, printed, handed over.

    ``attorney`` says by what power somebody else than the owner collects.
    ``next_slip`` is above the number of reprint of every slip that is or may be out, at whatever counter;
    ``doubtful_slips`` are the numbers of those of which nobody knows whether they came out.
    """

    second_check: Check | None = None
    collector: Collector | None = None
    attorney: Attorney | None = None
    paid_baht: int | None = None
    paid_at: dt.datetime | None = None
    slips_printed: int = 0
    next_slip: int = 0
    doubtful_slips: tuple[int, ...] = ()
    handed_over_at: dt.datetime | None = None


class Group(StrEnum):
    """The work group of the section that a matter belongs to."""

    POPULATION = "population"
    CARD = "card"
    GENERAL = "general"


class AdvanceKind(StrEnum):
    """Business of service 5 that is arranged beforehand."""

    PRECHECK = "precheck"
    HOME_CARD = "home_card"
    VISIT = "visit"


class Inquiry(Part):
    """What service 5 adds to a request: who answers, and until when; times are UTC.

    ``waiting_since`` is the citizen's first message that is not answered yet, ``answer_by`` the end of its
    time limit, ``overdue`` that this has passed; ``close_at`` is when a conversation in which the office
    had the last word closes itself. ``visit`` is when the office goes out to the citizen (office time).
    """

    group: Group = Group.GENERAL
    advance: AdvanceKind | None = None
    waiting_since: dt.datetime | None = None
    answer_by: dt.datetime | None = None
    overdue: bool = False
    answered_at: dt.datetime | None = None
    answers: int = 0
    close_at: dt.datetime | None = None
    visit: Appointment | None = None

    @property
    def due_at(self) -> dt.datetime | None:
        """When the daemon has to look at it: to mark it, or to close it; None when nothing is due."""
        if self.answer_by is not None:
            return None if self.overdue else self.answer_by
        return self.close_at


class Request(Part):
    """A request, its version and what is known of it; times with zone are UTC.

    ``version`` counts what a clerk must have seen to decide; a renewed lease and a chat message
    change the record in the feed, not the version. ``hold`` is the place kept for the wish until the request
    is decided; ``appointment`` takes it over. ``coming_on`` is the day for which the citizen said to come;
    ``not_told`` names what the citizen could not be sent, empty when nothing is open. ``asked_by`` is
    the clerk whose question the citizen answers or has answered, ``released_by`` the name of who
    took the request from its holder; both until somebody takes the request again.
    """

    office_id: str
    id: str
    reference: str
    version: int = 1
    state: State
    state_since: dt.datetime
    channel: Literal["line", "walk_in"] = "line"
    items: tuple[Item, ...] = ()
    wish: Wish = Wish()
    hold: Appointment | None = None
    appointment: Appointment | None = None
    fee: Fee | None = None
    holder: Holder | None = None
    released_by: str = ""
    check_done: Check | None = None
    second_person: SecondPerson | None = None
    question: str = ""
    asked_by: str = ""
    reason: str = ""
    tray: str = ""
    queue: Queue | None = None
    hand_over: HandOver = HandOver()
    inquiry: Inquiry | None = None
    flags: tuple[str, ...] = ()
    coming_on: dt.date | None = None
    not_told: Annotated[str, Field(max_length=20)] = ""
    created_at: dt.datetime
    submitted_at: dt.datetime | None = None

    @property
    def closed(self) -> bool:
        """Whether nothing is left to do."""
        return self.state in CLOSED

    @property
    def only_inquiry(self) -> bool:
        """Whether nothing is to be collected: service 5 alone."""
        return bool(self.items) and all(item.service == 5 for item in self.items)

    @property
    def has_only_a_number(self) -> bool:
        """Whether the citizen came without an appointment and waits: nothing is known or checked yet."""
        return self.channel == "walk_in" and self.state is State.ARRIVED and self.check_done is None

    @property
    def coming(self) -> bool:
        """Whether the citizen has said to come on the day of the appointment."""
        return self.appointment is not None and self.coming_on == self.appointment.date

    @property
    def needs_new_day(self) -> bool:
        """Whether the office has to find another day."""
        return NEEDS_NEW_DAY in self.flags

    @property
    def copies(self) -> int:
        """Copies over all items."""
        return sum(item.copies for item in self.items)

    def held_at(self, now: dt.datetime) -> Holder | None:
        """Return who holds the request at ``now``; None when nobody does or the lease has ended."""
        return self.holder if self.holder is not None and self.holder.until > now else None

    def held_by(self, clerk: str, counter: str) -> bool:
        """Whether a clerk at a counter checks it; an ended lease is theirs until another takes it."""
        holder = self.holder if self.state is State.CHECKING else None
        return holder is not None and (holder.clerk, holder.counter) == (clerk, counter)
