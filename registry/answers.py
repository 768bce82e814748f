"""Answers that an office keeps ready for its clerks: found by words, filled in, changed before sending."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import Field, field_validator

from registry.request import Group, Part
from thai.text import clean

BLANK: Final = re.compile(r"\{([^{}\n]{1,30})\}")
"""A place to be filled: a name in braces."""


class ReadyAnswer(Part):
    """An answer with ``words`` by which people also know it; without ``group`` it is every group's."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,50}$")]
    group: Group | None = None
    title: Annotated[str, Field(min_length=1, max_length=200)]
    words: tuple[str, ...] = ()
    text: Annotated[str, Field(min_length=1, max_length=3500)]

    @field_validator("title", "text")
    @classmethod
    def _harmless(cls, text: str) -> str:
        cleaned = clean(text).strip()
        if not cleaned:
            raise ValueError("may not be empty")
        return cleaned


def filled(text: str, known: Mapping[str, str]) -> str:
    """Return a text with what is known put into its blanks; the others stay to be seen."""
    return BLANK.sub(lambda blank: known.get(blank[1].strip()) or blank[0], text)


def blanks(text: str) -> list[str]:
    """Return the names of the blanks that are left in a text."""
    return BLANK.findall(text)
