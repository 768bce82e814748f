"""The inquiry: a citizen's conversation with the office, the answer being written, and what is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from desk.actions import bindings
from desk.common_actions import TAKE_BACK
from desk.errors import Offline
from desk.messages import away
from desk.messages import inquiry as words
from desk.ready_answers import AnswerSearch, known_blanks
from desk.screens.answer_search import AnswerSearchDialog
from desk.screens.inquiry_actions import INQUIRY_ACTIONS
from desk.screens.inquiry_passing import PassingInquiryScreen
from desk.screens.working import moved_on
from desk.widgets.answer_field import AnswerField
from desk.widgets.chat_log import ChatLog
from desk.widgets.inquiry_facts import InquiryFacts, kind_of
from desk.widgets.later import once_shown
from printer.slip import holds_identity
from registry.answers import ReadyAnswer, blanks
from registry.commands import (
    MOST_UNITS,
    Arrange,
    Cancel,
    Close,
    Decision,
    Fact,
    HandOn,
    Outcome,
    Release,
    Reschedule,
    Say,
    Take,
)
from registry.labels import answer_head
from registry.request import Inquiry, Request
from registry.states import State
from thai.text import clean

if TYPE_CHECKING:
    from desk.backend import Backend

_ANSWER: Final = "answer"


class InquiryScreen(PassingInquiryScreen):
    """One inquiry. Looking holds nothing; the first word typed takes it, an answer keeps it for a lease.

    The draft stays with the clerk: over leaving, locking and the program's end, until it is sent.
    """

    ACTIONS = INQUIRY_ACTIONS
    BINDINGS = bindings("inquiry")
    CSS_PATH = "inquiry.tcss"

    @dataclass
    class AnswersRead(Message, bubble=False):
        """The office's ready answers are known."""

        answers: Sequence[ReadyAnswer]

    def __init__(self, request_id: str) -> None:
        super().__init__(request_id)
        self._send_next = False
        self._asked_to_take = False

    def body(self) -> ComposeResult:
        """Yield conversation and answer on the left, the facts on the right."""
        self.record = self.read_record()
        yield InquiryFacts("strip", brief=True)
        with Container(id="sides"):
            with Container(id="talk"):
                with (
                    Container(id="chat-side", classes="box"),
                    VerticalScroll(id="chat-scroll", can_focus=False),
                ):
                    yield ChatLog()
                with Container(id="answer-side", classes="box"):
                    self._drafts = self.desk.memory.of(self.request_id, "inquiry").drafts
                    yield AnswerField(self._drafts.get(_ANSWER, ""), words.PLACEHOLDER)
            with (
                Container(id="facts-side", classes="box"),
                VerticalScroll(id="facts-scroll", can_focus=False),
            ):
                yield InquiryFacts()
        yield Static(Text(), id="note", markup=False)

    def opened(self) -> None:
        """Show the inquiry; what is typed goes into the answer."""
        super().opened()
        self.query_one("#chat-side").border_title = words.CHAT
        self.query_one("#facts-side").border_title = words.FACTS
        self.adopt(own=True)
        self.field.focus()
        self.query_one("#chat-scroll", VerticalScroll).scroll_end(animate=False)

    def on_resize(self) -> None:
        """Offer the keys that mean something in the new size."""
        once_shown(self, self.refresh_shell)

    @property
    def field(self) -> AnswerField:
        """The answer being written."""
        return self.query_one(AnswerField)

    def heading(self) -> str:
        """Return reference and kind."""
        return words.heading(self.request.reference, kind_of(self.request)) if self.request else words.TITLE

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what has a meaning now."""
        del parameters
        if action in {"send", "answers", "pass_on", "close"}:
            return self._may_answer
        if action == TAKE_BACK:
            # Its key takes back what was typed here.
            return False
        if action == "details":
            return self.has_class("-narrow")
        return self.may_reveal if action == "reveal" else True

    def say(self, note: str) -> None:
        """Say something below, until something else is to be said."""
        self.note = note
        self.show()

    def show_record(self) -> None:
        """Show the record as it is now; who reads further up stays there."""
        self._others = len(self.backend.history(self.request_id))
        scroll = self.query_one("#chat-scroll", VerticalScroll)
        at_end = scroll.scroll_offset.y >= scroll.max_scroll_y - 1
        self.query_one(ChatLog).show(self.particulars.chat if self.particulars is not None else ())
        if at_end:
            scroll.scroll_end(animate=False)
        self.show()
        self.refresh_shell()

    def show(self) -> None:
        """Draw what changes by the second or with a key."""
        field, facts = self.field, self._facts()
        if field.locked is self._may_answer:
            field.locked = not self._may_answer
            self.refresh_shell()
        for panel in self.query(InquiryFacts):
            panel.show(facts)
        side = self.query_one("#answer-side")
        if self.request is not None:
            group = (self.request.inquiry or Inquiry()).group
            side.border_title = words.draft_title(answer_head(self.request.reference, group))
        side.border_subtitle = words.used(field.editor.units, MOST_UNITS)
        self.query_one("#note", Static).update(Text(self._state_note() or self.note))

    def on_answer_field_changed(self, event: AnswerField.Changed) -> None:
        """Keep the draft; the first word takes the inquiry, so that nobody else writes at the same time."""
        event.stop()
        request, text = self.request, self.field.text
        if text != self._drafts.get(_ANSWER, ""):
            # The field also tells that it was emptied of what was sent, which is noted by then.
            self._drafts[_ANSWER] = text
            self.note = ""
        in_talk = request is not None and request.state in {State.PENDING, State.CHECKING}
        wanted = in_talk and not self.ours and not self.held_elsewhere and bool(text.strip())
        if wanted and not self._asked_to_take and not self.busy and not self.backend.status().away:
            self._asked_to_take = True
            self.issue(Take())
        self.show()

    def on_answer_field_full(self, event: AnswerField.Full) -> None:
        """Say that not all of it fitted."""
        event.stop()
        self.say(words.FULL)

    def action_send(self) -> None:
        """Send the answer, unless something in it must not go out."""
        if not self._may_answer:
            return
        text = clean(self.field.text).strip()
        left = blanks(text)
        problem = words.blank_left(left[0]) if left else words.IDENTITY if holds_identity(text) else ""
        if problem or not text:
            self.say(problem or words.EMPTY)
        elif self.busy:
            self._send_next = True
        else:
            self.note = ""
            self.issue(Say(text=text))

    def action_answers(self) -> None:
        """Search the ready answers."""
        if self._may_answer:
            self.say(words.READING)
            self.run_worker(self._read_answers(self.backend), exit_on_error=False)

    async def _read_answers(self, backend: Backend) -> None:
        try:
            answers = await backend.answers()
        except Exception:  # noqa: BLE001  none can be read: the search says so
            answers = ()
        self.post_message(self.AnswersRead(answers))

    def on_inquiry_screen_answers_read(self, event: AnswersRead) -> None:
        """Open the search."""
        if self.over or self.request is None or not self.is_current:
            return
        self.say("")
        backend, group = self.backend, (self.request.inquiry or Inquiry()).group
        search = AnswerSearch(event.answers, group)
        known = known_blanks(
            self.request,
            self.particulars,
            profile=backend.profile,
            person=backend.person,
            now=backend.now(),
            answers=search,
        )
        self.desk.push_screen(AnswerSearchDialog(search, known), self._insert)

    def _insert(self, text: str | None) -> None:
        if text is not None:
            before = self.field.text[: self.field.editor.caret]
            self.field.insert(f"\n{text}" if before.strip() and not before.endswith("\n") else text)

    def action_reveal(self) -> None:
        """Open the pictures, or who and where."""
        if self._precheck and self.may_reveal:
            from desk.screens.pictures import PictureScreen

            self.desk.push_screen(PictureScreen(self.request_id))
        else:
            super().action_reveal()

    def action_details(self) -> None:
        """Turn to the facts' page and back."""
        self.toggle_class("-details")

    def action_read(self) -> None:
        """Scroll the conversation; which way is the key's."""

    def key_pageup(self) -> None:
        """Read further up."""
        self._read_on(-1)

    def key_pagedown(self) -> None:
        """Read further down."""
        self._read_on(1)

    def _read_on(self, pages: int) -> None:
        scroll = self.query_one(
            "#facts-scroll" if self.has_class("-details") else "#chat-scroll", VerticalScroll
        )
        scroll.scroll_relative(y=pages * max(1, scroll.size.height - 1), animate=False)

    def action_back(self) -> None:
        """Leave; the draft stays."""
        if self.has_class("-details") and self.has_class("-narrow"):
            self.remove_class("-details")
        else:
            self.dismiss(None)

    def applied(self, command: Decision | Fact, outcome: Outcome) -> None:
        """Go on after what was applied; what ends the work here leads back."""
        super().applied(command, outcome)
        reference = self.request.reference if self.request is not None else ""
        if isinstance(command, Say):
            self._sent(command.text)
        elif isinstance(command, Take) and self._send_next:
            self._send_next = False
            self.action_send()
        done = {
            Close: words.closed,
            Arrange: words.arranged,
            Reschedule: words.arranged,
            Cancel: words.cancelled,
        }
        if isinstance(command, HandOn):
            self.leave(words.handed_on(reference, command.group))
        elif isinstance(command, Release):
            self.leave(words.RELEASED)
        elif type(command) in done:
            self._drafts.clear()
            self.leave(done[type(command)](reference))

    def _sent(self, text: str) -> None:
        """Empty the field of what was sent; what was typed meanwhile stays."""
        field, scroll = self.field, self.query_one("#chat-scroll", VerticalScroll)
        now = clean(field.text).strip()
        field.replace(now.removeprefix(text).lstrip() if now.startswith(text) else field.text)
        self._drafts[_ANSWER] = field.text
        scroll.scroll_end(animate=False)
        self.say(words.sent(self.request.reference) if self.request is not None else "")

    def refused(self, command: Decision | Fact, outcome: Outcome) -> None:
        """Tell why; the draft stays, and is not taken for again by itself."""
        self._send_next = False
        super().refused(command, outcome)

    def not_sent(self, command: Decision | Fact, error: Exception) -> None:
        """Tell why; taking is tried again with the next word, and stops nobody from writing on."""
        self._send_next = False
        if not isinstance(command, Take):
            super().not_sent(command, error)
            return
        self._asked_to_take = False
        if isinstance(error, Offline):
            self.say(away.DRAFT_KEPT)
        else:
            super().not_sent(command, error)

    def adopt(self, *, own: bool) -> None:
        """Take the mirror's record; what the citizen has sent since is said."""
        before = self.particulars
        super().adopt(own=own)
        now = self.particulars
        if not self.ours:
            # Whoever took it meanwhile has let it go, or it was never ours.
            self._asked_to_take = self._asked_to_take and self.busy
        if before is None or now is None:
            return
        last = now.chat[-1] if now.chat else None
        if last is not None and last.who == "citizen" and last not in before.chat:
            self.say(words.NEW_MESSAGE)
        elif len(now.pictures) > len(before.pictures):
            self.say(words.NEW_PICTURE)

    def changed_elsewhere(self, before: Request, now: Request) -> None:
        """Say what somebody else has done with it."""
        super().changed_elsewhere(before, now)
        if before.state is not now.state and now.closed:
            self.desk.say(moved_on(now), warning=True)

    def tick(self) -> None:
        """Let the time for the answer go on, too."""
        super().tick()
        if not self.over:
            self.show()
