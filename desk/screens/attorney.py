"""Who collects for the owner: what they have shown, and what they are to them, in two answers by digit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desk.messages import attorney as words
from desk.screens.menu import MenuDialog
from registry.request import Attorney

if TYPE_CHECKING:
    from desk.app import DeskApp
    from registry.attorney_settings import AttorneySettings


def ask(desk: DeskApp, office: AttorneySettings, shown: Callable[[Attorney], object]) -> None:
    """Ask for both; Esc goes back from the second question to the first, and from there to the screen."""

    def paper_seen(paper: str | None) -> None:
        if paper is None:
            return

        def collector_named(collector: str | None) -> None:
            if collector is None:
                ask(desk, office, shown)
            else:
                shown(Attorney(paper=paper, collector=collector))

        desk.push_screen(MenuDialog(words.COLLECTOR, _choices(office.collectors)), collector_named)

    desk.push_screen(MenuDialog(words.PAPER, _choices(office.papers)), paper_seen)


def _choices(names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, name) for name in names]
