"""Business arranged beforehand over the chat, as a clerk gets it: sealed with the particulars.

``kind`` has no default, so that it is kept where defaults are left out: it says which of them it is.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, Literal

from pydantic import Field

from registry.request import Part

TEXT: Final = 300
MOST_PEOPLE: Final = 5000
LATEST_DAYS: Final = 180
"""How far ahead the office can be asked to come."""

Text = Annotated[str, Field(min_length=1, max_length=TEXT, repr=False)]


class AdvancePrecheck(Part):
    """Documents shown as pictures before the citizen comes; ``matter`` says what for."""

    kind: Literal["precheck"]
    matter: Text


class AdvanceHomeCard(Part):
    """An identity card made at home for who cannot leave the bed."""

    kind: Literal["home_card"]
    whose: Literal["own", "relative"]
    address: Text
    telephone: Text
    day: dt.date | None = None


class AdvanceVisit(Part):
    """A visit of the office to a community."""

    kind: Literal["visit"]
    place: Text
    contact: Text
    people: Annotated[int, Field(ge=1, le=MOST_PEOPLE)]
    day: dt.date | None = None


Advance = Annotated[AdvancePrecheck | AdvanceHomeCard | AdvanceVisit, Field(discriminator="kind")]


class PictureRef(Part):
    """A picture that belongs to an inquiry; its bytes are asked for by ``id``."""

    id: str
    at: dt.datetime
    kind: Literal["image/jpeg", "image/png"]
    size: int
