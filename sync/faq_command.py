"""``bangkhae-sync faq``: which of the office's answers were shown, helped, or did not, in a month."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Final

from registry.settings import Settings
from sync.line.faq import current_faq
from sync.opening import opened
from sync.store import faq_counts

_HEAD: Final = ("entry", "offered", "opened", "helped", "asked", "question")
_NONE: Final[dict[faq_counts.What, int]] = {"offered": 0, "opened": 0, "helped": 0, "asked": 0}


def listed(settings: Settings, month: dt.date) -> list[str]:
    """Return a line for each entry, what was asked of a person most often first; ``month`` is any day of it.

    ``asked`` counts who read the answer and then asked a person: such an answer is worth rewriting.
    """
    first = month.replace(day=1)
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    with opened(settings) as (database, _):
        counts = database.read(
            partial(faq_counts.between, office_id=settings.office.id, first=first, last=last)
        )
    known = {entry.id: entry.question for entry in current_faq(settings.inquiry.faq_file).entries}
    found = {entry: counts.get(entry, _NONE) for entry in {*known, *counts}}
    order = sorted(found, key=lambda entry: (-found[entry]["asked"], -found[entry]["opened"], entry))
    rows = [
        (entry, *map(str, found[entry].values()), known.get(entry, "(no longer in the file)"))
        for entry in order
    ]
    return ["\t".join(row) for row in (_HEAD, *rows)]
