"""A print job as the spool keeps it: one slip, how far it has come, and what a person said of it."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How far a job is known to have come."""

    QUEUED = "queued"
    """Nothing was sent; it goes out when the printer can."""
    HELD = "held"
    """Nothing was sent, and it has waited too long to come out unasked: a person says go or cancel."""
    SENDING = "sending"
    """The first byte may be on its way; one that is found so at a start has become unknown."""
    SENT = "sent"
    """The printer took all of it; a plain device can say no more."""
    CONFIRMED = "confirmed"
    """The printer said that it is on paper."""
    UNKNOWN = "unknown"
    """Paper may have come out, whole, torn or not at all: a person looks. Never tried again by itself."""
    FAILED = "failed"
    """Certainly not printed, and it will not be."""
    CANCELLED = "cancelled"
    """Certainly not printed: a person took it back while it waited."""


class Answer(StrEnum):
    """What a person found who looked for the paper of an unknown job."""

    CAME = "came"
    NOT = "not"


WAITING = frozenset({State.QUEUED, State.HELD})
NEVER_PRINTED = frozenset({State.FAILED, State.CANCELLED})
PRINTED = frozenset({State.SENT, State.CONFIRMED})

CRASH = "crash"
"""The reason of a job that a dying program left behind while it was being sent."""
CODE_ERROR = "error"
"""The reason of a job during which something happened that nobody foresaw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """What is handed in: an id made by whoever hands it in (the same id again is the same job) and the slip.

    ``payload`` is the printer's bytes, ``slip`` the slip as data, for a marked reprint. ``about`` says what
    it belongs to (a request's id; empty: nothing), ``label`` how a person calls it (queue number and
    reference), ``reprint`` the number on the paper, 0 for a first print; ``by`` is the clerk's id,
    ``context`` the submitter's own note.
    """

    id: str
    about: str = ""
    label: str
    reprint: int = 0
    by: str = ""
    context: str = ""
    payload: bytes = b""
    slip: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job in the spool; times are UTC.

    ``number`` counts up in one spool. ``reason`` is a code: names of conditions, of an error's class, or
    CRASH. ``waits_since`` is when it was handed in or let go, ``ended_at`` when its state became its last but
    for an answer. ``recorded``: whoever handed it in has taken note of its paper.
    """

    number: int
    id: str
    about: str
    label: str
    reprint: int
    by: str
    context: str
    state: State
    reason: str
    answer: Answer | None
    queued_at: dt.datetime
    waits_since: dt.datetime
    ended_at: dt.datetime | None
    recorded: bool

    @property
    def waits(self) -> bool:
        """Whether it has not gone out and still may."""
        return self.state in WAITING

    @property
    def in_doubt(self) -> bool:
        """Whether nobody has said yet if its paper came out."""
        return self.state is State.UNKNOWN and self.answer is None

    @property
    def asks(self) -> bool:
        """Whether a person has to say something about it."""
        return self.in_doubt or self.state is State.HELD

    @property
    def on_paper(self) -> bool:
        """Whether its paper came out, as far as printer and people say."""
        return self.state in PRINTED or (self.state is State.UNKNOWN and self.answer is Answer.CAME)

    @property
    def settled(self) -> bool:
        """Whether nothing more can happen to it."""
        return self.state in PRINTED | NEVER_PRINTED or self.answer is not None
