"""Facts: what has happened at a counter, and is recorded whatever the state of the request."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from registry.request import MOST_BAHT, Part


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
