"""The check of a request as it stands: claim, steps, verdict, and what keeps the clerk from working on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.message import Message

from desk.check_model import CheckModel
from desk.events import StatusChanged
from desk.messages import afterwards, away, common
from desk.messages import check as words
from desk.proposal import DAYS_ASKED, first_day, places_at, table_fee
from desk.screens.checking import CheckingScreen
from desk.screens.holding import HoldingScreen
from desk.screens.working import moved_on
from desk.widgets.chat_log import ChatLog
from desk.widgets.check_lines import CheckLines
from desk.widgets.claim_panel import Claim, ClaimPanel
from desk.widgets.verdict_line import VerdictLine
from registry.checks import steps_for
from registry.labels import SERVICE_SHORT
from registry.request import Request
from registry.states import State
from thai.dates import today

if TYPE_CHECKING:
    from desk.backend import Backend
    from registry.office import Slot


class ShownCheckScreen(CheckingScreen, HoldingScreen):
    """Base of the check's screen: draws the record, and says what has changed under the clerk's hands."""

    kind = "check"
    scrolled = "#chat-scroll"

    @dataclass
    class SlotsRead(Message, bubble=False, namespace="check"):
        """The slots around the citizen's wish are known."""

        slots: Sequence[Slot]

    def __init__(self, request_id: str) -> None:
        super().__init__(request_id)
        self.slots: Sequence[Slot] = ()
        self._others = 0

    def body(self) -> ComposeResult:
        """Yield claim and chat on the left, steps and verdict on the right."""
        self.record = self.backend.record(self.request_id)
        with Container(id="sides"):
            with Container(id="claim-side", classes="box"):
                yield ClaimPanel(self._claim())
                with VerticalScroll(id="chat-scroll", can_focus=False):
                    yield ChatLog()
            with Container(id="steps-side", classes="box"):
                with VerticalScroll(id="steps-scroll", can_focus=False):
                    yield CheckLines(self.model, monotonic=self.desk.monotonic)
                yield VerdictLine(self.model, ways=self._ways)

    def heading(self) -> str:
        """Return reference and services."""
        if self.request is None:
            return words.TITLE
        services = " + ".join(
            f"{SERVICE_SHORT[item.service]} {common.copies(item.copies)}" for item in self.request.items
        )
        return words.title(self.request.reference, services)

    @property
    def from_walk_in(self) -> bool:
        """Whether the citizen came by themselves: nothing can be asked by chat."""
        return self.request is not None and self.request.channel == "walk_in"

    @property
    def _ways(self) -> str:
        """What can be done about a mismatch here."""
        return words.WAYS_WALK_IN if self.from_walk_in else words.WAYS

    @property
    def whole_mismatch(self) -> bool:
        """Whether every line is answered and something does not match: a second person may agree."""
        return bool(self.model.mismatches) and self.model.done == len(self.model.steps)

    @property
    def may_reveal(self) -> bool:
        """Only who holds the request opens its numbers."""
        return self.ours and self.particulars is not None

    @property
    def behind(self) -> bool:
        """Whether what was done last has not come to this desk yet."""
        return self.request is not None and self.request.version < self.seen_version

    def show_record(self) -> None:
        """Show the record as it is now; what was entered is compared anew."""
        request, profile = self.request, self.backend.profile
        self._others = len(self.backend.history(self.request_id))
        services = [item.service for item in request.items] if request is not None else []
        self.model = CheckModel(
            steps_for(profile.steps, services) if request is not None else (),
            profile.outcomes,
            self.particulars,
            self.kept.entries,
        )
        lines = self.lines
        lines.locked = not self.ours
        lines.compare_anew(self.model)
        chat = self.particulars.chat if self.particulars is not None else ()
        if self.query_one(ChatLog).show(chat):
            self.query_one("#chat-scroll", VerticalScroll).scroll_end(animate=False)
        self.show()
        self.refresh_shell()

    def show(self) -> None:
        """Draw what changes by the second or with an answer."""
        self.query_one(ClaimPanel).show(self._claim(), compact=self.has_class("-narrow"))
        self.lines.revealed = bool(self.reveal_left)
        self.query_one("#claim-side").border_title = words.CLAIM_WALK_IN if self.from_walk_in else words.CLAIM
        self.query_one("#steps-side").border_title = words.progress(self.model.done, len(self.model.steps))
        note = self._state_note() or self.note
        if not note and self.whole_mismatch:
            places = tuple(index + 1 for index in self.model.mismatches)
            note = f"{words.way_out(places, self._ways)} · {afterwards.SECOND_WAY}"
        self.query_one(VerdictLine).show(self.model, note or self._away_note())

    def _claim(self) -> Claim | None:
        request, backend = self.request, self.backend
        if request is None:
            return None
        return Claim(
            request,
            self.particulars,
            fee=table_fee(backend.profile, request.items, today(backend.now())),
            places=places_at(self.slots, request.wish, backend.profile.calendar),
            others=self._others,
            reveal_left=self.reveal_left,
        )

    def _state_note(self) -> str:
        """Return what keeps the clerk from working on this request; empty when nothing does."""
        request = self.request
        if request is None:
            return common.GONE
        if self.ours:
            return common.SENDING if self.busy else ""
        if self.busy or self.behind:
            return words.TAKING
        if (holder := self.held_elsewhere) is not None:
            return words.taken_by(holder.clerk_name, holder.counter)
        return words.NOT_HELD if request.state in {State.PENDING, State.CHECKING} else moved_on(request)

    def _away_note(self) -> str:
        """Return how long a request may still be decided without the daemon; empty while it is there."""
        if not self.ours or not self.backend.status().away:
            return ""
        return away.lease_left(self.backend.lease_left(self.request_id))

    def on_status_changed(self, _event: StatusChanged) -> None:
        """Show what the daemon's going away, or its return, means for this request."""
        if not self.over:
            self.show()

    def on_check_slots_read(self, event: SlotsRead) -> None:
        """Show how many places the wished time has."""
        self.slots = event.slots
        if not self.over:
            self.show()

    def changed_elsewhere(self, before: Request, now: Request) -> None:
        """Say what has changed under the clerk's hands."""
        if self.ours:
            self.say(words.CHANGED_WISH if before.wish != now.wish else words.CHANGED)
            if before.wish != now.wish:
                self.kept.slot = None
                self.read_slots()
        elif not self.was_taken_away(before, now):
            self.desk.say(self._state_note(), warning=True)

    def adopt(self, *, own: bool) -> None:
        """Take the mirror's record; a claim or message that is new is said, whatever the version."""
        before = self.particulars
        super().adopt(own=own)
        now = self.particulars
        if before is None or now is None or before == now or not self.ours:
            return
        self.say(
            words.NEW_MESSAGE if before.model_copy(update={"chat": now.chat}) == now else words.CHANGED_CLAIM
        )

    def action_chat(self) -> None:
        """Turn to the chat's page and back."""
        self.toggle_class("-chat")

    def action_history(self) -> None:
        """Show the citizen's other requests."""
        if self.request is not None:
            self.desk.look_at(self.request)

    def action_back(self) -> None:
        """Leave; the request stays ours."""
        if self.has_class("-chat") and self.has_class("-narrow"):
            self.remove_class("-chat")
            return
        self.dismiss(None)

    def read_slots(self) -> None:
        """Read the slots around the citizen's wish anew."""
        self.slots = ()
        if self.request is not None:
            self.run_worker(self._slots_from(self.backend, self.request), exit_on_error=False)

    async def _slots_from(self, backend: Backend, request: Request) -> None:
        day: dt.date = first_day(request.wish, backend.profile.calendar, backend.now())
        try:
            slots = await backend.slots(day, DAYS_ASKED)
        except Exception:  # noqa: BLE001  places stay unknown; the approval reads them again and tells
            slots = ()
        self.post_message(self.SlotsRead(slots))
