"""Where a printer's spool lies: in the desk's data folder, a file for each printer and a lock beside it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_FOLDER: Final = "spool"
_OF_THE_COUNTER: Final = "printer"
_ELSEWHERE: Final = "elsewhere"


@dataclass(frozen=True, slots=True)
class Place:
    """A spool's file and the lock that whoever prints from it holds."""

    file: Path

    @property
    def lock(self) -> Path:
        """The lock's file."""
        return self.file.with_suffix(".lock")


def data_folder(configured: Path | None) -> Path:
    """Return the desk's data folder, as the desk itself finds it."""
    if configured is not None:
        return configured
    from platformdirs import user_data_path

    return user_data_path("bangkhae-desk", appauthor=False)


def counter_place(folder: Path) -> Place:
    """Return the spool of the counter's own printer.

    It is named for the printer's role and not for its address: what waits or is in doubt stays known when
    the printer gets another address, or another printer takes its place.
    """
    return Place(folder / _FOLDER / f"{_OF_THE_COUNTER}.sqlite")


def elsewhere_place(folder: Path) -> Place:
    """Return where the slips are kept that other counters print for this one; nobody prints from it."""
    return Place(folder / _FOLDER / f"{_ELSEWHERE}.sqlite")


def place_of(folder: Path, device: str, counter_device: str | None) -> Place:
    """Return the spool of a printer by its address."""
    if device == counter_device:
        return counter_place(folder)
    return Place(folder / _FOLDER / f"{hashlib.sha256(device.encode()).hexdigest()[:16]}.sqlite")
