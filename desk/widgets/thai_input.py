"""A line to type in whose cursor and deletions go by what a person sees as one character."""

from __future__ import annotations

from itertools import accumulate
from typing import Final

from textual import events
from textual.widget import Widget
from textual.widgets import Input

from thai.clusters import clusters
from thai.text import clean

_LINE_ENDS: Final = str.maketrans({"\n": " "})


def edges(text: str) -> list[int]:
    """Return the places between clusters where a cursor may stand, from 0 to the end."""
    return [0, *accumulate(len(cluster) for cluster in clusters(text))]


def before(text: str, place: int) -> int:
    """Return the edge before a place."""
    return max((edge for edge in edges(text) if edge < place), default=0)


def after(text: str, place: int) -> int:
    """Return the edge after a place."""
    return min((edge for edge in edges(text) if edge > place), default=len(text))


def takes_text(widget: Widget | None) -> bool:
    """Whether what is typed is meant for a widget, letters and scanned numbers too."""
    return isinstance(widget, Input) or bool(getattr(widget, "takes_text", False))


class ThaiInput(Input):
    """An ``Input`` that never parts a vowel or tone mark from its consonant, and takes no control characters.

    Backspace removes the last mark typed, as Thai typists expect; Delete removes a whole cluster.
    """

    def action_cursor_left(self, select: bool = False) -> None:  # noqa: FBT001, FBT002  Textual's signature
        """Go one cluster to the left."""
        self._go(before(self.value, self.cursor_position), select=select)

    def action_cursor_right(self, select: bool = False) -> None:  # noqa: FBT001, FBT002  Textual's signature
        """Go one cluster to the right."""
        self._go(after(self.value, self.cursor_position), select=select)

    def action_cursor_left_word(self, select: bool = False) -> None:  # noqa: FBT001, FBT002  Textual's signature
        """Go to the beginning of the group of characters before the cursor; in a masked line to the start."""
        self._go(self._group_start(), select=select)

    def action_cursor_right_word(self, select: bool = False) -> None:  # noqa: FBT001, FBT002  Textual's signature
        """Go behind the next space; in a masked line to the end."""
        self._go(self._group_end(), select=select)

    def action_delete_left_word(self) -> None:
        """Delete the selection, or back to the beginning of the group."""
        if self.selection.is_empty:
            self.delete(self._group_start(), self.cursor_position)
        else:
            self.delete_selection()

    def action_delete_right_word(self) -> None:
        """Delete the selection, or on to the end of the group."""
        if self.selection.is_empty:
            self.delete(self.cursor_position, self._group_end())
        else:
            self.delete_selection()

    def action_delete_right(self) -> None:
        """Delete the selection or the cluster after the cursor."""
        if self.selection.is_empty:
            self.delete(self.cursor_position, after(self.value, self.cursor_position))
        else:
            self.delete_selection()

    def action_copy(self) -> None:
        """Copy the selection; of a masked line nothing: the terminal would hand it to every other program."""
        if not self.password:
            super().action_copy()

    def action_cut(self) -> None:
        """Cut the selection; of a masked line nothing."""
        if not self.password:
            super().action_cut()

    def insert_text_at_cursor(self, text: str) -> None:
        """Insert as much of a text as there is room for, cleaned of what a terminal could obey."""
        wanted = clean(text).translate(_LINE_ENDS)
        room = self.max_length - len(self.value) if self.max_length else len(wanted)
        super().insert_text_at_cursor(wanted[: before(wanted, room + 1)])

    def restricted(self) -> None:
        """Stay quiet at what the line does not take; Textual would ring, for each letter of a paste."""

    def _on_paste(self, event: events.Paste) -> None:
        if not self.selection.is_empty:
            self.delete_selection()
        self.insert_text_at_cursor(" ".join(event.text.split()))
        event.stop()
        event.prevent_default()

    def _group_start(self) -> int:
        if self.password:
            return 0
        return self.value[: self.cursor_position].rstrip().rfind(" ") + 1

    def _group_end(self) -> int:
        rest = self.value[self.cursor_position :]
        space = rest.find(" ", len(rest) - len(rest.lstrip()))
        return len(self.value) if space < 0 or self.password else self.cursor_position + space + 1

    def _go(self, place: int, *, select: bool) -> None:
        if select:
            start, _ = self.selection
            self.selection = type(self.selection)(start, place)
        elif self.selection.is_empty:
            self.cursor_position = place
        else:
            first, last = sorted(self.selection)
            self.cursor_position = first if place < self.cursor_position else last
