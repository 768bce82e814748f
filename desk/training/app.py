"""The desk as it is, with the card of the case above the keys and the sheet by Ctrl+T."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.binding import Binding, BindingType

import desk
from desk.app import DeskApp
from desk.demo.world import CLERK, PIN
from desk.live_backend import LiveBackend
from desk.live_entrance import LiveEntrance
from desk.messages.errors import Told
from desk.training import sheet, words

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

    def on_mount(self) -> None:
        """Let the course go on while the clerk works."""
        self.set_interval(_EVERY_SECONDS, self._go_on)

    def hint_for(self, screen: Screen[Any]) -> str:
        """Return what DOPA would show on a check, and who stands there on a pick-up."""
        from desk.screens.check import CheckScreen
        from desk.screens.pick_up import PickUpScreen

        if self.backend is None:
            return words.sign_in(CLERK, PIN)
        if not isinstance(screen, CheckScreen | PickUpScreen):
            return super().hint_for(screen)
        case = self.course.case_of(self.backend, screen.request_id)
        if case is None:
            return super().hint_for(screen)
        if isinstance(screen, PickUpScreen):
            return words.here(case.here)
        return words.dopa(case.dopa.outcome, case.dopa.pid, case.dopa.name, case.dopa.card)

    def action_sheet(self) -> None:
        """Show how the cases stand."""
        self.tell(Told(words.SHEET, sheet.short(self.course.scores()), words.SHEET_NEXT))

    def _go_on(self) -> None:
        busy = any(worker.group == _GROUP and not worker.is_finished for worker in self.workers)
        if self.backend is not None and not busy:
            self.run_worker(self.course.go_on(self.backend), group=_GROUP, exit_on_error=False)
