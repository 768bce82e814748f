"""A table of requests that holds only what is on screen: ten thousand rows cost what a hundred cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import ClassVar, Final, Protocol

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from thai.clusters import cell_width, pad
from thai.text import clean

CURSOR: Final = ">"
_GAP: Final = 1
_MARGIN: Final = 2


class Tone(StrEnum):
    """How a row is set off; what it says stands in words in the row too."""

    PLAIN = "plain"
    HELD = "held"
    LATE = "late"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of at most ``width`` cells, fewer where nothing needs them; one that grows takes the rest."""

    title: str
    width: int
    grow: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row as shown: as many cells of text as there are columns."""

    id: str
    cells: tuple[str, ...]
    tone: Tone = Tone.PLAIN


_Line = tuple[Row, bool]
"""What a line shows: a row, and whether it is the one in hand."""


class Source(Protocol):
    """Where the rows come from, a window at a time."""

    def count(self) -> int:
        """Return how many rows there are."""

    def rows(self, offset: int, limit: int) -> Sequence[Row]:
        """Return a window of the rows."""

    def position(self, row_id: str) -> int | None:
        """Return where a row stands; None when it is gone."""


class RequestTable(Widget, can_focus=True):
    """The table; the row in hand stays in hand when rows come, go or move."""

    DEFAULT_CSS = """
    RequestTable { height: 1fr; width: 1fr; }
    RequestTable > .request-table--header { color: $text-muted; }
    RequestTable > .request-table--plain { color: $foreground; }
    RequestTable > .request-table--held { color: $text-muted; }
    RequestTable > .request-table--late { color: $warning; }
    RequestTable > .request-table--done { color: $success; }
    RequestTable > .request-table--cursor { background: $primary 35%; text-style: bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"request-table--{name}" for name in ("header", "cursor", *(tone.value for tone in Tone))
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
    ]

    def __init__(
        self,
        source: Source,
        columns: Sequence[Column],
        empty: str = "",
        selected: Callable[[str | None], object] = lambda _row_id: None,
    ) -> None:
        """Show a source; ``selected`` is told at once which row is in hand, None for none."""
        super().__init__()
        self._tell = selected
        self._source, self._columns, self._empty = source, tuple(columns), empty
        self._count = 0
        self._cursor = 0
        self._top = 0
        self._selected: str | None = None
        self._window: tuple[int, Sequence[Row]] = (0, ())
        self._strips: dict[_Line | None, Strip] = {}
        self._widths = self._least_widths()

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return self._count

    @property
    def cursor(self) -> int:
        """The place of the row in hand, from 0."""
        return self._cursor

    @property
    def selected_id(self) -> str | None:
        """The row in hand."""
        return self._selected

    def show(self, source: Source, columns: Sequence[Column], empty: str, selected: str | None) -> None:
        """Show another source, with a row in hand if it is there."""
        self._source, self._columns, self._empty = source, tuple(columns), empty
        self._selected, self._cursor, self._top = selected, 0, 0
        self._widths = self._least_widths()
        self._strips.clear()
        self.reload()
        self.refresh()

    def select(self, row_id: str) -> bool:
        """Take a row in hand; False when it is not in the table."""
        place = self._source.position(row_id)
        if place is None:
            return False
        self._selected = row_id
        self.reload()
        return True

    def reload(self) -> None:
        """Read again after a change: the same request stays in hand, at the same height where possible.

        Only lines that have changed are drawn: most changes are of requests that are not on screen.
        """
        before, were_some = self._lines(), self._count > 0
        self._window = (0, ())
        self._count = self._source.count()
        place = self._source.position(self._selected) if self._selected is not None else None
        if place is not None:
            self._top += place - self._cursor
            self._cursor = place
        self._cursor = max(min(self._cursor, self._count - 1), 0)
        self._settle()
        now = self._lines()
        self._strips = {key: self._strips[key] for key in now if key in self._strips}
        if were_some != (self._count > 0):
            self.refresh()
            return
        for y, (old, new) in enumerate(zip(before, now, strict=True), 1):
            if old != new:
                self.refresh(Region(0, y, self.size.width, 1))

    def notify_style_update(self) -> None:
        """Draw every row anew after a change of the styles."""
        super().notify_style_update()
        self._strips.clear()

    def on_mount(self) -> None:
        """Read the first window."""
        self.reload()

    def on_resize(self, _event: events.Resize) -> None:
        """Keep the row in hand in view."""
        self._strips.clear()
        self._settle()
        self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go on by rows."""
        self.action_move(3)
        event.stop()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go back by rows."""
        self.action_move(-3)
        event.stop()

    def on_click(self, event: events.Click) -> None:
        """Take the row under the pointer in hand."""
        line = event.y - self.gutter.top
        if 0 < line <= self._height:
            self._go(self._top + line - 1)

    def action_move(self, rows: int) -> None:
        """Go up or down by rows."""
        self._go(self._cursor + rows)

    def action_page(self, pages: int) -> None:
        """Go up or down by pages."""
        self._go(self._cursor + pages * max(self._height - 1, 1))

    def action_first(self) -> None:
        """Go to the first row."""
        self._go(0)

    def action_last(self) -> None:
        """Go to the last row."""
        self._go(self._count - 1)

    def _lines(self) -> list[_Line | None]:
        """Return what each line under the header shows, as far as it has been read: a row, and if in hand."""
        start, rows = self._window
        return [
            (rows[place - start], place == self._cursor) if start <= place < start + len(rows) else None
            for place in range(self._top, self._top + self._height)
        ]

    @property
    def _height(self) -> int:
        return max(self.size.height - 1, 1)

    def _go(self, place: int) -> None:
        place = max(min(place, self._count - 1), 0)
        if place == self._cursor:
            return
        before, top = self._cursor, self._top
        self._cursor = place
        self._settle()
        if top != self._top:
            self.refresh()
            return
        for row in (before, place):
            self.refresh(Region(0, row - self._top + 1, self.size.width, 1))

    def _settle(self) -> None:
        """Bring the row in hand into view and say which one it is."""
        height = self._height
        self._top = min(max(self._top, self._cursor - height + 1), self._cursor)
        self._top = max(min(self._top, self._count - height), 0)
        row = self._row(self._cursor)
        self._selected = row.id if row is not None else None
        self._tell(self._selected)

    def _row(self, place: int) -> Row | None:
        """Return a row, reading a window around the screen where it is not at hand."""
        if not 0 <= place < self._count:
            return None
        start, rows = self._window
        if not start <= place < start + len(rows):
            height = self._height
            start = max(min(self._top, place) - height, 0)
            rows = self._source.rows(start, max(place - start + 1, 3 * height))
            self._window = (start, rows)
            self._make_room(rows)
        at = place - start
        return rows[at] if at < len(rows) else None

    def _least_widths(self) -> list[int]:
        return [0 if column.grow else _cells(column.title, column.width) for column in self._columns]

    def _make_room(self, rows: Sequence[Row]) -> None:
        """Widen columns for what has come into view; none gets narrower while its list is shown."""
        widths, before = self._widths, list(self._widths)
        for row in rows:
            for at, (column, cell) in enumerate(zip(self._columns, row.cells, strict=True)):
                if not column.grow and widths[at] < column.width:
                    widths[at] = max(widths[at], _cells(cell, column.width))
        if widths != before:
            self._strips.clear()
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return the header or a row."""
        width = self.size.width
        if y == 0:
            style = self._style("header")
            line = self._line(tuple(column.title for column in self._columns), " ")
            return Strip([Segment(line, style)], width)
        if self._count == 0:
            text = self._empty if y == 2 else ""
            return Strip([Segment(pad(f"  {text}", width), self._style("header"))], width)
        place = self._top + y - 1
        row = self._row(place)
        if row is None:
            return Strip.blank(width, self._style("plain"))
        key = (row, place == self._cursor)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._strip(row, in_hand=key[1])
        return strip

    def _strip(self, row: Row, *, in_hand: bool) -> Strip:
        style = self._style(row.tone.value)
        if in_hand:
            style += self._style("cursor")
        line = self._line(row.cells, CURSOR if in_hand else " ")
        return Strip([Segment(line, style)], self.size.width)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"request-table--{name}")

    def _line(self, cells: Sequence[str], mark: str) -> str:
        """Return cells as one line; whatever a citizen wrote is cleaned here once more."""
        gaps = _GAP * (len(self._columns) - 1)
        rest = max(self.size.width - sum(self._widths) - gaps - _MARGIN, 0)
        sized = zip(cells, self._columns, self._widths, strict=True)
        parts = (_padded(cell, rest if column.grow else width) for cell, column, width in sized)
        return pad(mark.ljust(_MARGIN) + (" " * _GAP).join(parts), self.size.width)


@lru_cache(maxsize=4096)
def _padded(cell: str, width: int) -> str:
    """Return a cell's text in its width; the same words stand in many rows."""
    return pad(one_line(cell), width)


@lru_cache(maxsize=4096)
def _cells(text: str, most: int) -> int:
    return min(cell_width(one_line(text)), most)


def one_line(text: str) -> str:
    """Return text cleaned and on one line."""
    return clean(text).replace("\n", " ")
