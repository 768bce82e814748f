"""Who comes by themselves: documents and copies, what is read from the card, consent; then the check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from desk.actions import Action, bindings, define
from desk.check_memory import WalkInDraft
from desk.messages import away as away_words
from desk.messages import walk_in as words
from desk.reading import kept_name, normalised, well_formed
from desk.widgets.copies_list import CopiesList
from desk.widgets.dialog import Dialog
from desk.widgets.thai_input import ThaiInput
from registry.commands import DrawNumber, WalkIn
from registry.request import Item

if TYPE_CHECKING:
    from registry.settings import WalkInParticular

_LONGEST: Final = 200
WALK_IN_ACTIONS: Final = define(
    "walk_in",
    Action("take_in", "f9", words.TAKE_IN, words.TAKE_IN_HELP),
    Action("draw_number", "f7", words.DRAW, words.DRAW_HELP),
    Action("next_field", "tab", words.NEXT_FIELD, words.NEXT_FIELD_HELP),
    Action("back", "escape", words.BACK, words.BACK_HELP),
)


class WalkInDialog(Dialog[WalkIn | DrawNumber]):
    """Digits choose documents, then what the office wants of the card is typed; Enter or F9 at the end.

    F7 at any time gives a number to wait with instead, to who has none.
    """

    ACTIONS = WALK_IN_ACTIONS
    BINDINGS = bindings("walk_in")
    CSS_PATH = "dialogs.tcss"

    def __init__(
        self, draft: WalkInDraft, particulars: Sequence[WalkInParticular], *, away: bool = False
    ) -> None:
        super().__init__(words.title(draft.number))
        self._draft, self._particulars = draft, tuple(particulars)
        self._problem = away_words.WALK_IN_WAITS if away else ""

    def body(self) -> ComposeResult:
        """Yield documents, particulars, the consent in words, and what is still wrong."""
        yield Static(Text(words.DOCUMENTS), classes="label", markup=False)
        yield CopiesList(self._draft.copies)
        for name in self._particulars:
            yield Static(Text(words.PARTICULAR[name]), classes="label", markup=False)
            yield ThaiInput(self._draft.texts.get(name, ""), max_length=_LONGEST, id=name)
        yield Static(Text(words.CONSENT), classes="dialog-text", markup=False)
        yield Static(Text(self._problem), id="problem", classes="problem", markup=False)

    def opened(self) -> None:
        """Begin with the documents."""
        super().opened()
        self.query_one(CopiesList).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's
        """Give one number only."""
        return not self._draft.number if action == "draw_number" else True

    def on_copies_list_changed(self, event: CopiesList.Changed) -> None:
        """Forget what was wrong."""
        event.stop()
        self._say("")

    def on_copies_list_done(self, event: CopiesList.Done) -> None:
        """Go on to the card, or to the check where nothing is typed."""
        event.stop()
        if self._draft.copies and self._particulars:
            self.focus_next()
        else:
            self.action_take_in()

    def on_input_changed(self, event: ThaiInput.Changed) -> None:
        """Keep what is typed: Esc loses nothing."""
        event.stop()
        self._draft.texts[str(event.input.id)] = event.value
        self._say("")

    def on_input_submitted(self, event: ThaiInput.Submitted) -> None:
        """Go on to the next particular, or to the check after the last."""
        event.stop()
        if event.input.id == self._particulars[-1]:
            self.action_take_in()
        else:
            self.focus_next()

    def action_next_field(self) -> None:
        """Go round the fields."""
        self.focus_next()

    def action_take_in(self) -> None:
        """Close with the command: the clerk says by this that the citizen agreed."""
        if not self.enter_counts:
            return
        if not self._draft.copies:
            self._say(words.DOCUMENT_NEEDED)
            self.query_one(CopiesList).focus()
            return
        found: dict[str, str] = {}
        for name in self._particulars:
            typed = self._draft.texts.get(name, "")
            read = normalised(typed, name)
            if not well_formed(read, name):
                self._say(words.wrong(name))
                self.query_one(f"#{name}").focus()
                return
            found[name] = kept_name(typed) if name == "name" else read
        self.dismiss(WalkIn(items=self._items, consent=True, **found))

    def action_draw_number(self) -> None:
        """Close with a number to be given; what is wanted may be said later."""
        self.dismiss(DrawNumber(items=self._items))

    @property
    def _items(self) -> tuple[Item, ...]:
        return tuple(Item(service=each, copies=many) for each, many in sorted(self._draft.copies.items()))

    def _say(self, text: str) -> None:
        self.query_one("#problem", Static).update(Text(text))
