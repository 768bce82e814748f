"""What the colleague at the other counter does next, by the state of the requests alone."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from registry.request import Request
from registry.states import QueueState, State

WAITING: Final = 3
"""So many wait for their turn before one is called: the other counter finds somebody to call, too."""
READY: Final = 2
APPROVED: Final = 2
SERVED_AT_ONCE: Final = 2
"""The day's first are served without a pause, so that the list of what is done begins to fill."""
_A_WALK_IN_EVERY: Final = 5


class Errand(Enum):
    """One thing to do with a request."""

    TAKE = auto()
    DECIDE = auto()
    PREPARE = auto()
    ARRIVE = auto()
    CALL = auto()
    PARK = auto()
    CHECK_AGAIN = auto()
    TAKE_FEE = auto()
    HAND_OVER = auto()
    WALK_IN = auto()


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a check and a hand-over take, and how long it is to the next errand; in seconds."""

    check: float
    serve: float
    between: float


HASTE: Final = Pace(check=0.0, serve=math.inf, between=0.2)
CALM: Final = Pace(check=20.0, serve=25.0, between=6.0)


def next_step(
    requests: Iterable[Request], counter: str, pace: Pace, now: dt.datetime
) -> tuple[Errand, Request | None] | None:
    """Return what to do next and with which of ``requests``; None when everything is as it should be.

    Of a walk-in there is no request yet.
    """
    known = sorted(requests, key=_turn)
    here = next((each for each in known if _is_called(each, counter)), None)
    waiting = [each for each in known if _in_queue(each, QueueState.WAITING)]
    served = sum(each.state is State.COLLECTED for each in known)
    walk_ins = sum(each.channel == "walk_in" for each in known)
    if here is not None:
        if served < SERVED_AT_ONCE or _has_stayed(here, pace, now):
            return _at_the_counter(here), here
    elif walk_ins < (served + _A_WALK_IN_EVERY - 1) // _A_WALK_IN_EVERY:
        return Errand.WALK_IN, None
    elif len(waiting) >= WAITING:
        return Errand.CALL, waiting[0]
    return _behind_the_counter(known, waiting, pace, now)


def _has_stayed(here: Request, pace: Pace, now: dt.datetime) -> bool:
    return here.queue is not None and (now - here.queue.since).total_seconds() >= pace.serve


def _at_the_counter(here: Request) -> Errand:
    """Return what is due with who stands at the counter."""
    if here.hand_over.second_check is None:
        return Errand.CHECK_AGAIN
    return Errand.TAKE_FEE if here.hand_over.paid_at is None else Errand.HAND_OVER


def _behind_the_counter(
    known: list[Request], waiting: list[Request], pace: Pace, now: dt.datetime
) -> tuple[Errand, Request | None] | None:
    by_state = {state: [each for each in known if each.state is state] for state in State}
    ready, approved = by_state[State.READY], by_state[State.APPROVED]
    checking = by_state[State.CHECKING]
    if len(waiting) >= WAITING and not any(_in_queue(each, QueueState.PARKED) for each in known):
        return Errand.PARK, waiting[-1]
    if len(waiting) < WAITING and len(ready) > READY:
        return Errand.ARRIVE, ready[0]
    if len(ready) <= READY and len(approved) > APPROVED:
        return Errand.PREPARE, approved[0]
    for each in checking:
        if (now - each.state_since).total_seconds() >= pace.check:
            return Errand.DECIDE, each
    if not checking and by_state[State.PENDING]:
        return Errand.TAKE, by_state[State.PENDING][0]
    return None


def _turn(request: Request) -> tuple[dt.datetime, dt.datetime]:
    queue = request.queue
    return (queue.arrived_at or queue.since if queue else request.created_at), request.created_at


def _in_queue(request: Request, state: QueueState) -> bool:
    return request.state is State.ARRIVED and request.queue is not None and request.queue.state is state


def _is_called(request: Request, counter: str) -> bool:
    queue = request.queue
    return queue is not None and queue.counter == counter and _in_queue(request, QueueState.CALLED)
