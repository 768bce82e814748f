"""By what a request can be found in the mirror: keyed digests, so that the file itself tells nobody."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from registry.particulars import Particulars
from registry.sealing import Keyring
from thai.clusters import clusters
from thai.identity import parse_card, parse_laser, parse_pid
from thai.text import ascii_digits, fold

_SHORTEST_NAME: Final = 2
_LONGEST_NAME: Final = 8
_TAIL: Final = 4


class Trace(StrEnum):
    """What a trace is for: whose requests belong together, or what a clerk types to find one."""

    PERSON = "person"
    FIND = "find"


def traces(particulars: Particulars, keys: Keyring) -> set[tuple[Trace, str]]:
    """Return the traces of a citizen's particulars: whole numbers, their last four, beginnings of names."""
    numbers = {"laser": particulars.laser, "card": particulars.card, "pid": particulars.pid}
    found: set[tuple[Trace, str]] = set()
    for purpose, number in numbers.items():
        if number:
            found.add((Trace.PERSON, keys.lookup(purpose, number)))
            found.add((Trace.FIND, keys.lookup("tail", number[-_TAIL:])))
    for name in (particulars.name, particulars.display_name):
        found.update((Trace.FIND, keys.lookup("name", start)) for start in _beginnings(name or ""))
    return found


def asked_for(text: str, keys: Keyring) -> list[str]:
    """Return the digests by which to look for what a clerk typed, the surest first."""
    digits = ascii_digits(text).strip()
    wholes = {"laser": parse_laser(text), "card": parse_card(text), "pid": parse_pid(text)}
    found = [keys.lookup(purpose, number) for purpose, number in wholes.items() if number]
    if len(digits) == _TAIL and digits.isascii() and digits.isdigit():
        found.append(keys.lookup("tail", digits))
    word = _cut(fold(text).split(" ", 1)[0])
    if word:
        found.append(keys.lookup("name", word))
    return found


def _beginnings(name: str) -> Iterator[str]:
    for word in fold(name).split():
        letters = clusters(word)
        for length in range(_SHORTEST_NAME, min(len(letters), _LONGEST_NAME) + 1):
            yield "".join(letters[:length])


def _cut(word: str) -> str:
    letters = clusters(word)
    return "".join(letters[:_LONGEST_NAME]) if len(letters) >= _SHORTEST_NAME else ""
