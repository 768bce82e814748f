"""What a day came to, for the slip that ends it: counts and sums, nothing of a citizen."""

from __future__ import annotations

import datetime as dt

from registry.request import Part


class ServiceCount(Part):
    """How many requests with a service were collected, and how many copies of it."""

    service: int
    requests: int
    copies: int


class DayNumbers(Part):
    """A day by the trail: requests by what was done to them, money in baht, slips, and where the trail stood.

    ``actions`` are names of the trail with the number of requests. ``last`` is the feed's number, ``rows``
    the SHA-256 (hexadecimal) over the day's rows of the trail: it changes when one is added, changed or gone.
    """

    day: dt.date
    services: tuple[ServiceCount, ...]
    actions: dict[str, int]
    fees: int
    slips: int
    reprints: int
    epoch: str
    last: int
    rows: str
