"""The preparation: document after document gets its tray, one key each."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message
from textual.widgets import Static

from desk import trays
from desk.actions import Action, bindings, define
from desk.backend import WorkList
from desk.check_memory import Preparing
from desk.events import RecordsChanged
from desk.gathering import Gathering
from desk.messages import common, outcomes
from desk.messages import copies_sheet as sheet_words
from desk.messages import prepare as words
from desk.messages.errors import Told, told
from desk.screens.base import DeskScreen
from desk.screens.copies_sheet import offer
from desk.widgets.prepare_list import PrepareList
from desk.widgets.thai_input import ThaiInput
from registry.commands import Outcome, OutcomeStatus, Prepare, Unprepare
from registry.labels import SERVICE
from registry.request import Request
from registry.states import State

if TYPE_CHECKING:
    from desk.app import DeskApp
    from desk.backend import Backend

MAX_ROWS: Final = 1000
PREPARE_ACTIONS: Final = define(
    "prepare",
    Action("ready", "f9", words.READY_KEY, words.READY_HELP),
    Action("go_on", "enter", words.GO_ON, words.GO_ON_HELP),
    Action("mark", "ctrl+n", words.MARK, words.MARK_HELP, footer=False),
    Action("mark_all", "ctrl+g", words.MARK_ALL, words.MARK_ALL_HELP, footer=False),
    Action("undo", "f8", words.UNDO, words.UNDO_HELP),
    Action("print", "f6", sheet_words.KEY, sheet_words.KEY_HELP),
    Action("up", "up", words.UP, words.UP_HELP, footer=False),
    Action("down", "down", words.DOWN, words.DOWN_HELP, footer=False),
)


class PrepareScreen(DeskScreen[None]):
    """The preparation list; the tray's number is proposed, so that F9 alone does for most."""

    ACTIONS = PREPARE_ACTIONS
    BINDINGS = bindings("prepare")
    CSS_PATH = "prepare.tcss"

    @dataclass
    class Done(Message, bubble=False):
        """A command has been answered, or could not be sent."""

        request: Request
        command: Prepare | Unprepare
        outcome: Outcome | None = None
        error: Exception | None = None

    def __init__(self, request_id: str | None = None) -> None:
        super().__init__()
        self._wanted = request_id
        self._sending: set[str] = set()
        self._kept = Preparing()
        self._together: set[str] = set()
        self._refused: list[str] = []
        self._lists: dict[WorkList, Sequence[Request]] = {}
        self._trays = trays.Trays()
        self._proposed = ""
        self._changes = Gathering(self._show_changes, self.set_timer, time.monotonic)

    def body(self) -> ComposeResult:
        """Yield the list, what is in hand, and its tray."""
        with Container(id="prepare-box", classes="box"):
            yield PrepareList()
        with Container(id="tray-box", classes="box"):
            yield Static(Text(), id="in-hand", markup=False)
            yield ThaiInput(max_length=trays.LENGTH, id="tray")
            yield Static(Text(), id="tray-note", classes="hint", markup=False)

    def opened(self) -> None:
        """Show the list with the wanted request in hand, and what was marked and typed before."""
        super().opened()
        self._kept = self.desk.memory.preparing
        self.query_one("#prepare-box").border_title = words.LIST
        self.query_one("#tray-box").border_title = words.TRAY
        self._load(self._wanted)
        current = self._list.current
        if self._wanted is None and current is not None and current.state is State.READY:
            self.action_go_on()
        self._begin_row()
        self._show_marks()
        self.query_one(ThaiInput).focus()

    def heading(self) -> str:
        """Return how far the preparation is."""
        if self.desk.backend is None:
            return words.TITLE
        requests = self._all(WorkList.PREPARATION)
        return words.heading(sum(each.state is State.READY for each in requests), len(requests))

    @property
    def _list(self) -> PrepareList:
        return self.query_one(PrepareList)

    def on_records_changed(self, _event: RecordsChanged) -> None:
        """Show the list anew, once for what follows closely; the tray being typed stays."""
        self._changes.ask()

    def _show_changes(self) -> None:
        if self.is_attached and self.desk.backend is not None:
            self._reload()

    def on_input_changed(self, event: ThaiInput.Changed) -> None:
        """Keep the tray that is typed, and warn of one that holds something already."""
        event.stop()
        # By now the line may be another row's already.
        current, typed = self._list.current, event.input.value
        if current is not None:
            self._kept.trays.pop(current.id, None)
            if typed != self._proposed:
                self._kept.trays[current.id] = typed
        found = self._trays.holders(trays.tray_of(typed), without=current.id if current else "")
        self._note(words.taken(found) if found else words.marked(len(self._marked)))

    def action_ready(self) -> None:
        """Mark the request in hand as ready and go on to the next."""
        request = self._list.current
        tray = trays.tray_of(self.query_one(ThaiInput).value)
        if self._marked and tray:
            self._all_ready(tray)
            return
        if request is None or request.id in self._sending:
            return
        if request.state is State.READY:
            self._note(words.ALREADY)
        elif not tray:
            self._note(words.TRAY_NEEDED)
        else:
            self._gives(request, tray)
            self._send(request, Prepare(tray=tray))
            self.action_go_on()

    def action_mark(self) -> None:
        """Mark the request in hand, or let it go, and go to the next row."""
        request = self._list.current
        if request is not None and self._can_be_marked(request):
            self._kept.marked ^= {request.id}
            self._go(self._list.cursor + 1)
            self._show_marks()

    def action_mark_all(self) -> None:
        """Mark all that ask for the services of the request in hand, or none of them."""
        current = self._list.current
        if current is None:
            return
        wanted = {item.service for item in current.items}
        same = {
            each.id
            for each in self._list.requests
            if self._can_be_marked(each) and {item.service for item in each.items} == wanted
        }
        marked = self._kept.marked
        self._kept.marked = marked - same if same <= marked else marked | same
        self._show_marks()

    @property
    def _marked(self) -> frozenset[str]:
        """What is marked and still to be done."""
        return frozenset(
            each.id
            for each in self._list.requests
            if each.id in self._kept.marked and self._can_be_marked(each)
        )

    def _gives(self, request: Request, tray: str) -> None:
        """Go on from this tray; what was typed for the request is used."""
        self._kept.last_tray = tray
        self._kept.trays.pop(request.id, None)

    def _can_be_marked(self, request: Request) -> bool:
        return request.state is not State.READY and request.id not in self._sending

    def _show_marks(self) -> None:
        self._list.marked = self._marked
        self._list.refresh()
        self._note(words.marked(len(self._marked)))

    def _all_ready(self, tray: str) -> None:
        """Mark several as ready, one tray after the other: each has its own command and outcome."""
        chosen = [each for each in self._list.requests if each.id in self._marked]
        self._kept.marked.clear()
        self._together = {each.id for each in chosen}
        self._sending |= self._together
        for request in chosen:
            self._gives(request, tray)
            self._start(request, Prepare(tray=tray))
            tray = self._trays.next(tray) or tray
        self._show_marks()
        self._reload()
        self.action_go_on()

    def action_undo(self) -> None:
        """Take back a mark that was made by mistake."""
        request = self._list.current
        if request is None or request.id in self._sending:
            return
        if request.state is State.READY:
            self._send(request, Unprepare())
        else:
            self._note(words.NOT_PREPARED)

    def action_print(self) -> None:
        """Print the list of the copies to be made, or keep it as a file."""
        offer(self.desk, self._list.requests)

    def action_go_on(self) -> None:
        """Go to the next request that is not ready."""
        requests, start = self._list.requests, self._list.cursor
        order = [*range(start + 1, len(requests)), *range(start)]
        following = (
            index
            for index in order
            if requests[index].state is not State.READY and requests[index].id not in self._sending
        )
        self._go(next(following, start))

    def on_input_submitted(self, event: ThaiInput.Submitted) -> None:
        """Go on: Enter marks nothing."""
        event.stop()
        self.action_go_on()

    def action_up(self) -> None:
        """Go to the row above."""
        self._go(self._list.cursor - 1)

    def action_down(self) -> None:
        """Go to the row below."""
        self._go(self._list.cursor + 1)

    def on_prepare_screen_done(self, event: Done) -> None:
        """Say what came of a command."""
        self._sending.discard(event.request.id)
        if self.desk.backend is None:
            return
        reference, wrong = event.request.reference, _refusal(event.outcome, event.error)
        if event.request.id in self._together:
            self._one_of_several(event.request, wrong)
        elif wrong is not None:
            self.desk.tell(wrong)
        elif isinstance(event.command, Prepare):
            self._note(words.prepared(reference, event.command.tray))
        else:
            self._note(words.unprepared(reference))
        self._reload()

    def _one_of_several(self, request: Request, wrong: Told | None) -> None:
        """Tell what could not be done once all of them are answered, in one notice."""
        self._together.discard(request.id)
        if wrong is not None:
            self._refused.append(f"{request.reference}: {wrong.text}")
        if self._together:
            return
        refused, self._refused = self._refused, []
        if refused:
            self.desk.tell(Told(words.SOME_REFUSED, "\n".join(refused), words.SOME_REFUSED_NEXT))
        else:
            self._note(words.ALL_READY)

    def _send(self, request: Request, command: Prepare | Unprepare) -> None:
        self._sending.add(request.id)
        self._reload()
        self._start(request, command)

    def _start(self, request: Request, command: Prepare | Unprepare) -> None:
        sending = self._carry(self.desk, self.backend, request, command)
        self.desk.run_worker(sending, group="commands", exit_on_error=False)

    async def _carry(
        self, desk: DeskApp, backend: Backend, request: Request, command: Prepare | Unprepare
    ) -> None:
        done = self.Done(request, command)
        try:
            done.outcome = await backend.send(request.id, request.version, command)
        except Exception as error:  # noqa: BLE001  whatever it is, a clerk is told and the desk goes on
            done.error = error
        if self.is_attached:
            self.post_message(done)
        elif desk.backend is not backend:
            return
        elif (wrong := _refusal(done.outcome, done.error)) is not None:
            desk.tell(wrong)

    def _go(self, index: int) -> None:
        self._list.show(self._list.requests, index, self._sending)
        self._begin_row()

    def _reload(self) -> None:
        current = self._list.current
        self._load(current.id if current is not None else None)
        self.refresh_shell()

    def _load(self, wanted: str | None) -> None:
        # Read when something has changed, not for every key.
        self._lists.clear()
        requests = self._all(WorkList.PREPARATION)
        self._trays = trays.Trays([*requests, *self._all(WorkList.TODAY)])
        ids = [each.id for each in requests]
        cursor = ids.index(wanted) if wanted in ids else self._list.cursor
        self._list.show(requests, cursor, self._sending)
        self._show_in_hand()

    def _begin_row(self) -> None:
        """Propose a tray for the request in hand."""
        self._show_in_hand()
        request = self._list.current
        field = self.query_one(ThaiInput)
        tray = trays.tray_of(request.tray) if request is not None else ""
        self._proposed = tray or self._trays.next(self._kept.last_tray)
        typed = self._kept.trays.get(request.id) if request is not None else None
        field.value = self._proposed if typed is None else typed
        # A number that is typed takes the place of the one proposed.
        field.select_all()

    def _show_in_hand(self) -> None:
        request = self._list.current
        text = words.EMPTY
        if request is not None:
            items = " + ".join(
                f"{SERVICE[item.service]} {common.copies(item.copies)}" for item in request.items
            )
            text = f"{words.IN_HAND} {request.reference} · {items}"
        self.query_one("#in-hand", Static).update(Text(text, no_wrap=True, overflow="ellipsis"))

    def _all(self, which: WorkList) -> Sequence[Request]:
        if which not in self._lists:
            self._lists[which] = tuple(self.backend.rows(which, 0, MAX_ROWS))
        return self._lists[which]

    def _note(self, text: str) -> None:
        self.query_one("#tray-note", Static).update(Text(text))


def _refusal(outcome: Outcome | None, error: Exception | None) -> Told | None:
    """Return what kept a command from being applied, in words."""
    if error is not None:
        return told(error)
    applied = outcome is None or outcome.status is OutcomeStatus.APPLIED
    return None if applied or outcome is None else outcomes.told_outcome(outcome)
