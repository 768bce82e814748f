"""The office's steps to be answered one after the other, all by keyboard in both layouts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from textual import events
from textual.containers import ScrollableContainer
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive

from desk.check_model import CheckModel
from desk.keymap import digit, spellings
from desk.line_editor import LineEditor
from desk.reading import NAME_LENGTH
from desk.widgets.check_line import View, line_rows
from desk.widgets.later import once_shown
from desk.widgets.rows import Rows
from registry.checks import Step
from registry.request import LineResult

STEADY_SECONDS: Final = 0.12
"""An Enter that says yes must come this long after the key before it: a held key is no answer."""

_NO: Final = frozenset({*spellings("x"), *spellings("X")})
_EDITING: Final = frozenset({"left", "right", "home", "end", "backspace", "delete"})


def draft_of(step: Step) -> str:
    """Name what is half typed of a step; no dialog's words beside it, whatever an office calls its steps."""
    return f"step:{step.id}"


class CheckLines(Rows, can_focus=True):
    """One line a step; the one in hand takes the keys.

    A digit picks DOPA's outcome, Enter takes what was typed or says yes, X says no, Backspace takes an
    answer back. Enter on an answered line only goes on: it never turns a no into a yes.
    """

    revealed: reactive[bool] = reactive(default=False)

    @dataclass
    class Answered(Message):
        """A line has another answer now."""

        index: int

    @dataclass
    class Completed(Message):
        """The last open line has been answered by Enter."""

    def __init__(self, model: CheckModel, *, monotonic: Callable[[], float]) -> None:
        super().__init__()
        self.model = model
        self.drafts: dict[str, str] = {}
        self.cursor = 0
        self.locked = False
        self._monotonic = monotonic
        self.last_key = monotonic()
        self._editor: LineEditor | None = None

    @property
    def takes_text(self) -> bool:
        """Whether the line in hand is typed in, so that a burst of keys is text for it."""
        return self._editor is not None and not self.locked

    def begin(self, model: CheckModel, drafts: dict[str, str], *, cursor: int | None = None) -> None:
        """Show a model, with what was typed and not yet taken; the cursor goes to the first open line."""
        self.model, self.drafts = model, drafts
        first = model.next_open(-1) if cursor is None else cursor
        self._go(min(first or 0, max(0, len(model.steps) - 1)))

    def compare_anew(self, model: CheckModel) -> None:
        """Show a model of the same entries; what is being typed goes on where it is."""
        editor, cursor, steps = self._editor, self.cursor, self.model.steps
        self.begin(model, self.drafts, cursor=cursor)
        if model.steps == steps and self.cursor == cursor:
            self._editor = editor

    def rows(self, width: int) -> list[Content]:
        """Return all lines."""
        return [row for rows in self._blocks(width) for row in rows]

    def watch_revealed(self) -> None:
        """Mask or show what was found."""
        self.changed()

    def on_key(self, event: events.Key) -> None:
        """Take the keys that answer a line; all others are left to the screen."""
        steady = self._monotonic() - self.last_key >= STEADY_SECONDS
        self.last_key = self._monotonic()
        if self.locked or not self.model.steps or not self._take(event, steady=steady):
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Take pasted text where text is typed."""
        if self.takes_text and self._editor is not None:
            self._editor.insert(event.text)
            self._typed()
        event.stop()

    def _take(self, event: events.Key, *, steady: bool) -> bool:
        key = event.key
        if key in {"up", "down"}:
            self._go((self.cursor + (1 if key == "down" else -1)) % len(self.model.steps))
        elif key == "enter":
            self._enter(steady=steady)
        elif self._editor is not None:
            return self._edit(self._editor, event)
        elif key in {"backspace", "delete"}:
            self.model.clear(self.cursor)
            self._go(self.cursor)
            self.post_message(self.Answered(self.cursor))
        else:
            return self._answer(event)
        return True

    def _edit(self, editor: LineEditor, event: events.Key) -> bool:
        if event.key in _EDITING:
            getattr(editor, event.key)()
        elif event.is_printable and event.character:
            editor.insert(event.character)
        else:
            return False
        self._typed()
        return True

    def _typed(self) -> None:
        """Keep the draft; what is being changed counts no longer."""
        step = self.model.steps[self.cursor]
        self.drafts[draft_of(step)] = self._editor.text if self._editor else ""
        self.model.clear(self.cursor)
        self.changed()
        self.post_message(self.Answered(self.cursor))

    def _answer(self, event: events.Key) -> bool:
        step = self.model.steps[self.cursor]
        if step.kind == "outcome" and (number := digit(event.character)) is not None:
            if self.model.pick(self.cursor, number):
                self._answered()
            return True
        if step.kind == "attested" and (event.character in _NO or event.key in _NO):
            self.model.attest(self.cursor, seen=False)
            self._go(self.cursor)
            self.post_message(self.Answered(self.cursor))
            return True
        return False

    def _enter(self, *, steady: bool) -> None:
        if self.model.line(self.cursor).done:
            self._go_on()
            return
        step = self.model.steps[self.cursor]
        if self._editor is not None:
            self.model.type(self.cursor, self._editor.text)
            self.drafts[draft_of(step)] = self._editor.text
        elif step.kind == "attested" and steady:
            self.model.attest(self.cursor, seen=True)
        self._answered()

    def _answered(self) -> None:
        """Go on from a line that matches; stay where something is to be looked at."""
        index = self.cursor
        matches = self.model.line(index).result is LineResult.MATCH
        self.post_message(self.Answered(index))
        if matches:
            self._go_on()
        else:
            self.changed()

    def _go_on(self) -> None:
        following = self.model.next_open(self.cursor)
        if following is None:
            self._go(self.cursor)
            self.post_message(self.Completed())
        else:
            self._go(following)

    def _go(self, index: int) -> None:
        self.cursor = index
        self._editor = None
        if self.model.steps:
            step = self.model.steps[index]
            if step.kind == "typed":
                self._editor = LineEditor(self.drafts.get(draft_of(step), ""), NAME_LENGTH)
        self.changed()
        # Where a line is typed, the footer names other keys.
        self.screen.query("Footer").refresh()
        once_shown(self, self._show_cursor)

    def _show_cursor(self) -> None:
        """Scroll the container so that the line in hand is in view."""
        container = self.parent
        if not isinstance(container, ScrollableContainer):
            return
        blocks = self._blocks(self.content_size.width)
        above = sum(map(len, blocks[: self.cursor]))
        height = len(blocks[self.cursor]) if blocks else 1
        container.scroll_to_region(Region(0, above, self.size.width, height), animate=False, force=True)

    def _blocks(self, width: int) -> list[list[Content]]:
        return [line_rows(line, self._view(index, width)) for index, line in enumerate(self.model.lines)]

    def _view(self, index: int, width: int) -> View:
        active = index == self.cursor and not self.locked
        line_open = active and self._editor is not None and not self.model.line(index).done
        return View(
            number=index + 1,
            width=width,
            active=active,
            revealed=self.revealed,
            editor=self._editor if line_open else None,
            outcomes=self.model.outcomes,
        )
