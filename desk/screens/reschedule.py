"""Another time for an appointment, chosen at the desk: the citizen is told by the daemon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from desk.actions import Action, bindings, define
from desk.check_memory import Kept
from desk.messages import afterwards as words
from desk.messages import approve as approve_words
from desk.proposal import Fit
from desk.screens.slot_dialog import SlotDialog
from desk.widgets.request_words import appointment as appointment_words
from desk.widgets.slot_list import SlotList
from registry.office import Slot
from registry.request import Appointment, Request, Wish
from registry.states import State

if TYPE_CHECKING:
    from desk.backend import Backend

MOVABLE: Final = frozenset({State.APPROVED, State.READY, State.NO_SHOW})
RESCHEDULE_ACTIONS: Final = define(
    "reschedule",
    Action("confirm", "f9", words.RESCHEDULE_CONFIRM, words.RESCHEDULE_CONFIRM_HELP),
    Action("next_day", "pagedown pageup", approve_words.NEXT_DAY, approve_words.NEXT_DAY_HELP),
    Action("back", "escape", words.BACK, words.BACK_HELP),
)


class RescheduleDialog(SlotDialog[Appointment]):
    """Free times from today on; F9 takes the one in hand."""

    ACTIONS = RESCHEDULE_ACTIONS
    BINDINGS = bindings("reschedule")
    CSS_PATH = "dialogs.tcss"

    def __init__(self, request: Request, backend: Backend, kept: Kept) -> None:
        # The clerk looks for another time with the citizen, whatever the wish was.
        free = request.model_copy(update={"wish": Wish(), "hold": None})
        super().__init__(words.reschedule_title(request.reference), free, backend)
        self._kept, self.wanted_slot = kept, kept.slot

    def body(self) -> ComposeResult:
        """Yield the appointment as it is, and the free times."""
        when = appointment_words(self._request)
        yield Static(Text(words.now_at(when) if when else ""), classes="hint", markup=False)
        yield SlotList()
        yield Static(Text(), id="problem", classes="problem", markup=False)

    def show_slots(self, wanted: Slot | None, *, offline: bool = False) -> None:
        """Show the free times; of a wish nothing is said."""
        super().show_slots(wanted, offline=offline)
        if self.proposed().fit is Fit.NO_WISH:
            times = self.query_one(SlotList)
            times.note = ""
            times.refresh()

    def action_back(self) -> None:
        """Close; another time than the first free one is kept."""
        self._kept.slot = self.own_choice()
        self.dismiss(None)

    def action_confirm(self) -> None:
        """Close with the time in hand."""
        if not self.enter_counts:
            return
        self._kept.slot = self.own_choice()
        slot = self.query_one(SlotList).chosen
        if slot is None:
            self.query_one("#problem", Static).update(Text(approve_words.SLOT_NEEDED))
        else:
            self.dismiss(Appointment(date=slot.date, time=slot.time))
