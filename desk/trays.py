"""Numbers of trays: what the next one is, and which are taken."""

from __future__ import annotations

from collections.abc import Iterable

from registry.request import Request
from thai.keyboard import meant_in_latin
from thai.text import ascii_digits, clean

LENGTH = 20


def tray_of(text: str) -> str:
    """Return a tray as it was meant: cleaned, and a number typed in the Thai layout read as its keys."""
    tray = " ".join(clean(text).split())[:LENGTH]
    keys = ascii_digits(meant_in_latin(tray))
    return keys if keys.isascii() and keys.isdigit() else tray


def next_tray(last: str, taken: Iterable[str]) -> str:
    """Return the next free number after ``last``; empty where trays have no numbers."""
    if not (last.isascii() and last.isdigit()):
        return ""
    used, number = set(taken), int(last) + 1
    while str(number) in used:
        number += 1
    return str(number)


def holders(requests: Iterable[Request], tray: str) -> list[str]:
    """Return the references of the requests that lie in a tray."""
    return [request.reference for request in requests if tray and request.tray == tray]
