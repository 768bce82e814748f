"""Run the benchmarks named on the command line (all of them by default) and print their figures."""

from __future__ import annotations

import importlib
import sys
from typing import Protocol

from bench.figures import Figure

SUBJECTS = (
    "webhooks",
    "answers",
    "desk",
    "keys_beside_updates",
    "desk_day",
    "slip",
    "print",
    "keys_beside_print",
)
_ROW = "{:4} {:48} {:>6} {:>7} {:>9} {:>9} {}"


class Subject(Protocol):
    """A benchmark module."""

    def run(self) -> list[Figure]:
        """Measure ours and theirs in turns, and return the figures."""


def main(names: list[str]) -> int:
    """Print a line a figure; return 1 when a goal was missed."""
    unknown = set(names) - set(SUBJECTS)
    if unknown:
        print(
            f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(SUBJECTS)}",
            file=sys.stderr,
        )
        return 2
    print(_ROW.format("", "figure", "ratio", "goal", "ours", "theirs", ""), flush=True)
    missed = 0
    for name in names or SUBJECTS:
        subject: Subject = importlib.import_module(f"bench.{name}")
        for figure in subject.run():
            missed += not figure.met
            print(_line(figure), flush=True)
    print(f"{missed} missed" if missed else "every goal is met")
    return 1 if missed else 0


def _line(figure: Figure) -> str:
    met = "ok" if figure.met else "MISS"
    ours, theirs = (
        f"{value:,.0f}" if value >= 100 else f"{value:.3g}" for value in (figure.ours, figure.theirs)
    )
    return _ROW.format(
        met, figure.name, f"{figure.ratio:.2f}", figure.goal, ours, theirs, figure.unit
    ).rstrip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
