"""Free times to choose from, by arrows; a day ahead or back by PgDn and PgUp."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual import events
from textual.content import Content
from textual.message import Message

from desk.messages import common
from desk.widgets.rows import MUTED, Rows, row
from registry.office import Slot
from thai.clusters import pad
from thai.dates import clock, short_date

SHOWN: Final = 5
_DATE_CELLS: Final = 18
_TIME_CELLS: Final = 10


class SlotList(Rows, can_focus=True):
    """A window of ``SHOWN`` times around the chosen one; asks for more when its end is reached.

    ``note`` says why the proposed time is proposed and stands beside it, or instead of times; ``places``
    whether the places left are told.
    """

    class MoreWanted(Message):
        """The clerk has gone beyond the last time."""

    def __init__(self, *, places: bool = True) -> None:
        super().__init__()
        self._with_places = places
        self.slots: tuple[Slot, ...] = ()
        self.cursor = 0
        self.note = common.READING_SLOTS
        self._noted = 0

    @property
    def chosen(self) -> Slot | None:
        """The time in hand."""
        return self.slots[self.cursor] if self.slots else None

    def show(self, slots: Sequence[Slot], chosen: int, note: str) -> None:
        """Show times, one of them chosen."""
        self.slots, self.note = tuple(slots), note
        self.cursor = min(max(chosen, 0), max(len(self.slots) - 1, 0))
        self._noted = self.cursor
        self.changed()

    def rows(self, width: int) -> list[Content]:
        """Return the times around the chosen one."""
        if not self.slots:
            return [row(width, (self.note, "$warning"))] + [row(width, "")] * (SHOWN - 1)
        first = min(max(0, self.cursor - SHOWN // 2), max(0, len(self.slots) - SHOWN))
        window = range(first, min(first + SHOWN, len(self.slots)))
        found = [self._slot(width, index) for index in window]
        return found + [row(width, "")] * (SHOWN - len(found))

    def on_key(self, event: events.Key) -> None:
        """Take the keys that choose a time."""
        steps = {"up": -1, "down": 1}
        if event.key in steps:
            self._to(self.cursor + steps[event.key])
        elif event.key in {"pagedown", "pageup"}:
            self._to(self._other_day(ahead=event.key == "pagedown"))
        else:
            return
        event.stop()
        event.prevent_default()

    def _to(self, index: int) -> None:
        if index >= len(self.slots):
            self.post_message(self.MoreWanted())
        self.cursor = min(max(index, 0), max(len(self.slots) - 1, 0))
        self.refresh()

    def _other_day(self, *, ahead: bool) -> int:
        if not self.slots:
            return 0
        day = self.slots[self.cursor].date
        days = sorted({slot.date for slot in self.slots if (slot.date > day if ahead else slot.date < day)})
        if not days:
            return len(self.slots) if ahead else 0
        wanted = days[0] if ahead else days[-1]
        return next(index for index, slot in enumerate(self.slots) if slot.date == wanted)

    def _slot(self, width: int, index: int) -> Content:
        slot, here = self.slots[index], index == self.cursor
        when = pad(short_date(slot.date), _DATE_CELLS) + pad(clock(slot.time), _TIME_CELLS)
        note = f"  {self.note}" if index == self._noted and self.note else ""
        style = "bold" if here else ""
        places = common.places(slot.places, slot.kept) if self._with_places else ""
        return row(width, (f"{'›' if here else ' '} {when}", style), places, (note, MUTED))
