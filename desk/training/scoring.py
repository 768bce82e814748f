"""What a clerk did with a case, by what the records say: nothing else is believed."""

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Final

from desk.training.case import Case
from registry.states import CLOSED

_TRAIL: Final = (
    "SELECT r.state, a.action FROM request r LEFT JOIN audit a"
    " ON a.office_id = r.office_id AND a.request_id = r.id AND a.actor_id = ?"
    " WHERE r.reference = ? ORDER BY a.seq"
)
_TAKEN_BACK: Final = "taken_back"
_CAN_BE_TAKEN_BACK: Final = frozenset({"approved", "asked", "rejected"})


@dataclass(frozen=True, slots=True)
class Deeds:
    """What a clerk did with a request, oldest first, and whether the request has ended."""

    actions: tuple[str, ...] = ()
    ended: bool = False

    @property
    def kept(self) -> list[str]:
        """What was done and not taken back: of what was, the citizen has heard nothing."""
        stand: list[str] = []
        for action in self.actions:
            if action == _TAKEN_BACK:
                last = max((at for at, each in enumerate(stand) if each in _CAN_BE_TAKEN_BACK), default=None)
                if last is not None:
                    del stand[last]
            else:
                stand.append(action)
        return stand


class Standing(Enum):
    """How a case stands."""

    RIGHT = auto()
    WRONG = auto()
    UNDER_WAY = auto()
    UNTOUCHED = auto()


@dataclass(frozen=True, slots=True)
class Score:
    """How a case stands; of what was ``missing``, one of each tuple's actions would have done."""

    case: Case
    reference: str
    standing: Standing
    missing: tuple[tuple[str, ...], ...] = ()
    wrong: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()

    @property
    def over(self) -> bool:
        """Whether nothing is left to do."""
        return self.standing in (Standing.RIGHT, Standing.WRONG)


def deeds(database: Path, reference: str, clerk: str) -> Deeds:
    """Return what a clerk did with a request, as the daemon's trail of this throw-away database has it."""
    with contextlib.closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as trail:
        rows = trail.execute(_TRAIL, (clerk, reference)).fetchall()
    return Deeds(tuple(action for _, action in rows if action), any(state in CLOSED for state, _ in rows))


def score(case: Case, reference: str, done: Deeds, *, last: bool = False) -> Score:
    """Hold what was done to what is expected; ``last`` says that all the other cases are over.

    Only then has who was to leave a request alone done so.
    """
    expected, count = case.expected, Counter(done.kept)
    missing = tuple(wanted for wanted in expected.ways if not any(count[each] for each in wanted))
    wrong = tuple(each for each in expected.never if count[each])
    twice = tuple(each for each in expected.once if count[each] > 1)
    if wrong or twice or (missing and done.ended):
        standing = Standing.WRONG
    elif not missing and (expected.ways or last):
        standing = Standing.RIGHT
    else:
        standing = Standing.UNDER_WAY if done.actions else Standing.UNTOUCHED
    return Score(case, reference, standing, missing, wrong, twice)


def score_all(cases: Mapping[str, Case], done: Mapping[str, Deeds]) -> list[Score]:
    """Return how every case stands, by references."""
    scores = {at: score(case, at, done[at]) for at, case in cases.items()}
    active = [each for each in scores.values() if each.case.expected.ways]
    last = all(each.over for each in active)
    return [score(each.case, at, done[at], last=last) for at, each in scores.items()]
