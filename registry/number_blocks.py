"""The queue numbers that a counter gives by itself while the daemon is away, and nobody else ever gives.

A counter whose name is a number n from 0 to 99 has, of each letter and day, the hundred numbers from
8001 + 100 n on; up to n = 19 ten short ones come first, from 801 + 10 n on: counter 3 begins with A831. What
follows from the name needs no table, so two counters cannot be given the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

SHORT: Final = range(801, 1001)
LONG: Final = range(8001, 18001)
_SHORT_EACH: Final = 10
_LONG_EACH: Final = 100


def block(counter: str) -> tuple[int, ...]:
    """Return a counter's own numbers in their order; none where its name is not a number from 0 to 99."""
    at = _place(counter)
    if at is None:
        return ()
    return (*_part(SHORT, _SHORT_EACH, at), *_part(LONG, _LONG_EACH, at))


def numbers(letter: str, counter: str, given: int) -> Iterator[str]:
    """Yield what is left of a counter's block once so many were given, e.g. ``A831``."""
    return (f"{letter}{number:03d}" for number in block(counter)[given:])


def live_number(nth: int) -> int:
    """Return the nth number of a day that the daemon gives: it leaves out the counters' blocks."""
    number = nth
    for reserved in (SHORT, LONG):
        if number >= reserved.start:
            number += len(reserved)
    return number


def _part(reserved: range, each: int, at: int) -> range:
    return reserved[at * each : (at + 1) * each]


def _place(counter: str) -> int | None:
    if not (counter.isascii() and counter.isdigit() and len(counter) <= 2):
        return None
    # "3" and "03" are two counters, and the numbers of one.
    return int(counter) if str(int(counter)) == counter else None
