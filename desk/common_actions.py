"""What can be done on every screen, and by which keys."""

from __future__ import annotations

from typing import Final

from desk.actions import Action, define
from desk.messages import afterwards, outbox, shell

SEARCH: Final = "search"
LOCK: Final = "lock"
LEAVE: Final = "leave"
TAKE_BACK: Final = "take_back"
PALETTE: Final = "palette"
HELP: Final = "help"

COMMON: Final = define(
    "common",
    Action(SEARCH, "f3", shell.SEARCH, shell.SEARCH_HELP),
    Action("back", "escape", shell.BACK, shell.BACK_HELP),
    Action("outbox", "ctrl+o", outbox.KEY, outbox.KEY_HELP, footer=False),
    Action(TAKE_BACK, "ctrl+z", afterwards.TAKE_BACK, afterwards.TAKE_BACK_HELP),
    Action(LOCK, "f12", shell.LOCK, shell.LOCK_HELP),
    # Control with the space bar is the same key in every layout.
    Action(PALETTE, "ctrl+p ctrl+space", shell.PALETTE, shell.PALETTE_HELP, footer=False),
    Action("sign_out", "ctrl+b", shell.SIGN_OUT, shell.SIGN_OUT_HELP, footer=False),
    Action(LEAVE, "ctrl+q", shell.LEAVE, shell.LEAVE_HELP, footer=False),
    Action(HELP, "f1 ?", shell.HELP, shell.HELP_HELP),
)


def common(name: str) -> Action:
    """Return a common action by its id."""
    return next(action for action in COMMON if action.id == name)
