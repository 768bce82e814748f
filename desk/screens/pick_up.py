"""The pick-up: arrived, called, checked again, slip, fee, documents; each a fact or decision of its own."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content

from desk.actions import Action, bindings
from desk.check_model import CheckModel
from desk.messages import common, flags, queueing, walk_in
from desk.messages import pick_up as words
from desk.messages import pick_up_keys as keys
from desk.screens import attorney
from desk.screens.after_decision import movable, offer_undo, reschedule
from desk.screens.pick_up_actions import FORWARD, PICK_UP_ACTIONS
from desk.screens.queueing import QueueingScreen
from desk.screens.working import moved_on
from desk.widgets.check_lines import CheckLines
from desk.widgets.dialog import ConfirmDialog
from desk.widgets.hand_over_panel import HandOverPanel
from desk.widgets.request_words import place_in_day
from desk.widgets.slip_view import SlipView
from desk.widgets.verdict_line import VerdictLine
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
from registry.states import BOOKED, QueueState, State
from thai.text import clean


class PickUpScreen(QueueingScreen):
    """One citizen at the counter; the paper is shown beside what is checked.

    ``called``: they have just been called here; ``ask_came``: they were before, and nobody said whether they
    came; ``prints``: the slip is printed at once.
    """

    ACTIONS = PICK_UP_ACTIONS
    BINDINGS = bindings("pick_up")
    CSS_PATH = "pick_up.tcss"
    kind = "pick_up"
    scrolled = "#slip-scroll"

    def __init__(
        self, request_id: str, *, called: bool = False, ask_came: bool = False, prints: bool = False
    ) -> None:
        super().__init__(request_id)
        self._called, self._ask_came, self._prints = called, ask_came, prints

    def body(self) -> ComposeResult:
        """Yield second check and facts on the left, the slip on the right."""
        self.record = self.read_record()
        with Container(id="sides"):
            with Container(id="hand-over-side", classes="box"):
                with VerticalScroll(id="second-scroll", can_focus=False):
                    yield CheckLines(self.model, monotonic=self.desk.monotonic)
                yield HandOverPanel(attorney_allowed=self.backend.profile.power_of_attorney)
                yield VerdictLine(
                    self.model, clean_words=self._words.clean, blocked=self._words.blocked, ways=words.WAYS
                )
            with Container(id="slip-side", classes="box"), VerticalScroll(id="slip-scroll", can_focus=False):
                yield SlipView()

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

    def heading(self) -> str:
        """Return queue number and reference."""
        if self.request is None:
            return self._words.title
        queue = self.request.queue.number if self.request.queue is not None else None
        title = queueing.WALK_IN if self.has_only_a_number else self._words.title
        return words.heading(title, queue, self.request.reference)

    def footer_actions(self) -> Sequence[Action]:
        """Return the keys, F9 under the word that it has now."""
        word = walk_in.TAKE if self.has_only_a_number else self._words.done
        word = keys.ARRIVE if self.expected else word
        actions = super().footer_actions()
        return [action.under(word) if action.id == FORWARD else action for action in actions]

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

    @property
    def _words(self) -> words.Purpose:
        return words.purpose(self.request)

    def _ended(self, command: Decision | Fact, reference: str) -> str:
        if isinstance(command, NoShow):
            gone = self.request is not None and self.request.state is State.CANCELLED
            return walk_in.left(reference) if gone else words.no_show(reference)
        said = self._words.rejected if isinstance(command, Reject) else self._words.ended
        return said.format(reference=reference)

    @property
    def _panel(self) -> HandOverPanel:
        return self.query_one(HandOverPanel)

    @property
    def _checked_just_now(self) -> bool:
        """Whether the first check was made with the citizen and the card at this very counter."""
        return self.request is not None and self.request.channel == "walk_in"

    @property
    def may_reveal(self) -> bool:
        """Numbers are compared with the card once the citizen is here."""
        return self.arrived and self.particulars is not None and not self.has_only_a_number

    def show_record(self) -> None:
        """Show the record as it is now."""
        request, profile = self.request, self.backend.profile
        recorded = request.hand_over.second_check if request is not None else None
        entries = self.kept.entries if recorded is None else {}
        steps = profile.second_steps if request is not None else ()
        self.model = CheckModel(steps, profile.outcomes, self.particulars, entries, recorded)
        lines = self.lines
        lines.locked = not self.arrived or self.has_only_a_number or recorded is not None
        lines.begin(self.model, self.kept.drafts, cursor=lines.cursor)
        self._panel.show(request)
        self.show()
        self.refresh_shell()

    def show(self) -> None:
        """Draw what changes by the second or with an answer."""
        request = self.request
        self.lines.revealed = bool(self.reveal_left)
        title = words.SECOND_CHECK_DONE if self._panel.checked else self._words.second_check
        title = walk_in.WAITS if self.has_only_a_number else title
        title = f"{title} · {place_in_day(request)}" if request else title
        # A colleague's note stands in it: text, never markup.
        self.query_one("#hand-over-side").border_title = Content(clean(title))
        lines, problem = self.paper_lines()
        self.query_one(SlipView).show(lines, problem=problem)
        paper, printed = self.paper_heading()
        self.query_one("#slip-side").border_title = paper
        self.query_one("#slip-side").border_subtitle = printed
        matching = words.SECOND_CHECK_DONE if self._panel.checked else self._words.clean
        told = flags.told(request) if request is not None else ""
        note = " · ".join(part for part in (self.note, told, self._next_step()) if part)
        self.query_one(VerdictLine).show(self.model, note, clean_words=matching)

    def _next_step(self) -> str:
        request = self.request
        if request is None:
            return common.GONE
        if self.expected:
            return words.ARRIVED_FIRST
        if not self.arrived:
            return moved_on(request)
        if self._panel.checked:
            if not request.hand_over.slips_printed and not self.printing:
                return words.PRINT_NEXT
            return self._words.end_next if self._panel.paid else words.PAY_NEXT
        return "" if self.model.done else self._queue_step(request)

    def _queue_step(self, request: Request) -> str:
        if (queue := self.called_here) is not None and not queue.times_called:
            return ""
        if queue is not None:
            came = walk_in.CAME_NEXT if self.has_only_a_number else queueing.CAME_NEXT
            return queueing.waits_for_answer(came, queue.times_called, self.backend.profile.max_calls)
        waits = request.queue is not None and request.queue.state is not QueueState.CALLED
        steps = (words.CALL_NEXT if waits else "", walk_in.TAKE_IN_NEXT if self.has_only_a_number else "")
        return " · ".join(step for step in steps if step)

    def on_check_lines_completed(self, event: CheckLines.Completed) -> None:
        """Go on to the collector."""
        event.stop()
        if self.model.verdict is Verdict.CLEAN:
            self._panel.focus()

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
        if self._panel.collector is Collector.OWNER:
            self._second_check(None)
        else:
            attorney.ask(self.desk, self.backend.profile.attorney, self._second_check)

    def _second_check(self, shown: Attorney | None) -> None:
        """Record the second check, as long as it is still clean."""
        if self.arrived and self.model.verdict is Verdict.CLEAN:
            collector = self._panel.collector
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
        elif not (self._panel.checked or self._checked_just_now):
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
        elif not self._panel.checked:
            self._refuse_hand_over()
        elif missing := self._missing():
            text = f"{' · '.join(missing)}\n{self._words.missing_ask}"
            self.confirm(ConfirmDialog(self._words.missing, text, self._words.end), HandedOver())
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
            self._check()
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

    def _check(self) -> None:
        """Go on to the check of who has been taken in, which leads back here."""
        from desk.screens.check import CheckScreen

        self.desk.memory.forget_waited(self.request_id)
        if self.is_current:
            self.dismiss(None)
            self.desk.push_screen(CheckScreen(self.request_id))

    def changed_elsewhere(self, before: Request, now: Request) -> None:
        """Say what has changed under the clerk's hands; how the slips stand is shown beside them."""
        if _but_for_slips(before) == _but_for_slips(now):
            return
        ended = now.state is not before.state and now.state not in BOOKED
        self.say("" if ended else words.CHANGED)

    def _said(self, command: Decision | Fact, request: Request) -> str:
        if isinstance(command, Arrive):
            return words.queue_given(request.queue.number if request.queue is not None else "")
        plain = {SecondCheck: words.CHECKED, FeePaid: words.PAID_NOW}
        return self.moved(command) or plain.get(type(command), "")

    def _missing(self) -> list[str]:
        request = self.request
        missing = [] if self._panel.paid else [words.MISSING_PAID]
        printed = request is not None and request.hand_over.slips_printed
        return missing if printed else [*missing, words.MISSING_SLIP]

    def _refuse_hand_over(self) -> None:
        if self.model.verdict is Verdict.CLEAN:
            self._panel.focus()
            self.say(self._words.collector_first)
        else:
            self._back_to_lines()

    def _back_to_lines(self) -> None:
        if self.has_only_a_number:
            self.say(walk_in.NOT_TAKEN_IN)
            return
        self.say(self._words.mismatch if self.to_line_in_the_way() else self._words.check_first)

    def _focus_next_step(self) -> None:
        (self._panel if self._panel.checked or self.model.verdict is Verdict.CLEAN else self.lines).focus()


def _but_for_slips(request: Request) -> Request:
    slips = {"slips_printed": 0, "next_slip": 0, "doubtful_slips": ()}
    return request.model_copy(update={"version": 0, "hand_over": request.hand_over.model_copy(update=slips)})
