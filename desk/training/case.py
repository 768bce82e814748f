"""The cases: what the citizen writes, what DOPA would show, the trap, and what is right."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final, Literal

from pydantic import Field

from registry.request import Part

FOLDER: Final = Path(__file__).parent / "cases"
Event = Literal["", "no_paper", "network_gone", "second_clerk"]


class Dopa(Part):
    """What DOPA's program would show of the citizen."""

    outcome: int
    pid: str
    name: str
    card: str


class Expected(Part):
    """What the trail must, must never, and must once only hold; of names with | between them, one."""

    must: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    once: tuple[str, ...] = ()

    @property
    def ways(self) -> list[tuple[str, ...]]:
        """What must be done, each with the ways to do it."""
        return [tuple(names.split("|")) for names in self.must]


class Case(Part):
    """One citizen. ``here`` is who stands at the counter later, if anybody; ``event`` is what happens."""

    title: str
    citizen: str
    writes: tuple[str, ...] = Field(min_length=2)
    here: str = ""
    trap: str
    right: str
    event: Event = ""
    dopa: Dopa
    expected: Expected

    @property
    def comes(self) -> bool:
        """Whether somebody comes to the counter for it."""
        return bool(self.here)


def cases(folder: Path = FOLDER) -> list[Case]:
    """Return the cases in the order of their files' names; raises ValueError for one that is none."""
    return [
        Case.model_validate(tomllib.loads(file.read_text("utf-8"))) for file in sorted(folder.glob("*.toml"))
    ]
