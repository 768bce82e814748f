from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets.input import Selection

from desk.widgets.thai_input import ThaiInput, after, before, edges
from tests.desk.fakes import type_text
from thai.clusters import clusters


class _Line(App[None]):
    def __init__(self, *, password: bool = False) -> None:
        super().__init__()
        self._password = password

    def compose(self) -> ComposeResult:
        yield ThaiInput(password=self._password)


@asynccontextmanager
async def _typed(text: str, *, password: bool = False) -> AsyncIterator[tuple[Pilot[None], ThaiInput]]:
    app = _Line(password=password)
    async with app.run_test() as pilot:
        await type_text(pilot, text)
        yield pilot, app.query_one(ThaiInput)


async def test_the_cursor_goes_by_what_a_person_sees() -> None:
    async with _typed("น้ำดี") as (pilot, line):
        assert line.value == "น้ำดี"
        places = []
        for _ in range(3):
            await pilot.press("left")
            places.append(line.cursor_position)
        assert places == [3, 0, 0]
        await pilot.press("right")
        assert line.cursor_position == 3


async def test_delete_takes_a_letter_with_its_marks() -> None:
    async with _typed("น้ำดี") as (pilot, line):
        await pilot.press("home", "delete")
        assert line.value == "ดี"


async def test_backspace_takes_back_what_was_typed_last() -> None:
    async with _typed("น้ำ") as (pilot, line):
        await pilot.press("backspace")
        assert line.value == "น้"


async def test_groups_are_parted_by_spaces_not_by_marks() -> None:
    async with _typed("ทะเบียนบ้าน สองฉบับ") as (pilot, line):
        await pilot.press("ctrl+left")
        assert line.cursor_position == 12
        await pilot.press("ctrl+left")
        assert line.cursor_position == 0
        await pilot.press("ctrl+right")
        assert line.cursor_position == 12
        await pilot.press("ctrl+w")
        assert line.value == "สองฉบับ"
        line.action_delete_right_word()
        assert line.value == ""


async def test_a_masked_line_tells_nothing_of_its_groups() -> None:
    async with _typed("12 34", password=True) as (pilot, line):
        await pilot.press("ctrl+left")
        assert line.cursor_position == 0
        await pilot.press("ctrl+right")
        assert line.cursor_position == 5


async def test_selecting_and_deleting_a_selection() -> None:
    async with _typed("กำขำ") as (pilot, line):
        await pilot.press("shift+left")
        assert line.selection == Selection(4, 2)
        await pilot.press("delete")
        assert line.value == "กำ"


async def test_a_selection_is_left_to_its_side() -> None:
    async with _typed("กำขำ") as (pilot, line):
        await pilot.press("shift+left", "left")
        assert line.cursor_position == 2
        await pilot.press("end", "shift+left", "right")
        assert line.cursor_position == 4


async def test_what_a_terminal_could_obey_is_not_taken() -> None:
    async with _typed("") as (pilot, line):
        line.post_message(events.Paste("ก\x1b]52;c;eA==\x07ข\n\u202eค\x9b"))
        await pilot.pause()
        assert line.value == "ก]52;c;eA==ข ค"


async def test_a_paste_takes_the_place_of_what_is_selected_also_in_a_full_line() -> None:
    async with _typed("12345") as (pilot, line):
        line.max_length = 5
        line.select_all()
        line.post_message(events.Paste("678"))
        await pilot.pause()
        assert line.value == "678"


@given(st.text(alphabet="กขนเ้ำีิ่ๆ ab", max_size=12), st.integers(0, 12))
def test_a_cursor_only_stands_between_clusters(text: str, place: int) -> None:
    place = min(place, len(text))
    allowed = edges(text)
    assert before(text, place) in allowed
    assert after(text, place) in allowed
    assert before(text, place) < place or place == 0
    assert after(text, place) > place or place == len(text)
    assert len(allowed) == len(clusters(text)) + 1


@pytest.mark.parametrize("text", ["", "ก", "้"])
def test_ends(text: str) -> None:
    assert before(text, 0) == 0
    assert after(text, len(text)) == len(text)
