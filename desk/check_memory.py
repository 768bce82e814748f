"""What was entered in checks that are not finished, kept in memory while a clerk is signed in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from desk.check_model import Entry

if TYPE_CHECKING:
    from desk.app import DeskApp
    from desk.backend import Backend


@dataclass(slots=True)
class Kept:
    """Answers of one check and half-typed texts around it, by step or purpose.

    ``doubtful`` counts slips of which nobody knows whether they came out.
    """

    entries: dict[str, Entry] = field(default_factory=dict, repr=False)
    drafts: dict[str, str] = field(default_factory=dict, repr=False)
    doubtful: int = 0


class CheckMemory:
    """Unfinished checks by request; never on disk, gone with the session."""

    def __init__(self, backend: Backend | None = None) -> None:
        self.backend = backend
        self._kept: dict[tuple[str, str], Kept] = {}

    def of(self, request_id: str, kind: str) -> Kept:
        """Return what is kept for a request's first (``check``) or second (``pick_up``) check."""
        return self._kept.setdefault((request_id, kind), Kept())

    def forget(self, request_id: str, kind: str) -> None:
        """Forget a check that has led to a decision."""
        self._kept.pop((request_id, kind), None)


_MEMORIES: WeakKeyDictionary[DeskApp, CheckMemory] = WeakKeyDictionary()


def memory_of(app: DeskApp) -> CheckMemory:
    """Return the memory of the session in hand; another sign-in begins with an empty one."""
    memory = _MEMORIES.get(app)
    if memory is None or memory.backend is not app.backend:
        memory = _MEMORIES[app] = CheckMemory(app.backend)
    return memory
