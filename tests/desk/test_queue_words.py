"""How the list of today says who waits, who came late and who checked in by phone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from desk.backend import WorkList
from desk.screens.work_rows import COLUMNS
from desk.widgets.request_words import state_text
from registry.request import Queue
from registry.states import QueueState, State
from tests.desk.people import NOW, request
from thai.clusters import cell_width


def _told(**changes: Any) -> str:
    queue = Queue(number="A001", state=QueueState.WAITING, since=NOW, **changes)
    return state_text(request("BK-9QRT", state=State.ARRIVED, queue=queue), NOW)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "คิว A001 รอเรียก"),
        ({"came_by": "phone"}, "คิว A001 รอเรียก QR"),
        ({"late": True}, "คิว A001 รอเรียก สาย"),
        ({"late": True, "came_by": "phone", "due": dt.datetime(2026, 11, 23, 9)}, "คิว A001 รอเรียก สาย QR"),  # noqa: DTZ001
    ],
)
def test_a_row_says_how_somebody_came(changes: dict[str, Any], words: str) -> None:
    assert _told(**changes) == words


def test_the_longest_has_room_in_its_column() -> None:
    column = next(each for each in COLUMNS[WorkList.TODAY] if each.width >= 20)
    assert cell_width(_told(late=True, came_by="phone")) <= column.width
