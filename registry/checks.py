"""The check of a request: the office's steps, character-by-character comparison, one verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import zip_longest
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from registry.particulars import Particulars
from registry.request import Check, LineResult, Part

Particular = Literal["laser", "card", "pid", "name"]


class DopaOutcome(Part):
    """What DOPA's card check can answer, picked by its number."""

    number: int
    label: str
    good: bool = False


class Step(Part):
    """One line of the office's work in DOPA's program, in the office's own words.

    ``outcome`` takes DOPA's result by number; ``typed`` takes what the system shows and compares it
    with the citizen's ``particular`` (or only its form, where the citizen was not asked for it);
    ``attested`` takes yes or no. ``services`` empty means every service.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]
    label: str
    kind: Literal["outcome", "typed", "attested"]
    particular: Particular | None = None
    services: tuple[Annotated[int, Field(ge=1, le=5)], ...] = ()


class Difference(NamedTuple):
    """A place where two texts differ; ``None`` where one has ended."""

    place: int
    claimed: str | None
    found: str | None


class Verdict(StrEnum):
    """The check as a whole."""

    INCOMPLETE = "incomplete"
    MISMATCH = "mismatch"
    CLEAN = "clean"


def steps_for(steps: Iterable[Step], services: Iterable[int]) -> tuple[Step, ...]:
    """Return the steps that apply to any of ``services``, in the office's order."""
    wanted = set(services)
    return tuple(step for step in steps if not step.services or wanted & set(step.services))


def compare(claimed: str, found: str) -> tuple[Difference, ...]:
    """Return where two normalised texts differ, character by character; empty when they are equal."""
    pairs = enumerate(zip_longest(claimed, found))
    return tuple(Difference(i, a, b) for i, (a, b) in pairs if a != b)


def claimed_value(particulars: Particulars | None, particular: Particular | None) -> str | None:
    """Return what the citizen gave for a step's particular; None where nothing was given."""
    if particulars is None or particular is None:
        return None
    value: str | None = getattr(particulars, particular)
    return value


def verdict(steps: Sequence[Step], outcomes: Iterable[DopaOutcome], check: Check) -> Verdict:
    """Return the verdict on a check: every step must be there, once, and match.

    What a line says of DOPA's outcome is not believed: the office's table tells whether it is good.
    """
    if [line.step for line in check.lines] != [step.id for step in steps]:
        return Verdict.INCOMPLETE
    if any(line.kind != step.kind for line, step in zip(check.lines, steps, strict=True)):
        return Verdict.INCOMPLETE
    good = {outcome.number: outcome.good for outcome in outcomes}
    picked = [line.outcome for line in check.lines if line.kind == "outcome"]
    if any(number not in good for number in picked):
        return Verdict.INCOMPLETE
    if any(line.result is LineResult.MISMATCH for line in check.lines):
        return Verdict.MISMATCH
    if not all(good[number] for number in picked if number is not None):
        return Verdict.MISMATCH
    return Verdict.CLEAN
