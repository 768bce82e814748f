"""What several commands of a desk are made of: texts, names and appointments in their bounds."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import AfterValidator, Field

from registry.request import Appointment

MOST_UNITS: Final = 5000
"""What one LINE message holds."""
MOST_REASON: Final = 500
ShortText = Annotated[str, Field(max_length=MOST_REASON)]
MOST_COUNTER: Final = 20
"""Letters in the name of a counter."""
CounterName = Annotated[str, Field(pattern=rf"^\S{{1,{MOST_COUNTER}}}$")]
OwnNumber = Annotated[str, Field(pattern=r"^[A-Z][0-9]{3,5}$")]
"""A queue number of a counter's own block (`registry.number_blocks`)."""
UUID: Final = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"


def _bounded(part: Appointment) -> Appointment:
    """Refuse a name of a counter that none can have."""
    if len(part.counter or "") > MOST_COUNTER:
        raise ValueError(f"a counter's name has at most {MOST_COUNTER} letters")
    return part


Wanted = Annotated[Appointment, AfterValidator(_bounded)]
"""An appointment as a desk asks for it."""


def _sendable(text: str) -> str:
    """Refuse what LINE would not send: it counts UTF-16 code units."""
    if len(text.encode("utf-16-le", "surrogatepass")) > MOST_UNITS * 2:
        raise ValueError(f"a message holds at most {MOST_UNITS} UTF-16 units")
    return text


MessageText = Annotated[str, Field(max_length=MOST_UNITS, repr=False), AfterValidator(_sendable)]
