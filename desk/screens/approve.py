"""The approval: fee and time as proposed, both to be changed; F9 confirms, never a bare Enter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from desk.actions import Action, bindings, define
from desk.check_memory import Kept
from desk.messages import approve as words
from desk.messages import walk_in
from desk.proposal import table_fee
from desk.screens.slot_dialog import SlotDialog
from desk.widgets.slot_list import SlotList
from desk.widgets.thai_input import ThaiInput
from registry.office import Slot
from registry.request import Appointment, Fee, Request
from thai.dates import today
from thai.keyboard import meant_in_latin
from thai.money import baht
from thai.text import ascii_digits, clean

if TYPE_CHECKING:
    from desk.backend import Backend

MAX_BAHT: Final = 100_000
_REASON_LENGTH: Final = 200
_FEE: Final = "fee"
_REASON: Final = "fee_reason"

APPROVE_ACTIONS: Final = define(
    "approve",
    Action("confirm", "f9", words.CONFIRM, words.CONFIRM_HELP),
    Action("print", "f6", walk_in.PRINT, walk_in.PRINT_HELP),
    Action("next_field", "tab", words.NEXT_FIELD, words.NEXT_FIELD_HELP),
    Action("next_day", "pagedown pageup", words.NEXT_DAY, words.NEXT_DAY_HELP),
    Action("back", "escape", words.BACK, words.BACK_HELP),
)


@dataclass(frozen=True, slots=True)
class Approval:
    """Fee and time as the clerk decided."""

    fee: Fee
    appointment: Appointment
    prints: bool = False


class ApproveDialog(SlotDialog[Approval]):
    """Fee of the table and the citizen's time if it is free, else the next free one."""

    ACTIONS = APPROVE_ACTIONS
    BINDINGS = bindings("approve")
    CSS_PATH = "dialogs.tcss"

    def __init__(self, request: Request, backend: Backend, slots: Sequence[Slot], kept: Kept) -> None:
        super().__init__(words.title(request.reference), request, backend, slots)
        self._kept, self.wanted_slot = kept, kept.slot
        self._table = table_fee(backend.profile, request.items, today(backend.now()))

    def body(self) -> ComposeResult:
        """Yield the times, the fee, the reason and what is still wrong."""
        drafts, proposed = self._kept.drafts, str(self._table.baht) if self._table else ""
        note = f"{words.BY_TABLE} {baht(self._table.baht)}" if self._table else words.NO_TABLE
        yield Static(Text(words.SLOT), classes="label", markup=False)
        yield SlotList()
        yield Static(Text(f"{words.FEE} · {note}"), classes="label", markup=False)
        yield ThaiInput(drafts.get(_FEE, proposed), max_length=7, id="fee")
        yield Static(Text(words.REASON), classes="label reason", markup=False)
        yield ThaiInput(drafts.get(_REASON, ""), max_length=_REASON_LENGTH, id="reason", classes="reason")
        yield Static(Text(), id="problem", classes="problem", markup=False)

    def opened(self) -> None:
        """Show what is proposed; a reason is asked for only where one is needed."""
        super().opened()
        self._show_reason()

    def on_input_changed(self, event: ThaiInput.Changed) -> None:
        """Keep what is typed, and ask for a reason as soon as the fee differs from the table's."""
        event.stop()
        self._keep_texts()
        self._show_reason()
        self.query_one("#problem", Static).update(Text())

    def action_back(self) -> None:
        """Close; what was changed is kept."""
        self._keep()
        self.dismiss(None)

    def own_choice(self) -> Slot | None:
        """Return the time in hand if it is another than is proposed: for who stands here that is now."""
        chosen, here = self.query_one(SlotList).chosen, self._here
        is_now = (
            here is not None and chosen is not None and (chosen.date, chosen.time) == (here.date, here.time)
        )
        return None if is_now else super().own_choice()

    def _keep(self) -> None:
        """Keep what was changed until the decision has been made: it may be refused, or not be sent."""
        self._keep_texts()
        self._kept.slot = self.own_choice()

    def _keep_texts(self) -> None:
        drafts = self._kept.drafts
        drafts[_REASON] = self.query_one("#reason", ThaiInput).value
        drafts[_FEE] = self.query_one("#fee", ThaiInput).value
        if not self._differs():
            # The table's own fee may be another one by the next time.
            del drafts[_FEE]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's
        """Print at once only for who is here."""
        return self._here is not None if action == "print" else True

    @property
    def _here(self) -> Appointment | None:
        """The place of a citizen who came by themselves and waits at the counter."""
        request = self._request
        hold = request.hold if request.channel == "walk_in" else None
        return hold if hold is not None and hold.date == today(self._backend.now()) else None

    def action_confirm(self) -> None:
        """Close with the decision, if it is one."""
        self._confirm(prints=False)

    def action_print(self) -> None:
        """Close with the decision, and let the slip be printed."""
        self._confirm(prints=True)

    def _confirm(self, *, prints: bool) -> None:
        if not self.enter_counts:
            return
        amount, slot = self._baht(), self.query_one(SlotList).chosen
        reason = " ".join(clean(self.query_one("#reason", ThaiInput).value).split())
        if slot is None:
            self._problem(words.SLOT_NEEDED, "SlotList")
        elif amount is None:
            self._problem(words.FEE_NOT_NUMBER, "#fee")
        elif self._differs() and not reason:
            self._problem(words.REASON_NEEDED, "#reason")
        else:
            basis = self._table.basis if self._table else ""
            self._keep()
            fee = Fee(baht=amount, basis=basis, reason=reason if self._differs() else "")
            self.dismiss(Approval(fee, Appointment(date=slot.date, time=slot.time), prints=prints))

    @property
    def reads_first(self) -> bool:
        """Who stands here gets the time that is now, whatever else is free."""
        return self._here is None

    def show_slots(self, wanted: Slot | None, *, offline: bool = False) -> None:
        """Propose the citizen's time, or now for who stands here."""
        if (here := self._here) is None:
            super().show_slots(wanted, offline=offline)
            return
        now = Slot(date=here.date, time=here.time, places=1)
        later = [slot for slot in self.proposed().slots if (slot.date, slot.time) != (here.date, here.time)]
        self.query_one(SlotList).show([now, *later], 0, walk_in.NOW)

    def _baht(self) -> int | None:
        text = self.query_one("#fee", ThaiInput).value.replace(",", "").strip()
        reading = ascii_digits(meant_in_latin(text))
        return int(reading) if reading.isascii() and reading.isdigit() and int(reading) <= MAX_BAHT else None

    def _differs(self) -> bool:
        return self._table is None or self._baht() != self._table.baht

    def _show_reason(self) -> None:
        self.set_class(self._differs(), "-reason")

    def _problem(self, text: str, field: str) -> None:
        self.query_one("#problem", Static).update(Text(text))
        self.query_one(field).focus()
