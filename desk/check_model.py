"""The check as a clerk fills it in: one line a step, compared as it is entered, with one verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from desk.reading import kept_name, normalised, well_formed
from registry.checks import (
    Difference,
    DopaOutcome,
    Step,
    Verdict,
    claimed_value,
    compare,
    verdict,
)
from registry.commands import Found
from registry.particulars import Particulars
from registry.request import Check, CheckLine, LineResult
from thai.number_forms import PID


class Problem(StrEnum):
    """Why a typed value does not count yet: the line stays open, nothing is claimed to differ."""

    EMPTY = "empty"
    CHECK_DIGIT = "check_digit"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the clerk gave for a step; one of the three, by the step's kind."""

    typed: str = field(default="", repr=False)
    outcome: int | None = None
    attested: bool | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A step as it stands; ``found`` and ``claimed`` are normalised, ``result`` None while it is open."""

    step: Step
    claimed: str | None = field(default=None, repr=False)
    found: str = field(default="", repr=False)
    outcome: DopaOutcome | None = None
    result: LineResult | None = None
    problem: Problem | None = None
    differences: tuple[Difference, ...] = field(default=(), repr=False)

    @property
    def done(self) -> bool:
        """Whether the line counts."""
        return self.result is not None


class CheckModel:
    """The lines of one check.

    ``entries`` are kept by step and changed in place: they outlive a changed request and a closed screen.
    ``recorded`` is a check that the request carries already: its results stand where nothing was entered.
    """

    def __init__(
        self,
        steps: Iterable[Step],
        outcomes: Iterable[DopaOutcome],
        particulars: Particulars | None = None,
        entries: dict[str, Entry] | None = None,
        recorded: Check | None = None,
    ) -> None:
        self.steps = tuple(steps)
        self.outcomes = tuple(outcomes)
        self.particulars = particulars
        self.entries = entries if entries is not None else {}
        self._recorded = {line.step: line for line in recorded.lines} if recorded is not None else {}

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line, in the office's order."""
        return tuple(self._line(step) for step in self.steps)

    def line(self, index: int) -> Line:
        """Return one line."""
        return self._line(self.steps[index])

    def entry(self, index: int) -> Entry:
        """Return what was given for a line; an empty entry where nothing was."""
        return self.entries.get(self.steps[index].id, Entry())

    def pick(self, index: int, number: int) -> bool:
        """Enter DOPA's outcome by its number; False where the office knows no such outcome."""
        if all(outcome.number != number for outcome in self.outcomes):
            return False
        self.entries[self.steps[index].id] = Entry(outcome=number)
        return True

    def type(self, index: int, text: str) -> None:
        """Enter what DOPA's program shows."""
        self.entries[self.steps[index].id] = Entry(typed=text)

    def attest(self, index: int, *, seen: bool) -> None:
        """Enter a clerk's yes or no."""
        self.entries[self.steps[index].id] = Entry(attested=seen)

    def clear(self, index: int) -> None:
        """Take a line's entry back."""
        self.entries.pop(self.steps[index].id, None)

    @property
    def done(self) -> int:
        """How many lines count."""
        return sum(line.done for line in self.lines)

    @property
    def mismatches(self) -> tuple[int, ...]:
        """The places of the lines that do not match."""
        return tuple(i for i, line in enumerate(self.lines) if line.result is LineResult.MISMATCH)

    @property
    def verdict(self) -> Verdict:
        """The check as a whole; one mismatch is told at once, whatever is still open."""
        return Verdict.MISMATCH if self.mismatches else verdict(self.steps, self.outcomes, self.check())

    def next_open(self, after: int) -> int | None:
        """Return the next open line behind ``after``, going round; None when every line is done."""
        lines = self.lines
        order = (*range(after + 1, len(lines)), *range(min(after + 1, len(lines))))
        return next((index for index in order if not lines[index].done), None)

    def check(self) -> Check:
        """Return the check as the daemon keeps it: results only, no identity number."""
        done = (
            CheckLine(
                step=line.step.id,
                kind=line.step.kind,
                result=line.result,
                outcome=line.outcome.number if line.outcome else None,
            )
            for line in self.lines
            if line.result is not None
        )
        return Check(lines=tuple(done))

    def found(self) -> Found:
        """Return PID and name as read in DOPA's program, where a line took them and matched."""
        pid = name = None
        for step, line in zip(self.steps, self.lines, strict=True):
            if step.kind != "typed" or line.result is not LineResult.MATCH:
                continue
            if step.particular == "pid" and well_formed(line.found, "pid"):
                pid = line.found
            elif step.particular == "name":
                name = kept_name(self.entries[step.id].typed)
        return Found(pid=pid, name=name)

    def _line(self, step: Step) -> Line:
        claimed = self._claimed(step)
        entry = self.entries.get(step.id)
        line = Line(step, claimed=claimed)
        if entry is None:
            return self._as_recorded(line)
        if step.kind == "typed":
            return _typed(line, normalised(entry.typed, step.particular))
        if step.kind == "outcome":
            outcome = next((o for o in self.outcomes if o.number == entry.outcome), None)
            return replace(line, outcome=outcome, result=_result(outcome.good) if outcome else None)
        return replace(line, result=None if entry.attested is None else _result(entry.attested))

    def _as_recorded(self, line: Line) -> Line:
        known = self._recorded.get(line.step.id)
        if known is None or known.kind != line.step.kind:
            return line
        outcome = next((o for o in self.outcomes if o.number == known.outcome), None)
        return replace(line, outcome=outcome, result=known.result)

    def _claimed(self, step: Step) -> str | None:
        value = claimed_value(self.particulars, step.particular)
        return normalised(value, step.particular) or None if value else None


def _typed(line: Line, found: str) -> Line:
    line = replace(line, found=found)
    if not found:
        return replace(line, problem=Problem.EMPTY)
    digits = found.isascii() and found.isdigit() and len(found) == PID.length
    if line.step.particular == "pid" and digits and not well_formed(found, "pid"):
        # No program shows such a number: it was typed wrong, whatever the citizen gave.
        return replace(line, problem=Problem.CHECK_DIGIT)
    if line.claimed is not None:
        differences = compare(line.claimed, found)
        return replace(line, differences=differences, result=_result(not differences))
    if not well_formed(found, line.step.particular):
        return replace(line, problem=Problem.FORM)
    return replace(line, result=LineResult.MATCH)


def _result(good: bool) -> LineResult:  # noqa: FBT001
    return LineResult.MATCH if good else LineResult.MISMATCH
