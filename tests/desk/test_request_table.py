from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot

from desk.demo.stage import screen_text
from desk.widgets.request_table import Column, RequestTable, Row
from tests.desk.driving import HOSTILE
from thai.clusters import cell_width

COLUMNS = (Column("อ้างอิง", 8), Column("ชื่อ", 10, grow=True), Column("รอ", 9))


@dataclass
class Rows:
    """Rows in memory that count what was asked for."""

    ids: list[str]
    name: str = "น้ำ"
    asked: list[tuple[int, int]] = field(default_factory=list)

    def count(self) -> int:
        return len(self.ids)

    def rows(self, offset: int, limit: int) -> Sequence[Row]:
        self.asked.append((offset, limit))
        return [Row(each, (each, self.name, "4 นาที")) for each in self.ids[offset : offset + limit]]

    def position(self, row_id: str) -> int | None:
        return self.ids.index(row_id) if row_id in self.ids else None


class _Shown(App[None]):
    def __init__(self, rows: Rows) -> None:
        super().__init__()
        self.rows = rows
        self.selected: list[str | None] = []

    def compose(self) -> ComposeResult:
        yield RequestTable(self.rows, COLUMNS, "ว่าง", self.selected.append)


@asynccontextmanager
async def _shown(
    ids: list[str], name: str = "น้ำ", size: tuple[int, int] = (60, 12)
) -> AsyncIterator[tuple[Pilot[None], RequestTable, Rows]]:
    rows = Rows(ids, name)
    app = _Shown(rows)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield pilot, app.query_one(RequestTable), rows


def _numbers(count: int) -> list[str]:
    return [f"R{number:05d}" for number in range(count)]


async def test_only_a_window_is_read_however_many_there_are() -> None:
    async with _shown(_numbers(10_000)) as (pilot, table, rows):
        await pilot.press("end", "home", "pagedown", "down")
        assert table.row_count == 10_000
        assert max(limit for _, limit in rows.asked) < 60


async def test_the_keys_go_where_they_say() -> None:
    async with _shown(_numbers(100)) as (pilot, table, _):
        found = []
        for key in ("up", "down", "down", "pagedown", "pageup", "end", "down", "home"):
            await pilot.press(key)
            found.append(table.cursor)
        assert found == [0, 1, 2, 12, 2, 99, 99, 0]


async def test_the_row_in_hand_is_marked_by_more_than_colour() -> None:
    async with _shown(_numbers(3)) as (pilot, _, _rows):
        await pilot.press("down")
        marked = [line for line in screen_text(pilot.app).splitlines() if line.startswith("> ")]
        assert [line.split()[1] for line in marked] == ["R00001"]


async def test_the_request_in_hand_stays_in_hand_and_in_place_when_rows_move() -> None:
    async with _shown(_numbers(100)) as (pilot, table, rows):
        for _ in range(30):
            await pilot.press("down")
        line = next(y for y, text in enumerate(screen_text(pilot.app).splitlines()) if text.startswith(">"))
        rows.ids[:0] = ["N1", "N2", "N3"]
        table.reload()
        await pilot.pause()
        assert (table.selected_id, table.cursor) == ("R00030", 33)
        shown = screen_text(pilot.app).splitlines()
        assert shown[line].startswith("> R00030")


async def test_a_row_that_goes_leaves_the_next_one_in_hand() -> None:
    async with _shown(_numbers(5)) as (pilot, table, rows):
        await pilot.press("down", "down")
        rows.ids.remove("R00002")
        table.reload()
        assert table.selected_id == "R00003"
        del rows.ids[1:]
        table.reload()
        assert table.selected_id == "R00000"


async def test_an_empty_table_says_so_and_takes_keys() -> None:
    async with _shown([]) as (pilot, table, rows):
        await pilot.press("down", "up", "end", "home", "pagedown")
        assert table.selected_id is None
        assert "ว่าง" in screen_text(pilot.app)
        rows.ids += ["R1"]
        table.reload()
        assert table.selected_id == "R1"


async def test_a_request_can_be_taken_in_hand() -> None:
    async with _shown(_numbers(100)) as (pilot, table, _):
        assert table.select("R00077")
        assert not table.select("nobody")
        await pilot.pause()
        assert "> R00077" in screen_text(pilot.app)


async def test_what_is_in_hand_is_told() -> None:
    async with _shown(_numbers(3)) as (pilot, _, _rows):
        await pilot.press("down", "down", "down")
        assert isinstance(pilot.app, _Shown)
        assert list(dict.fromkeys(pilot.app.selected)) == ["R00000", "R00001", "R00002"]


async def test_a_smaller_terminal_keeps_the_row_in_hand_in_view() -> None:
    async with _shown(_numbers(50)) as (pilot, table, _):
        await pilot.press(*["down"] * 9)
        await pilot.resize_terminal(40, 6)
        await pilot.pause()
        assert "> R00009" in screen_text(pilot.app)
        assert table.cursor == 9


@pytest.mark.parametrize("text", HOSTILE)
async def test_a_citizen_s_text_is_only_text(text: str) -> None:
    async with _shown(["R1"], text) as (pilot, _, _rows):
        shown = screen_text(pilot.app)
        assert not any(ord(character) < 32 and character != "\n" for character in shown)
        assert not any(0x7F <= ord(character) <= 0x9F for character in shown)
        assert all(cell_width(line) <= 60 for line in shown.splitlines())
        assert "4 นาที" in shown.splitlines()[1]


async def test_a_change_that_is_not_on_screen_draws_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async with _shown(_numbers(100)) as (_, table, rows):
        drawn: list[Region] = []
        monkeypatch.setattr(table, "refresh", lambda *regions, **_: drawn.extend(regions))
        rows.ids[60] = "changed"
        table.reload()
        assert drawn == []
        rows.ids[3] = "changed too"
        table.reload()
        assert [region.y for region in drawn] == [4]


async def test_the_last_row_that_goes_leaves_the_words_for_none() -> None:
    async with _shown(["R1"]) as (pilot, table, rows):
        del rows.ids[:]
        table.reload()
        await pilot.pause()
        text = screen_text(pilot.app)
        assert "ว่าง" in text
        assert "R1" not in text
