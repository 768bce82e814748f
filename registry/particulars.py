"""What identifies a person: kept sealed, opened for a clerk, never printed by accident."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from registry.advance import Advance, PictureRef
from registry.request import Part, Request

CHAT_LINES_KEPT = 20
INQUIRY_LINES_KEPT = 60
"""In a conversation with a person."""


class ChatLine(Part):
    """One message of the conversation, cleaned; ``id`` is LINE's message id (for unsend).

    A ``note`` is from clerk to clerk and never sent. ``by_chat``: the chat itself has answered it.
    """

    at: dt.datetime
    who: Literal["citizen", "office", "clerk", "note"]
    text: str = Field(repr=False)
    id: str = ""
    by_chat: bool = False


def lines_kept(request: Request) -> int:
    """Return how many chat lines are kept with a request."""
    return CHAT_LINES_KEPT if request.inquiry is None else INQUIRY_LINES_KEPT


def with_line(
    lines: tuple[ChatLine, ...], line: ChatLine | None, kept: int = CHAT_LINES_KEPT
) -> tuple[ChatLine, ...]:
    """Return chat lines with one more, each message once, the oldest dropped beyond the bound."""
    if line is None:
        return lines
    if line.id and any(line.id == known.id for known in lines):
        return lines
    return (*lines, line)[-kept:]


class Particulars(Part):
    """The citizen's own data of one request; every field hidden from ``repr`` and logs."""

    laser: str | None = Field(default=None, repr=False)
    card: str | None = Field(default=None, repr=False)
    pid: str | None = Field(default=None, repr=False)
    name: str | None = Field(default=None, repr=False)
    birth_date: dt.date | None = Field(default=None, repr=False)
    display_name: str | None = Field(default=None, repr=False)
    chat: tuple[ChatLine, ...] = Field(default=(), repr=False)
    advance: Advance | None = Field(default=None, repr=False)
    pictures: tuple[PictureRef, ...] = ()

    def with_line(self, line: ChatLine, kept: int = CHAT_LINES_KEPT) -> Particulars:
        """Return the particulars with one more chat line; these where they have it already."""
        chat = with_line(self.chat, line, kept)
        return self if chat is self.chat else self.model_copy(update={"chat": chat})

    def without_line(self, line_id: str) -> Particulars:
        """Return the particulars without the chat line that the citizen has unsent."""
        return self.model_copy(update={"chat": tuple(line for line in self.chat if line.id != line_id)})
