"""Dialogs: a question with a yes and a no, and a notice. A bare Enter in the first moment does nothing.

Esc and Enter pressed in quick succession arrive at some terminals as Enter alone, and a scanner ends with
Enter: so no dialog takes an Enter that comes before a person can have read it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final, Generic, TypeVar, cast

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from desk.actions import Action, bindings, define
from desk.drawings import forget_closed
from desk.messages import shell
from desk.messages.errors import Told
from desk.widgets.footer import footer_text
from desk.widgets.prose import Prose

if TYPE_CHECKING:
    from desk.app import DeskApp

Result = TypeVar("Result")
GUARD_SECONDS: Final = 0.4


define("dialog", Action("help", "f1", shell.HELP, shell.HELP_HELP, footer=False))


class Dialog(ModalScreen[Result], Generic[Result]):
    """Base of dialogs: a box with a title, its own widgets, its own line of keys, and F1 for what they do."""

    BINDINGS = bindings("dialog")
    ACTIONS: ClassVar[tuple[Action, ...]] = ()
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012  declared so by Textual

    def __init__(self, title: str) -> None:
        super().__init__()
        self.dialog_title = title
        self._opened = 0.0

    @property
    def desk(self) -> DeskApp:
        """The application."""
        return cast("DeskApp", self.app)

    @property
    def enter_counts(self) -> bool:
        """Whether the dialog has been open long enough for an Enter to be meant for it."""
        return self.desk.monotonic() - self._opened >= GUARD_SECONDS

    def compose(self) -> ComposeResult:
        """Lay out the box."""
        with Vertical(classes="dialog"):
            yield Static(Text(self.dialog_title), classes="dialog-title", markup=False)
            yield from self.body()
            yield Static(
                footer_text(self.desk.keys.all_of(self.footer_actions()), 70),
                classes="dialog-keys",
                markup=False,
            )

    def body(self) -> ComposeResult:
        """Yield the dialog's own widgets."""
        yield from ()

    def footer_actions(self) -> Sequence[Action]:
        """Return the keys that mean something in the dialog now."""
        return [action for action in self.ACTIONS if action.footer and self.check_action(action.id, ())]

    def on_mount(self) -> None:
        """Open once: Textual itself calls every class's own handler, so subclasses extend ``opened``."""
        self.opened()

    def on_unmount(self) -> None:
        """Leave nothing behind."""
        forget_closed()

    def opened(self) -> None:
        """Remember when the dialog came up."""
        self._opened = self.desk.monotonic()

    def action_back(self) -> None:
        """Close without a result."""
        self.dismiss(None)

    def action_help(self) -> None:
        """Show what the keys of this dialog do."""
        shown = {action.id: action for action in self.footer_actions()}
        means = [action for action in self.ACTIONS if self.check_action(action.id, ())]
        self.desk.open_help(self.dialog_title, [shown.get(action.id, action) for action in means])


CONFIRM_ACTIONS: Final = define(
    "confirm",
    Action("confirm", "f9 y", shell.CONFIRM, shell.CONFIRM_HELP),
    Action("back", "escape n", shell.DISMISS, shell.DISMISS_HELP),
    Action("enter", "enter", shell.CONFIRM, shell.CONFIRM_HELP, footer=False),
)


class ConfirmDialog(Dialog[bool]):
    """A question: F9 (or y) is yes, Esc (or n) is no; Enter is yes only where ``enter_confirms``."""

    ACTIONS = CONFIRM_ACTIONS
    BINDINGS = bindings("confirm")

    def __init__(
        self, title: str, text: str, confirm: str = shell.CONFIRM, *, enter_confirms: bool = False
    ) -> None:
        super().__init__(title)
        self._text = text
        self._confirm = confirm
        self._enter_confirms = enter_confirms

    def body(self) -> ComposeResult:
        """Yield the question."""
        yield Prose(self._text, classes="dialog-text")

    def footer_actions(self) -> Sequence[Action]:
        """Return the two keys, the first under the question's own word."""
        yes, no, _ = CONFIRM_ACTIONS
        return [yes.under(self._confirm), no]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's
        """Let Enter mean something only where it does."""
        return action != "enter" or self._enter_confirms

    def action_confirm(self) -> None:
        """Answer yes."""
        self.dismiss(result=True)

    def action_enter(self) -> None:
        """Answer yes by Enter, where it is meant."""
        if self.enter_counts:
            self.dismiss(result=True)

    def action_back(self) -> None:
        """Answer no."""
        self.dismiss(result=False)


NOTICE_ACTIONS: Final = define("notice", Action("close", "enter escape", shell.CLOSE, shell.CLOSE_HELP))


class NoticeDialog(Dialog[None]):
    """Something that went wrong: what happened and the next step."""

    ACTIONS = NOTICE_ACTIONS
    BINDINGS = bindings("notice")

    def __init__(self, told: Told) -> None:
        super().__init__(told.title)
        self.told = told

    def body(self) -> ComposeResult:
        """Yield what happened and the next step."""
        yield Prose(self.told.text, classes="dialog-text")
        yield Prose(self.told.next_step, classes="dialog-next")

    def action_close(self) -> None:
        """Close, once it can have been read."""
        if self.enter_counts:
            self.dismiss(None)
