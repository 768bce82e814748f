"""A picture on the screen; as soon as it is let go, nothing of it is left in the desk or on the terminal."""

from __future__ import annotations

import asyncio
from collections.abc import Container
from typing import TYPE_CHECKING, NamedTuple, cast

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from desk.picture_way import Cell, Way
from desk.pictures import Picture, Run, View, cells, pixels
from desk.terminal_drawing import drawing, taken_away

if TYPE_CHECKING:
    from desk.app import DeskApp


class _Wanted(NamedTuple):
    """What the terminal is to draw."""

    view: View
    size: Size
    way: Way
    cell: Cell


class PictureView(Widget):
    """Shows a part of a picture as large as there is room for.

    It is drawn in cells; where the terminal can, it draws over them in its own pixels. Whatever else is
    shown in front, a dialog or a word in passing, is drawn in cells, so meanwhile the pixels go.
    """

    DEFAULT_CSS = "PictureView { height: 1fr; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._picture: Picture | None = None
        self._view = View()
        self._strips: list[Strip] | None = None
        self._drawn: tuple[_Wanted, str] | None = None
        self._being_drawn: _Wanted | None = None
        self._laid = False

    @property
    def view(self) -> View:
        """Which part is seen."""
        return self._view

    @property
    def shows(self) -> bool:
        """Whether a picture is on the screen."""
        return self._picture is not None

    def show(self, picture: Picture | None, view: View | None = None) -> None:
        """Show a picture, or none."""
        self._picture, self._view = picture, view or View()
        self.draw_anew()

    def look(self, view: View) -> None:
        """Show another part."""
        if view != self._view:
            self._view = view
            self.draw_anew()

    def draw_anew(self) -> None:
        """Draw it all again, after whatever has changed."""
        self._strips = self._drawn = self._being_drawn = None
        self.uncover()
        self.refresh()

    def uncover(self) -> None:
        """Take away what the terminal has drawn; the cells below stay."""
        if self._laid:
            self._laid = False
            self._desk.draw_over(taken_away(self._desk.picture_way.way))
            self.refresh()

    def on_resize(self) -> None:
        """Draw in the new size."""
        self.draw_anew()

    def on_unmount(self) -> None:
        """Leave nothing with the terminal."""
        self.uncover()

    def written_over(self, rows: Container[int]) -> None:
        """Lay the terminal's drawing over cells that have been written anew in some rows of the screen."""
        drawn = self._picture is not None and self._desk.picture_way.way is not Way.CELLS
        if drawn and any(row in rows for row in range(self.region.y, self.region.bottom)):
            self._lay_over()

    def render_line(self, y: int) -> Strip:
        """Return a line of the picture, in the middle of the room."""
        width = self.size.width
        if self._strips is None:
            self._strips = self._in_cells()
        top = (self.size.height - len(self._strips)) // 2
        if not top <= y < top + len(self._strips):
            return Strip.blank(width, self.rich_style)
        strip = self._strips[y - top]
        left = (width - strip.cell_length) // 2
        pad = Strip([Segment(" " * left, self.rich_style)])
        return Strip.join([pad, strip]).adjust_cell_length(width, self.rich_style)

    @property
    def _desk(self) -> DeskApp:
        return cast("DeskApp", self.app)

    def _in_cells(self) -> list[Strip]:
        if self._picture is None or not self.size.width or not self.size.height:
            return []
        way = self._desk.picture_way
        shape = 2.0 if way.way is Way.CELLS else way.cell().shape
        lines = cells(self._picture, self._view, self.size.width, self.size.height, shape)
        return [Strip([_segment(run) for run in line]) for line in lines]

    def _lay_over(self) -> None:
        if self._picture is None or not self.screen.is_active or self.screen.query("Toast"):
            self.uncover()
            return
        way = self._desk.picture_way
        wanted = _Wanted(self._view, self.size, way.way, way.cell())
        if self._drawn is not None and self._drawn[0] == wanted:
            self._laid = True
            self._desk.draw_over(self._drawn[1])
        elif self.size and self._being_drawn != wanted:
            self._being_drawn = wanted
            self.run_worker(self._draw(self._picture, wanted), exclusive=True, exit_on_error=False)

    async def _draw(self, picture: Picture, wanted: _Wanted) -> None:
        drawn = await asyncio.to_thread(_drawing, picture, wanted, self.content_region)
        if self._picture is picture and self._being_drawn == wanted:
            self._drawn = wanted, drawn
            self._lay_over()


def _drawing(picture: Picture, wanted: _Wanted, region: Region) -> str:
    """Return what draws over exactly those cells that the picture takes."""
    image, across, down = pixels(picture, wanted.view, *wanted.size, wanted.cell)
    column = region.x + (wanted.size.width - across) // 2
    row = region.y + (wanted.size.height - down) // 2
    return drawing(image, wanted.way, wanted.cell, column, row)


def _segment(run: Run) -> Segment:
    return Segment(run.text, Style(color=Color.from_rgb(*run.front), bgcolor=Color.from_rgb(*run.back)))
