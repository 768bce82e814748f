"""The desk as it is, with the card of the case above the keys and the sheet by Ctrl+T."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import Static
from textual.worker import Worker, WorkerState

import desk
from desk.app import DeskApp
from desk.demo.world import CLERK, PIN
from desk.live_backend import LiveBackend
from desk.live_entrance import LiveEntrance
from desk.messages.errors import Told
from desk.training import words

if TYPE_CHECKING:
    from textual.screen import Screen

    from desk.entrance import Entrance
    from desk.training.course import Course

_GROUP: Final = "course"
_EVERY_SECONDS: Final = 1.0


class TrainingBackend(LiveBackend):
    """A desk whose screens and slips say that it is training."""

    training = True


class TrainingEntrance(LiveEntrance):
    """The way into a training desk."""

    backend_type = TrainingBackend


class TrainingApp(DeskApp):
    """The real application; nothing of it is played."""

    # Looked for beside this module otherwise.
    CSS_PATH = str(Path(desk.__file__).with_name("app.tcss"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+t,ctrl+ะ", "sheet", priority=True, show=False)]

    def __init__(self, entrance: Entrance, course: Course, **options: Any) -> None:
        super().__init__(entrance, hint=words.HINT, **options)
        self.course = course
        self._in_trouble = False

    def on_mount(self) -> None:
        """Let the course go on while the clerk works."""
        self.every(_EVERY_SECONDS, self.go_on)

    def hint_for(self, screen: Screen[Any]) -> str:
        """Return what DOPA would show on a check, who stands there on a pick-up, elsewhere what is next."""
        from desk.screens.check import CheckScreen
        from desk.screens.pick_up import PickUpScreen

        if self.backend is None:
            return words.sign_in(CLERK, PIN)
        if not isinstance(screen, CheckScreen | PickUpScreen):
            return self._next_step()
        case = self.course.case_of(self.backend, screen.request_id)
        if case is None:
            return super().hint_for(screen)
        if isinstance(screen, PickUpScreen):
            return words.here(case.here)
        return words.dopa(case.dopa.outcome, case.dopa.pid, case.dopa.name, case.dopa.card)

    def action_sheet(self) -> None:
        """Show how the cases stand."""
        from desk.training.sheet_dialog import SheetDialog

        if not isinstance(self.screen, SheetDialog):
            self.push_screen(SheetDialog(self.course.scores()))

    def quit_text(self) -> str:
        """Ask whether to leave; what is not sent yet is on no sheet."""
        unsent = self.backend is not None and self.backend.status().unsent
        return words.QUIT_UNSENT if unsent else words.QUIT_TEXT

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say so, once, where the course cannot go on."""
        if event.worker.group == _GROUP and event.state is WorkerState.ERROR and not self._in_trouble:
            self._in_trouble = True
            self.tell(Told(words.TROUBLE_TITLE, words.TROUBLE, words.TROUBLE_NEXT))

    def _next_step(self) -> str:
        come = self.course.come(self.backend) if self.backend is not None else None
        if come is not None:
            return words.has_come(*come)
        return words.ALL_DONE if self.course.over else self.hint

    def go_on(self) -> None:
        """Let the course see what was done, and say what is next."""
        busy = any(worker.group == _GROUP and not worker.is_finished for worker in self.workers)
        if self.backend is not None and not busy and not self._in_trouble:
            self.run_worker(self.course.go_on(self.backend), group=_GROUP, exit_on_error=False)
        self.show_hint()

    def show_hint(self) -> None:
        """Say above the keys what is next by now."""
        hint = self.hint_for(self.screen)
        for line in self.screen.query("#hint").results(Static):
            if hint != str(line.content):
                line.update(Text(hint, no_wrap=True, overflow="ellipsis"))
