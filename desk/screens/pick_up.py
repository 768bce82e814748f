"""The pick-up: arrived, called, checked again, slip, fee, documents; each a fact or decision of its own."""

from __future__ import annotations

from desk.actions import bindings
from desk.messages import pick_up as words
from desk.messages import walk_in
from desk.screens import attorney
from desk.screens.after_decision import movable, offer_undo, reschedule
from desk.screens.pick_up_actions import PICK_UP_ACTIONS
from desk.screens.pick_up_shown import ShownPickUpScreen
from desk.widgets.check_lines import CheckLines
from desk.widgets.dialog import ConfirmDialog
from desk.widgets.hand_over_panel import HandOverPanel
from registry.checks import Verdict
from registry.commands import (
    Arrive,
    Call,
    Decision,
    Fact,
    FeePaid,
    HandedOver,
    NoShow,
    Outcome,
    Reject,
    SecondCheck,
    SendOn,
    WalkIn,
)
from registry.request import Attorney, Collector, Request
from registry.states import State


class PickUpScreen(ShownPickUpScreen):
    """One citizen at the counter; the paper is shown beside what is checked.

    ``called``: they have just been called here; ``ask_came``: they were before, and nobody said whether they
    came; ``prints``: the slip is printed at once.
    """

    ACTIONS = PICK_UP_ACTIONS
    BINDINGS = bindings("pick_up")
    CSS_PATH = "pick_up.tcss"

    def __init__(
        self, request_id: str, *, called: bool = False, ask_came: bool = False, prints: bool = False
    ) -> None:
        super().__init__(request_id)
        self._called, self._ask_came, self._prints = called, ask_came, prints

    def opened(self) -> None:
        """Show the request and put the keys where the work goes on."""
        super().opened()
        self._focus_next_step()
        if self._called and (said := self.moved(Call())):
            self.say(said)
        if self._ask_came:
            self.ask_whether_they_came()
        if self._prints:
            self.action_print()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what has a meaning now."""
        del parameters
        if action in {"call", "park", "print"}:
            return self.arrived
        if action == "go_on":
            return self.arrived and not self.has_only_a_number
        if action == "conversation":
            return self.request is not None and self.request.only_inquiry
        if action in {"forward", "problem"}:
            return self.arrived or self.expected
        if action == "reschedule":
            return self.request is not None and movable(self.request)
        return self.has_class("-narrow") or not self.arrived if action == "slip" else True

    def _ended(self, command: Decision | Fact, reference: str) -> str:
        if isinstance(command, NoShow):
            gone = self.request is not None and self.request.state is State.CANCELLED
            return walk_in.left(reference) if gone else words.no_show(reference)
        said = self.purpose.rejected if isinstance(command, Reject) else self.purpose.ended
        return said.format(reference=reference)

    @property
    def _checked_just_now(self) -> bool:
        """Whether the first check was made with the citizen and the card at this very counter."""
        return self.request is not None and self.request.channel == "walk_in"

    def on_check_lines_completed(self, event: CheckLines.Completed) -> None:
        """Go on to the collector."""
        event.stop()
        if self.model.verdict is Verdict.CLEAN:
            self.panel.focus()

    def on_hand_over_panel_left(self, event: HandOverPanel.Left) -> None:
        """Go back to the lines."""
        event.stop()
        self.lines.focus()

    def on_hand_over_panel_check_wanted(self, event: HandOverPanel.CheckWanted) -> None:
        """Record the second check with its collector."""
        event.stop()
        if not self.arrived:
            return
        if self.model.verdict is not Verdict.CLEAN:
            self._back_to_lines()
            return
        if self.panel.collector is Collector.OWNER:
            self._second_check(None)
        else:
            attorney.ask(self.desk, self.backend.profile.attorney, self._second_check)

    def _second_check(self, shown: Attorney | None) -> None:
        """Record the second check, as long as it is still clean."""
        if self.arrived and self.model.verdict is Verdict.CLEAN:
            collector = self.panel.collector
            self.issue(SecondCheck(check_done=self.model.check(), collector=collector, attorney=shown))

    def on_hand_over_panel_payment_wanted(self, event: HandOverPanel.PaymentWanted) -> None:
        """Record that the fee was paid."""
        event.stop()
        if self.arrived and self.request is not None and self.request.fee is not None:
            self.issue(FeePaid(baht=self.request.fee.baht))

    def action_go_on(self) -> None:
        """Put the keys where the work goes on; lines and panel take Enter themselves."""
        self._focus_next_step()

    def action_reschedule(self) -> None:
        """Choose another time for who is expected today and asks for it."""
        if self.request is not None:
            reschedule(self.desk, self.request)

    def action_slip(self) -> None:
        """Turn to the paper and back; side by side there is nothing to turn."""
        if self.has_class("-narrow"):
            self.toggle_class("-slip")
        else:
            self.focus_next()

    def action_conversation(self) -> None:
        """Open what was said about it; back from there leads here."""
        from desk.screens.inquiry import InquiryScreen

        self.desk.push_screen(InquiryScreen(self.request_id))

    def action_print(self) -> None:
        """Print the slip, once the second check is recorded."""
        if not self.arrived:
            self.say(words.PRINT_NEEDS_QUEUE)
        elif self.has_only_a_number:
            self.print_number_again()
        elif not (self.panel.checked or self._checked_just_now):
            self.say(words.PRINT_FIRST_CHECK)
        else:
            self.print_slip()

    def action_forward(self) -> None:
        """Give a queue number to who has come, or hand over and end."""
        if self.expected:
            self.issue(Arrive())
        elif not self.arrived:
            return
        elif self.has_only_a_number:
            self.take_in()
        elif not self.panel.checked:
            self._refuse_hand_over()
        elif missing := self._missing():
            text = f"{' · '.join(missing)}\n{self.purpose.missing_ask}"
            self.confirm(ConfirmDialog(self.purpose.missing, text, self.purpose.end), HandedOver())
        else:
            self.issue(HandedOver())

    def action_back(self) -> None:
        """Leave; what was entered is kept."""
        if self.has_class("-slip"):
            self.remove_class("-slip")
        else:
            self.dismiss(None)

    def applied(self, command: Decision | Fact, outcome: Outcome) -> None:
        """Say what has happened and go on."""
        if isinstance(command, FeePaid):
            self.facts.paid_baht = command.baht
        elif isinstance(command, HandedOver):
            self.facts.handed_over_at = self.backend.now()
        self.adopt(own=True)
        request = self.request
        if request is None:
            return
        if isinstance(command, WalkIn):
            self._check(outcome.version)
            return
        ended = isinstance(command, Reject | NoShow | HandedOver)
        said = self._ended(command, request.reference) if ended else self._said(command, request)
        if isinstance(command, Decision):
            said = offer_undo(self.desk, request, outcome, said, self.kept, kind=self.kind)
        if ended:
            self.forget_entered()
        if ended or isinstance(command, SendOn):
            self.leave(said)
            return
        self.say(said)
        self._focus_next_step()

    def _check(self, taken_as: int | None) -> None:
        """Go on to the check of who has been taken in, which leads back here."""
        from desk.screens.check import CheckScreen

        self.desk.memory.forget_waited(self.request_id)
        if self.is_current:
            self.dismiss(None)
            self.desk.push_screen(CheckScreen(self.request_id, taken_as))

    def _said(self, command: Decision | Fact, request: Request) -> str:
        if isinstance(command, Arrive):
            return words.queue_given(request.queue.number if request.queue is not None else "")
        plain = {SecondCheck: words.CHECKED, FeePaid: words.PAID_NOW}
        return self.moved(command) or plain.get(type(command), "")

    def _missing(self) -> list[str]:
        request = self.request
        if request is None:
            return []
        # What is asked for at the counter is made there, and never laid in a tray.
        prepared = request.tray or request.only_inquiry or self._checked_just_now
        done = {
            words.MISSING_PREPARED: prepared,
            words.MISSING_PAID: self.panel.paid,
            words.MISSING_SLIP: request.hand_over.slips_printed,
        }
        return [missing for missing, there in done.items() if not there]

    def _refuse_hand_over(self) -> None:
        if self.model.verdict is Verdict.CLEAN:
            self.panel.focus()
            self.say(self.purpose.collector_first)
        else:
            self._back_to_lines()

    def _back_to_lines(self) -> None:
        if self.has_only_a_number:
            self.say(walk_in.NOT_TAKEN_IN)
            return
        self.say(self.purpose.mismatch if self.to_line_in_the_way() else self.purpose.check_first)

    def _focus_next_step(self) -> None:
        (self.panel if self.panel.checked or self.model.verdict is Verdict.CLEAN else self.lines).focus()
