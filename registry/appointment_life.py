"""The day of a request: wished, promised, changed, and lost to a closure.

Registers its commands with `registry.lifecycle`, which imports this module.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from registry import commands as c
from registry import home_counter
from registry.errors import RefusalCode, Refused
from registry.lifecycle import _apply, _change, _expect, _held, with_day
from registry.request import NEEDS_NEW_DAY, Appointment, Request, Wish
from registry.states import State
from registry.transitions import Coming, Context, Displace, Notice, Rewish, Transition

UNDECIDED: Final = (State.PENDING, State.NEEDS_INFORMATION)
"""Nobody is deciding on such a request, and it has no appointment yet: the wish is its day."""


def wanted_day(request: Request) -> dt.date | None:
    """Return the day of the appointment, or before that the one on which the citizen wishes to collect."""
    if request.state in UNDECIDED:
        # What is wished for a visit of service 5 is arranged in the conversation.
        return request.wish.date if request.inquiry is None else None
    return request.appointment.date if request.appointment is not None else None


@_apply.register
def _rewish(command: Rewish, request: Request, context: Context) -> Transition:
    _expect(request, State.COLLECTING, State.PENDING, State.NEEDS_INFORMATION)
    hold = _held(command.wish, request.hold, context)
    changed = _change(request, context, wish=command.wish, hold=hold, flags=with_day(request))
    return Transition(changed, "wish_changed")


@_apply.register
def _coming(_: Coming, request: Request, context: Context) -> Transition:
    _expect(request, State.APPROVED, State.READY)
    if request.appointment is None or request.appointment.date < context.today:
        raise Refused(RefusalCode.NOT_TODAY)
    # Not a new version: no decision of a clerk depends on it.
    said = request.model_copy(update={"coming_on": request.appointment.date})
    return Transition(said, "coming")


@_apply.register
def _displace(_: Displace, request: Request, context: Context) -> Transition:
    _expect(request, State.APPROVED, State.READY, *UNDECIDED)
    lost = wanted_day(request)
    if lost is None or (lost < context.today and not _was_closed(lost, request, context)):
        raise Refused(RefusalCode.ILLEGAL_MOVE, state=request.state.value)
    place = request.appointment or request.hold
    if place is not None:
        context.office.give_back(place)
    flags = tuple(dict.fromkeys((*request.flags, NEEDS_NEW_DAY)))
    changed = _change(request, context, appointment=None, hold=None, wish=Wish(), flags=flags)
    return Transition(changed, "displaced", {"appointment": _told(lost, place)}, Notice.CLOSED)


def _was_closed(day: dt.date, request: Request, context: Context) -> bool:
    """Whether the office was closed on a day that is over, on which the citizen had an appointment."""
    return request.state not in UNDECIDED and not context.office.calendar.is_open(day)


def _told(lost: dt.date, place: Appointment | None) -> str:
    return f"{lost}" if place is None else f"{lost}T{place.time:%H:%M}"


@_apply.register
def _reschedule(command: c.Reschedule, request: Request, context: Context) -> Transition:
    _expect(request, State.APPROVED, State.READY, State.NO_SHOW)
    before = request.appointment if request.state is not State.NO_SHOW else None
    booked = home_counter.booked(command.appointment, before, request, context)
    state = State.APPROVED if request.state is State.NO_SHOW else request.state
    detail = {"appointment": f"{booked.date}T{booked.time:%H:%M}"}
    changed = _change(request, context, state=state, appointment=booked, flags=with_day(request))
    return Transition(changed, "rescheduled", detail, Notice.RESCHEDULED)
