"""`bangkhae-desk self-test`: the self-test alone, for who sets a counter up; no sign-in, no daemon needed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desk.app import DeskApp
from desk.key_choice import choose
from desk.messages import self_test as m
from desk.reachable import reachable
from desk.screens.self_test import SelfTestScreen
from desk.terminal_check import Finding, Verdict, connection
from desk.theme import ThemeChoice

if TYPE_CHECKING:
    from desk.backend import Backend
    from registry.settings import Settings


class SelfTestApp(DeskApp):
    """The application with nothing but the self-test; closing it ends the program."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._settings = settings
        super().__init__(
            _NobodyYet(settings),
            reports=folder / "reports",
            pictures=settings.desk.pictures,
            keys=choose(settings.desk.keys),
            theme_choice=ThemeChoice(folder, settings.desk.theme),
        )

    def open_first(self) -> None:
        """Open the self-test."""
        self.push_screen(SelfTestScreen(self._look), lambda _: self.exit())

    async def _look(self) -> Sequence[Finding]:
        device = self._settings.printer.device
        printer = (
            Finding(Verdict.LOOK, m.PRINTER_SET, m.PRINTER_TRY)
            if device
            else Finding(Verdict.LOOK, m.PRINTER_NONE, m.PRINTER_STEP)
        )
        return [connection(online=await reachable(self._settings.desk.server)), printer]


class _NobodyYet:
    """An entrance that nobody goes through."""

    def __init__(self, settings: Settings) -> None:
        self.office_name = settings.office.name
        self.counter = settings.desk.counter
        self.offline_days = settings.desk.offline_days

    def resume(self) -> Backend | None:
        return None

    async def away(self) -> bool:
        raise NotImplementedError

    async def sign_in(self, clerk: str, pin: str) -> Backend:
        raise NotImplementedError

    def leave(self) -> None:
        """Leave nothing: there is no session."""

    def lock(self) -> None:
        pass

    def sign_out(self, backend: Backend) -> None:
        """Nothing to end."""
