"""Commands on the day of the appointment: the queue, and the check before documents are handed over."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from registry.commands.parts import CounterName, OwnNumber, ShortText
from registry.request import Attorney, Check, Collector, Part


class Arrive(Part):
    """The citizen is here; a queue number is given.

    ``number`` is the one that a counter gave out of its own block while the daemon was away
    (`registry.number_blocks`): it is on paper already, and stays.
    """

    kind: Literal["arrive"] = "arrive"
    number: OwnNumber | None = None


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


class SecondCheck(Part):
    """The check before documents are handed over; ``attorney`` where it is not the owner who has come."""

    kind: Literal["second_check"] = "second_check"
    check_done: Check
    collector: Collector
    attorney: Attorney | None = None
