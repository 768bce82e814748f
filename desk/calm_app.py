"""An application that ends on an error nobody foresaw without showing what it was about."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable, Container, Sequence
from pathlib import Path
from typing import Any, Final, Protocol, runtime_checkable

from rich.console import RenderableType
from rich.text import Text
from textual.app import App
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import Screen
from textual.timer import Timer

from desk import crash_report
from desk.messages import crash
from desk.plain_lines import PlainLines
from desk.stylesheet import ReadOnce
from desk.terminal_drawing import WIPE

_MOST_AT_ONCE: Final = 8192


@runtime_checkable
class DrawsOver(Protocol):
    """A screen on which something is drawn over the cells."""

    def displayed(self, rows: Container[int]) -> None:
        """Draw over these rows, from 0, again: their cells have been written."""


class CalmApp(App[None]):
    """Base of the application; ``reports`` is the folder for reports of failures, None for no reports.

    Textual has no public hook for this, and its own way prints the locals of every frame.
    """

    def __init__(self, reports: Path | None = None) -> None:
        # Textual would only turn colours to grey; told to use the terminal's own colours, it leaves them out.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.stylesheet = ReadOnce(variables=self.get_css_variables())
        self._reports = reports
        self._told = False
        self._drawn = self._over = False
        self._plain_lines = PlainLines()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Draw through Textual's own filters, and through the last gate before the terminal."""
        return [*super().get_line_filters(), self._plain_lines]

    @property
    def crashed(self) -> bool:
        """Whether it has ended, or is about to end, on an error nobody foresaw."""
        return self._told

    def get_driver_class(self) -> type[Driver]:
        """Take Textual's choice, but for a terminal the driver that outlasts it."""
        chosen = super().get_driver_class()
        if sys.platform != "win32":
            from textual.drivers.linux_driver import LinuxDriver

            from desk.lasting_driver import LastingDriver

            if chosen is LinuxDriver:
                chosen = LastingDriver
        return chosen

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Tell a screen that draws by itself which of its rows were written; Textual has no hook for this."""
        super()._display(screen, renderable)
        if isinstance(screen, DrawsOver):
            spans = getattr(renderable, "spans", None)
            screen.displayed({row for row, _, _ in spans} if spans is not None else range(screen.size.height))

    def every(self, seconds: float, do: Callable[[], object]) -> Timer:
        """Do something again and again while there is a screen; a timer of an ending program still ticks."""
        return self.set_interval(seconds, lambda: do() if self.screen_stack else None)

    def ask_widths(self, samples: Sequence[str]) -> None:
        """Ask the terminal how many cells texts take; it answers with its cursor's position, if at all."""
        # Not in the first row: there the answer could be a function key with a modifier.
        self._write("".join(f"\x1b[2;1H{sample}\x1b[6n" for sample in samples))
        self.refresh()

    def ask(self, questions: str) -> None:
        """Ask the terminal something that its cursor's position answers, if it answers."""
        if questions:
            self._write(questions)
            self.refresh()

    def draw_over(self, drawing: str) -> None:
        """Draw in the terminal's own pixels, or take that away; not any more once it ends."""
        if not self._over:
            self._drawn = True
            self._write(drawing)

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """End, and leave no picture with the terminal."""
        self._wipe_pictures()
        super().exit(result, return_code, message)

    def _wipe_pictures(self) -> None:
        self._over = True
        if self._drawn:
            self._drawn = False
            self._write(WIPE)

    def _write(self, text: str) -> None:
        if self._driver is None:
            return
        # Textual writes so much at a time too: Windows fails at more.
        size = _MOST_AT_ONCE if sys.platform == "win32" else max(len(text), 1)
        for start in range(0, len(text), size):
            self._driver.write(text[start : start + size])
        self._driver.flush()

    def _handle_exception(self, error: Exception) -> None:
        """Report first, then end."""
        self._report(error)
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Textual's traceback with locals is never shown; the calm message is there already."""
        self._close_messages_no_wait()

    def _report(self, error: Exception) -> None:
        if self._told:
            return
        self._told = True
        self._wipe_pictures()
        now = dt.datetime.now(dt.UTC)
        path = crash_report.write(error, self._reports, now) if self._reports is not None else None
        self.panic(Text(crash.calm(path), no_wrap=True, overflow="ignore"))
