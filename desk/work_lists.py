"""Which work lists a request stands in, and in what order: one rule for the mirror and whatever imitates it.

A list is made of parts, one after the other; a part's name can hold a day, a clerk or a work group, so that
a list is found by equal names and never by looking through all requests. What depends on the hour (a lease
that has ended, an appointment that has passed) is told by ``late_at``, not by the part.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from desk.backend import WHOLE, Sort, View, WorkList
from registry import queue_order
from registry.request import Group, Request
from registry.states import BOOKED, EXPECTED, QueueState, State
from thai.dates import BANGKOK, today

WAITS_LONG: Final = dt.timedelta(hours=1)
"""After so long a request that nobody has decided counts as overdue."""
PENDING: Final = "pending"
INQUIRY: Final = "inquiry"
CALLED: Final = "called"
PARKED: Final = "parked"
HERE: Final = "here"
"""Whoever is in the office; who was not served on their day, until a clerk says how it ended."""
BOOKED_ON: Final = "booked"
_TO_PREPARE: Final = "prepare"
_LAID: Final = "ready"
_MINE: Final = "mine"
_DONE: Final = "done"
_LAST: Final = 10**16


@dataclass(frozen=True, slots=True)
class Look:
    """A look at a list: which, when, by whom, and how."""

    which: WorkList
    now: dt.datetime
    clerk: str = ""
    groups: tuple[Group, ...] = ()
    view: View = WHOLE


@dataclass(frozen=True, slots=True)
class Place:
    """A request's place in a part of a list: what it is sorted and filtered by, and nothing of a citizen.

    ``services`` has bit n set for service n; ``late_at`` is from when it counts as overdue (UTC, ISO).
    """

    part: str
    turn: str
    waiting: str
    appointment: str
    reference: str
    services: int
    day: str
    counter: str
    late_at: str

    def sort_key(self, sort: Sort) -> str:
        """Return what the place is sorted by."""
        key: str = getattr(self, sort.value)
        return key

    def seen_in(self, view: View, now: dt.datetime) -> bool:
        """Whether a view shows it."""
        return (
            (view.service is None or bool(self.services & 1 << view.service))
            and (view.day is None or self.day == view.day.isoformat())
            and (view.counter is None or self.counter == view.counter)
            and (not view.overdue or "" < self.late_at <= moment(now))
        )


def places(request: Request) -> Iterator[Place]:
    """Yield the places of a request in the lists."""
    for part, turn in _turns(request):
        yield Place(
            part=part,
            turn=turn,
            waiting=moment(request.submitted_at or request.created_at),
            appointment=_appointment(request),
            reference=request.reference,
            services=sum(1 << number for number in {item.service for item in request.items}),
            day=_day(request),
            counter=_counter(request),
            late_at=_late_at(request),
        )


def parts_of(look: Look, next_day: dt.date) -> tuple[tuple[str, ...], ...]:
    """Return a list's parts in their order; those named together are sorted together.

    ``next_day`` is the next day with appointments after the day of the look, or that day.
    """
    if look.which is WorkList.INQUIRIES:
        return _inquiry_parts(look.groups, look.view.group)
    day = today(look.now)
    days = ["", *sorted({day.isoformat(), next_day.isoformat()})]
    found: dict[WorkList, tuple[str, ...]] = {
        WorkList.PENDING: (PENDING,),
        WorkList.TODAY: (HERE, f"{BOOKED_ON} {day}"),
        # What needs a new day stands first, as of no day; what lies in its tray comes last.
        WorkList.PREPARATION: tuple(f"{kind} {each}" for kind in (_TO_PREPARE, _LAID) for each in days),
        WorkList.MINE: (f"{_MINE} {look.clerk}",),
        WorkList.CALLED: (CALLED,),
        WorkList.PARKED: (PARKED,),
        WorkList.DONE: (f"{_DONE} {day}",),
    }
    return tuple((part,) for part in found[look.which])


def moment(at: dt.datetime) -> str:
    """Return a moment as text that sorts by time."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def _inquiry_parts(mine: Sequence[Group], only: Group | None) -> tuple[tuple[str, ...], ...]:
    if only is not None:
        return ((f"{INQUIRY} {only}",),)
    others = [group for group in Group if group not in mine]
    if not mine or not others:
        return ((INQUIRY,),)
    return tuple(tuple(f"{INQUIRY} {each}" for each in groups) for groups in (sorted(set(mine)), others))


def _turns(request: Request) -> Iterator[tuple[str, str]]:
    """Yield the parts that a request is in, and its turn there."""
    waiting = moment(request.submitted_at or request.created_at)
    if request.state in {State.PENDING, State.CHECKING} and not _only_inquiry(request):
        yield PENDING, waiting
    if request.inquiry is not None and not request.closed and request.state is not State.COLLECTING:
        turn = _inquiry_turn(request)
        yield INQUIRY, turn
        yield f"{INQUIRY} {request.inquiry.group}", turn
    yield from _own(request)
    yield from _booked(request)
    if request.state is State.ARRIVED and request.queue is not None:
        part = {QueueState.CALLED: CALLED, QueueState.PARKED: PARKED}.get(request.queue.state)
        if part is not None:
            yield part, moment(request.queue.since)
    if request.closed or request.state in {State.APPROVED, State.NO_SHOW}:
        # The newest first.
        since = _LAST - int(request.state_since.timestamp() * 1_000_000)
        yield f"{_DONE} {today(request.state_since)}", f"{since:017d}"


def _only_inquiry(request: Request) -> bool:
    return request.inquiry is not None and all(item.service == 5 for item in request.items)


def _inquiry_turn(request: Request) -> str:
    """Sort those who wait for an answer first, the shortest time left first; then the newest answer last."""
    inquiry = request.inquiry
    if inquiry is not None and inquiry.answer_by is not None:
        return f"0 {moment(inquiry.answer_by)}"
    answered = inquiry.answered_at if inquiry is not None else None
    return f"1 {moment(answered or request.state_since)}"


def _own(request: Request) -> Iterator[tuple[str, str]]:
    """Yield the clerk's own: what is held, what was answered after the clerk asked, what still is not."""
    since = moment(request.state_since)
    if request.state is State.CHECKING and request.holder is not None:
        yield f"{_MINE} {request.holder.clerk}", f"0 {since}"
    elif request.asked_by and request.state in {State.PENDING, State.NEEDS_INFORMATION}:
        answered = request.state is State.PENDING
        yield f"{_MINE} {request.asked_by}", f"{1 if answered else 2} {since}"


def _booked(request: Request) -> Iterator[tuple[str, str]]:
    if request.state is State.ARRIVED:
        yield HERE, queue_order.sort_key(request)
    if request.state not in EXPECTED:
        return
    if request.needs_new_day:
        day, time = "", ""
    elif request.appointment is not None:
        day, time = request.appointment.date.isoformat(), request.appointment.time.isoformat()
        yield f"{BOOKED_ON} {day}", queue_order.sort_key(request)
    else:
        return
    if day == "" or not request.only_inquiry:
        yield f"{_LAID if request.state is State.READY else _TO_PREPARE} {day}", time


def _appointment(request: Request) -> str:
    """Return the appointment, or the wish before there is one; without either it comes last."""
    when = request.appointment or (request.wish if not request.needs_new_day else None)
    if when is None or when.date is None:
        return "~"
    return f"{when.date} {when.time.isoformat() if when.time else '~'}"


def _day(request: Request) -> str:
    when = request.appointment or request.wish
    return when.date.isoformat() if when.date is not None else ""


def _counter(request: Request) -> str:
    if request.state is State.CHECKING and request.holder is not None:
        return request.holder.counter
    return (request.queue.counter or "") if request.queue is not None else ""


def _late_at(request: Request) -> str:
    """Return from when a request counts as overdue; empty where nobody waits."""
    inquiry = request.inquiry
    if inquiry is not None and not request.closed:
        return moment(inquiry.answer_by) if inquiry.answer_by is not None else ""
    if request.state in {State.PENDING, State.CHECKING}:
        return moment((request.submitted_at or request.state_since) + WAITS_LONG)
    if request.state in BOOKED and request.appointment is not None:
        expected = dt.datetime.combine(request.appointment.date, request.appointment.time)
        return moment(expected.replace(tzinfo=BANGKOK))
    return ""
