"""Commands of who checks a request: taking it, and deciding on it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from registry.commands.parts import MOST_REASON, OwnNumber, Wanted
from registry.request import Check, Fee, Part


class Take(Part):
    """Take a pending request to check it; the lease is the daemon's to set."""

    kind: Literal["take"] = "take"


class Renew(Part):
    """Keep a request that is in use."""

    kind: Literal["renew"] = "renew"


class Release(Part):
    """Give a request back to the pending ones; the head and the admin may release another's."""

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
    """Approve with fee and appointment, on the strength of a check without a mismatch, or of two people.

    ``number`` is the one that a counter gave to who came by themselves while the daemon was away, as for
    ``Arrive``.
    """

    kind: Literal["approve"] = "approve"
    fee: Fee
    appointment: Wanted
    check_done: Check
    found: Found = Field(default=Found(), repr=False)
    second: Second | None = None
    number: OwnNumber | None = None

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
