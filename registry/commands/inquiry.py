"""Commands of who answers an inquiry, service 5."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from registry.commands.parts import MessageText, ShortText, Wanted
from registry.request import Group, Part


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
