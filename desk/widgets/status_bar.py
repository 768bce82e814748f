"""The one status line at the top: where we are, connection, printer, what is not sent yet, the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, cast

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from desk.messages import shell
from thai.clusters import crop
from thai.dates import BANGKOK, clock, duration, short_datetime

if TYPE_CHECKING:
    from desk.backend import Backend, Status

WIDE: Final = 110
LEAST_COLUMNS: Final = 80
LEAST_ROWS: Final = 24
"""The room that the screens need."""
_TICK_SECONDS: Final = 5


class _Host(Protocol):
    backend: Backend | None


class StatusBar(Widget):
    """The status line; ``heading`` is the screen's own part of it."""

    DEFAULT_CSS = """
    StatusBar { dock: top; height: 1; background: $panel; color: $foreground; }
    """

    heading: reactive[str] = reactive("")

    def __init__(self) -> None:
        super().__init__()
        self._drawn = Content("")

    def on_mount(self) -> None:
        """Let the clock go."""
        self.set_interval(_TICK_SECONDS, self.look_again)

    def look_again(self) -> None:
        """Draw the line anew if it says something else now."""
        line = self._line()
        if not line.is_same(self._drawn):
            self.refresh()

    def render(self) -> Content:
        """Return the line for the width there is; the right-hand part is never cut."""
        self._drawn = self._line()
        return self._drawn

    def _line(self) -> Content:
        width, window = self.size.width, self.screen.size
        backend = cast("_Host", self.app).backend
        training = backend is not None and backend.training
        mark = Content.assemble(" ", *([(f"[{shell.TRAINING}] ", "bold reverse")] if training else []))
        if window.width < LEAST_COLUMNS or window.height < LEAST_ROWS:
            words = shell.too_small(window.width, window.height)
            room = max(width - mark.cell_length, 0)
            return Content.assemble(mark, (crop(words, room), "bold $warning"))
        right = status_text(backend, wide=width >= WIDE) if backend is not None else Content("")
        room = max(width - right.cell_length - mark.cell_length - 2, 0)
        left = Content.assemble(mark, (crop(self.heading, room), "bold"))
        gap = " " * max(width - left.cell_length - right.cell_length - 1, 1)
        return Content.assemble(left, gap, right)


def status_text(backend: Backend, *, wide: bool) -> Content:
    """Return connection, printer, unsent commands and the clock; a sign stands beside every colour."""
    status = backend.status()
    parts = [_connection(status, wide=wide), _printer(status, wide=wide), _unsent(status, wide=wide)]
    now = backend.now().astimezone(BANGKOK)
    parts.append(Content(short_datetime(now) if wide else clock(now)))
    return Content("  " if wide else " ").join(part for part in parts if part.plain)


def _connection(status: Status, *, wide: bool) -> Content:
    if status.online:
        return Content.styled(shell.ONLINE if wide else shell.ONLINE_SHORT, "$success")
    if status.connecting:
        return Content(shell.CONNECTING if wide else shell.CONNECTING_SHORT)
    return Content.styled(shell.OFFLINE if wide else shell.OFFLINE_SHORT, "bold $warning")


def _printer(status: Status, *, wide: bool) -> Content:
    sign = shell.PRINTER_READY if status.printer_ready else shell.PRINTER_NOT_READY
    word = status.printer if wide else status.printer_short or status.printer
    warns = status.printer_warns or not status.printer_ready
    return Content.styled(f"{sign} {crop(word, 30)}", "$warning" if warns else "")


def _unsent(status: Status, *, wide: bool) -> Content:
    if status.to_settle:
        return Content.styled(shell.to_settle(status.to_settle), "bold $error")
    style = "bold $warning" if status.unsent else ""
    if not wide:
        return Content.styled(shell.unsent_short(status.unsent), style)
    age = duration(status.oldest_unsent.total_seconds()) if status.oldest_unsent else ""
    return Content.styled(shell.unsent(status.unsent, age), style)
