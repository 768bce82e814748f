"""An appointment from a conversation: in the office with a place in a slot, or a visit of the office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from desk.actions import Action, bindings, define
from desk.messages import approve, reply
from desk.messages import inquiry as words
from desk.proposal import DAYS_ASKED
from desk.screens.slot_dialog import SlotDialog
from desk.widgets.slot_list import SlotList
from desk.widgets.thai_input import ThaiInput
from printer.slip import holds_identity
from registry.office import Slot
from registry.request import Appointment, Request
from thai.text import clean

if TYPE_CHECKING:
    from desk.backend import Backend

MAX_WORD: Final = 500

ARRANGE_ACTIONS: Final = define(
    "arrange",
    Action("confirm", "f9", words.ARRANGE_SEND, words.ARRANGE_SEND_HELP),
    Action("next_field", "tab", approve.NEXT_FIELD, approve.NEXT_FIELD_HELP),
    Action("next_day", "pagedown pageup", approve.NEXT_DAY, approve.NEXT_DAY_HELP),
    Action("back", "escape", reply.BACK, reply.BACK_HELP),
)


@dataclass(frozen=True, slots=True)
class Arranged:
    """The time as the clerk decided, and what is added for the citizen."""

    appointment: Appointment
    word: str


class ArrangeDialog(SlotDialog[Arranged]):
    """Times and a line of words; F9 arranges, Esc keeps the words for the next time.

    Without ``drafts`` there is no line: an appointment that is moved says its own words.
    """

    ACTIONS = ARRANGE_ACTIONS
    BINDINGS = bindings("arrange")
    CSS_PATH = "dialogs.tcss"

    def __init__(
        self, request: Request, backend: Backend, drafts: dict[str, str] | None, *, visit: bool
    ) -> None:
        super().__init__(words.arrange_title(request.reference, visit=visit), request, backend)
        self._drafts, self._visit = drafts, visit

    def body(self) -> ComposeResult:
        """Yield the times, the line, and what is still wrong."""
        label = f"{approve.SLOT} · {words.VISIT_NOTE}" if self._visit else approve.SLOT
        yield Static(Text(label), classes="label", markup=False)
        yield SlotList(places=not self._visit)
        if self._drafts is not None:
            yield Static(Text(words.ARRANGE_WORD), classes="label", markup=False)
            yield ThaiInput(self._drafts.get("arrange", ""), max_length=MAX_WORD, id="word")
        yield Static(Text(), id="problem", classes="problem", markup=False)

    async def read_slots(self, day: dt.date) -> Sequence[Slot]:
        """Return the office's free times, or for a visit its hours: going out takes nobody's place."""
        if not self._visit:
            return await super().read_slots(day)
        calendar = self._backend.profile.calendar
        days = (day + dt.timedelta(days=ahead) for ahead in range(DAYS_ASKED * 5))
        open_days = islice((each for each in days if calendar.is_open(each)), DAYS_ASKED)
        return [Slot(date=each, time=time, places=1) for each in open_days for time in calendar.slots(each)]

    def on_input_changed(self, event: ThaiInput.Changed) -> None:
        """Keep the words."""
        event.stop()
        if self._drafts is not None:
            self._drafts["arrange"] = event.value
        self.query_one("#problem", Static).update(Text())

    def action_confirm(self) -> None:
        """Close with the decision, if it is one."""
        if not self.enter_counts:
            return
        slot = self.query_one(SlotList).chosen
        typed = "".join(line.value for line in self.query(ThaiInput))
        word = " ".join(clean(typed).split())[:MAX_WORD]
        problem = approve.SLOT_NEEDED if slot is None else words.IDENTITY if holds_identity(word) else ""
        if slot is None or problem:
            self.query_one("#problem", Static).update(Text(problem))
        else:
            self.dismiss(Arranged(Appointment(date=slot.date, time=slot.time), word))
