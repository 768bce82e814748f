"""The commands about a citizen who came without an appointment: a number to wait with, and taking them in."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from registry.request import Item, Part


def _documents_once(items: tuple[Item, ...]) -> tuple[Item, ...]:
    services = [item.service for item in items]
    if 5 in services or len(set(services)) < len(services):
        raise ValueError("each document once, and no inquiry")
    return items


Documents = Annotated[tuple[Item, ...], Field(max_length=4), AfterValidator(_documents_once)]


class DrawNumber(Part):
    """Give a queue number to a citizen who came without an appointment, to wait beside those who have one.

    The envelope's ``request_id`` is the new request's, a UUID made on the desk. Nothing is asked of the card
    yet, so there is nothing to agree to; ``items`` may be left open.
    """

    kind: Literal["draw_number"] = "draw_number"
    items: Documents = ()


class WalkIn(Part):
    """Take in a citizen who came without an appointment; this counter checks at once.

    The envelope's ``request_id`` is the new request's, a UUID made on the desk, or that of a citizen who drew
    a number and waits. ``consent`` says that the citizen was told what is done with the data, and agreed; the
    particulars are those read from the card.
    """

    kind: Literal["walk_in"] = "walk_in"
    items: Annotated[Documents, Field(min_length=1)]
    consent: bool = False
    laser: Annotated[str | None, Field(pattern=r"^[A-Z]{2}[0-9]{10}$", repr=False)] = None
    card: Annotated[str | None, Field(pattern=r"^[0-9]{14}$", repr=False)] = None
    pid: Annotated[str | None, Field(pattern=r"^[0-9]{13}$", repr=False)] = None
    name: Annotated[str | None, Field(max_length=200, repr=False)] = None
