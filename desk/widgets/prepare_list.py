"""The documents to be prepared, in the order of their appointments, with their trays."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Final

from textual.content import Content
from textual.geometry import Size

from desk.messages import common
from desk.messages import prepare as words
from desk.messages.work_list import NEW_DAY
from desk.widgets.rows import Rows, row
from registry.labels import SERVICE_SHORT
from registry.request import Request
from registry.states import State
from thai.clusters import pad
from thai.dates import brief_date, clock

MARK: Final = "+"
_SERVICE_CELLS: Final = 24


class PrepareList(Rows):
    """A window of the list around the request in hand."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: tuple[Request, ...] = ()
        self.cursor = 0
        self.marked: Set[str] = frozenset()
        self._sending: Set[str] = frozenset()

    @property
    def current(self) -> Request | None:
        """The request in hand."""
        return self.requests[self.cursor] if self.requests else None

    def show(self, requests: Sequence[Request], cursor: int, sending: Set[str]) -> None:
        """Show the list with a request in hand; ``sending`` are ids whose answer is awaited."""
        self.requests, self._sending = tuple(requests), sending
        self.cursor = min(max(cursor, 0), max(len(self.requests) - 1, 0))
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the height there is: the list is a window, never longer than that."""
        del viewport, width
        return container.height

    def rows(self, width: int) -> list[Content]:
        """Return the rows around the one in hand."""
        if not self.requests:
            return [row(width, words.EMPTY)]
        height = max(1, self.content_size.height)
        first = min(max(0, self.cursor - height // 2), max(0, len(self.requests) - height))
        return [self._row(width, index) for index in range(first, min(first + height, len(self.requests)))]

    def _row(self, width: int, index: int) -> Content:
        request, here = self.requests[index], index == self.cursor
        ready = request.state is State.READY
        services = " + ".join(f"{SERVICE_SHORT[item.service]} {item.copies}" for item in request.items)
        when = NEW_DAY if request.needs_new_day else ""
        if request.appointment is not None:
            when = f"{brief_date(request.appointment.date)} {clock(request.appointment.time)}"
        if request.id in self._sending:
            state = common.SENDING
        else:
            state = f"{words.READY} {common.tray(request.tray)}" if ready else ""
        style = "bold" if here else ""
        sign = "✓" if ready else MARK if request.id in self.marked else " "
        lead = f"{'›' if here else ' '} {sign} {pad(request.reference, 9)}{pad(when, 22)}"
        return row(width, (lead, style), (pad(services, _SERVICE_CELLS), style), " ", (state, "$success"))
