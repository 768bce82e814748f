"""A picture on the screen; as soon as it is let go, nothing of it is left in the desk."""

from __future__ import annotations

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from desk.pictures import Picture, Run, View, cells


class PictureView(Widget):
    """Shows a part of a picture as large as there is room for."""

    DEFAULT_CSS = "PictureView { height: 1fr; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._picture: Picture | None = None
        self._view = View()
        self._strips: list[Strip] | None = None

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
        self._picture, self._view, self._strips = picture, view or View(), None
        self.refresh()

    def look(self, view: View) -> None:
        """Show another part."""
        if view != self._view:
            self._view, self._strips = view, None
            self.refresh()

    def on_resize(self) -> None:
        """Draw in the new size."""
        self._strips = None

    def render_line(self, y: int) -> Strip:
        """Return a line of the picture, in the middle of the room."""
        width = self.size.width
        if self._strips is None:
            self._strips = self._drawn()
        top = (self.size.height - len(self._strips)) // 2
        if not top <= y < top + len(self._strips):
            return Strip.blank(width, self.rich_style)
        strip = self._strips[y - top]
        left = (width - strip.cell_length) // 2
        pad = Strip([Segment(" " * left, self.rich_style)])
        return Strip.join([pad, strip]).adjust_cell_length(width, self.rich_style)

    def _drawn(self) -> list[Strip]:
        if self._picture is None or not self.size.width or not self.size.height:
            return []
        return [
            Strip([_segment(run) for run in line])
            for line in cells(self._picture, self._view, self.size.width, self.size.height)
        ]


def _segment(run: Run) -> Segment:
    return Segment(run.text, Style(color=Color.from_rgb(*run.front), bgcolor=Color.from_rgb(*run.back)))
