"""The names of the mirror's file: a new mirror gets a new name, the old one may still be open somewhere.

Windows lets nobody move or remove a file that is open, so a damaged mirror stays until it can be removed.
"""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import Final

_NAME: Final = re.compile(r"mirror-([0-9]{1,9})\.sqlite(?:-wal|-shm)?")


def newest(folder: Path) -> Path:
    """Return the mirror's file in a folder, whether it is there yet or not."""
    return _named(folder, max(_numbers(folder).values(), default=1))


def following(path: Path) -> Path:
    """Return the name for a new mirror in place of this one."""
    return _named(path.parent, max(_numbers(path.parent).values(), default=0) + 1)


def remove_others(path: Path) -> None:
    """Remove the mirrors that this one has replaced; one that is still open goes another time."""
    wanted = _numbers(path.parent).get(path.name)
    for name, number in _numbers(path.parent).items():
        if number != wanted:
            with contextlib.suppress(OSError):
                path.with_name(name).unlink()


def _named(folder: Path, number: int) -> Path:
    return folder / f"mirror-{number}.sqlite"


def _numbers(folder: Path) -> dict[str, int]:
    """Return the numbers of the mirrors' files by name, of what lies beside them too."""
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:
        return {}
    return {name: int(match[1]) for name in names if (match := _NAME.fullmatch(name))}
