"""The command palette: a line to type in, and the commands it finds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input

from desk.actions import Action, bindings, define
from desk.messages import palette as m
from desk.palette import Command, matching
from desk.widgets.dialog import Dialog
from desk.widgets.rows import MUTED, Rows, row
from desk.widgets.thai_input import ThaiInput
from thai.clusters import cell_width, crop, pad

_LOW: Final = 10
_HIGH: Final = 18
_LABEL: Final = 22


class PaletteDialog(Dialog[Command]):
    """Closes with the command that was chosen, or None for Esc."""

    ACTIONS = define(
        "palette",
        Action("run", "enter", m.RUN, m.RUN_HELP),
        Action("down", "down", m.MOVE, m.MOVE_HELP),
        Action("up", "up", m.MOVE, m.MOVE_HELP, footer=False),
        Action("page_down", "pagedown", m.MOVE, m.MOVE_HELP, footer=False),
        Action("page_up", "pageup", m.MOVE, m.MOVE_HELP, footer=False),
        Action("back", "escape", m.BACK, m.BACK_HELP),
    )
    BINDINGS = bindings("palette")

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__(m.TITLE)
        self._commands = tuple(commands)

    def body(self) -> ComposeResult:
        """Yield the line and what it finds."""
        yield ThaiInput(placeholder=m.PROMPT, max_length=60)
        yield CommandRows(self._commands)

    def opened(self) -> None:
        """Begin with the line."""
        super().opened()
        self.found.height_in_rows = _LOW if self.has_class("-low") else _HIGH
        self.query_one(ThaiInput).focus()

    def on_resize(self) -> None:
        """Show as many commands as there is room for."""
        self.found.height_in_rows = _HIGH if self.size.height >= _HIGH + _LOW else _LOW
        self.found.changed()

    @property
    def found(self) -> CommandRows:
        """The commands in view."""
        return self.query_one(CommandRows)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.found.show(matching(self._commands, event.value))

    @on(Input.Submitted)
    def action_run(self) -> None:
        """Close with the command in hand."""
        command = self.found.chosen
        if command is not None and self.enter_counts:
            self.dismiss(command)

    def action_down(self) -> None:
        """Go one down."""
        self.found.move(1)

    def action_up(self) -> None:
        """Go one up."""
        self.found.move(-1)

    def action_page_down(self) -> None:
        """Go a page down."""
        self.found.move(self.found.height_in_rows)

    def action_page_up(self) -> None:
        """Go a page up."""
        self.found.move(-self.found.height_in_rows)


class CommandRows(Rows):
    """Commands, a window of them, one in hand."""

    DEFAULT_CSS = """
    CommandRows { height: auto; }
    """

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self._commands = tuple(commands)
        self._cursor = 0
        self.height_in_rows = _LOW

    @property
    def chosen(self) -> Command | None:
        """The command in hand."""
        return self._commands[self._cursor] if self._commands else None

    def show(self, commands: Sequence[Command]) -> None:
        """Show other commands, the first in hand."""
        self._commands, self._cursor = tuple(commands), 0
        self.changed()

    def move(self, step: int) -> None:
        """Take another command in hand; one step beyond an end leads to the other."""
        last = len(self._commands) - 1
        if abs(step) == 1 and not 0 <= self._cursor + step <= last:
            self._cursor = max(last, 0) if step < 0 else 0
        else:
            self._cursor = max(0, min(last, self._cursor + step))
        self.refresh()

    def rows(self, width: int) -> list[Content]:
        """Return the window with the command in hand; always as many rows, so that nothing jumps."""
        first = max(
            0, min(self._cursor - self.height_in_rows // 2, len(self._commands) - self.height_in_rows)
        )
        shown = self._commands[first : first + self.height_in_rows]
        lines = [_row(each, width, here=first + at == self._cursor) for at, each in enumerate(shown)]
        if not lines:
            lines = [row(width, (m.NOTHING, MUTED))]
        return lines + [Content("")] * (self.height_in_rows - len(lines))


def _row(command: Command, width: int, *, here: bool) -> Content:
    keys = f" {command.keys}" if command.keys else ""
    label = pad(command.label, max(_LABEL, cell_width(command.label)) + 1)
    room = width - cell_width(label) - cell_width(keys) - 2
    help_ = pad(crop(command.help, room), room) if room > 0 else ""
    return row(
        width,
        ("› " if here else "  ", "bold"),
        (label, "bold reverse" if here else "bold"),
        (help_, MUTED),
        (keys, "bold"),
    )
