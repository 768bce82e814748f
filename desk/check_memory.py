"""What was entered and has led to nothing yet, kept in memory while a clerk is signed in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desk.check_model import Entry
from registry.office import Slot
from registry.request import Request
from registry.states import State

if TYPE_CHECKING:
    from desk.screens.walk_in import WalkInDraft


@dataclass(slots=True)
class Kept:
    """Answers of one check, half-typed texts around it by step or purpose, and a time that was chosen."""

    entries: dict[str, Entry] = field(default_factory=dict, repr=False)
    drafts: dict[str, str] = field(default_factory=dict, repr=False)
    slot: Slot | None = None


@dataclass(slots=True)
class Preparing:
    """What was marked and typed in the preparation: ids, trays by id, and the tray given last."""

    marked: set[str] = field(default_factory=set)
    trays: dict[str, str] = field(default_factory=dict)
    last_tray: str = ""


@dataclass(slots=True)
class Facts:
    """Facts recorded here that the mirror may not know yet: they wait in the outbox while the line is cut."""

    paid_baht: int | None = None
    slips: int = 0
    handed_over_at: dt.datetime | None = None

    def shown_on(self, request: Request) -> Request:
        """Return a request with these facts on it; what the mirror knows already stays."""
        known = request.hand_over
        hand_over = known.model_copy(
            update={
                "paid_baht": self.paid_baht if known.paid_baht is None else known.paid_baht,
                "slips_printed": max(known.slips_printed, self.slips),
                "handed_over_at": known.handed_over_at or self.handed_over_at,
            }
        )
        ended = request.state is State.ARRIVED and self.handed_over_at is not None
        state = State.COLLECTED if ended else request.state
        return request.model_copy(update={"hand_over": hand_over, "state": state})


class CheckMemory:
    """Unfinished checks by request, and other beginnings; never on disk, gone with the session."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Kept] = {}
        self._facts: dict[str, Facts] = {}
        self._walk_in: WalkInDraft | None = None
        self.preparing = Preparing()
        self.search = ""

    def of(self, request_id: str, kind: str) -> Kept:
        """Return what is kept for a request: its ``check``, its ``pick_up``, its ``correct`` and so on."""
        return self._kept.setdefault((request_id, kind), Kept())

    def facts(self, request_id: str) -> Facts:
        """Return the facts recorded here about a request."""
        return self._facts.setdefault(request_id, Facts())

    @property
    def walk_in(self) -> WalkInDraft:
        """What was entered of somebody who came by themselves."""
        from desk.screens.walk_in import WalkInDraft

        self._walk_in = self._walk_in or WalkInDraft()
        return self._walk_in

    def forget_walk_in(self) -> None:
        """Forget it: it has become a request."""
        self._walk_in = None

    def put_back(self, request_id: str, kind: str, kept: Kept) -> None:
        """Keep again what was entered for a decision that was taken back."""
        self._kept[request_id, kind] = kept

    def forget(self, request_id: str, kind: str) -> None:
        """Forget a check that has led to a decision."""
        self._kept.pop((request_id, kind), None)
