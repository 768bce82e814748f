"""The base of dialogs that send words: ready sentences to choose from, and a line to change them in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from desk.actions import Action, bindings, define
from desk.messages import reply as words
from desk.widgets.choice_list import ChoiceList
from desk.widgets.dialog import Dialog
from desk.widgets.thai_input import ThaiInput
from printer.slip import holds_identity
from thai.text import clean
from thai.wrapping import wrap

MAX_TEXT: Final = 500
_SHOWN_CELLS: Final = 68
_SHOWN_LINES: Final = 4

REPLY_ACTIONS: Final = define(
    "reply",
    Action("send", "f9", words.ASK_SEND, words.ASK_SEND_HELP),
    Action("back", "escape", words.BACK, words.BACK_HELP),
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What was decided: the words to send, or one of the choices that need none."""

    text: str = ""
    extra: str = ""


class ReplyDialog(Dialog[Reply]):
    """Sentences by number, editable below; F9 sends, Esc keeps the words for the next time."""

    ACTIONS = REPLY_ACTIONS
    BINDINGS = bindings("reply")
    CSS_PATH = "dialogs.tcss"

    purpose: ClassVar[str]
    title_text: ClassVar[str]
    field_label: ClassVar[str]
    send_label: ClassVar[str]
    send_help: ClassVar[str]
    choices: ClassVar[Sequence[tuple[str, str]]]
    extras: ClassVar[Sequence[tuple[str, str]]] = ()
    may_be_empty: ClassVar[bool] = False

    def __init__(self, drafts: dict[str, str]) -> None:
        super().__init__(self.title_text)
        self._drafts = drafts

    def body(self) -> ComposeResult:
        """Yield choices, the line, the whole text as it will be read, and what is wrong with it."""
        labels = [label for label, _ in self.choices] + [label for label, _ in self.extras]
        yield Static(Text(words.CHOICES), classes="hint", markup=False)
        yield ChoiceList(labels)
        yield Static(Text(self.field_label), classes="label", markup=False)
        draft = self._drafts.get(self.purpose, "")
        yield ThaiInput(draft, max_length=MAX_TEXT, select_on_focus=False, id="text")
        yield Static(Text(), id="whole", markup=False)
        yield Static(Text(), id="problem", classes="problem", markup=False)

    def footer_actions(self) -> Sequence[Action]:
        """Return the two keys, the first under the dialog's own word."""
        send, back = REPLY_ACTIONS
        return [replace(send, label=self.send_label, help=self.send_help), back]

    def opened(self) -> None:
        """Begin with the choices, or with the words that were left here."""
        super().opened()
        field = self.query_one("#text", ThaiInput)
        (field if field.value else self.query_one(ChoiceList)).focus()

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        """Put a sentence into the line, or close with a choice that needs no words."""
        event.stop()
        if event.by_enter and not self.enter_counts:
            return
        if event.index >= len(self.choices):
            self.dismiss(Reply(extra=self.extras[event.index - len(self.choices)][1]))
            return
        field = self.query_one("#text", ThaiInput)
        sentence = self.choices[event.index][1]
        if sentence or field.value in {ready for _, ready in self.choices}:
            field.value = sentence
        field.focus()
        field.cursor_position = len(field.value)

    def on_input_changed(self, event: ThaiInput.Changed) -> None:
        """Keep the words, and show them whole: the line itself may be too short."""
        event.stop()
        self._drafts[self.purpose] = event.value
        lines = wrap(clean(event.value), _SHOWN_CELLS)
        whole = self.query_one("#whole", Static)
        whole.update(Text("\n".join(lines[-_SHOWN_LINES:])))
        whole.set_class(len(lines) > 1, "-long")
        self.query_one("#problem", Static).update(Text())

    def key_up(self) -> None:
        """Go back to the choices."""
        self.query_one(ChoiceList).focus()

    def action_send(self) -> None:
        """Close with the words, unless they cannot be sent."""
        if not self.enter_counts:
            return
        text = " ".join(clean(self.query_one("#text", ThaiInput).value).split())[:MAX_TEXT]
        problem = "" if text or self.may_be_empty else words.EMPTY
        problem = words.IDENTITY if holds_identity(text) else problem
        if problem:
            self.query_one("#problem", Static).update(Text(problem))
        else:
            self.dismiss(Reply(text))
