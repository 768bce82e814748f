"""The check, side by side: taken when it opens, decided on, or given back."""

from __future__ import annotations

from desk.actions import bindings
from desk.messages import afterwards, walk_in
from desk.messages import check as words
from desk.screens.after_decision import offer_undo
from desk.screens.approve import Approval, ApproveDialog
from desk.screens.ask import RELEASE, AskDialog
from desk.screens.check_actions import CHECK_ACTIONS
from desk.screens.check_shown import ShownCheckScreen
from desk.screens.reject import RejectDialog
from desk.screens.reply import Reply
from desk.screens.second import SecondDialog
from desk.widgets.check_lines import CheckLines
from registry.checks import Verdict
from registry.commands import Approve, Ask, Decision, Fact, Outcome, Reject, Release, Second, Take
from registry.errors import RefusalCode
from registry.states import State


class CheckScreen(ShownCheckScreen):
    """The check of one request: takes it when it opens, keeps it until a decision or until it is given back.

    ``Esc`` leaves with the request still held; what was entered is there when the clerk comes back.
    ``taken_as`` is the version that a command has made which led here: it is ours already, also where this
    desk has not heard of it yet.
    """

    ACTIONS = CHECK_ACTIONS
    BINDINGS = bindings("check")
    CSS_PATH = "check.tcss"

    def __init__(self, request_id: str, taken_as: int | None = None) -> None:
        super().__init__(request_id)
        self.seen_version = taken_as or 0
        self._prints = False

    def opened(self) -> None:
        """Show the request, take it if it is not ours yet, and let the clocks go."""
        super().opened()
        self.lines.focus()
        self.read_slots()
        if self.request is not None and not self.ours and not self.behind:
            self.issue(Take())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what has a meaning now."""
        del parameters
        if action == "chat":
            return self.has_class("-narrow")
        if action == "ask" and self.from_walk_in:
            return False
        if action in {"approve", "second", "ask", "reject", "release"}:
            return self.ours
        return self.request is not None if action in {"reveal", "go_on"} else True

    def on_check_lines_completed(self, event: CheckLines.Completed) -> None:
        """Go on to the approval once the last line is answered: Enter leads there, F9 decides."""
        event.stop()
        if self.model.verdict is Verdict.CLEAN:
            self.action_approve()

    def action_go_on(self) -> None:
        """Take the request where it is not ours; the lines take Enter otherwise."""
        open_to_take = self.request is not None and self.request.state in {State.PENDING, State.CHECKING}
        if open_to_take and not self.ours and not self.behind:
            self.issue(Take())

    def action_approve(self) -> None:
        """Propose fee and time, once every line matches; otherwise say what is in the way."""
        if not self.ours or self.request is None or self.busy:
            return
        if self.model.verdict is not Verdict.CLEAN:
            self.say("" if self.to_line_in_the_way() else words.NOT_YET)
            return
        self._propose(None)

    def action_second(self) -> None:
        """Let a second person agree, where every line is answered and something does not match."""
        if not self.ours or self.request is None or self.busy:
            return
        if not self.whole_mismatch:
            self.say(afterwards.SECOND_NOT_NEEDED)
            return
        labels = [self.model.steps[index].label for index in self.model.mismatches]
        dialog = SecondDialog(self.request, self.backend, labels, self.kept.drafts)
        self.desk.push_screen(dialog, self._agreed)

    def _agreed(self, second: Second | None) -> None:
        if second is not None and self.whole_mismatch:
            self._propose(second)

    def _propose(self, second: Second | None) -> None:
        """Propose fee and time; with a second person's word where something does not match."""
        if self.request is None:
            return
        dialog = ApproveDialog(self.request, self.backend, self.slots, self.kept)
        self.desk.push_screen(dialog, lambda decided: self._approve(decided, second))

    def action_ask(self) -> None:
        """Choose a question to the citizen, or give the request back."""
        if self.ours and not self.busy:
            self.desk.push_screen(AskDialog(self.kept.drafts), self._ask)

    def action_reject(self) -> None:
        """Choose a reason."""
        if self.ours and not self.busy:
            self.desk.push_screen(RejectDialog(self.kept.drafts), self._reject)

    def action_release(self) -> None:
        """Give the request back to the pending ones; what was entered is kept for a while."""
        if self.ours:
            self.issue(Release())

    def _approve(self, decided: Approval | None, second: Second | None) -> None:
        agreed = second is not None and self.whole_mismatch
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
        super().applied(command, outcome)
        done = {Approve: words.approved, Ask: words.asked, Reject: words.rejected}
        said = done.get(type(command))
        if isinstance(command, Approve) and self.request is not None and self.request.queue is not None:
            self._serve(self.request.reference, self.request.queue.number)
            return
        if said is not None and self.request is not None:
            done_words = offer_undo(self.desk, self.request, outcome, said(self.request.reference), self.kept)
            self.forget_entered()
            self.leave(done_words)
        elif isinstance(command, Release) and self.request is not None:
            self.leave(offer_undo(self.desk, self.request, outcome, words.RELEASED, self.kept))

    def refused(self, command: Decision | Fact, outcome: Outcome) -> None:
        """Tell why; a time that has been given away is read anew."""
        if outcome.code in {RefusalCode.SLOT_FULL, RefusalCode.OFFICE_CLOSED}:
            self.kept.slot = None
            self.read_slots()
        super().refused(command, outcome)

    def _serve(self, reference: str, number: str) -> None:
        """Go on to the hand-over with who came by themselves: they stand here."""
        from desk.screens.pick_up import PickUpScreen

        self.forget_entered()
        here = self.is_current
        self.leave(walk_in.approved(reference, number))
        if here:
            self.desk.push_screen(PickUpScreen(self.request_id, prints=self._prints))
