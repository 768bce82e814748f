"""What a desk can ask for: decisions, which can be refused, and facts, which are always recorded."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, model_validator

from registry.commands.afterwards import Cancel, Correct, NoShow, Prepare, Reschedule, TakeBack, Unprepare
from registry.commands.deciding import Approve, Ask, Found, Reject, Release, Renew, Second, Take
from registry.commands.facts import FeePaid, HandedOver, Revealed, SlipDoubtful, SlipPrinted, Told
from registry.commands.inquiry import Arrange, Close, HandOn, Say
from registry.commands.parts import MOST_UNITS, UUID
from registry.commands.queue import Arrive, Call, CallNext, Park, Requeue, SecondCheck, SendOn
from registry.commands.walk_in import DrawNumber, WalkIn
from registry.request import Part

__all__ = [
    "ANY_VERSION",
    "AWAY",
    "FACTS",
    "MOST_UNITS",
    "UNDOABLE",
    "Approve",
    "Arrange",
    "Arrive",
    "Ask",
    "Call",
    "CallNext",
    "Cancel",
    "Close",
    "Command",
    "Correct",
    "Decision",
    "DrawNumber",
    "Envelope",
    "Fact",
    "FeePaid",
    "Found",
    "HandOn",
    "HandedOver",
    "LastChange",
    "NoShow",
    "Outcome",
    "OutcomeStatus",
    "Park",
    "Prepare",
    "Reject",
    "Release",
    "Renew",
    "Requeue",
    "Reschedule",
    "Revealed",
    "Say",
    "Second",
    "SecondCheck",
    "SendOn",
    "SlipDoubtful",
    "SlipPrinted",
    "Take",
    "TakeBack",
    "Told",
    "Unprepare",
    "WalkIn",
]

Fact = SlipPrinted | SlipDoubtful | FeePaid | HandedOver | Revealed | Told
Decision = (
    Take
    | Renew
    | Release
    | Approve
    | Ask
    | Reject
    | TakeBack
    | Correct
    | Prepare
    | Unprepare
    | Arrive
    | Call
    | CallNext
    | Park
    | SendOn
    | Requeue
    | DrawNumber
    | WalkIn
    | SecondCheck
    | NoShow
    | Reschedule
    | Cancel
    | Say
    | HandOn
    | Close
    | Arrange
)
Command = Annotated[Decision | Fact, Field(discriminator="kind")]
UNDOABLE = (Approve, Reject, Ask)
"""What can be taken back while nobody has been told."""
FACTS = (SlipPrinted, SlipDoubtful, FeePaid, HandedOver, Revealed, Told)
ANY_VERSION = (*FACTS, Renew)
"""To these it does not matter which version of the request was seen."""
AWAY = (Approve, Ask, Reject, Release, Arrive, Call, Park, Requeue, SecondCheck, NoShow)
"""Decisions that a desk may make while the daemon is away, and that count from when they were made."""


class Envelope(Part):
    """A command with its identity: made on the desk, sent until it is answered.

    ``id`` is a UUID made on the desk; ``seen_version`` the version of the request that the clerk
    saw; ``at`` the desk's clock, UTC. Who and where come from the session, not from the body.
    ``undoable``: the desk can offer to take the decision back, so that its message may wait some seconds.
    """

    id: Annotated[str, Field(pattern=UUID)]
    request_id: Annotated[str, Field(max_length=40)]
    seen_version: int
    at: dt.datetime
    command: Command
    undoable: bool = False

    @model_validator(mode="after")
    def _new_one_is_named(self) -> Envelope:
        if isinstance(self.command, DrawNumber | WalkIn) and not re.fullmatch(UUID, self.request_id):
            raise ValueError("a new request has a UUID")
        return self


class OutcomeStatus(StrEnum):
    """How a command ended."""

    APPLIED = "applied"
    REFUSED = "refused"
    CONFLICT = "conflict"


class LastChange(Part):
    """Who did what to the request last: shown to who came too late."""

    action: str
    actor: str
    counter: str = ""
    at: dt.datetime


class Outcome(Part):
    """The lasting answer to a command: the same id gets the same answer, without personal data."""

    id: str
    status: OutcomeStatus
    version: int | None = None
    seq: int | None = None
    code: str | None = None
    detail: dict[str, str] = Field(default_factory=dict)
    last_change: LastChange | None = None
    result: dict[str, Any] = Field(default_factory=dict)
