"""What a measurement says: ours, theirs, the goal between them and whether it is met."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured comparison; `ours` and `theirs` are in `unit`, `ratio` is ours to theirs."""

    name: str
    ours: float
    theirs: float
    unit: str
    goal: str
    ratio: float
    met: bool
