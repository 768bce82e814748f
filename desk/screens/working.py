"""Base of the screens for one request: one decision at a time is sent, and what came of it is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from desk.events import CameBack, RecordsChanged
from desk.foreseen import UNSENT
from desk.messages import check as check_words
from desk.messages import outcomes
from desk.messages.errors import told
from desk.screens.base import DeskScreen
from desk.widgets.dialog import ConfirmDialog
from registry.commands import Decision, Fact, Outcome, OutcomeStatus, Renew, Revealed
from registry.labels import state_of

if TYPE_CHECKING:
    from desk.app import DeskApp
    from desk.backend import Backend
    from registry.particulars import Particulars
    from registry.records import Record
    from registry.request import Holder, Request

_QUIET = (Renew, Revealed)
"""Sent beside the clerk's work; they never make a clerk wait."""


class WorkingScreen(DeskScreen[None]):
    """A screen for one request.

    Subclasses say what follows from an applied command (``applied``), show a record (``show_record``) and
    are told when somebody else changed the request (``changed_elsewhere``).
    """

    @dataclass
    class Answered(Message):
        """The daemon, or the outbox in its place, has answered a command."""

        command: Decision | Fact
        outcome: Outcome

    @dataclass
    class NotSent(Message):
        """A command could not be sent."""

        command: Decision | Fact
        error: Exception

    def __init__(self, request_id: str) -> None:
        super().__init__()
        self.request_id = request_id
        self.record: Record | None = None
        self.seen_version = 0
        self.busy = False
        self._unanswered: list[Message] = []

    @property
    def request(self) -> Request | None:
        """The request as last shown."""
        return self.record.request if self.record is not None else None

    @property
    def particulars(self) -> Particulars | None:
        """The citizen's particulars as last shown."""
        return self.record.particulars if self.record is not None else None

    @property
    def ours(self) -> bool:
        """Whether this clerk holds the request here."""
        person = self.backend.person
        return self.request is not None and self.request.held_by(person.clerk, person.counter)

    @property
    def held_elsewhere(self) -> Holder | None:
        """Who else holds the request now; None where the lease has ended."""
        return (
            self.request.held_at(self.backend.now()) if self.request is not None and not self.ours else None
        )

    def applied(self, command: Decision | Fact, outcome: Outcome) -> None:
        """Go on after a command that was applied."""

    def refused(self, command: Decision | Fact, outcome: Outcome) -> None:
        """Tell why a command was refused."""
        del command
        self.desk.tell(outcomes.told_outcome(outcome))

    def not_sent(self, command: Decision | Fact, error: Exception) -> None:
        """Tell why a command could not be sent."""
        del command
        self.desk.tell(told(error))

    def read_record(self) -> Record | None:
        """Return the request as the mirror has it."""
        return self.backend.record(self.request_id)

    def show_record(self) -> None:
        """Show ``self.record``, which may be None when it has left the mirror."""

    def changed_elsewhere(self, before: Request, now: Request) -> None:
        """Say what somebody else has changed."""

    def issue(self, command: Decision | Fact) -> bool:
        """Send a command in the background; False while an earlier one is still on its way.

        The work belongs to the application: closing the screen does not take a decision back.
        """
        quiet = isinstance(command, _QUIET)
        if self.busy and not quiet:
            self.desk.say(outcomes.BUSY)
            return False
        if not quiet:
            self.busy = True
            self.show_record()
        carrying = self.carry(self.desk, self.backend, command)
        self.desk.run_worker(carrying, group="commands", exit_on_error=False)
        return True

    def confirm(self, dialog: ConfirmDialog, command: Decision | Fact) -> None:
        """Ask first; send the command on a yes."""

        def answered(yes: bool | None) -> None:  # noqa: FBT001  a screen's result
            if yes:
                self.issue(command)

        self.desk.push_screen(dialog, answered)

    def leave(self, text: str) -> None:
        """Say what has happened, and go back unless something else lies in front."""
        self.desk.say(text)
        if self.is_current:
            self.dismiss(None)

    async def carry(self, desk: DeskApp, backend: Backend, command: Decision | Fact) -> None:
        """Send a command and hand the answer to this screen, or to the desk once the screen is closed."""
        answer: Message
        try:
            answer = self.Answered(command, await backend.send(self.request_id, self.seen_version, command))
        except Exception as error:  # noqa: BLE001  whatever it is, a clerk is told and the desk goes on
            answer = self.NotSent(command, error)
        if self.is_attached:
            self.post_message(answer)
        elif desk.backend is backend and not isinstance(command, _QUIET):
            _tell_elsewhere(desk, answer)

    def on_working_screen_answered(self, event: Answered) -> None:
        """Go on with an answer."""
        if self.over:
            self._unanswered.append(event)
            return
        quiet = isinstance(event.command, _QUIET)
        if not quiet:
            self.busy = False
        self.adopt(own=True)
        outcome = event.outcome
        if outcome.status is OutcomeStatus.APPLIED:
            self.seen_version = max(self.seen_version, outcome.version or 0)
            self.applied(event.command, outcome)
        else:
            self.refused(event.command, outcome)

    def on_working_screen_not_sent(self, event: NotSent) -> None:
        """Tell that nothing has happened; a lease is asked for again by itself."""
        if isinstance(event.command, Renew):
            return
        if self.over:
            self._unanswered.append(event)
            return
        if not isinstance(event.command, _QUIET):
            self.busy = False
            self.show_record()
        self.not_sent(event.command, event.error)

    def on_came_back(self, _event: CameBack) -> None:
        """Show the request as it is now, and go on with what was answered behind the lock."""
        self.adopt(own=self.busy or bool(self._unanswered))
        answers, self._unanswered = self._unanswered, []
        for answer in answers:
            self.post_message(answer)

    def adopt(self, *, own: bool) -> None:
        """Take the mirror's record for what is shown and decided on from now on."""
        before = self.request
        self.record = self.read_record()
        now = self.request
        foreseen = before is not None and UNSENT in before.flags
        newer = now is not None and now.version > self.seen_version
        if now is not None:
            # What was foreseen may come to less: it was withdrawn, or refused.
            self.seen_version = now.version if foreseen else max(self.seen_version, now.version)
        self.show_record()
        if not own and newer and before is not None and now is not None:
            self.changed_elsewhere(before, now)

    def on_records_changed(self, event: RecordsChanged) -> None:
        """Show the request anew when it has changed, by this desk or another."""
        if not self.over and (not event.ids or self.request_id in event.ids):
            self.adopt(own=self.busy)


def _tell_elsewhere(desk: DeskApp, answer: Message) -> None:
    """Tell what came of a command whose own screen has been closed; success needs no words."""
    if isinstance(answer, WorkingScreen.NotSent):
        desk.tell(told(answer.error))
    elif isinstance(answer, WorkingScreen.Answered) and answer.outcome.status is not OutcomeStatus.APPLIED:
        desk.tell(outcomes.told_outcome(answer.outcome))


def moved_on(request: Request) -> str:
    """Say that a request is no longer where this screen can work on it."""
    return check_words.moved_on(state_of(request))
