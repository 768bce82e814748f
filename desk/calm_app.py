"""An application that ends on an error nobody foresaw without showing what it was about."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.text import Text
from textual.app import App
from textual.driver import Driver

from desk import crash_report
from desk.messages import crash


class CalmApp(App[None]):
    """Base of the application; ``reports`` is the folder for reports of failures, None for no reports.

    Textual has no public hook for this, and its own way prints the locals of every frame.
    """

    def __init__(self, reports: Path | None = None) -> None:
        # Textual would only turn colours to grey; told to use the terminal's own colours, it leaves them out.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self._reports = reports
        self._told = False

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

    def ask_widths(self, samples: Sequence[str]) -> None:
        """Ask the terminal how many cells texts take; it answers with its cursor's position, if at all."""
        if self._driver is None:
            return
        for sample in samples:
            # Not in the first row: there the answer could be a function key with a modifier.
            self._driver.write(f"\x1b[2;1H{sample}\x1b[6n")
        self.refresh()

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
        now = dt.datetime.now(dt.UTC)
        path = crash_report.write(error, self._reports, now) if self._reports is not None else None
        self.panic(Text(crash.calm(path), no_wrap=True, overflow="ignore"))
