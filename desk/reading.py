"""What a clerk types of another program's screen, brought to one form so that it can be compared."""

from __future__ import annotations

from registry.checks import Particular
from thai.identity import parse_card, parse_laser, parse_pid
from thai.keyboard import meant_in_latin
from thai.text import clean, fold

NAME_LENGTH = 200
_GROUPS = {"laser": (3, 7, 2), "card": (4, 2, 8), "pid": (1, 4, 5, 2, 1)}


def normalised(text: str, particular: Particular | None) -> str:
    """Return what is compared: numbers without separators, in whichever layout they were typed; names folded.

    Text that the Thai layout made of a number key by key is read as those keys; Thai digits stay digits.
    """
    if particular not in _GROUPS:
        return fold(text)
    return fold(meant_in_latin(text)).replace("-", "").replace(" ", "").upper()


def well_formed(value: str, particular: Particular | None) -> bool:
    """Tell whether a normalised value is one at all: a PID by its check digit, a name by not being empty."""
    if particular == "pid":
        return parse_pid(value) is not None
    if particular == "laser":
        return parse_laser(value) is not None
    if particular == "card":
        return parse_card(value) is not None
    return bool(value)


def kept_name(text: str) -> str:
    """Return a name as it is kept with the request: cleaned, on one line, as it was spelt."""
    return " ".join(clean(text).split())[:NAME_LENGTH]


def grouped(pieces: list[str], particular: Particular | None) -> list[list[str]]:
    """Return the characters of a number in the groups in which it is written; a name is one group."""
    sizes = _GROUPS.get(particular or "", ())
    groups: list[list[str]] = []
    rest = pieces
    for size in sizes[:-1]:
        groups.append(rest[:size])
        rest = rest[size:]
    groups.append(rest)
    return [group for group in groups if group]


def written(value: str, particular: Particular | None) -> str:
    """Return a normalised value as it is written on the card: ``1040-02-12345678``."""
    return "-".join("".join(group) for group in grouped(list(value), particular))
