"""A written conversation: how it is read. docs/developer.md tells the format to whoever writes one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

SCRIPTS = Path(__file__).parent / "scripts"
SIGNS = {">", "<", "<!", "=", "@"}


@dataclass(frozen=True)
class Line:
    """One line: its sign, what follows it, and where it stands."""

    sign: str
    rest: str
    number: int


@dataclass(frozen=True)
class Script:
    """A conversation: ``name`` is ``folder/file``, ``title`` what it shows, in Thai."""

    name: str
    title: str
    lines: tuple[Line, ...]


def scripts() -> list[Script]:
    """Return all written conversations, in the order of their names."""
    return [read(path) for path in sorted(SCRIPTS.glob("*/*.txt"))]


def read(path: Path) -> Script:
    """Read one; an AssertionError names a line that is none."""
    return parse(path.read_text("utf-8"), f"{path.parent.name}/{path.stem}")


def parse(text: str, name: str) -> Script:
    """Read a conversation's text."""
    title, lines = "", []
    for number, raw in enumerate(text.splitlines(), start=1):
        stripped = raw.strip()
        if stripped.startswith("## ") and not title:
            title = stripped[3:]
        elif stripped and not stripped.startswith("#"):
            sign, _, rest = stripped.partition(" ")
            assert sign in SIGNS, f"{name}, line {number}: no such sign: {sign}"
            lines.append(Line(sign, rest.strip(), number))
    assert title, f"{name}: the first line is its title: ## …"
    return Script(name, title, tuple(lines))


def tap_in(rest: str) -> tuple[str, str | None] | None:
    """Read ``[label]`` or ``[label] 2026-12-01``: the label, and what a picker is set to."""
    match = re.fullmatch(r"\[(.+?)\](?: (\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?))?", rest)
    return (match[1], match[2]) if match else None
