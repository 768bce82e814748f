"""Which documents are wanted, and how many copies of each: a digit adds one."""

from __future__ import annotations

from typing import Final

from textual import events
from textual.content import Content
from textual.message import Message

from desk.keymap import digit
from desk.messages import common
from desk.widgets.rows import MUTED, Rows, row
from registry.labels import SERVICE
from thai.clusters import pad

MOST: Final = 20
_DOCUMENTS: Final = (1, 2, 3, 4)
_LABEL_CELLS: Final = 26


class CopiesList(Rows, can_focus=True):
    """The four documents by their numbers; a digit adds a copy, Backspace takes the last one back.

    ``copies`` are changed in place, by service.
    """

    class Changed(Message):
        """Another number of copies."""

    class Done(Message):
        """Enter: no more documents."""

    def __init__(self, copies: dict[int, int]) -> None:
        super().__init__()
        self.copies = copies
        self._last: list[int] = []

    def rows(self, width: int) -> list[Content]:
        """Return the documents, one a row."""
        return [self._row(width, service, self.copies.get(service, 0)) for service in _DOCUMENTS]

    def on_key(self, event: events.Key) -> None:
        """Take the keys that count copies."""
        service = digit(event.character)
        if service in _DOCUMENTS:
            self._add(service)
        elif event.key == "backspace":
            self._take_back()
        elif event.key == "enter":
            self.post_message(self.Done())
        else:
            return
        event.stop()
        event.prevent_default()

    def _add(self, service: int) -> None:
        if self.copies.get(service, 0) < MOST:
            self.copies[service] = self.copies.get(service, 0) + 1
            self._last.append(service)
            self._changed()

    def _take_back(self) -> None:
        service = self._last.pop() if self._last else max(self.copies, default=None)
        if service is not None:
            left = self.copies.pop(service) - 1
            if left:
                self.copies[service] = left
            self._changed()

    def _changed(self) -> None:
        self.refresh()
        self.post_message(self.Changed())

    def _row(self, width: int, service: int, copies: int) -> Content:
        label = pad(SERVICE[service], _LABEL_CELLS)
        if not copies:
            return row(width, f"  {service}  ", (label, MUTED))
        return row(width, (f"✓ {service}  {label}{common.copies(copies)}", "bold"))
