"""The work lists of a desk in a headless terminal."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from desk.screens.work_list import WorkListScreen
from tests.desk.driving import settle
from tests.desk.fakes import FakeBackend, desk_app


@asynccontextmanager
async def lists(
    backend: FakeBackend | None = None, size: tuple[int, int] = (120, 36)
) -> AsyncIterator[tuple[Pilot[None], WorkListScreen, FakeBackend]]:
    """Open the work lists; gives the pilot, the screen and its backend."""
    fake = backend or FakeBackend.of()
    app = desk_app(fake)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, WorkListScreen)
        yield pilot, app.screen, fake
