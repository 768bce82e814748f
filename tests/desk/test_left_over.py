"""Who came, was not served, and is still there on the next day: seen, opened and settled by a clerk."""

from __future__ import annotations

import datetime as dt

import pytest

from desk.backend import WorkList
from desk.demo.stage import screen_text
from desk.screens.work_rows import COLUMNS, Onlooker, row
from desk.widgets.request_table import Tone
from desk.widgets.request_words import left_over
from registry.commands import NoShow
from registry.request import Queue, Request
from registry.states import QueueState, State
from tests.desk.driving import front, press
from tests.desk.fakes import SIZES, FakeBackend, desk_app
from tests.desk.people import NOW, TODAY, approved, arrived, record
from thai.clusters import cell_width

YESTERDAY = TODAY - dt.timedelta(days=1)
HERE = Onlooker(NOW, "somying", "3")


def _came(state: QueueState = QueueState.WAITING, day: dt.date = YESTERDAY) -> Request:
    queue = Queue(number="B012", state=state, counter="3", since=NOW - dt.timedelta(days=1))
    return arrived("BK-4FGH", day=day).model_copy(update={"queue": queue})


def test_only_who_has_come_on_a_day_that_is_over_is_left_over() -> None:
    assert left_over(_came(), NOW) == YESTERDAY
    assert left_over(_came(day=TODAY), NOW) is None
    assert left_over(approved("BK-4FGH", day=YESTERDAY), NOW) is None


@pytest.mark.parametrize(
    ("which", "state"),
    [
        (WorkList.TODAY, QueueState.WAITING),
        (WorkList.CALLED, QueueState.CALLED),
        (WorkList.PARKED, QueueState.PARKED),
    ],
)
def test_its_row_stands_out_in_each_list_and_says_since_when(which: WorkList, state: QueueState) -> None:
    shown, usual = row(_came(state), which, HERE), row(_came(state, TODAY), which, HERE)
    assert (shown.tone, usual.tone is Tone.LATE) == (Tone.LATE, False)
    assert "22 พ.ย." in shown.cells or any("1 วัน" in str(cell) for cell in shown.cells)


def test_every_day_of_the_year_has_room_in_its_column() -> None:
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=at) for at in range(300)]
    width = COLUMNS[WorkList.TODAY][0].width
    assert all(cell_width(str(row(_came(day=day), WorkList.TODAY, HERE).cells[0])) <= width for day in days)


@pytest.mark.parametrize("size", SIZES)
async def test_a_clerk_finds_it_the_next_morning_and_says_how_it_ended(size: tuple[int, int]) -> None:
    backend = FakeBackend.of([record(_came())])
    async with desk_app(backend).run_test(size=size) as pilot:
        await press(pilot, "2")
        assert "22 พ.ย." in screen_text(pilot.app)
        await press(pilot, "enter")
        assert front(pilot.app) == "PickUpScreen"
        assert "อา. 22 พ.ย. รอเรียก" in screen_text(pilot.app)
        await press(pilot, "f8", "2", "f9")
    assert [command for _, command in backend.sent] == [NoShow()]
    assert backend.records["id-BK-4FGH"].request.state is State.NO_SHOW
