from __future__ import annotations

import datetime as dt

import pytest

from desk.backend import WorkList
from desk.messages.pick_up import NOT_SAID
from desk.screens.work_rows import Onlooker, row
from desk.widgets.request_table import Tone
from desk.widgets.request_words import waiting
from registry.request import Item
from tests.desk.people import NOW, held, request

AT_THREE = Onlooker(NOW, "somying", "3")


@pytest.mark.parametrize(
    ("minutes", "words", "tone"),
    [
        (0, "ไม่ถึง 1 นาที", Tone.PLAIN),
        (59, "59 นาที", Tone.PLAIN),
        (60, "1 ชม. !", Tone.LATE),
        (87, "1 ชม. 27 น. !", Tone.LATE),
        (24 * 60, "1 วัน !!", Tone.LATE),
    ],
)
def test_waiting_is_told_in_words_and_a_sign(minutes: int, words: str, tone: Tone) -> None:
    assert waiting(request(submitted_at=NOW - dt.timedelta(minutes=minutes)), NOW) == (words, tone)


def test_a_lease_that_has_ended_holds_nothing() -> None:
    late = NOW + dt.timedelta(minutes=9)
    cells = row(held("BK-2HXM"), WorkList.PENDING, Onlooker(late, "somying", "3")).cells
    assert cells[-1] == ""


def test_a_row_holds_every_service() -> None:
    both = request(items=(Item(service=1, copies=2), Item(service=3)))
    cells = row(both, WorkList.PENDING, AT_THREE).cells
    assert cells[1:3] == ("ทะเบียนบ้าน + การหย่า", "3")
    photo_first = request(items=(Item(service=4), Item(service=1)))
    assert row(photo_first, WorkList.PENDING, AT_THREE).cells[1] == "ภาพถ่ายใบหน้า + ทะเบียนบ้าน"
    assert row(request(items=()), WorkList.PENDING, AT_THREE).cells[1] == NOT_SAID
