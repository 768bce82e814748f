"""The desk as it is, with a line above the keys that says what can be tried on the screen in hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import desk
from desk.app import DeskApp
from desk.demo import labels

if TYPE_CHECKING:
    from textual.screen import Screen


class DemoApp(DeskApp):
    """The real application; nothing of it is played."""

    # Looked for beside this module otherwise.
    CSS_PATH = str(Path(desk.__file__).with_name("app.tcss"))

    def hint_for(self, screen: Screen[Any]) -> str:
        """Return what to type on a check, and what else there is to try."""
        from desk.screens.check import CheckScreen
        from desk.screens.work_list import WorkListScreen

        if isinstance(screen, WorkListScreen):
            return super().hint_for(screen)
        return labels.CHECK_HINT if isinstance(screen, CheckScreen) else labels.OTHER_HINT

    def quit_text(self) -> str:
        """Say that nothing is left of a demonstration."""
        return labels.QUIT_TEXT
