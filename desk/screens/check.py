"""The check, side by side: what the citizen claims, and the office's steps in the other program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.message import Message

from desk.actions import bindings
from desk.check_model import CheckModel
from desk.lease import LeaseKeeper
from desk.messages import afterwards, away, common, walk_in
from desk.messages import check as words
from desk.proposal import DAYS_ASKED, first_day, places_at, table_fee
from desk.screens.after_decision import offer_undo
from desk.screens.approve import Approval, ApprovalDraft, ApproveDialog
from desk.screens.ask import RELEASE, AskDialog
from desk.screens.check_actions import CHECK_ACTIONS
from desk.screens.checking import CheckingScreen
from desk.screens.reject import RejectDialog
from desk.screens.reply import Reply
from desk.screens.second import SecondDialog
from desk.screens.working import moved_on
from desk.widgets.chat_log import ChatLog
from desk.widgets.check_lines import CheckLines
from desk.widgets.claim_panel import Claim, ClaimPanel
from desk.widgets.verdict_line import VerdictLine
from registry.checks import Verdict, steps_for
from registry.commands import (
    Approve,
    Ask,
    Decision,
    Fact,
    Outcome,
    Reject,
    Release,
    Renew,
    Second,
    Take,
)
from registry.errors import RefusalCode
from registry.labels import SERVICE_SHORT
from registry.request import Holder, Request
from registry.settings import today
from registry.states import State

if TYPE_CHECKING:
    from desk.backend import Backend
    from registry.office import Slot


class CheckScreen(CheckingScreen):
    """The check of one request: takes it when it opens, keeps it until a decision or until it is given back.

    ``Esc`` leaves with the request still held; what was entered is there when the clerk comes back.
    """

    ACTIONS = CHECK_ACTIONS
    BINDINGS = bindings("check")
    CSS_PATH = "check.tcss"
    kind = "check"
    scrolled = "#chat-scroll"

    @dataclass
    class SlotsRead(Message, bubble=False):
        """The slots around the citizen's wish are known."""

        slots: Sequence[Slot]

    def __init__(self, request_id: str) -> None:
        super().__init__(request_id)
        self._slots: Sequence[Slot] = ()
        self._draft = ApprovalDraft()
        self._prints = False
        self._lease = LeaseKeeper(0, 0.0)

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
                yield VerdictLine(self.model)

    def opened(self) -> None:
        """Show the request, take it if it is not ours yet, and let the clocks go."""
        self._lease = LeaseKeeper(self.backend.profile.lease_minutes, self.desk.monotonic())
        super().opened()
        self.lines.focus()
        self._read_slots()
        if self.request is not None and not self._ours:
            self.issue(Take())

    def heading(self) -> str:
        """Return reference and services."""
        if self.request is None:
            return words.TITLE
        services = " + ".join(
            f"{SERVICE_SHORT[item.service]} {common.copies(item.copies)}" for item in self.request.items
        )
        return words.title(self.request.reference, services)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what has a meaning now."""
        del parameters
        if action == "chat":
            return self.has_class("-narrow")
        if action == "ask" and self._walk_in:
            return False
        if action in {"approve", "second", "ask", "reject", "release"}:
            return self._ours
        return self.request is not None if action in {"reveal", "go_on"} else True

    @property
    def _walk_in(self) -> bool:
        """Whether the citizen came by themselves: nothing can be asked by chat."""
        return self.request is not None and self.request.channel == "walk_in"

    @property
    def _holder(self) -> Holder | None:
        request = self.request
        return request.holder if request is not None and request.state is State.CHECKING else None

    @property
    def _ours(self) -> bool:
        """Whether this clerk holds the request here; an ended lease is ours until another takes it."""
        person, holder = self.backend.person, self._holder
        return holder is not None and (holder.clerk, holder.counter) == (person.clerk, person.counter)

    @property
    def may_reveal(self) -> bool:
        """Only who holds the request opens its numbers."""
        return self._ours and self.particulars is not None

    def show_record(self) -> None:
        """Show the record as it is now; what was entered is compared anew."""
        request, profile = self.request, self.backend.profile
        services = [item.service for item in request.items] if request is not None else []
        self.model = CheckModel(
            steps_for(profile.steps, services) if request is not None else (),
            profile.outcomes,
            self.particulars,
            self.kept.entries,
        )
        lines = self.lines
        lines.locked = not self._ours
        lines.begin(self.model, self.kept.drafts, cursor=lines.cursor)
        chat = self.particulars.chat if self.particulars is not None else ()
        self.query_one(ChatLog).show(chat)
        self.query_one("#chat-scroll", VerticalScroll).scroll_end(animate=False)
        self.show()
        self.refresh_shell()

    def show(self) -> None:
        """Draw what changes by the second or with an answer."""
        self.query_one(ClaimPanel).show(self._claim(), compact=self.has_class("-narrow"))
        self.lines.revealed = bool(self.reveal_left)
        self.query_one("#claim-side").border_title = words.CLAIM_WALK_IN if self._walk_in else words.CLAIM
        self.query_one("#steps-side").border_title = words.progress(self.model.done, len(self.model.steps))
        self.query_one(VerdictLine).show(self.model, self._state_note() or self.note)

    def _claim(self) -> Claim | None:
        request, backend = self.request, self.backend
        if request is None:
            return None
        return Claim(
            request,
            self.particulars,
            fee=table_fee(backend.profile, request.items, today(backend.now())),
            places=places_at(self._slots, request.wish, backend.profile.calendar),
            others=len(backend.history(self.request_id)),
            reveal_left=self.reveal_left,
        )

    def _state_note(self) -> str:
        """Return what keeps the clerk from working on this request; empty when nothing does."""
        request, holder = self.request, self._holder
        if request is None:
            return common.GONE
        if self._ours:
            return common.SENDING if self.busy else ""
        if self.busy:
            return words.TAKING
        if holder is not None and holder.until > self.backend.now():
            return words.taken_by(holder.clerk_name, holder.counter)
        return words.NOT_HELD if request.state in {State.PENDING, State.CHECKING} else moved_on(request)

    def on_check_lines_completed(self, event: CheckLines.Completed) -> None:
        """Go on to the approval once the last line is answered: Enter leads there, F9 decides."""
        event.stop()
        if self.model.verdict is Verdict.CLEAN:
            self.action_approve()

    def on_check_screen_slots_read(self, event: SlotsRead) -> None:
        """Show how many places the wished time has."""
        self._slots = event.slots
        if not self.over:
            self.show()

    def action_go_on(self) -> None:
        """Take the request where it is not ours; the lines take Enter otherwise."""
        if (
            not self._ours
            and self.request is not None
            and self.request.state in {State.PENDING, State.CHECKING}
        ):
            self.issue(Take())

    def action_chat(self) -> None:
        """Turn to the chat's page and back."""
        self.toggle_class("-chat")

    def action_history(self) -> None:
        """Show the citizen's other requests."""
        if self.request is not None:
            self.desk.look_at(self.request)

    def action_approve(self) -> None:
        """Propose fee and time, once every line matches; otherwise say what is in the way."""
        if not self._ours or self.request is None or self.busy:
            return
        if self.model.verdict is not Verdict.CLEAN:
            mismatches = self.to_line_in_the_way()
            self.say(self._way_out(mismatches) if mismatches else words.NOT_YET)
            return
        self._propose(None)

    def action_second(self) -> None:
        """Let a second person agree, where every line is answered and something does not match."""
        if not self._ours or self.request is None or self.busy:
            return
        if not self._whole_mismatch:
            self.say(afterwards.SECOND_NOT_NEEDED)
            return
        labels = [self.model.steps[index].label for index in self.model.mismatches]
        dialog = SecondDialog(self.request, self.backend, labels, self.kept.drafts)
        self.desk.push_screen(dialog, self._agreed)

    @property
    def _whole_mismatch(self) -> bool:
        return bool(self.model.mismatches) and self.model.done == len(self.model.steps)

    def _way_out(self, mismatches: tuple[int, ...]) -> str:
        ways = words.way_out(tuple(i + 1 for i in mismatches))
        return f"{ways} · {afterwards.SECOND_WAY}" if self._whole_mismatch else ways

    def _agreed(self, second: Second | None) -> None:
        if second is not None and self._whole_mismatch:
            self._propose(second)

    def _propose(self, second: Second | None) -> None:
        """Propose fee and time; with a second person's word where something does not match."""
        if self.request is None:
            return
        dialog = ApproveDialog(self.request, self.backend, self._slots, self._draft)
        self.desk.push_screen(dialog, lambda decided: self._approve(decided, second))

    def action_ask(self) -> None:
        """Choose a question to the citizen, or give the request back."""
        if self._ours and not self.busy:
            self.desk.push_screen(AskDialog(self.kept.drafts), self._ask)

    def action_reject(self) -> None:
        """Choose a reason."""
        if self._ours and not self.busy:
            self.desk.push_screen(RejectDialog(self.kept.drafts), self._reject)

    def action_release(self) -> None:
        """Give the request back to the pending ones; what was entered is kept for a while."""
        if self._ours:
            self.issue(Release())

    def action_back(self) -> None:
        """Leave; the request stays ours."""
        if self.has_class("-chat"):
            self.remove_class("-chat")
            return
        self.dismiss(None)

    def _approve(self, decided: Approval | None, second: Second | None) -> None:
        agreed = second is not None and self._whole_mismatch
        if decided is not None and (self.model.verdict is Verdict.CLEAN or agreed):
            self._prints = decided.prints
            self.issue(
                Approve(
                    fee=decided.fee,
                    appointment=decided.appointment,
                    check_done=self.model.check(),
                    found=self.model.found(),
                    second=second if agreed else None,
                )
            )

    def _ask(self, reply: Reply | None) -> None:
        if reply is not None:
            self.issue(Release() if reply.extra == RELEASE else Ask(question=reply.text))

    def _reject(self, reply: Reply | None) -> None:
        if reply is not None:
            self.issue(Reject(reason=reply.text))

    def applied(self, command: Decision | Fact, outcome: Outcome) -> None:
        """Leave after a decision; what was entered for it is kept only as long as it can be taken back."""
        if isinstance(command, Renew | Take):
            self._lease.renewed(self.desk.monotonic())
        done = {Approve: words.approved, Ask: words.asked, Reject: words.rejected}
        said = done.get(type(command))
        if isinstance(command, Approve) and self.request is not None and self.request.queue is not None:
            self._serve(self.request.reference, self.request.queue.number)
            return
        if said is not None and self.request is not None:
            seconds = offer_undo(self.desk, self.request, outcome, self.kept)
            self.forget_entered()
            done_words = said(self.request.reference)
            unsent = bool(outcome.result.get("unsent"))
            self._leave(away.waits(done_words) if unsent else afterwards.undo_offer(done_words, seconds))
        elif isinstance(command, Release):
            self._leave(words.RELEASED)

    def refused(self, command: Decision | Fact, outcome: Outcome) -> None:
        """Tell why; a time that has been given away is read anew."""
        if outcome.code in {RefusalCode.SLOT_FULL, RefusalCode.OFFICE_CLOSED}:
            self._slots, self._draft.slot = (), None
            self._read_slots()
        if not (isinstance(command, Renew) and not self._ours):
            super().refused(command, outcome)

    def changed_elsewhere(self, before: Request, now: Request) -> None:
        """Say what has changed under the clerk's hands."""
        if now.state is State.CHECKING and self._ours:
            self.say(words.CHANGED_WISH if before.wish != now.wish else words.CHANGED)
            if before.wish != now.wish:
                self._draft = ApprovalDraft()
                self._read_slots()
        elif now.released_by and before.state is State.CHECKING:
            self.desk.tell(words.taken_away(now.reference, now.released_by))
        else:
            self.desk.say(self._state_note(), warning=True)

    def adopt(self, *, own: bool) -> None:
        """Take the mirror's record; a claim or message that is new is said, whatever the version."""
        before = self.particulars
        super().adopt(own=own)
        now = self.particulars
        if before is None or now is None or before == now or not self._ours:
            return
        self.say(
            words.NEW_MESSAGE if before.model_copy(update={"chat": now.chat}) == now else words.CHANGED_CLAIM
        )

    def _serve(self, reference: str, number: str) -> None:
        """Go on to the hand-over with who came by themselves: they stand here."""
        from desk.screens.pick_up import PickUpScreen

        self.forget_entered()
        here = self.is_current
        self._leave(walk_in.approved(reference, number))
        if here:
            self.desk.push_screen(PickUpScreen(self.request_id, prints=self._prints))

    def _leave(self, text: str) -> None:
        self.desk.say(text)
        if self.is_current:
            self.dismiss(None)

    def tick(self) -> None:
        """Count the reveal down, and keep the request while the clerk works on it."""
        super().tick()
        if self.over:
            return
        now = self.desk.monotonic()
        self._lease.used(self.lines.last_key)
        if self._ours and self._lease.due(now):
            self._lease.renewed(now)
            self.issue(Renew())

    def _read_slots(self) -> None:
        if self.request is not None:
            self.run_worker(self._slots_from(self.backend, self.request), exit_on_error=False)

    async def _slots_from(self, backend: Backend, request: Request) -> None:
        day: dt.date = first_day(request.wish, backend.profile.calendar, backend.now())
        try:
            slots = await backend.slots(day, DAYS_ASKED)
        except Exception:  # noqa: BLE001  places stay unknown; the approval reads them again and tells
            slots = ()
        self.post_message(self.SlotsRead(slots))
