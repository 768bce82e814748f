"""The score sheet of a clerk: on the screen, and as a text file without anybody's data."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path

from desk.training import words
from desk.training.scoring import Score
from thai.dates import BANGKOK, clock, short_date


def short(scores: Sequence[Score]) -> str:
    """Return a line for each case, for a dialog."""
    lines = [
        words.line(number, each.case.title, each.missed, touched=each.touched)
        for number, each in enumerate(scores, 1)
    ]
    return "\n".join([*lines, words.total(sum(each.good for each in scores), len(scores))])


def whole(scores: Sequence[Score], clerk: str, now: dt.datetime) -> str:
    """Return the sheet with what each trap was and what would have been right."""
    lines = [f"{words.SHEET} · {clerk} · {short_date(now.astimezone(BANGKOK).date())} {clock(now)}", ""]
    for number, each in enumerate(scores, 1):
        lines.append(words.line(number, each.case.title, each.missed, touched=each.touched))
        if not each.good:
            lines.append(words.why(each.case.trap, each.case.right))
    return "\n".join([*lines, "", words.total(sum(each.good for each in scores), len(scores)), ""])


def keep(folder: Path, scores: Sequence[Score], clerk: str, now: dt.datetime) -> Path:
    """Write the sheet to a folder and return its file; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w-]+", "_", clerk, flags=re.UNICODE)[:40] or "clerk"
    path = folder / f"{now.astimezone(BANGKOK):%Y%m%d-%H%M%S}-{name}.txt"
    path.write_text(whole(scores, clerk, now), "utf-8")
    return path
