"""The base of dialogs that give a time: the office's free ones, read as far as the clerk goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from textual.message import Message

from desk.messages import approve as words
from desk.proposal import DAYS_ASKED, Fit, Proposal, first_day, propose
from desk.widgets.dialog import Dialog
from desk.widgets.slot_list import SlotList
from registry.office import Slot
from registry.request import Request

if TYPE_CHECKING:
    from desk.backend import Backend

Result = TypeVar("Result")


class SlotDialog(Dialog[Result], Generic[Result]):
    """A dialog with a ``SlotList``: the citizen's time if it is free, else the next free one.

    ``wanted_slot`` is the time that was in hand before, if any.
    """

    @dataclass
    class SlotsRead(Message, bubble=False, namespace="slot_dialog"):
        """The office's slots from a day on have been read; none when the daemon is away."""

        slots: Sequence[Slot]

    def __init__(self, title: str, request: Request, backend: Backend, slots: Sequence[Slot] = ()) -> None:
        super().__init__(title)
        self.wanted_slot: Slot | None = None
        self._request = request
        self._backend = backend
        self._slots = list(slots)
        self._reading = False

    def opened(self) -> None:
        """Show what is proposed; the keys go to the times first."""
        super().opened()
        self.query_one(SlotList).focus()
        if self._slots or not self.reads_first:
            self.show_slots(self.wanted_slot)
        else:
            self._read()

    @property
    def reads_first(self) -> bool:
        """Whether times have to be read before one can be proposed."""
        return True

    def on_slot_list_more_wanted(self, event: SlotList.MoreWanted) -> None:
        """Read the days after the last one known."""
        event.stop()
        self._read()

    def action_next_field(self) -> None:
        """Go round the fields."""
        self.focus_next()

    def action_next_day(self) -> None:
        """Go back to the times, where these keys turn the days."""
        self.query_one(SlotList).focus()

    def on_slot_dialog_slots_read(self, event: SlotsRead) -> None:
        """Take further slots to those that are known."""
        self._reading = False
        known = {(slot.date, slot.time) for slot in self._slots}
        self._slots += [slot for slot in event.slots if (slot.date, slot.time) not in known]
        self.show_slots(self.wanted_slot or self.query_one(SlotList).chosen, offline=not event.slots)

    async def read_slots(self, day: dt.date) -> Sequence[Slot]:
        """Return the times of a day and the days after it."""
        return await self._backend.slots(day, DAYS_ASKED)

    def _read(self) -> None:
        if self._reading:
            return
        self._reading = True
        wish, calendar = self._request.wish, self._backend.profile.calendar
        day = first_day(wish, calendar, self._backend.now())
        if self._slots:
            day = max(slot.date for slot in self._slots) + dt.timedelta(days=1)
        self.run_worker(self._hand_over(day), exit_on_error=False)

    async def _hand_over(self, day: dt.date) -> None:
        try:
            slots = await self.read_slots(day)
        except Exception:  # noqa: BLE001  told as "cannot be read"; the clerk can try again
            slots = ()
        self.post_message(self.SlotsRead(slots))

    def own_choice(self) -> Slot | None:
        """Return the time in hand if it is another than is proposed: that one is proposed anew every time."""
        chosen, found = self.query_one(SlotList).chosen, self.proposed()
        proposed = found.slots[found.chosen] if found.chosen is not None else None
        return None if chosen == proposed else chosen

    def proposed(self) -> Proposal:
        """Return what is free among the times that are known, and which of them fits."""
        request, calendar = self._request, self._backend.profile.calendar
        return propose(self._slots, request.wish, calendar, self._backend.now(), request.hold)

    def show_slots(self, wanted: Slot | None, *, offline: bool = False) -> None:
        """Show the times; ``wanted`` stays in hand where it is among them."""
        if offline and not self._slots and (hold := self._request.hold) is not None:
            # Nobody else can be given the place that is kept for the request.
            self._slots = [Slot(date=hold.date, time=hold.time, places=0)]
        found = self.proposed()
        places = [(slot.date, slot.time) for slot in found.slots]
        chosen, note = found.chosen or 0, words.FIT[found.fit]
        if wanted is not None and (wanted.date, wanted.time) in places:
            kept = places.index((wanted.date, wanted.time))
            chosen, note = kept, note if kept == chosen else ""
        if offline and not self._slots:
            note = words.OFFLINE
        elif found.fit is Fit.NONE_FREE:
            note = words.FIT[Fit.NONE_FREE]
        self.query_one(SlotList).show(found.slots, chosen, note)
