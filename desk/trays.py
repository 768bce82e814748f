"""Numbers of trays: what the next one is, and which are taken."""

from __future__ import annotations

from collections import defaultdict
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


class Trays:
    """What lies where: looked up once for a list of requests, so that no key waits for its length."""

    def __init__(self, requests: Iterable[Request] = ()) -> None:
        self._held: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for request in requests:
            if request.tray:
                self._held[request.tray][request.id] = request.reference
        numbers = [tray for tray in self._held if tray.isascii() and tray.isdigit()]
        self._highest = max(numbers, key=int, default="0")

    def holders(self, tray: str, *, without: str = "") -> list[str]:
        """Return the references of what lies in a tray, but for the request with the id ``without``."""
        held = self._held.get(tray, {})
        return [reference for request_id, reference in held.items() if request_id != without]

    def next(self, last: str) -> str:
        """Return the next free number after ``last`` (empty: the highest); empty after a name."""
        last = last or self._highest
        if not (last.isascii() and last.isdigit()):
            return ""
        number = int(last) + 1
        while str(number) in self._held:
            number += 1
        return str(number)
