"""What becomes of an inquiry beside its answers: an appointment, another work group, its end."""

from __future__ import annotations

from desk.messages import inquiry as words
from desk.screens.arrange import Arranged, ArrangeDialog
from desk.screens.inquiry_dialogs import CancelDialog, CloseDialog, HandOnDialog
from desk.screens.inquiry_holding import HeldInquiryScreen
from desk.screens.menu import MenuDialog
from desk.screens.reply import Reply
from registry.commands import Arrange, Cancel, Close, HandOn, Release, Reschedule
from registry.inquiry_life import IN_TALK
from registry.request import AdvanceKind, Group, Inquiry


class PassingInquiryScreen(HeldInquiryScreen):
    """Base of the inquiry's screen: asks where it goes on, and sends that."""

    def __init__(self, request_id: str) -> None:
        super().__init__(request_id)
        self._drafts: dict[str, str] = {}

    def action_pass_on(self) -> None:
        """Choose: an appointment, another work group, or giving it back."""
        request = self.request
        if request is None or not self._may_answer or self.busy:
            return
        choices: list[tuple[str, str]] = []
        if request.appointment is not None:
            choices.append(("move", words.MOVE))
        elif request.state in IN_TALK and request.only_inquiry:
            out = (request.inquiry or Inquiry()).advance in {AdvanceKind.HOME_CARD, AdvanceKind.VISIT}
            both = [("office", words.ARRANGE), ("visit", words.ARRANGE_VISIT)]
            choices += reversed(both) if out else both
        mine = (request.inquiry or Inquiry()).group
        choices += [(group.value, words.hand_on(group)) for group in Group if group is not mine]
        if self.ours:
            choices.append(("release", words.RELEASE))
        self.desk.push_screen(MenuDialog(words.LATER_TITLE, choices), self._passed_on)

    def _passed_on(self, choice: str | None) -> None:
        request = self.request
        if choice is None or request is None:
            return
        if choice == "release":
            self.issue(Release())
        elif choice in {"office", "visit", "move"}:
            visit = choice == "visit"
            drafts = None if choice == "move" else self._drafts
            dialog = ArrangeDialog(request, self.backend, drafts, visit=visit)
            self.desk.push_screen(dialog, lambda given: self._arrange(given, visit=visit))
        else:
            group = Group(choice)
            dialog_ = HandOnDialog(group, self._drafts)
            self.desk.push_screen(dialog_, lambda reply: self._hand_on(group, reply))

    def _hand_on(self, group: Group, reply: Reply | None) -> None:
        if reply is not None:
            self.issue(HandOn(group=group, note=reply.text))

    def _arrange(self, given: Arranged | None, *, visit: bool) -> None:
        request = self.request
        if given is None or request is None:
            return
        if request.appointment is not None:
            self.issue(Reschedule(appointment=given.appointment))
        else:
            place = "visit" if visit else "office"
            self.issue(Arrange(appointment=given.appointment, place=place, word=given.word))

    def action_close(self) -> None:
        """End the conversation, or call the appointment off that has come of it."""
        request = self.request
        if request is None or not self._may_answer or self.busy:
            return
        if request.appointment is not None:
            self.desk.push_screen(CancelDialog(self._drafts), self._cancel)
        else:
            self.desk.push_screen(CloseDialog(self._drafts), self._close)

    def _close(self, reply: Reply | None) -> None:
        if reply is not None:
            self.issue(Close(word=reply.text))

    def _cancel(self, reply: Reply | None) -> None:
        if reply is not None:
            self.issue(Cancel(reason=reply.text))
