"""The command that takes in a citizen who came without an appointment."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from registry.request import Item, Part


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
