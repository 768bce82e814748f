"""The work lists, one screen that F2 turns through: what waits, filtered and sorted by key, live."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import partialmethod
from typing import Final

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Static

from desk.actions import Action, bindings, define
from desk.backend import WHOLE, View, WorkList
from desk.events import CameBack, PrintsChanged, RecordsChanged
from desk.gathering import Gathering
from desk.messages import afterwards as after
from desk.messages import printing as p
from desk.messages import queueing as q
from desk.messages import work_list as m
from desk.screens import after_decision, list_view
from desk.screens.base import DeskScreen
from desk.screens.opening import screen_in, serves
from desk.screens.print_questions import show_open
from desk.screens.work_rows import COLUMNS, ListSource
from desk.widgets.preview import Preview
from desk.widgets.request_table import RequestTable
from desk.widgets.status_bar import WIDE
from registry.commands import Take, Told
from registry.request import Request
from registry.states import State
from thai.clusters import cell_width

_AGE_SECONDS: Final = 20
_SIGN_SECONDS: Final = 0.7
_SERVING: Final = frozenset({"call_next", "walk_in", "reschedule", "correct", "told"})
_OPEN_LABEL: Final = {
    WorkList.PENDING: m.TAKE,
    WorkList.TODAY: m.PICK_UP,
    WorkList.PREPARATION: m.PREPARE,
    WorkList.CALLED: m.PICK_UP,
    WorkList.PARKED: m.PICK_UP,
}


class WorkListScreen(DeskScreen[None]):
    """The first screen: what waits, live; a request is looked at before it is taken."""

    ACTIONS = define(
        "work_list",
        Action("open", "enter", m.OPEN, m.OPEN_HELP),
        Action("next_list", "f2 l", m.LISTS, m.LISTS_HELP),
        Action("call_next", "f5", q.CALL_NEXT, q.CALL_NEXT_HELP),
        Action("walk_in", "w", q.WALK_IN, q.WALK_IN_HELP),
        Action("prints", "f6", p.KEY, p.KEY_HELP),
        *(
            Action(f"list_{which}", str(digit), m.NAME[which], m.GO_TO_HELP, footer=False)
            for digit, which in enumerate(WorkList, 1)
        ),
        Action("by_service", "s", m.BY_SERVICE, m.BY_SERVICE_HELP, footer=False),
        Action("by_day", "d", m.BY_DAY, m.BY_DAY_HELP, footer=False),
        Action("by_counter", "c", m.BY_COUNTER, m.BY_COUNTER_HELP, footer=False),
        Action("by_group", "g", m.BY_GROUP, m.BY_GROUP_HELP, footer=False),
        Action("only_overdue", "o", m.ONLY_OVERDUE, m.ONLY_OVERDUE_HELP, footer=False),
        Action("sort_by", "r", m.SORT_BY, m.SORT_BY_HELP, footer=False),
        Action("reschedule", "m", after.RESCHEDULE, after.RESCHEDULE_HELP, footer=False),
        Action("correct", "k", after.CORRECT, after.CORRECT_HELP, footer=False),
        Action("release", "ctrl+r", after.RELEASE, after.RELEASE_HELP, footer=False),
        Action("told", "t", m.TOLD, m.TOLD_HELP, footer=False),
        Action("forward", "f9", m.OPEN, m.FORWARD_HELP, footer=False),
        Action("back", "escape", m.QUIT, m.QUIT_HELP, footer=False),
    )
    BINDINGS = bindings("work_list")

    def __init__(self, which: WorkList = WorkList.PENDING) -> None:
        super().__init__()
        self.which = which
        self._selected: dict[WorkList, str | None] = {}
        self._views: dict[WorkList, View] = {}
        self._busy = False
        self._changes = Gathering(self._show_changes, self.set_timer, time.monotonic)

    def body(self) -> ComposeResult:
        """Yield tabs, what is filtered, table and preview."""
        yield Static(id="tabs", markup=False)
        yield Static(id="view", markup=False)
        with Container(id="lists"):
            columns, empty = COLUMNS[self.which], m.EMPTY[self.which]
            yield RequestTable(self._source(), columns, empty, self._show_preview)
            yield Preview()

    @property
    def view(self) -> View:
        """How the list in front is looked at."""
        return self._views.get(self.which, WHOLE)

    @property
    def table(self) -> RequestTable:
        """The table."""
        return self.query_one(RequestTable)

    def opened(self) -> None:
        """Show the list and let waiting times go on."""
        super().opened()
        self._show_tabs()
        self.table.focus()
        self.set_interval(_AGE_SECONDS, self._refresh)

    def on_screen_resume(self) -> None:
        """Show what has changed while another screen was in front."""
        if self.desk.backend is not None:
            self._refresh()

    def on_came_back(self, _event: CameBack) -> None:
        """Show what has changed behind the lock."""
        self._refresh()

    def on_resize(self) -> None:
        """Fold the preview the other way."""
        self._show_preview(self.table.selected_id)

    def on_records_changed(self, _event: RecordsChanged) -> None:
        """Show new and changed requests at once, those that follow one another closely together."""
        self._changes.ask()

    def _show_changes(self) -> None:
        if self.is_current and self.desk.backend is not None:
            self._refresh()

    def footer_actions(self) -> list[Action]:
        """Return the actions, Enter under the list's own word."""
        labels = _OPEN_LABEL if serves(self.backend) else {}
        return [
            each.under(labels.get(self.which, m.OPEN)) if each.id == "open" else each
            for each in super().footer_actions()
            if each.id != "back" and (each.id != "prints" or self.backend.open_prints())
        ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's
        """Offer what serves citizens to whose duty that is."""
        return action not in _SERVING or serves(self.backend)

    def action_next_list(self) -> None:
        """Show the next list."""
        lists = list(WorkList)
        self.show_list(lists[(lists.index(self.which) + 1) % len(lists)])

    def show_list(self, which: WorkList, selected: str | None = None) -> None:
        """Show a list, with a request in hand."""
        self._selected[self.which] = self.table.selected_id
        self.which = which
        if selected is not None:
            self._views.pop(which, None)
        self._show(selected or self._selected.get(which))

    action_list_pending = partialmethod(show_list, WorkList.PENDING)
    action_list_today = partialmethod(show_list, WorkList.TODAY)
    action_list_preparation = partialmethod(show_list, WorkList.PREPARATION)
    action_list_inquiries = partialmethod(show_list, WorkList.INQUIRIES)
    action_list_mine = partialmethod(show_list, WorkList.MINE)
    action_list_called = partialmethod(show_list, WorkList.CALLED)
    action_list_parked = partialmethod(show_list, WorkList.PARKED)
    action_list_done = partialmethod(show_list, WorkList.DONE)

    def action_by_service(self) -> None:
        """Show one service after the other."""
        self._look(list_view.by_service(self.view))

    def action_by_day(self) -> None:
        """Show one day after the other."""
        self._look(list_view.by_day(self.view, self.backend, self.which))

    def action_by_counter(self) -> None:
        """Show one counter after the other."""
        self._look(list_view.by_counter(self.view, self.backend, self.which))

    def action_by_group(self) -> None:
        """Show the inquiries of one work group after the other."""
        self._look(list_view.by_group(self.view) if self.which is WorkList.INQUIRIES else self.view)

    def action_only_overdue(self) -> None:
        """Show only what is late, or all of it again."""
        self._look(list_view.only_overdue(self.view))

    def action_sort_by(self) -> None:
        """Sort in another way."""
        self._look(list_view.by_sort(self.view, self.which))

    def _look(self, view: View) -> None:
        if view == self.view:
            self.desk.say(m.NOTHING_TO_FILTER)
            return
        self._views[self.which] = view
        self._show(self.table.selected_id)

    def _show(self, selected: str | None) -> None:
        empty = m.EMPTY[self.which] if self.view == WHOLE else m.EMPTY_VIEW
        self.table.show(self._source(), COLUMNS[self.which], empty, selected)
        self._show_tabs()
        self.refresh_shell()

    def action_open(self) -> None:
        """Work on the request in hand."""
        request = self._in_hand()
        if request is None or self._busy:
            return
        if not serves(self.backend):
            self.desk.look_at(request)
        elif request.state in {State.PENDING, State.CHECKING} and not request.only_inquiry:
            self._check(request)
        elif (screen := screen_in(self.which, request, self.backend)) is not None:
            self.desk.push_screen(screen)
        else:
            self.desk.look_at(request)

    def action_reschedule(self) -> None:
        """Choose another time for the request in hand."""
        if (request := self._in_hand()) is not None:
            after_decision.reschedule(self.desk, request)

    def action_correct(self) -> None:
        """Correct what was decided about the request in hand."""
        if (request := self._in_hand()) is not None:
            after_decision.correct(self.desk, request)

    def action_release(self) -> None:
        """Take the request in hand from its holder."""
        if (request := self._in_hand()) is not None:
            after_decision.release(self.desk, request)

    def _in_hand(self) -> Request | None:
        record = self.backend.record(self.table.selected_id) if self.table.selected_id else None
        return record.request if record is not None else None

    def action_told(self) -> None:
        """Say that the citizen was told by a person what could not be sent."""
        request = self._in_hand()
        if request is None:
            return
        if request.not_told:
            self.run_worker(self._tell(request))
        else:
            self.desk.say(m.NOTHING_UNTOLD)

    def action_forward(self) -> None:
        """Go on with the request in hand."""
        self.action_open()

    def action_call_next(self) -> None:
        """Call whoever is next at this counter."""
        from desk.screens.calling import call_next

        call_next(self.desk)

    def action_walk_in(self) -> None:
        """Take in somebody who came by themselves."""
        from desk.screens.calling import take_in

        take_in(self.desk)

    def action_prints(self) -> None:
        """Show which slips wait, and which nobody knows of whether they came out."""
        show_open(self.desk)

    def on_prints_changed(self, _event: PrintsChanged) -> None:
        """Show the key for open prints while there are some."""
        if self.desk.backend is not None:
            self.refresh_shell()

    def action_back(self) -> None:
        """Show the whole list again; then ask whether to leave: there is nothing behind this screen."""
        if self.view != WHOLE:
            self._look(WHOLE)
        else:
            self.desk.action_leave()

    async def _tell(self, request: Request) -> None:
        if await self.send(request, Told()) is not None:
            self.desk.say(m.TOLD_SAID)

    def _check(self, request: Request) -> None:
        """Open the check of what this clerk holds, the daemon away or not; take it first otherwise."""
        person, away = self.backend.person, self.backend.status().away
        holds = request.held_by(person.clerk, person.counter)
        if holds and (away or request.held_at(self.backend.now())):
            self._open_check(request.id)
        else:
            self._busy = True
            self.run_worker(self._take(request))

    def _open_check(self, request_id: str, taken_as: int | None = None) -> None:
        from desk.screens.check import CheckScreen

        self.desk.push_screen(CheckScreen(request_id, taken_as))

    async def _take(self, request: Request) -> None:
        waiting = self.set_timer(_SIGN_SECONDS, lambda: self.desk.say(m.TAKING))
        try:
            outcome = await self.send(request, Take())
        finally:
            waiting.stop()
            self._busy = False
        if outcome is not None:
            self._open_check(request.id, outcome.version)

    def _source(self) -> ListSource:
        return ListSource(self.backend, self.which, self.view)

    def _refresh(self) -> None:
        self.table.reload()
        self._show_tabs()
        self.refresh_shell()

    def _show_tabs(self) -> None:
        counts = {which: self.backend.count(which) for which in WorkList}
        late = self.backend.count(WorkList.INQUIRIES, View(overdue=True)) > 0
        _write(self.query_one("#tabs", Static), tabs(self.which, counts, self.size.width, late=late))
        said, line = m.view(self.view), self.query_one("#view", Static)
        line.display = bool(said)
        if said:
            shown = m.shown_of(self.table.row_count, counts[self.which])
            _write(line, Text(f" {said} · {shown} · {m.CLEAR_VIEW}", no_wrap=True, overflow="ellipsis"))
        preview, title = self.query_one(Preview), m.PREVIEW[self.which]
        if preview.border_title != title:
            preview.border_title = title

    def _show_preview(self, request_id: str | None) -> None:
        place = m.place(self.table.cursor + 1, self.table.row_count)
        self.query_one(Preview).show(self.backend, request_id, place, wide=self.size.width >= WIDE)


def _write(line: Static, text: Text) -> None:
    """Write a line of its own height, if it says something else: laying out the screen anew is slow."""
    if line.content != text:
        line.update(text, layout=False)


def tabs(front: WorkList, counts: Mapping[WorkList, int], width: int, *, late: bool) -> Text:
    """Return the lists with their counts in one line: names shorten before anything is cut."""
    signs = {WorkList.INQUIRIES: m.LATE_SIGN} if late else {}
    for names, digits, gap in ((m.NAME, True, "  "), (m.SHORT_NAME, True, " "), (m.SHORT_NAME, False, " ")):
        line = Text(" ", no_wrap=True)
        for at, which in enumerate(WorkList, 1):
            mark, style = ("▸", "bold reverse") if which is front else (str(at) if digits else "", "")
            line.append(f"{mark}{names[which]} {counts[which]:,}{signs.get(which, '')}", style)
            line.append(gap)
        if cell_width(line.plain.rstrip()) <= width:
            break
    return line
