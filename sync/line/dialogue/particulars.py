"""The particulars that the office asks for: which are missing, and how a draft's are shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from registry.particulars import Particulars
from registry.settings import ChatParticular
from sync.line.dialogue.model import Asking, ChatOffice, Draft
from sync.line.messages import particulars as say
from thai.identity import mask_birth_date, mask_card, mask_laser, mask_name, mask_pid

ALL: Final[tuple[ChatParticular, ...]] = ("laser", "card", "pid", "name", "birth_date")
_MASK: Final[dict[ChatParticular, Callable[[str], str]]] = {
    "laser": mask_laser,
    "card": mask_card,
    "pid": mask_pid,
    "name": mask_name,
}


def wanted(office: ChatOffice) -> tuple[ChatParticular, ...]:
    """Return what the office asks for, in its order."""
    return office.settings.chat.particulars


def questions(office: ChatOffice) -> list[Asking]:
    """Return the questions for them; the card number is asked last, for it confirms."""
    return [Asking(one) for one in wanted(office) if one != "card"]


def card_missing(draft: Draft, office: ChatOffice) -> bool:
    """Whether the card number is still to come."""
    return "card" in wanted(office) and draft.card is None


def all_but_card(draft: Draft, office: ChatOffice) -> bool:
    """Whether everything else that is asked for has been given."""
    return all(getattr(draft, one) is not None for one in wanted(office) if one != "card")


def given(draft: Draft) -> Particulars:
    """Return what was given as a request keeps it."""
    return Particulars(**{one: getattr(draft, one) for one in ALL})


def shown(draft: Draft) -> list[tuple[ChatParticular, str]]:
    """Return what was given, masked."""
    return [(one, masked(one, value)) for one in ALL if (value := getattr(draft, one)) is not None]


def lines(draft: Draft) -> list[str]:
    """Say what was given, one a line, for a summary."""
    return [say.line(one, mask) for one, mask in shown(draft)]


def masked(one: ChatParticular, value: str | dt.date) -> str:
    """Return a particular as it may be shown in the chat."""
    return mask_birth_date(value) if isinstance(value, dt.date) else _MASK[one](value)
