"""Who comes without an appointment: waits with a number or not, is taken in at a counter, checked and served.

Registers its commands with `registry.lifecycle`, which imports this module.
"""

from __future__ import annotations

from typing import Any

from registry import commands as c
from registry import queue_life, queue_order
from registry.errors import RefusalCode, Refused
from registry.lifecycle import _apply, _change, _expect, _lease
from registry.request import Appointment, Queue, Request
from registry.states import QueueState, State
from registry.transitions import Context, Transition


@_apply.register
def _draw_number(_: c.DrawNumber, request: Request, context: Context) -> Transition:
    """Let the citizen wait after who is on time in this slot, and before who is expected later."""
    _expect(request, State.COLLECTING)
    # The place of the slot first, as everybody who takes both.
    place, number = context.office.walk_in_place(context.now), context.office.queue_number(request)
    queue = queue_order.joined(number, context.office.calendar, None, context.now, by_phone=False)
    changed = _change(request, context, state=State.ARRIVED, appointment=place, queue=queue)
    return Transition(changed, "drew_number", {"queue": number})


@_apply.register
def _take_in(command: c.WalkIn, request: Request, context: Context) -> Transition:
    """Begin the check at once: the citizen stands at the counter, with the place that a slot has for them."""
    waited = request.has_only_a_number
    if not waited:
        _expect(request, State.COLLECTING)
    if not command.consent:
        raise Refused(RefusalCode.CONSENT_MISSING)
    changed = _change(
        request,
        context,
        state=State.CHECKING,
        items=command.items,
        holder=_lease(context),
        hold=request.appointment if waited else context.office.walk_in_place(context.now),
        appointment=None,
        queue=_at_counter(request, context),
        submitted_at=context.now,
    )
    return Transition(changed, "walked_in", {"consent": context.office.consent_version})


def _at_counter(request: Request, context: Context) -> Queue | None:
    """Return the place of who had a number and stands at this counter now, not to be called any more."""
    if request.queue is None:
        return None
    here = {"state": QueueState.CALLED, "counter": context.actor.counter, "times_called": 0}
    return request.queue.model_copy(update={"since": context.now, "for_counter": "", "place": "", **here})


def is_served_now(request: Request, wanted: Appointment, context: Context) -> bool:
    """Whether an approval is for a citizen who is here and gets the documents at once."""
    hold = request.hold
    if request.channel != "walk_in" or hold is None or hold.date != context.today:
        return False
    return (wanted.date, wanted.time) == (hold.date, hold.time)


def served_now(command: c.Approve, request: Request, context: Context) -> dict[str, Any]:
    """Return what an approval changes for such a citizen: called at this counter already, with a number."""
    queue, flags = _at_counter(request, context), request.flags
    if queue is None:
        number, doubled = queue_life.numbered(command.number, request, context)
        arrived, flags = request.submitted_at or context.now, tuple(dict.fromkeys((*flags, *doubled)))
        queue = queue_order.at_counter(number, context.actor.counter, arrived, context.now)
    return {"state": State.ARRIVED, "appointment": request.hold, "queue": queue, "flags": flags}
