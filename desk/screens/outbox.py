"""The outbox: what is unsent and since when, and what the daemon refused, for a person to settle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from desk.actions import Action, bindings, define
from desk.errors import DeskError
from desk.messages import errors, outcomes
from desk.messages import outbox as m
from desk.outbox import Kept
from desk.outgoing import Outgoing
from desk.screens.after_decision import withdraw
from desk.screens.base import DeskScreen
from desk.screens.drop_refused import DropDialog
from desk.screens.menu import MenuDialog
from desk.screens.reply import Reply
from desk.widgets.request_table import Column, RequestTable, Row
from registry.commands import OutcomeStatus

_TICK_SECONDS: Final = 5
_COLUMNS: Final = (
    Column(m.COLUMN_WHAT, 16),
    Column(m.COLUMN_REFERENCE, 8),
    Column(m.COLUMN_AGE, 22),
    Column(m.COLUMN_STATE, 24, grow=True),
)
_PURPOSE: Final = "outbox"
_AGAIN, _SHOW, _HEAD, _DROP = "again", "show", "head", "drop"
_SEND, _WITHDRAW = "send", "withdraw"


class OutboxScreen(DeskScreen[None]):
    """Refused commands first, then what waits; Enter settles, F9 sends now."""

    ACTIONS = define(
        "outbox",
        Action("open", "enter", m.OPEN, m.OPEN_HELP),
        Action("retry", "f9", m.RETRY, m.RETRY_HELP),
    )
    BINDINGS = bindings("outbox")

    def __init__(self) -> None:
        super().__init__()
        self._outgoing = Outgoing((), ())

    def body(self) -> ComposeResult:
        """Yield the list, and what there is to say of the command in hand."""
        self._outgoing = self.backend.outgoing()
        yield RequestTable(self._source(), _COLUMNS, m.NOTHING, self._show_detail)
        yield Static(id="outbox-detail", markup=False)

    def opened(self) -> None:
        """Take the keys and let the ages go on."""
        super().opened()
        self.query_one(RequestTable).focus()
        self.set_interval(_TICK_SECONDS, self._refresh)
        self._refresh()

    def heading(self) -> str:
        """Say how much waits and how much is to be settled."""
        return m.heading(len(self._outgoing.waiting), len(self._outgoing.to_settle))

    def on_status_changed(self, _event: object) -> None:
        """Show what has been sent meanwhile."""
        self._refresh()

    def action_retry(self) -> None:
        """Send now."""
        self.backend.retry_now()
        self.desk.say(m.RETRYING)

    def action_open(self) -> None:
        """Ask what becomes of a refused command, or of one that can be withdrawn; send what else waits."""
        kept = self._in_hand()
        if kept is None:
            return
        if kept.refused_at is None:
            self._open_waiting(kept)
            return
        choices = [(_SHOW, m.SHOW), (_DROP, m.DROP)]
        if kept.envelope is not None:
            choices.insert(0, (_AGAIN, m.AGAIN))
        if not kept.for_head:
            choices.insert(-1, (_HEAD, m.TO_HEAD))
        text = f"{m.CHOOSE}\n{self._why(kept)}"
        self.desk.push_screen(MenuDialog(m.OPEN, choices, text), lambda answer: self._settle(kept, answer))

    def _open_waiting(self, kept: Kept) -> None:
        if not self.backend.can_withdraw(kept.id):
            self.action_retry()
            return
        choices = [(_SEND, m.RETRY), (_SHOW, m.SHOW), (_WITHDRAW, m.WITHDRAW)]
        dialog = MenuDialog(m.OPEN, choices, m.not_left_yet(m.what(kept.envelope)))
        self.desk.push_screen(dialog, lambda answer: self._settle(kept, answer))

    def _settle(self, kept: Kept, answer: str | None) -> None:
        if answer == _SEND:
            self.action_retry()
        elif answer == _WITHDRAW:
            if withdraw(self.desk, kept.id, kept.request_id):
                self.desk.say(m.WITHDRAWN)
            self._refresh()
        elif answer == _AGAIN:
            self.run_worker(self._do_again(kept))
        elif answer == _SHOW:
            self._show(kept)
        elif answer == _HEAD:
            self._settled(lambda: self.backend.leave_to_head(kept.id), m.LEFT_TO_HEAD)
        elif answer == _DROP:
            drafts = self.desk.memory.of(kept.request_id, _PURPOSE).drafts
            self.desk.push_screen(DropDialog(drafts), lambda reply: self._drop(kept, reply))

    def _drop(self, kept: Kept, reply: Reply | None) -> None:
        if reply is not None:
            self.desk.memory.forget(kept.request_id, _PURPOSE)
            self._settled(lambda: self.backend.drop_refused(kept.id, reply.text), m.DROPPED)

    def _settled(self, settle: Callable[[], None], said: str) -> None:
        try:
            settle()
        except DeskError as error:
            self.desk.tell(errors.told(error))
        else:
            self.desk.say(said)
        self._refresh()

    async def _do_again(self, kept: Kept) -> None:
        try:
            outcome = await self.backend.do_again(kept.id)
        except DeskError as error:
            self.desk.tell(errors.told(error))
        else:
            if outcome is None:
                self.desk.say(m.NOT_HERE, warning=True)
            elif outcome.status is OutcomeStatus.APPLIED:
                self.desk.say(m.DONE_AGAIN)
            else:
                self.desk.tell(outcomes.told_outcome(outcome))
        self._refresh()

    def _show(self, kept: Kept) -> None:
        record = self.backend.record(kept.request_id)
        if record is None:
            self.desk.say(m.NOT_HERE, warning=True)
        elif not self.desk.open_request(record.request):
            self.desk.open_search(record.request.reference)

    def _in_hand(self) -> Kept | None:
        selected = self.query_one(RequestTable).selected_id
        return self._outgoing.kept(selected) if selected else None

    def _refresh(self) -> None:
        if self.over:
            return
        self._outgoing = self.backend.outgoing()
        table = self.query_one(RequestTable)
        table.show(self._source(), _COLUMNS, m.NOTHING, table.selected_id)
        self._show_detail(table.selected_id)
        self.refresh_shell()

    def _source(self) -> _Source:
        commands = (*self._outgoing.to_settle, *self._outgoing.waiting)
        return _Source([Row(each.id, self._cells(each)) for each in commands])

    def _cells(self, kept: Kept) -> tuple[str, ...]:
        record = self.backend.record(kept.request_id)
        reference = record.request.reference if record is not None else ""
        state = m.waits(kept.tries)
        if kept.outcome is not None or kept.refused_at is not None:
            why = errors.refused(kept.outcome).text if kept.outcome is not None else m.UNREADABLE
            state = m.refused(why, for_head=kept.for_head)
        return m.what(kept.envelope), reference, m.made(kept.made_at, self.backend.now()), state

    def _show_detail(self, command_id: str | None) -> None:
        kept = self._outgoing.kept(command_id) if command_id else None
        status, now = self.backend.status(), self.backend.now()
        lines = (
            [m.next_try(self._outgoing.next_try, now, online=status.online)] if self._outgoing.waiting else []
        )
        if kept is not None and kept.refused_at is not None:
            lines.insert(0, self._why(kept))
        if self._outgoing.others:
            lines.append(m.others(self._outgoing.others))
        self.query_one("#outbox-detail", Static).update(Text("\n".join(lines)))

    def _why(self, kept: Kept) -> str:
        if kept.outcome is None:
            return m.UNREADABLE
        told = outcomes.told_outcome(kept.outcome)
        return f"{m.what(kept.envelope)}: {told.text}\n{told.next_step}"


class _Source:
    """The rows of the list."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def count(self) -> int:
        return len(self._rows)

    def rows(self, offset: int, limit: int) -> Sequence[Row]:
        return self._rows[offset : offset + limit]

    def position(self, row_id: str) -> int | None:
        return next((at for at, each in enumerate(self._rows) if each.id == row_id), None)
