from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from textual.css.parse import parse

from desk.screens.check import CheckScreen
from tests.desk.check_flow import ID, one
from tests.desk.driving import settle
from tests.desk.fakes import desk_app


async def test_styles_are_read_again_only_for_other_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def parse_and_note(scope: str, css: str, read_from: tuple[str, str], **options: Any) -> Iterable[Any]:
        read.append(read_from[0].replace("\\", "/").rpartition("/")[2])
        return parse(scope, css, read_from, **options)

    monkeypatch.setattr("textual.css.stylesheet.parse", parse_and_note)
    app = desk_app(one())
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "app.tcss" in read
        read.clear()
        app.push_screen(CheckScreen(ID))
        await settle(pilot)
        assert "check.tcss" in read
        assert "app.tcss" not in read
        app.choose_theme("light")
        await settle(pilot)
        assert "app.tcss" in read
