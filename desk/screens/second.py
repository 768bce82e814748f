"""A second person agrees, at this desk, to an approval in spite of a mismatch, with a reason and a PIN."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.text import Text
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Static

from desk.actions import Action, bindings, define
from desk.events import WentAway
from desk.messages import afterwards as words
from desk.messages.errors import told
from desk.screens.sign_in import typed
from desk.widgets.dialog import Dialog
from desk.widgets.thai_input import ThaiInput
from printer.slip import holds_identity
from registry.commands import Second
from thai.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk.backend import Backend
    from registry.request import Request

_REASON: Final = "second_reason"
_CLERK: Final = "second_clerk"
SECOND_ACTIONS: Final = define(
    "second",
    Action("confirm", "f9", words.SECOND_CONFIRM, words.SECOND_CONFIRM_HELP),
    Action("next_field", "tab enter", words.NEXT_FIELD, words.NEXT_FIELD_HELP),
    Action("back", "escape", words.BACK, words.BACK_HELP),
)


class SecondDialog(Dialog[Second]):
    """Shows what does not match, and takes the reason and the second person's sign-in; F9 proves it."""

    ACTIONS = SECOND_ACTIONS
    BINDINGS = bindings("second")
    CSS_PATH = "dialogs.tcss"

    @dataclass
    class Answered(Message, bubble=False):
        """The daemon has looked at the PIN: a proof, or why there is none."""

        reason: str
        proof: str = ""
        error: Exception | None = None

    def __init__(
        self, request: Request, backend: Backend, mismatches: Sequence[str], drafts: dict[str, str]
    ) -> None:
        super().__init__(f"{words.SECOND} · {request.reference}")
        self._request, self._backend = request, backend
        self._mismatches, self._drafts = mismatches, drafts
        self._busy = False

    def body(self) -> ComposeResult:
        """Yield the mismatches, the reason, and the second person's sign-in."""
        yield Static(Text(f"{words.SECOND_MISMATCH}: {', '.join(self._mismatches)}"), markup=False)
        yield Static(Text(words.SECOND_REASON), classes="label", markup=False)
        yield ThaiInput(self._drafts.get(_REASON, ""), max_length=200, select_on_focus=False, id="reason")
        yield Static(Text(words.SECOND_CLERK), classes="label", markup=False)
        yield ThaiInput(self._drafts.get(_CLERK, ""), max_length=40, id="clerk")
        yield Static(Text(words.SECOND_PIN), classes="label", markup=False)
        yield ThaiInput(password=True, max_length=100, id="pin")
        yield Static(Text(), id="problem", classes="problem", markup=False)

    def opened(self) -> None:
        """Begin with the reason."""
        super().opened()
        self.query_one("#reason").focus()

    def on_input_submitted(self, event: ThaiInput.Submitted) -> None:
        """Go on to the next field: Enter proves nothing."""
        event.stop()
        self.focus_next()

    def action_next_field(self) -> None:
        """Go round the fields."""
        self.focus_next()

    def action_back(self) -> None:
        """Close; the PIN is not kept."""
        self.dismiss(None)

    def on_input_changed(self, event: ThaiInput.Changed) -> None:
        """Keep the reason and who agrees until the decision has been made."""
        event.stop()
        if event.input.id != "pin":
            self._drafts[_REASON if event.input.id == "reason" else _CLERK] = event.value

    def on_went_away(self, _event: WentAway) -> None:
        """Leave no second person's PIN behind the lock: whoever comes back could use it."""
        self.query_one("#pin", ThaiInput).value = ""

    def action_confirm(self) -> None:
        """Let the daemon look at the second person's PIN."""
        reason = " ".join(clean(self.query_one("#reason", ThaiInput).value).split())
        clerk = typed(self.query_one("#clerk", ThaiInput).value.strip())
        pin = typed(self.query_one("#pin", ThaiInput).value)
        if self._busy or not self.enter_counts:
            return
        if not reason:
            self._problem(words.SECOND_REASON_MISSING, "#reason")
        elif holds_identity(reason):
            self._problem(words.IDENTITY, "#reason")
        elif not clerk or len(pin) < 4:
            self._problem(words.SECOND_CLERK_MISSING, "#pin" if clerk else "#clerk")
        elif clerk == self._backend.person.clerk:
            self._problem(words.SECOND_SELF, "#clerk")
        else:
            self._busy = True
            self._problem(words.SECOND_WORKING, "#pin")
            self.run_worker(self._prove(reason, clerk, pin), exit_on_error=False)

    async def _prove(self, reason: str, clerk: str, pin: str) -> None:
        request = self._request
        try:
            proof = await self._backend.second_person(request.id, request.version, clerk, pin)
        except Exception as error:  # noqa: BLE001  whatever it is, it is told in words
            self.post_message(self.Answered(reason, error=error))
        else:
            self.post_message(self.Answered(reason, proof))

    def on_second_dialog_answered(self, event: Answered) -> None:
        """Close with the proof, or say why there is none."""
        self._busy = False
        if event.error is None:
            self.dismiss(Second(proof=event.proof, reason=event.reason))
            return
        said = told(event.error)
        self.query_one("#pin", ThaiInput).value = ""
        self._problem(f"{said.text} {said.next_step}", "#pin")

    def _problem(self, text: str, field: str) -> None:
        self.query_one("#problem", Static).update(Text(text))
        self.query_one(field).focus()
