"""What ``bangkhae-desk sync`` says: one line for the operator."""

from __future__ import annotations

from pathlib import Path
from typing import Final

RUNNING: Final = "another one is running"
FOLLOWS: Final = "the desk is open and follows the daemon by itself"
NOT_ENROLLED: Final = "this desk is not known yet: let a clerk sign in here once, with the daemon running"
OTHER_DESK: Final = (
    "the daemon does not know this desk at this counter: let a clerk sign in here once"
    " (after bangkhae-sync desk forget COUNTER where the counter had another desk)"
)
OFFLINE: Final = "the daemon cannot be reached; run it again, it goes on where it stopped"


def fetched(records: int) -> str:
    """Say how many requests came."""
    return f"{records:,} requests fetched"


def folder(path: Path, cause: str) -> str:
    """Say that the data folder cannot be used."""
    return f"the data folder {path} cannot be used: {cause}"


def storage(cause: str) -> str:
    """Say that this machine's disk does not take or give what it should."""
    return f"the data folder cannot be written or read: {cause}"
