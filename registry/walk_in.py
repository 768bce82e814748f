"""Who comes without an appointment: taken in at a counter, checked at once, served on the spot.

Registers its command with `registry.lifecycle`, which imports this module.
"""

from __future__ import annotations

from typing import Any

from registry import commands as c
from registry import queue_order
from registry.errors import RefusalCode, Refused
from registry.lifecycle import _apply, _change, _expect, _lease
from registry.request import Appointment, Request
from registry.states import State
from registry.transitions import Context, Transition


@_apply.register
def _take_in(command: c.WalkIn, request: Request, context: Context) -> Transition:
    """Begin the check at once: the citizen stands at the counter, with the place that a slot has for them."""
    _expect(request, State.COLLECTING)
    if not command.consent:
        raise Refused(RefusalCode.CONSENT_MISSING)
    changed = _change(
        request,
        context,
        state=State.CHECKING,
        holder=_lease(context),
        hold=context.office.walk_in_place(context.now),
        submitted_at=context.now,
    )
    return Transition(changed, "walked_in", {"consent": context.office.consent_version})


def is_served_now(request: Request, wanted: Appointment, context: Context) -> bool:
    """Whether an approval is for a citizen who is here and gets the documents at once."""
    hold = request.hold
    if request.channel != "walk_in" or hold is None or hold.date != context.today:
        return False
    return (wanted.date, wanted.time) == (hold.date, hold.time)


def served_now(request: Request, context: Context) -> dict[str, Any]:
    """Return what an approval changes for such a citizen: a queue number, called at this counter already."""
    number = context.office.queue_number(request)
    arrived = request.submitted_at or context.now
    queue = queue_order.at_counter(number, context.actor.counter, arrived, context.now)
    return {"state": State.ARRIVED, "appointment": request.hold, "queue": queue}
