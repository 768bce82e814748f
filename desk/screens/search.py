"""Search on any screen: by reference, queue number, last digits or name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Input

from desk.actions import Action, bindings, define
from desk.backend import Backend, WorkList
from desk.events import RecordsChanged
from desk.messages import search as m
from desk.messages import work_list as lists
from desk.references import reference_in
from desk.screens.base import DeskScreen
from desk.screens.opening import asks, expected_today, serves
from desk.widgets.preview import Preview
from desk.widgets.request_table import Column, RequestTable, Row
from desk.widgets.request_words import appointment, state_text, what, wish
from desk.widgets.status_bar import WIDE
from desk.widgets.thai_input import ThaiInput
from registry.records import Record
from registry.request import Request
from registry.states import State
from thai.keyboard import to_latin, to_thai

SHORTEST: Final = 2
MOST: Final = 50
COLUMNS: Final = (
    Column(lists.REFERENCE, 8),
    Column(lists.SERVICE, 14, grow=True),
    Column(lists.COPIES, 4),
    Column(m.STATE, 19),
    Column(m.WHEN, 20),
)


class Found:
    """What a search has found, as rows."""

    def __init__(self, requests: Sequence[Request], now: dt.datetime) -> None:
        self.requests = requests
        self._now = now

    def count(self) -> int:
        """Return how many were found."""
        return len(self.requests)

    def rows(self, offset: int, limit: int) -> Sequence[Row]:
        """Return a window of what was found."""
        return [_row(request, self._now) for request in self.requests[offset : offset + limit]]

    def position(self, row_id: str) -> int | None:
        """Return where a request stands."""
        return next((at for at, each in enumerate(self.requests) if each.id == row_id), None)


class SearchScreen(DeskScreen[None]):
    """A line to type in and what it finds; Enter opens, Esc goes back and keeps what was looked for."""

    ACTIONS = define(
        "search",
        Action("open", "enter", m.OPEN, m.OPEN_HELP),
        Action("up", "up", lists.MOVE, lists.MOVE_HELP, footer=False),
        Action("down", "down", lists.MOVE, lists.MOVE_HELP),
    )
    BINDINGS = bindings("search")

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text

    def body(self) -> ComposeResult:
        """Yield the line, what was found, and the preview."""
        self._text = self._text or self.desk.memory.search
        yield ThaiInput(self._text, id="search-for", placeholder=m.PROMPT, max_length=80)
        with Container(id="lists"):
            yield RequestTable(Found((), self.backend.now()), COLUMNS, m.NOTHING_YET, self._show_preview)
            yield Preview()

    def opened(self) -> None:
        """Begin with the line."""
        super().opened()
        line = self.query_one(ThaiInput)
        line.border_title = m.TITLE
        line.focus()
        self.query_one(RequestTable).can_focus = False
        self._find(self._text)

    def footer_actions(self) -> Sequence[Action]:
        """Return the actions, Enter under what it does with the request in hand."""
        record = self._in_hand()
        actions = super().footer_actions()
        if record is None:
            return [each for each in actions if each.id != "open"]
        label = _what_enter_does(record.request, self.backend)
        return [each.under(label) if each.id == "open" else each for each in actions]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's
        """Return False for the search itself: it is open."""
        return action != "search"

    def action_back(self) -> None:
        """Go back to where one was."""
        self.desk.memory.search = self.query_one(ThaiInput).value
        self.dismiss(None)

    def action_up(self) -> None:
        """Go up in what was found."""
        self.query_one(RequestTable).action_move(-1)

    def action_down(self) -> None:
        """Go down in what was found."""
        self.query_one(RequestTable).action_move(1)

    @on(Input.Submitted)
    def action_open(self) -> None:
        """Open the request in hand: its screen, or its row in the work list."""
        record = self._in_hand()
        if record is None:
            return
        request, backend = record.request, self.backend
        self.desk.memory.search = ""
        self.dismiss(None)
        if self.desk.open_request(request):
            return
        which = _list_of(request, backend)
        person, held = backend.person, request.held_at(backend.now())
        if which is None:
            self.desk.look_at(request)
            return
        self.desk.go_to_list(which, request.id)
        if held is not None and not request.held_by(person.clerk, person.counter):
            self.desk.say(m.held_elsewhere(request.reference, held.clerk_name, held.counter))

    def on_records_changed(self, _event: RecordsChanged) -> None:
        """Show what was found as it is now."""
        self._find(self.query_one(ThaiInput).value)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._find(event.value)

    def _find(self, text: str) -> None:
        text = text.strip()
        enough = len(text) >= SHORTEST
        found = self._found(text) if enough else ()
        table = self.query_one(RequestTable)
        table.show(
            Found(found, self.backend.now()),
            COLUMNS,
            m.NOTHING if enough else m.NOTHING_YET,
            table.selected_id,
        )

    def _found(self, text: str) -> Sequence[Request]:
        """Return what a text finds as it was typed, else as it was meant on the other layout."""
        readings = dict.fromkeys((reference_in(text) or text, to_latin(text), to_thai(text)))
        looked_for = (self.backend.find(each, MOST) for each in readings)
        return next((found for found in looked_for if found), ())

    def _show_preview(self, request_id: str | None) -> None:
        self.query_one(Preview).show(self.backend, request_id, wide=self.size.width >= WIDE)
        self.refresh_shell()

    def _in_hand(self) -> Record | None:
        tables = self.query(RequestTable)
        request_id = tables.first().selected_id if tables else None
        return self.backend.record(request_id) if request_id is not None else None


def _what_enter_does(request: Request, backend: Backend) -> str:
    """Return the word for what opening a request means now."""
    if serves(backend) and expected_today(request, backend):
        return lists.PICK_UP
    if serves(backend) and asks(request):
        return m.ANSWER
    which = _list_of(request, backend)
    return m.to_list(lists.NAME[which]) if which is not None else m.LOOK


def _row(request: Request, now: dt.datetime) -> Row:
    when = appointment(request) or wish(request)
    return Row(request.id, (*what(request), state_text(request, now), when))


def _list_of(request: Request, backend: Backend) -> WorkList | None:
    if request.state in {State.PENDING, State.CHECKING}:
        return WorkList.PENDING
    worked_on = [which for which in WorkList if which is not WorkList.DONE]
    return next((which for which in worked_on if backend.position(which, request.id) is not None), None)
