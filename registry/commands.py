"""What a desk can ask for: decisions, which can be refused, and facts, which are always recorded."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator

from registry.request import MOST_BAHT, Appointment, Check, Collector, Fee, Group, Item, Part

MOST_UNITS: Final = 5000
"""What one LINE message holds."""
MOST_REASON: Final = 500
ShortText = Annotated[str, Field(max_length=MOST_REASON)]
MOST_COUNTER: Final = 20
"""Letters in the name of a counter."""
CounterName = Annotated[str, Field(pattern=rf"^\S{{1,{MOST_COUNTER}}}$")]
UUID: Final = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"


def _bounded(part: Appointment) -> Appointment:
    """Refuse a name of a counter that none can have."""
    if len(part.counter or "") > MOST_COUNTER:
        raise ValueError(f"a counter's name has at most {MOST_COUNTER} letters")
    return part


Wanted = Annotated[Appointment, AfterValidator(_bounded)]
"""An appointment as a desk asks for it."""


class Take(Part):
    """Take a pending request to check it; the lease is the daemon's to set."""

    kind: Literal["take"] = "take"


class Renew(Part):
    """Keep a request that is in use."""

    kind: Literal["renew"] = "renew"


class Release(Part):
    """Give a request back to the pending ones; the head may release another's."""

    kind: Literal["release"] = "release"


class Found(Part):
    """What the clerk read in DOPA's program, to be sealed with the request."""

    pid: Annotated[str | None, Field(pattern=r"^[0-9]{13}$", repr=False)] = None
    name: Annotated[str | None, Field(max_length=200, repr=False)] = None


class Second(Part):
    """A second person's word for an approval in spite of a mismatch.

    ``proof`` is what the daemon gave when that person's PIN was entered at this counter, for this request as
    it is now; ``reason`` is why it may be approved all the same.
    """

    proof: Annotated[str, Field(min_length=1, max_length=200, repr=False)]
    reason: Annotated[str, Field(min_length=1, max_length=500)]


class Approve(Part):
    """Approve with fee and appointment, on the strength of a check without a mismatch, or of two people."""

    kind: Literal["approve"] = "approve"
    fee: Fee
    appointment: Wanted
    check_done: Check
    found: Found = Field(default=Found(), repr=False)
    second: Second | None = None

    @field_validator("fee")
    @classmethod
    def _short_reason(cls, fee: Fee) -> Fee:
        if max(len(fee.reason), len(fee.basis)) > MOST_REASON:
            raise ValueError(f"a fee's reason has at most {MOST_REASON} letters")
        return fee


class Ask(Part):
    """Ask the citizen for something; the request waits for the answer."""

    kind: Literal["ask"] = "ask"
    question: Annotated[str, Field(min_length=1, max_length=500)]


class Reject(Part):
    """Reject with a reason that the citizen is told; also at the second check."""

    kind: Literal["reject"] = "reject"
    reason: Annotated[str, Field(min_length=1, max_length=500)]


class TakeBack(Part):
    """Take one's own decision back whole, while the message about it has not been sent."""

    kind: Literal["take_back"] = "take_back"


class Correct(Part):
    """Correct a decision that the citizen has been told of, with a new message that says why.

    ``withdraw`` brings an approved or rejected request back to the pending ones, ``fee`` changes the fee of
    an approved one to ``baht``, ``reason`` the reason of a rejection.
    """

    kind: Literal["correct"] = "correct"
    what: Literal["withdraw", "fee", "reason"]
    reason: Annotated[str, Field(min_length=1, max_length=500)]
    baht: Annotated[int, Field(ge=0, le=MOST_BAHT)] | None = None


class Prepare(Part):
    """Copies are printed, signed and sealed, and lie in a tray."""

    kind: Literal["prepare"] = "prepare"
    tray: Annotated[str, Field(min_length=1, max_length=20)]


class Unprepare(Part):
    """Take back a preparation that was marked by mistake."""

    kind: Literal["unprepare"] = "unprepare"


class Arrive(Part):
    """The citizen is here; a queue number is given.

    ``number`` is the one that a counter gave out of its own block while the daemon was away
    (`registry.number_blocks`): it is on paper already, and stays.
    """

    kind: Literal["arrive"] = "arrive"
    number: Annotated[str, Field(pattern=r"^[A-Z][0-9]{3,5}$")] | None = None


class Call(Part):
    """Call the citizen to this counter, or call again, as often as the office allows."""

    kind: Literal["call"] = "call"


class CallNext(Part):
    """Call whoever is next for this counter; the daemon decides who that is, and answers with the request.

    The envelope names no request. Refused while somebody is at this counter already.
    """

    kind: Literal["call_next"] = "call_next"


class Park(Part):
    """Put an arrived citizen aside, with a reason, and where they wait; the place in the queue is kept."""

    kind: Literal["park"] = "park"
    note: ShortText = ""
    place: Annotated[str, Field(max_length=100)] = ""


class SendOn(Part):
    """Send an arrived citizen on to another counter, which alone calls them; the place is kept."""

    kind: Literal["send_on"] = "send_on"
    counter: CounterName
    note: ShortText = ""


class Requeue(Part):
    """Send an arrived citizen back to the queue of the day, at the old place or ``behind`` who waits now."""

    kind: Literal["requeue"] = "requeue"
    behind: bool = False


class WalkIn(Part):
    """Take in a citizen who came without an appointment; this counter checks at once.

    The envelope's ``request_id`` is the new request's, a UUID made on the desk. ``consent`` says that the
    citizen was told what is done with the data, and agreed; the particulars are those read from the card.
    """

    kind: Literal["walk_in"] = "walk_in"
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=4)]
    consent: bool = False
    laser: Annotated[str | None, Field(pattern=r"^[A-Z]{2}[0-9]{10}$", repr=False)] = None
    card: Annotated[str | None, Field(pattern=r"^[0-9]{14}$", repr=False)] = None
    pid: Annotated[str | None, Field(pattern=r"^[0-9]{13}$", repr=False)] = None
    name: Annotated[str | None, Field(max_length=200, repr=False)] = None

    @field_validator("items")
    @classmethod
    def _documents_once(cls, items: tuple[Item, ...]) -> tuple[Item, ...]:
        services = [item.service for item in items]
        if 5 in services or len(set(services)) < len(services):
            raise ValueError("each document once, and no inquiry")
        return items


class SecondCheck(Part):
    """The check at the counter before documents are handed over."""

    kind: Literal["second_check"] = "second_check"
    check_done: Check
    collector: Collector


class NoShow(Part):
    """The citizen did not come."""

    kind: Literal["no_show"] = "no_show"


class Reschedule(Part):
    """Another day or time; the request stays approved."""

    kind: Literal["reschedule"] = "reschedule"
    appointment: Wanted


class Cancel(Part):
    """Withdraw the request, by the citizen or on the citizen's word."""

    kind: Literal["cancel"] = "cancel"
    reason: ShortText = ""


def _sendable(text: str) -> str:
    """Refuse what LINE would not send: it counts UTF-16 code units."""
    if len(text.encode("utf-16-le", "surrogatepass")) > MOST_UNITS * 2:
        raise ValueError(f"a message holds at most {MOST_UNITS} UTF-16 units")
    return text


MessageText = Annotated[str, Field(max_length=MOST_UNITS, repr=False), AfterValidator(_sendable)]


class Say(Part):
    """Write to the citizen of an inquiry; whoever does holds it for the length of a lease."""

    kind: Literal["say"] = "say"
    text: Annotated[MessageText, Field(min_length=1)]


class HandOn(Part):
    """Pass an inquiry on to another work group, with a ``note`` for it alone; nobody holds it then."""

    kind: Literal["hand_on"] = "hand_on"
    group: Group
    note: Annotated[ShortText, Field(repr=False)] = ""


class Close(Part):
    """End an inquiry, with a last word to the citizen if there is one."""

    kind: Literal["close"] = "close"
    word: MessageText = ""


class Arrange(Part):
    """Agree on a time with the citizen of an inquiry, who is told, with ``word`` if there is one.

    At the ``office`` it takes a place in a slot, and the citizen is expected like any other; for a ``visit``
    the office goes out, and no place is taken.
    """

    kind: Literal["arrange"] = "arrange"
    appointment: Wanted
    place: Literal["office", "visit"] = "office"
    word: Annotated[ShortText, Field(repr=False)] = ""


class SlipPrinted(Part):
    """Fact: a slip came out; every one after the first is a reprint.

    The command's id is the print job's, so that a print is recorded once however often that is tried.
    ``reprint`` is the number that stands on the paper, 0 for a first print; it can be higher than the slips
    recorded before, where nobody knows of one whether it came out. ``printed_by`` is the clerk who printed,
    who may be another than the one who found the paper.
    """

    kind: Literal["slip_printed"] = "slip_printed"
    reprint: Annotated[int, Field(ge=0, le=999)] | None = None
    printed_by: Annotated[str, Field(pattern=r"^\S{1,40}$")] | None = None


class SlipDoubtful(Part):
    """Fact: nobody knows whether the slip with this number of reprint came out; or somebody has looked.

    ``missing``: no whole paper was found. It may still come out of the printer later, so the number is taken.
    """

    kind: Literal["slip_doubtful"] = "slip_doubtful"
    reprint: Annotated[int, Field(ge=0, le=999)]
    missing: bool = False


class FeePaid(Part):
    """Fact: the citizen paid."""

    kind: Literal["fee_paid"] = "fee_paid"
    baht: Annotated[int, Field(ge=0, le=MOST_BAHT)]


class HandedOver(Part):
    """Fact: the documents are with the citizen."""

    kind: Literal["handed_over"] = "handed_over"


class Revealed(Part):
    """Fact: masked numbers were opened on a screen."""

    kind: Literal["revealed"] = "revealed"


class Told(Part):
    """Fact: the citizen was told by a person, by telephone or at the counter, what could not be sent."""

    kind: Literal["told"] = "told"


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
AWAY = (Approve, Ask, Reject, Arrive, Call, Park, Requeue, SecondCheck)
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
        if isinstance(self.command, WalkIn) and not re.fullmatch(UUID, self.request_id):
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
