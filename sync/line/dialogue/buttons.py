"""The data behind the buttons: short words with arguments, and nothing that is believed unread."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final
from zlib import crc32

_ID = r"[0-9A-Za-z-]{1,40}"
_ARGUMENTS: Final = {
    "help": r"",
    "order": r"",
    "status": r"",
    "again": r"",
    "anew": r"",
    "same": r"",
    "no-laser": r"",
    "any-time": r"",
    "pick": r"",
    "keep": r"",
    "back": r"",
    "restart": r"(?:yes)?",
    "move-to": rf"{_ID}/[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}/[0-9]{{2}}:[0-9]{{2}}",
    "cancel": rf"(?:{_ID})?",
    "drop": _ID,
    "move": rf"(?:{_ID})?",
    "erase": r"(?:all|some|no)?",
    "kept": r"",
    "coming": rf"(?:{_ID})?",
    "offer": rf"{_ID}/[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}/[0-9]{{2}}:[0-9]{{2}}",
    "edit": r"(?:services|laser|pid|name|birth_date|copies|date|time|card)?",
    "consent": r"yes/[0-9a-f]{8}|no",
    "service": r"[1-5]",
    "copies": r"[1-9][0-9]?",
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "time": r"[0-9]{2}:[0-9]{2}",
    "confirm": rf"{_ID}/[0-9]{{1,6}}",
    "person": r"",
    "faq": r"[a-z0-9-]{1,40}",
    "helped": r"[a-z0-9-]{1,40}",
    "group": r"population|card|general",
    "end-talk": _ID,
    "advance": r"precheck|home_card|visit",
    "advance-ok": rf"{_ID}/[0-9]{{1,6}}",
    "advance-edit": r"",
    "advance-drop": r"",
    "advance-whose": r"own|relative",
    "advance-any-day": r"",
    "survey": rf"{_ID}/(?:(?:speed|ease|overall)/[1-5]|source/[0-9]{{1,2}})",
    "survey-skip": rf"{_ID}/(?:speed|ease|overall|source|comment|end)",
}
"""Every word there is, and the form of its argument."""


@dataclass(frozen=True)
class Press:
    """A pressed button that may be trusted to have this form, not to be right."""

    word: str
    argument: str = ""

    @property
    def parts(self) -> list[str]:
        """The argument's parts."""
        return self.argument.split("/")


def data(word: str, *arguments: object) -> str:
    """Return postback data for a button; `press` reads it."""
    argument = "/".join(str(part) for part in arguments)
    return f"{word}={argument}" if argument else word


def press(text: str) -> Press | None:
    """Read postback data; None for anything that no button of ours can have sent."""
    word, _, argument = text.partition("=")
    form = _ARGUMENTS.get(word)
    if form is None or not re.fullmatch(form, argument, re.ASCII):
        return None
    return Press(word, argument)


def notice_mark(version: str) -> str:
    """Return a short mark of a privacy notice's version: a button under an older notice agrees to nothing."""
    return f"{crc32(version.encode()):08x}"


def date_in(text: str) -> dt.date | None:
    """Read an ISO date; None if there is no such day."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def time_in(text: str) -> dt.time | None:
    """Read ``10:30``; None if there is no such time."""
    try:
        return dt.time.fromisoformat(text)
    except ValueError:
        return None
