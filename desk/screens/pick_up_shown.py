"""The pick-up as it stands: second check, facts and paper, and what is to be done next."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content

from desk.actions import Action
from desk.check_model import CheckModel
from desk.messages import common, flags, queueing, walk_in
from desk.messages import pick_up as words
from desk.messages import pick_up_keys as keys
from desk.screens.pick_up_actions import FORWARD, PRINT
from desk.screens.queueing import QueueingScreen
from desk.screens.working import moved_on
from desk.widgets.check_lines import CheckLines
from desk.widgets.hand_over_panel import HandOverPanel
from desk.widgets.request_words import place_in_day
from desk.widgets.slip_view import SlipView
from desk.widgets.verdict_line import VerdictLine
from registry.request import Request
from registry.states import BOOKED, QueueState
from thai.text import clean


class ShownPickUpScreen(QueueingScreen):
    """Base of the pick-up's screen: draws the record, and says what comes next and what has changed."""

    kind = "pick_up"
    scrolled = "#slip-scroll"

    def body(self) -> ComposeResult:
        """Yield second check and facts on the left, the slip on the right."""
        self.record = self.read_record()
        with Container(id="sides"):
            with Container(id="hand-over-side", classes="box"):
                with VerticalScroll(id="second-scroll", can_focus=False):
                    yield CheckLines(self.model, monotonic=self.desk.monotonic)
                yield HandOverPanel(attorney_allowed=self.backend.profile.power_of_attorney)
                yield VerdictLine(
                    self.model, clean_words=self.purpose.clean, blocked=self.purpose.blocked, ways=words.WAYS
                )
            with Container(id="slip-side", classes="box"), VerticalScroll(id="slip-scroll", can_focus=False):
                yield SlipView()

    def heading(self) -> str:
        """Return queue number and reference."""
        if self.request is None:
            return self.purpose.title
        queue = self.request.queue.number if self.request.queue is not None else None
        title = queueing.WALK_IN if self.has_only_a_number else self.purpose.title
        return words.heading(title, queue, self.request.reference)

    def footer_actions(self) -> Sequence[Action]:
        """Return the keys, F9 and F6 under the words that they have now."""
        word = walk_in.TAKE if self.has_only_a_number else self.purpose.done
        word = keys.ARRIVE if self.expected else word
        labels = {FORWARD: word, PRINT: keys.PRINT if self.has_only_a_number else self.print_key}
        return [action.under(labels.get(action.id, action.label)) for action in super().footer_actions()]

    @property
    def purpose(self) -> words.Purpose:
        """What the citizen has come for, in the words of it."""
        return words.purpose(self.request)

    @property
    def panel(self) -> HandOverPanel:
        """Who collects, the fee, and what is handed over."""
        return self.query_one(HandOverPanel)

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
        self.panel.show(request)
        self.show()
        self.refresh_shell()

    def show(self) -> None:
        """Draw what changes by the second or with an answer."""
        request = self.request
        self.lines.revealed = bool(self.reveal_left)
        title = words.SECOND_CHECK_DONE if self.panel.checked else self.purpose.second_check
        title = walk_in.WAITS if self.has_only_a_number else title
        title = f"{title} · {place_in_day(request, self.backend.now())}" if request else title
        # A colleague's note stands in it: text, never markup.
        self.query_one("#hand-over-side").border_title = Content(clean(title))
        lines, problem = self.paper_lines()
        self.query_one(SlipView).show(lines, problem=problem)
        paper, printed = self.paper_heading()
        self.query_one("#slip-side").border_title = paper
        self.query_one("#slip-side").border_subtitle = printed
        matching = words.SECOND_CHECK_DONE if self.panel.checked else self.purpose.clean
        told = flags.told(request) if request is not None else ""
        note = " · ".join(part for part in (self.note, told, self._next_step()) if part)
        first = walk_in.CHECK_AFTER if self.has_only_a_number else ""
        self.query_one(VerdictLine).show(self.model, note, clean_words=matching, open_words=first)

    def _next_step(self) -> str:
        request = self.request
        if request is None:
            return common.GONE
        if self.expected:
            return words.ARRIVED_FIRST
        if not self.arrived:
            return moved_on(request)
        if request.queue is not None and request.queue.state is QueueState.PARKED:
            return queueing.PARKED_NEXT
        if self.panel.checked:
            return self._after_check(request)
        return "" if self.model.done else self._queue_step(request)

    def _after_check(self, request: Request) -> str:
        if not request.hand_over.slips_printed and not self.printing:
            return words.PRINT_NEXT
        return self.purpose.end_next if self.panel.paid else words.PAY_NEXT

    def _queue_step(self, request: Request) -> str:
        if (queue := self.called_here) is not None and not queue.times_called:
            return ""
        if queue is not None:
            came = walk_in.CAME_NEXT if self.has_only_a_number else queueing.CAME_NEXT
            return queueing.waits_for_answer(came, queue.times_called, self.backend.profile.max_calls)
        waits = request.queue is not None and request.queue.state is not QueueState.CALLED
        steps = (words.CALL_NEXT if waits else "", walk_in.TAKE_IN_NEXT if self.has_only_a_number else "")
        return " · ".join(step for step in steps if step)

    def changed_elsewhere(self, before: Request, now: Request) -> None:
        """Say what has changed under the clerk's hands; how the slips stand is shown beside them."""
        if _but_for_slips(before) == _but_for_slips(now):
            return
        ended = now.state is not before.state and now.state not in BOOKED
        self.say("" if ended else words.CHANGED)


def _but_for_slips(request: Request) -> Request:
    slips = {"slips_printed": 0, "next_slip": 0, "doubtful_slips": ()}
    return request.model_copy(update={"version": 0, "hand_over": request.hand_over.model_copy(update=slips)})
