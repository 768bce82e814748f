"""What a clerk did with a case, by what the records say: nothing else is believed."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desk.training import words
from desk.training.case import Case

_DEEDS = (
    "SELECT a.action, count(*) FROM audit a JOIN request r USING (office_id)"
    " WHERE r.id = a.request_id AND r.reference = ? AND a.actor_id = ? GROUP BY a.action"
)


@dataclass(frozen=True, slots=True)
class Score:
    """How a case ended; ``missed`` says in words what was wrong, empty when nothing was."""

    case: Case
    missed: tuple[str, ...]
    touched: bool

    @property
    def good(self) -> bool:
        """Whether the case was handled rightly."""
        return not self.missed


def deeds(database: Path, reference: str, clerk: str) -> Counter[str]:
    """Return what a clerk did with a request, as the daemon's trail of this throw-away database has it."""
    with sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True) as trail:
        return Counter(dict(trail.execute(_DEEDS, (reference, clerk)).fetchall()))


def score(case: Case, done: Mapping[str, int]) -> Score:
    """Hold what was done to what is expected."""
    expected = case.expected
    missed = [
        words.not_done(wanted.split("|"))
        for wanted in expected.must
        if not any(done.get(each) for each in wanted.split("|"))
    ]
    missed += [words.done_wrongly(each) for each in expected.never if done.get(each)]
    missed += [words.more_than_once(each) for each in expected.once if done.get(each, 0) > 1]
    return Score(case, tuple(missed), touched=bool(done))
