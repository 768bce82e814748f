"""The work lists: pending, today's appointments, preparation; one screen that F2 turns through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Static

from desk.actions import Action, bindings, define
from desk.backend import WorkList
from desk.events import PrintsChanged, RecordsChanged
from desk.messages import printing as p
from desk.messages import work_list as m
from desk.screens.base import DeskScreen
from desk.screens.print_questions import show_open
from desk.screens.work_rows import COLUMNS, ListSource
from desk.widgets.preview import Preview
from desk.widgets.request_table import RequestTable
from desk.widgets.status_bar import WIDE
from registry.commands import Take, Told
from registry.request import Request

if TYPE_CHECKING:
    from textual.screen import Screen

_AGE_SECONDS: Final = 20
_SIGN_SECONDS: Final = 0.7
_OPEN_LABEL: Final = {
    WorkList.PENDING: m.TAKE,
    WorkList.TODAY: m.PICK_UP,
    WorkList.PREPARATION: m.PREPARE,
}


class WorkListScreen(DeskScreen[None]):
    """The first screen: what waits, live; a request is looked at before it is taken."""

    ACTIONS = define(
        "work_list",
        Action("open", "enter", m.OPEN, m.OPEN_HELP),
        Action("next_list", "f2 l", m.LISTS, m.LISTS_HELP),
        Action("prints", "f6", p.KEY, p.KEY_HELP),
        Action("told", "t", m.TOLD, m.TOLD_HELP, footer=False),
        Action("forward", "f9", m.OPEN, m.FORWARD_HELP, footer=False),
        Action("back", "escape", m.QUIT, m.QUIT_HELP, footer=False),
    )
    BINDINGS = bindings("work_list")

    def __init__(self, which: WorkList = WorkList.PENDING) -> None:
        super().__init__()
        self.which = which
        self._selected: dict[WorkList, str | None] = {}
        self._busy = False

    def body(self) -> ComposeResult:
        """Yield tabs, table and preview."""
        yield Static(id="tabs", markup=False)
        with Container(id="lists"):
            columns, empty = COLUMNS[self.which], m.EMPTY[self.which]
            yield RequestTable(self._source(), columns, empty, self._show_preview)
            yield Preview()

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

    def on_resize(self) -> None:
        """Fold the preview the other way."""
        self._show_preview(self.table.selected_id)

    def on_records_changed(self, event: RecordsChanged) -> None:
        """Show new and changed requests at once."""
        super().on_records_changed(event)
        if self.is_current and self.desk.backend is not None:
            self._refresh()

    def footer_actions(self) -> list[Action]:
        """Return the actions, Enter under the list's own word."""
        return [
            each.under(_OPEN_LABEL[self.which]) if each.id == "open" else each
            for each in super().footer_actions()
            if each.id != "back" and (each.id != "prints" or self.backend.open_prints())
        ]

    def action_next_list(self) -> None:
        """Show the next list."""
        lists = list(WorkList)
        self.show_list(lists[(lists.index(self.which) + 1) % len(lists)])

    def show_list(self, which: WorkList, selected: str | None = None) -> None:
        """Show a list, with a request in hand."""
        self._selected[self.which] = self.table.selected_id
        self.which = which
        self.table.show(self._source(), COLUMNS[which], m.EMPTY[which], selected or self._selected.get(which))
        self._show_tabs()
        self.refresh_shell()

    def action_open(self) -> None:
        """Work on the request in hand."""
        record = self.backend.record(self.table.selected_id) if self.table.selected_id else None
        if record is None or self._busy:
            return
        if self.which is WorkList.PENDING:
            self._busy = True
            self.run_worker(self._take(record.request))
        else:
            self.desk.push_screen(_screen(self.which, record.request.id))

    def action_told(self) -> None:
        """Say that the citizen was told by a person what could not be sent."""
        record = self.backend.record(self.table.selected_id) if self.table.selected_id else None
        if record is not None and record.request.not_told:
            self.run_worker(self._tell(record.request))

    def action_forward(self) -> None:
        """Go on with the request in hand."""
        self.action_open()

    def action_prints(self) -> None:
        """Show which slips wait, and which nobody knows of whether they came out."""
        show_open(self.desk)

    def on_prints_changed(self, _event: PrintsChanged) -> None:
        """Show the key for open prints while there are some."""
        if self.desk.backend is not None:
            self.refresh_shell()

    def action_back(self) -> None:
        """Ask whether to leave: there is nothing behind this screen."""
        self.desk.action_leave()

    async def _tell(self, request: Request) -> None:
        if await self.send(request, Told()) is not None:
            self.desk.say(m.TOLD_SAID)

    async def _take(self, request: Request) -> None:
        waiting = self.set_timer(_SIGN_SECONDS, lambda: self.desk.say(m.TAKING))
        try:
            outcome = await self.send(request, Take())
        finally:
            waiting.stop()
            self._busy = False
        if outcome is not None:
            self.desk.push_screen(_screen(WorkList.PENDING, request.id))

    def _source(self) -> ListSource:
        return ListSource(self.backend, self.which)

    def _refresh(self) -> None:
        self.table.reload()
        self._show_tabs()
        self.refresh_shell()

    def _show_tabs(self) -> None:
        line = Text(" ")
        for which in WorkList:
            mark, style = ("▸", "bold reverse") if which is self.which else (" ", "")
            line.append(f"{mark}{m.NAME[which]} {self.backend.count(which):,} ", style)
            line.append(" ")
        self.query_one("#tabs", Static).update(line)
        self.query_one(Preview).border_title = m.PREVIEW[self.which]

    def _show_preview(self, request_id: str | None) -> None:
        place = m.place(self.table.cursor + 1, self.table.row_count)
        self.query_one(Preview).show(self.backend, request_id, place, wide=self.size.width >= WIDE)


def _screen(which: WorkList, request_id: str) -> Screen[Any]:
    if which is WorkList.PENDING:
        from desk.screens.check import CheckScreen

        return CheckScreen(request_id)
    if which is WorkList.TODAY:
        from desk.screens.pick_up import PickUpScreen

        return PickUpScreen(request_id)
    from desk.screens.prepare import PrepareScreen

    return PrepareScreen(request_id)
