"""A few numbered choices, taken by digit in both layouts, or by arrows and Enter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message

from desk.keymap import digit
from desk.widgets.rows import Rows, row


class ChoiceList(Rows, can_focus=True):
    """Choices numbered from 1; the one in hand has a sign in front of it."""

    @dataclass
    class Chosen(Message):
        """A choice was taken; ``by_enter`` where the key was Enter."""

        index: int
        by_enter: bool

    def __init__(self, labels: Sequence[str]) -> None:
        super().__init__()
        self.labels = tuple(labels)
        self.cursor = 0

    def rows(self, width: int) -> list[Content]:
        """Return the choices, one a row."""
        return [
            row(
                width,
                ("› " if here else "  ", "bold"),
                (f"{number}", "bold"),
                "  ",
                (label, "bold" if here else ""),
            )
            for number, label in enumerate(self.labels, 1)
            for here in [number - 1 == self.cursor and self.has_focus]
        ]

    def on_focus(self) -> None:
        """Show the choice in hand."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that the keys go elsewhere."""
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        """Take digits, arrows and Enter."""
        number = digit(event.character)
        if event.key in {"up", "down"}:
            step = 1 if event.key == "down" else -1
            self.cursor = (self.cursor + step) % len(self.labels)
            self.refresh()
        elif event.key == "enter":
            self.post_message(self.Chosen(self.cursor, by_enter=True))
        elif number is not None and 1 <= number <= len(self.labels):
            self.cursor = number - 1
            self.refresh()
            self.post_message(self.Chosen(self.cursor, by_enter=False))
        else:
            return
        event.stop()
        event.prevent_default()
