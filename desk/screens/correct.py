"""Correcting a decision that the citizen has been told: what, why, and a new message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from desk.actions import Action, bindings, define
from desk.messages import afterwards as words
from desk.widgets.choice_list import ChoiceList
from desk.widgets.dialog import Dialog
from desk.widgets.thai_input import ThaiInput
from printer.slip import holds_identity
from registry.commands import Correct
from registry.request import MOST_BAHT, Request
from registry.states import State
from thai.keyboard import meant_in_latin
from thai.text import ascii_digits, clean

if TYPE_CHECKING:
    from collections.abc import Sequence

What = Literal["withdraw", "fee", "reason"]
_REASON_LENGTH: Final = 300
_WHAT: Final = "what"
_BAHT: Final = "baht"
_REASON: Final = "reason"
_CHOICES: Final[dict[State, tuple[tuple[str, What], ...]]] = {
    State.APPROVED: ((words.WITHDRAW, "withdraw"), (words.OTHER_FEE, "fee")),
    State.READY: ((words.WITHDRAW, "withdraw"), (words.OTHER_FEE, "fee")),
    State.REJECTED: ((words.WITHDRAW, "withdraw"), (words.OTHER_REASON, "reason")),
}
CORRECT_ACTIONS: Final = define(
    "correct",
    Action("confirm", "f9", words.CORRECT_SEND, words.CORRECT_SEND_HELP),
    Action("next_field", "tab", words.NEXT_FIELD, words.NEXT_FIELD_HELP),
    Action("back", "escape", words.BACK, words.BACK_HELP),
)


def can_be_corrected(request: Request) -> bool:
    """Whether there is a decision that can be corrected."""
    return request.state in _CHOICES


class CorrectDialog(Dialog[Correct]):
    """What to correct by number, the right fee where that is it, and the reason that the citizen reads."""

    ACTIONS = CORRECT_ACTIONS
    BINDINGS = bindings("correct")
    CSS_PATH = "dialogs.tcss"

    def __init__(self, request: Request, drafts: dict[str, str]) -> None:
        super().__init__(f"{words.CORRECT_TITLE} · {request.reference}")
        self._request, self._drafts = request, drafts
        whats = [what for _, what in self._choices]
        self._what: What = next((what for what in whats if what == drafts.get(_WHAT)), whats[0])

    @property
    def _choices(self) -> Sequence[tuple[str, What]]:
        return _CHOICES[self._request.state]

    def body(self) -> ComposeResult:
        """Yield the choices, the fee, the reason and what is wrong."""
        yield ChoiceList([label for label, _ in self._choices])
        yield Static(Text(words.CORRECT_BAHT), classes="label fee", markup=False)
        yield ThaiInput(self._drafts.get(_BAHT, ""), max_length=7, id="fee", classes="fee")
        yield Static(Text(self._field_label()), id="why", classes="label", markup=False)
        draft = self._drafts.get(_REASON, "")
        yield ThaiInput(draft, max_length=_REASON_LENGTH, select_on_focus=False, id="reason")
        yield Static(Text(), id="problem", classes="problem", markup=False)

    def opened(self) -> None:
        """Begin with the choices, the last one in hand."""
        super().opened()
        choices = self.query_one(ChoiceList)
        choices.cursor = [what for _, what in self._choices].index(self._what)
        self.set_class(self._what == "fee", "-fee")
        choices.focus()

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        """Take what is to be corrected, and go on to its first field."""
        event.stop()
        if event.by_enter and not self.enter_counts:
            return
        self._what = self._choices[event.index][1]
        self._drafts[_WHAT] = self._what
        self.set_class(self._what == "fee", "-fee")
        self.query_one("#why", Static).update(Text(self._field_label()))
        self.query_one("#fee" if self._what == "fee" else "#reason").focus()

    def on_input_changed(self, event: ThaiInput.Changed) -> None:
        """Keep what is typed for the next time."""
        event.stop()
        self._drafts[_REASON if event.input.id == "reason" else _BAHT] = event.value
        self.query_one("#problem", Static).update(Text())

    def on_input_submitted(self, event: ThaiInput.Submitted) -> None:
        """Go on to the next field: Enter sends nothing."""
        event.stop()
        self.focus_next()

    def action_next_field(self) -> None:
        """Go round the fields."""
        self.focus_next()

    def action_confirm(self) -> None:
        """Close with the correction, if it is one."""
        if not self.enter_counts:
            return
        what = self._what
        reason = " ".join(clean(self.query_one("#reason", ThaiInput).value).split())
        amount = self._baht() if what == "fee" else None
        unchanged = self._request.fee is not None and amount == self._request.fee.baht
        if what == "fee" and (amount is None or unchanged):
            self._problem(words.CORRECT_BAHT_WRONG, "#fee")
        elif not reason:
            self._problem(words.SECOND_REASON_MISSING, "#reason")
        elif holds_identity(reason):
            self._problem(words.IDENTITY, "#reason")
        else:
            self.dismiss(Correct(what=what, reason=reason, baht=amount))

    def _field_label(self) -> str:
        """Return what was chosen and what the line is for: the choice itself is out of focus by then."""
        chosen = next(label for label, what in self._choices if what == self._what)
        return f"{chosen} · {words.CORRECT_FIELD}"

    def _baht(self) -> int | None:
        text = ascii_digits(meant_in_latin(self.query_one("#fee", ThaiInput).value.replace(",", "").strip()))
        return int(text) if text.isascii() and text.isdigit() and int(text) <= MOST_BAHT else None

    def _problem(self, text: str, field: str) -> None:
        self.query_one("#problem", Static).update(Text(text))
        self.query_one(field).focus()
