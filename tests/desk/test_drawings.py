from __future__ import annotations

import gc

from textual._styles_cache import StylesCache
from textual.widget import Widget

from desk.screens.check import CheckScreen
from tests.counter import until
from tests.desk.driving import press, settle
from tests.desk.fakes import desk_app


def _kept() -> int:
    gc.collect()
    return sum(type(each) is StylesCache for each in gc.get_objects())


async def test_closed_screens_leave_no_drawing_behind() -> None:
    app = desk_app()
    async with app.run_test() as pilot:
        await settle(pilot)
        before = _kept()
        for _ in range(4):
            app.push_screen(CheckScreen("id-BK-9QRT"))
            await settle(pilot)
            await press(pilot, "f1", "escape", "escape")
        assert type(app.screen).__name__ == "WorkListScreen"
        usual = len(list(app.screen.walk_children(Widget)))
        # The loop keeps a closed screen's timers, cancelled, until their time has come.
        await until(lambda: _kept() - before < usual, 5)
