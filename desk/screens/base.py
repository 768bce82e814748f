"""What every screen has: the status line, the footer, and the keys that mean the same everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final, Generic, TypeVar, cast

from rich.text import Text
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from desk.actions import Action, bindings
from desk.common_actions import COMMON, HELP, TAKE_BACK, common
from desk.drawings import forget_closed
from desk.errors import DeskError
from desk.events import StatusChanged
from desk.messages import afterwards, errors, outcomes, shell
from desk.widgets.footer import Footer
from desk.widgets.status_bar import StatusBar
from desk.widgets.thai_input import takes_text
from registry.commands import Decision, Fact, Outcome, OutcomeStatus
from registry.request import Request

if TYPE_CHECKING:
    from desk.app import DeskApp
    from desk.backend import Backend

Result = TypeVar("Result")

_HELP: Final = replace(common(HELP), keys="?")
"""What the footer shows: F1 is kept by some terminals."""
_HELP_WHILE_TYPING: Final = replace(common(HELP), keys="f1")


class DeskScreen(Screen[Result], Generic[Result]):
    """Base of the working screens.

    A screen sets ``ACTIONS`` (from ``desk.actions.define``), ``BINDINGS = bindings(its name)``, yields its
    widgets from ``body`` and says in ``heading`` where the clerk is. ``Esc`` closes it without a result.
    """

    BINDINGS = bindings("common")
    ACTIONS: ClassVar[tuple[Action, ...]] = ()
    _session: Backend | None = None
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012  declared so by Textual
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012  declared so by Textual

    @property
    def desk(self) -> DeskApp:
        """The application."""
        return cast("DeskApp", self.app)

    @property
    def backend(self) -> Backend:
        """The backend this screen was opened with: still there in the moment in which the desk locks."""
        if self._session is None:
            self._session = self.desk.backend
        if self._session is None:
            raise LookupError("nobody is signed in")
        return self._session

    @property
    def over(self) -> bool:
        """Whether this screen's clerk is not the one at work, so that nothing here may be told."""
        return self.desk.backend is not self._session

    def compose(self) -> ComposeResult:
        """Lay out status line, body and footer."""
        yield StatusBar()
        yield from self.body()
        if hint := self.desk.hint_for(self):
            yield Static(Text(hint, no_wrap=True, overflow="ellipsis"), id="hint", markup=False)
        yield Footer()

    def body(self) -> ComposeResult:
        """Yield the screen's own widgets."""
        yield from ()

    def heading(self) -> str:
        """Return the status line's left part; citizens' texts in it must be cleaned and masked."""
        backend = self.desk.backend
        if backend is None:
            return shell.APP_TITLE
        person = backend.person
        return shell.who(backend.profile.name, person.counter, person.name, person.role)

    def on_mount(self) -> None:
        """Open once: Textual itself calls every class's own handler, so subclasses extend ``opened``."""
        self.opened()

    def on_unmount(self) -> None:
        """Leave nothing behind."""
        forget_closed()

    def opened(self) -> None:
        """Show where the clerk is."""
        self.refresh_shell()

    def refresh_shell(self) -> None:
        """Draw status line and footer again, after something that changes heading or actions."""
        for bar in self.query(StatusBar):
            bar.heading = self.heading()
            bar.look_again()
        for footer in self.query(Footer):
            footer.look_again()

    def footer_actions(self) -> Sequence[Action]:
        """Return the actions that mean something now, the most wanted first and help last."""
        wanted = [action for action in self.help_actions() if action.footer and action.id != HELP]
        if any(action.id == TAKE_BACK for action in wanted):
            # While it can be done, it is what a clerk looks for.
            undo = common(TAKE_BACK).under(afterwards.take_back_label(self.desk.undoing.seconds_left))
            wanted = [undo, *(each for each in wanted if each.id != TAKE_BACK)]
        help_ = _HELP_WHILE_TYPING if takes_text(self.focused) else _HELP
        return [*wanted, help_] if self.check_action(HELP, ()) else wanted

    def help_actions(self) -> Sequence[Action]:
        """Return every action that means something now; a screen's own goes before a common one."""
        own = {action.id for action in self.ACTIONS}
        others = [action for action in COMMON if action.id not in own]
        return [action for action in (*self.ACTIONS, *others) if self._means_something(action.id)]

    def _means_something(self, action: str) -> bool:
        if action == TAKE_BACK and self.desk.undoing.last is None:
            return False
        return bool(self.check_action(action, ()))

    def action_back(self) -> None:
        """Go one step back."""
        self.dismiss(None)

    def action_outbox(self) -> None:
        """Show what waits to be sent and what was refused."""
        self.desk.open_outbox()

    def action_help(self) -> None:
        """Show the keys of this screen."""
        self.desk.open_help(self.heading(), self.help_actions())

    def action_palette(self) -> None:
        """Show what can be done, to be found by its words."""
        self.desk.open_palette(self, self.help_actions())

    def action_search(self) -> None:
        """Open the search."""
        self.desk.open_search()

    def action_lock(self) -> None:
        """Lock the desk."""
        self.desk.action_lock()

    def action_sign_out(self) -> None:
        """End this person's work at the desk."""
        self.desk.action_sign_out()

    def action_take_back(self) -> None:
        """Take the last decision back."""
        from desk.screens.after_decision import take_back

        take_back(self.desk)

    def action_leave(self) -> None:
        """Ask whether to leave the program."""
        self.desk.action_leave()

    async def send(self, request: Request, command: Decision | Fact) -> Outcome | None:
        """Send a command about a request as seen here; None when it failed or was refused, which is told."""
        try:
            outcome = await self.backend.send(request.id, request.version, command)
        except DeskError as error:
            self.desk.tell(errors.told(error))
            return None
        if outcome.status is OutcomeStatus.APPLIED:
            return outcome
        self.desk.tell(outcomes.told_outcome(outcome))
        return None

    def on_descendant_focus(self) -> None:
        """Show the key of the help that works where text is typed."""
        for footer in self.query(Footer):
            footer.look_again()

    def on_status_changed(self, _event: StatusChanged) -> None:
        """Draw the status line again, and the keys: what was sent cannot be taken back here any more."""
        for bar in self.query(StatusBar):
            bar.look_again()
        for footer in self.query(Footer):
            footer.look_again()
