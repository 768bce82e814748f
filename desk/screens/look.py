"""A request that is only looked at: how it stands, the citizen's other requests, the conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from desk.actions import Action, bindings, define
from desk.events import CameBack, RecordsChanged
from desk.messages import afterwards as after
from desk.messages import common
from desk.messages import look as words
from desk.screens import after_decision
from desk.screens.base import DeskScreen
from desk.screens.opening import serves
from desk.widgets.chat_log import ChatLog
from desk.widgets.preview import describe
from desk.widgets.request_words import appointment, services, state_text, wish

if TYPE_CHECKING:
    import datetime as dt

    from registry.particulars import ChatLine
    from registry.records import Record
    from registry.request import Request

_LABEL: Final = 14
_SIDES: Final = 6
LOOK_ACTIONS: Final = define(
    "look",
    Action("correct", "k", after.CORRECT, after.CORRECT_HELP),
    Action("reschedule", "m", after.RESCHEDULE, after.RESCHEDULE_HELP),
    Action("page_down", "pagedown", words.READ, words.READ_HELP),
    Action("page_up", "pageup", words.READ, words.READ_HELP, footer=False),
    Action("down", "down", words.READ, words.READ_HELP, footer=False),
    Action("up", "up", words.READ, words.READ_HELP, footer=False),
)


class LookScreen(DeskScreen[None]):
    """Nothing is taken or revealed by looking; what was decided can be corrected from here."""

    ACTIONS = LOOK_ACTIONS
    BINDINGS = bindings("look")

    DEFAULT_CSS = """
    LookScreen VerticalScroll { height: 1fr; padding: 0 1; }
    LookScreen .label { margin-top: 1; text-style: bold; }
    LookScreen Static, LookScreen ChatLog { height: auto; }
    """

    def __init__(self, request_id: str) -> None:
        super().__init__()
        self.request_id = request_id

    def body(self) -> ComposeResult:
        """Yield the request, the citizen's other requests, and the conversation."""
        with VerticalScroll(id="look", can_focus=False):
            yield Static(id="look-request", markup=False)
            yield Static(Text(words.PAST), classes="label", markup=False)
            yield Static(id="look-past", markup=False)
            yield Static(Text(words.CHAT), classes="label", markup=False)
            yield ChatLog()

    def opened(self) -> None:
        """Show the request."""
        super().opened()
        self._show()

    def heading(self) -> str:
        """Return reference and state."""
        record = self._record
        if record is None:
            return words.TITLE
        return words.heading(record.request.reference, state_text(record.request, self.backend.now()))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's
        """Offer what can be done with the request."""
        record = self._record if action in {"correct", "reschedule"} and serves(self.backend) else None
        if action == "correct":
            return record is not None and after_decision.correctable(record.request)
        if action == "reschedule":
            return record is not None and after_decision.movable(record.request)
        return True

    def on_records_changed(self, event: RecordsChanged) -> None:
        """Show it as it is now."""
        if not self.over and (not event.ids or self.request_id in event.ids):
            self._show()

    def on_came_back(self, _event: CameBack) -> None:
        """Show it as it is now."""
        self._show()

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._show()

    def action_page_down(self) -> None:
        """Go on."""
        self.query_one("#look", VerticalScroll).scroll_page_down(animate=False)

    def action_page_up(self) -> None:
        """Go back."""
        self.query_one("#look", VerticalScroll).scroll_page_up(animate=False)

    def action_down(self) -> None:
        """Go on by a line."""
        self.query_one("#look", VerticalScroll).scroll_down(animate=False)

    def action_up(self) -> None:
        """Go back by a line."""
        self.query_one("#look", VerticalScroll).scroll_up(animate=False)

    def action_correct(self) -> None:
        """Correct what was decided."""
        if (record := self._record) is not None:
            after_decision.correct(self.desk, record.request)

    def action_reschedule(self) -> None:
        """Choose another time."""
        if (record := self._record) is not None:
            after_decision.reschedule(self.desk, record.request)

    @property
    def _record(self) -> Record | None:
        backend = self.backend
        return backend.record(self.request_id) if not self.over else None

    def _show(self) -> None:
        record = self._record
        lines, past = [Text(common.GONE)], Text(words.NO_PAST)
        chat: tuple[ChatLine, ...] = ()
        if record is not None:
            room = max(self.size.width - _LABEL - _SIDES, 0)
            lines = describe(record, "", self.backend.now(), label=_LABEL, room=room)[:-1]
            now = self.backend.now()
            found = [_line(each, now) for each in self.backend.history(self.request_id)]
            past = Text("\n".join(found)) if found else past
            chat = record.particulars.chat if record.particulars is not None else ()
        self.query_one("#look-request", Static).update(Text("\n").join(lines))
        self.query_one("#look-past", Static).update(past)
        self.query_one(ChatLog).show(chat)
        self.refresh_shell()


def _line(request: Request, now: dt.datetime) -> str:
    when = appointment(request) or wish(request)
    return " · ".join([request.reference, services(request), state_text(request, now), when])
