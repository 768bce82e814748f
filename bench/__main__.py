"""Run the benchmarks named on the command line (all of them by default) and print their figures."""

from __future__ import annotations

import importlib
import sys
from typing import Protocol

from bench.figures import Figure

SUBJECTS = ("webhooks", "desk", "slip")


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
    missed = 0
    for name in names or SUBJECTS:
        subject: Subject = importlib.import_module(f"bench.{name}")
        for figure in subject.run():
            missed += not figure.met
            print(
                f"{'ok  ' if figure.met else 'MISS'} {figure.name}: {figure.ratio:.2f} (goal {figure.goal}); "
                f"ours {figure.ours:.4g}, theirs {figure.theirs:.4g} {figure.unit}",
                flush=True,
            )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
