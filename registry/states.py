"""The states of a request, and of its place in the queue of the day."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a request is in its life (product.md, The life of a request)."""

    COLLECTING = "collecting"
    PENDING = "pending"
    CHECKING = "checking"
    NEEDS_INFORMATION = "needs_information"
    APPROVED = "approved"
    READY = "ready"
    ARRIVED = "arrived"
    COLLECTED = "collected"
    REJECTED = "rejected"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    ANSWERED = "answered"


class QueueState(StrEnum):
    """Where an arrived citizen is."""

    WAITING = "waiting"
    CALLED = "called"
    PARKED = "parked"


CLOSED: Final = frozenset({State.COLLECTED, State.REJECTED, State.CANCELLED, State.EXPIRED, State.ANSWERED})
"""States with nothing left to do."""

EXPECTED: Final = frozenset({State.APPROVED, State.READY})
"""States in which a citizen has an appointment and is still to come."""

BOOKED: Final = EXPECTED | {State.ARRIVED}
"""States whose appointment takes a place in its slot."""
