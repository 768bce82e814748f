"""What identifies a person: kept sealed, opened for a clerk, never printed by accident."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from registry.advance import Advance, PictureRef
from registry.request import Part

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
        """Return the particulars with one more chat line, the oldest dropped beyond the bound."""
        return self.model_copy(update={"chat": (*self.chat, line)[-kept:]})

    def without_line(self, line_id: str) -> Particulars:
        """Return the particulars without the chat line that the citizen has unsent."""
        return self.model_copy(update={"chat": tuple(line for line in self.chat if line.id != line_id)})
