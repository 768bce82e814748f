"""Commands on a request that is decided: corrected, prepared, moved to another day, withdrawn."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from registry.commands.parts import ShortText, Wanted
from registry.request import MOST_BAHT, Part


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
