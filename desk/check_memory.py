"""What a clerk has entered and not finished: checks, texts, walk-ins; and facts recorded here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from desk.check_model import Entry
from registry.identifiers import new_id
from registry.office import Slot
from registry.request import Request
from registry.states import State

WAITED: Final = "waited"
"""What is typed off the card of somebody who waited with a number."""
CORRECTION: Final = "correct"
"""What is entered about a decision that may have closed the request."""


@dataclass(slots=True)
class Kept:
    """Answers of one check, half-typed texts around it by step or purpose, and a time that was chosen.

    ``day`` is when answers or texts last changed.
    """

    entries: dict[str, Entry] = field(default_factory=dict, repr=False)
    drafts: dict[str, str] = field(default_factory=dict, repr=False)
    slot: Slot | None = None
    day: dt.date | None = None
    _seen: object = field(default=None, repr=False)

    @property
    def begun(self) -> bool:
        """Whether anything is there."""
        return bool(self.entries) or any(text.strip() for text in self.drafts.values())

    def changed_on(self, day: dt.date) -> dt.date:
        """Return the day of the last change: the given one where something is new since the last look."""
        now = (dict(self.entries), dict(self.drafts))
        if self.day is None or (self._seen is not None and now != self._seen):
            self.day = day
        self._seen = now
        return self.day


@dataclass(slots=True)
class WalkInDraft:
    """What was entered and is not checked yet, under the id that its request has or will have.

    ``number`` is the one that the citizen waited with; empty: they have only just come.
    """

    request_id: str = field(default_factory=new_id)
    copies: dict[int, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict, repr=False)
    number: str = ""


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
    """Unfinished work by request and purpose (``check``, ``pick_up``, ``inquiry`` …) of one clerk."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Kept] = {}
        self._facts: dict[str, Facts] = {}
        self.walk_in = WalkInDraft()
        """What was entered of somebody who came by themselves."""
        self._waited: dict[str, WalkInDraft] = {}
        self.preparing = Preparing()
        self.search = ""

    @property
    def kept(self) -> Mapping[tuple[str, str], Kept]:
        """Everything by request and purpose."""
        return MappingProxyType(self._kept)

    @property
    def walk_in_begun(self) -> WalkInDraft | None:
        """The same, where anything is there."""
        draft = self.walk_in
        return draft if draft.copies or any(text.strip() for text in draft.texts.values()) else None

    def of(self, request_id: str, purpose: str) -> Kept:
        """Return what is kept for a purpose about a request."""
        return self._kept.setdefault((request_id, purpose), Kept())

    def facts(self, request_id: str) -> Facts:
        """Return the facts recorded here about a request."""
        return self._facts.setdefault(request_id, Facts())

    def forget_walk_in(self) -> None:
        """Forget it: it has become a request."""
        self.walk_in = WalkInDraft()

    def waited(self, request: Request) -> WalkInDraft:
        """Return what was entered of somebody who waited with a number, to take them in."""
        number = request.queue.number if request.queue is not None else ""
        copies = {item.service: item.copies for item in request.items}
        texts = self.of(request.id, WAITED).drafts
        return self._waited.setdefault(request.id, WalkInDraft(request.id, copies, texts, number))

    def forget_waited(self, request_id: str) -> None:
        """Forget it: they are taken in."""
        self._waited.pop(request_id, None)
        self.forget(request_id, WAITED)

    def put_back(self, request_id: str, purpose: str, kept: Kept) -> None:
        """Keep again what was entered for a decision that was taken back."""
        self._kept[request_id, purpose] = kept

    def forget(self, request_id: str, purpose: str) -> None:
        """Forget what has led to a decision."""
        self._kept.pop((request_id, purpose), None)

    def begin_day(self, day: dt.date) -> None:
        """Forget what was answered in checks on another day: the card was in hand then, not now."""
        for kept in self._kept.values():
            if kept.day not in {None, day}:
                kept.entries.clear()

    def let_go(self, look: Callable[[str], Request | None], ids: Collection[str] = ()) -> None:
        """Forget what was entered and recorded here about requests that are over; of no ids any may be."""

        def over(request_id: str) -> bool:
            request = look(request_id) if not ids or request_id in ids else None
            return request is not None and request.closed

        for request_id in [each for each in self._facts if over(each)]:
            del self._facts[request_id]
        for request_id, purpose in list(self._kept):
            if purpose != CORRECTION and over(request_id):
                del self._kept[request_id, purpose]
                self._waited.pop(request_id, None)
