"""The home counter of an appointment: the only one that serves it while the daemon is away.

Two counters without the daemon could take the same citizen in twice; so each appointment has one counter that
may go on alone. With the daemon there, any counter serves anybody.
"""

from __future__ import annotations

from registry.request import Appointment, Request
from registry.states import QueueState
from registry.transitions import Context


def booked(
    wanted: Appointment, before: Appointment | None, request: Request, context: Context
) -> Appointment:
    """Book an appointment with a home counter: the one that it had, else by the office's rule."""
    place = context.office.book(wanted, instead_of=before)
    had = before.counter if before is not None else None
    home = had or context.office.home_counter(request, context.actor.counter) or None
    return place.model_copy(update={"counter": home})


def serving_alone(request: Request) -> str:
    """Return the counter that may serve a citizen while the daemon is away; empty where nobody was named.

    Who has been called somewhere, or sent on, is there; everybody else belongs to the home counter.
    """
    queue = request.queue
    if queue is not None and queue.state is QueueState.CALLED and queue.counter:
        return queue.counter
    if queue is not None and queue.for_counter:
        return queue.for_counter
    return (request.appointment.counter if request.appointment is not None else None) or ""
