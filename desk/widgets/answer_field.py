"""A field of several lines for an answer in Thai; Enter is a new line, and nothing in it sends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from textual import events
from textual.content import Content
from textual.message import Message

from desk.keymap import spellings
from desk.text_editor import TextEditor
from desk.widgets.rows import MUTED, Rows, row
from registry.commands import MOST_UNITS
from thai.clusters import clusters

_ACTS: Final[dict[str, Callable[[TextEditor], object]]] = {
    "left": TextEditor.left,
    "right": TextEditor.right,
    "up": TextEditor.up,
    "down": TextEditor.down,
    "home": TextEditor.home,
    "end": TextEditor.end,
    "backspace": TextEditor.backspace,
    "delete": TextEditor.delete,
    "ctrl+backspace": TextEditor.delete_word,
    "ctrl+w": TextEditor.delete_word,
    "ctrl+z": TextEditor.undo,
    "enter": lambda editor: editor.insert("\n"),
}
_KEYS: Final = {name: act for key, act in _ACTS.items() for name in spellings(key)}


class AnswerField(Rows, can_focus=True):
    """Shows as many lines as it is high, those around the caret; ``locked`` takes no keys."""

    class Changed(Message):
        """The text is another now."""

    class Full(Message):
        """Something did not fit the limit of a message."""

    def __init__(self, text: str = "", placeholder: str = "") -> None:
        super().__init__()
        self.editor = TextEditor(MOST_UNITS, text)
        self.placeholder = placeholder
        self.locked = False
        self._first = 0

    @property
    def takes_text(self) -> bool:
        """Whether what is typed quickly is meant for this field, and not a scanned code."""
        return not self.locked

    @property
    def text(self) -> str:
        """The text as it stands."""
        return self.editor.text

    def insert(self, text: str) -> None:
        """Insert at the caret."""
        self._do(lambda editor: editor.insert(text))

    def replace(self, text: str) -> None:
        """Put another text in the place of all."""
        self._do(lambda editor: editor.replace(text))

    def rows(self, width: int) -> list[Content]:
        """Return the shown lines around the caret."""
        height = max(1, self.content_size.height)
        if not self.text:
            first, *rest = clusters(self.placeholder) or [" "]
            return [row(width, (first, "reverse" if self.has_focus else MUTED), ("".join(rest), MUTED))]
        # A cell is left for the caret behind the last sign of a full line.
        self.editor.width = max(width - 1, 4)
        spans, (line, _) = self.editor.spans(), self.editor.place()
        self._first = max(min(self._first, line, len(spans) - height), line - height + 1, 0)
        window = spans[self._first : self._first + height]
        shown = []
        for number, span in enumerate(window, self._first):
            text = self.text[span.start : span.end]
            at = self.editor.caret - span.start if number == line and self.has_focus else None
            shown.append(_with_caret(width, text, at))
        return shown

    def on_key(self, event: events.Key) -> None:
        """Take what is typed."""
        if self.locked:
            return
        act = _KEYS.get(event.key)
        if act is not None:
            self._do(act)
        elif event.is_printable and event.character:
            self.insert(event.character)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Take pasted text, with its lines."""
        event.stop()
        if not self.locked:
            self.insert(event.text)

    def on_focus(self) -> None:
        """Show the caret."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that the keys go elsewhere."""
        self.refresh()

    def _do(self, act: Callable[[TextEditor], object]) -> None:
        before = self.text
        if act(self.editor) is False and self.text != before:
            self.post_message(self.Full())
        if self.text != before:
            self.post_message(self.Changed())
        self.refresh()


def _with_caret(width: int, text: str, at: int | None) -> Content:
    if at is None:
        return row(width, text)
    behind = clusters(text[at:])
    under = behind[0] if behind else " "
    return row(width, text[:at], (under, "reverse"), "".join(behind[1:]))
