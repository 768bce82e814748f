from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from desk.messages import work_list as m
from desk.widgets.preview import Preview, describe
from registry.advance import AdvanceHomeCard
from registry.particulars import ChatLine
from registry.records import Record
from registry.request import AdvanceKind, Appointment, Fee, Group, Inquiry, Wish
from registry.states import State
from tests.desk.driving import settle
from tests.desk.fakes import SIZES, FakeBackend, desk_app
from tests.desk.people import NOW, PARTICULARS, TOMORROW, ago, inquiry, record, request
from thai.clusters import cell_width, clusters

ROOM = 24


def _lines(text: str, room: int = ROOM) -> list[str]:
    said = ChatLine(at=NOW, who="citizen", text=text, id="1")
    of = record(request(), PARTICULARS.model_copy(update={"chat": (said,)}))
    return [line.plain for line in describe(of, "", NOW, label=13, room=room)]


def test_a_long_message_goes_on_below_broken_at_words() -> None:
    lines = _lines("รับช่วงเช้าได้ไหมคะ ถ้าไม่ได้ขอเป็นวันศุกร์บ่ายแทน")
    at = next(number for number, line in enumerate(lines) if line.startswith(m.LAST_MESSAGE))
    message = [line[14:] if not line.startswith(m.LAST_MESSAGE) else line for line in lines[at:]]
    assert lines[at + 1].startswith(" " * 14)
    assert "บ่ายแทน”" in "".join(message)
    assert "…" not in "".join(message)


@given(st.text(alphabet="กขนเ้ำีิ่ๆ ab[]/", max_size=400), st.integers(12, 40))
def test_no_line_is_too_wide_nor_torn_nor_are_there_too_many(text: str, room: int) -> None:
    lines = _lines(text, room)
    shown = [line for line in lines if line.startswith(" " * 14)]
    assert len(shown) <= 6
    for line in shown:
        assert cell_width(line) <= room + 14
        assert "".join(clusters(line)) == line


async def test_drawing_again_and_again_keeps_nothing() -> None:
    app = desk_app(FakeBackend.of())
    async with app.run_test(size=SIZES[1]) as pilot:
        preview = app.screen.query_one(Preview)
        before = [list(line.spans) for line in _texts(preview)]
        for _ in range(5):
            preview.refresh()
            await settle(pilot)
        assert [list(line.spans) for line in _texts(preview)] == before


async def test_under_the_list_a_long_message_takes_the_lines_that_are_left_and_nothing_is_lost() -> None:
    words = "รับช่วงเช้าได้ไหมคะ ถ้าไม่ได้ขอเป็นวันศุกร์บ่ายแทน " * 8
    said = ChatLine(at=NOW, who="citizen", text=words, id="1")
    of = record(request(), PARTICULARS.model_copy(update={"chat": (said,)}))
    app = desk_app(FakeBackend.of([of]))
    async with app.run_test(size=SIZES[0]) as pilot:
        await settle(pilot)
        preview = app.screen.query_one(Preview)
        lines = [line.plain for line in _texts(preview)]
        assert len(lines) == preview.size.height
        assert all(cell_width(line) <= preview.size.width for line in lines)
        assert lines[-1] == m.history(0, 0)
        assert lines[-2].endswith("…")
        assert "JC1-XXXXXXX-12" in "".join(lines)


AT_TWO = Appointment(date=TOMORROW, time=dt.time(14, 0))
HOME = AdvanceHomeCard(kind="home_card", whose="own", address="99/1", telephone="0812345678")


def _told(of: Record) -> list[str]:
    return [line.plain for line in describe(of, "", NOW, room=60)]


def test_of_a_question_is_told_who_answers_and_since_when_it_waits_and_nothing_of_documents() -> None:
    kind, *lines = _told(inquiry(fee=Fee(baht=0, basis="ตาราง")))
    assert kind == "สอบถาม · คำถามทั่วไป"
    assert lines[1:3] == ["กลุ่มงาน งานทะเบียนราษฎร", "คำตอบ รอมา 27 นาที · ตอบภายใน 12.15 น."]
    shown = "\n".join(lines)
    for untrue in (m.COPIES, m.FEE, m.WISH, m.ANY_DAY, m.NO_NUMBER):
        assert untrue not in shown


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"appointment": AT_TWO, "state": State.APPROVED}, "นัด อ. 24 พ.ย. 14.00 น."),
        ({"flags": ("needs_new_day",), "state": State.APPROVED}, "นัด ต้องหาวันใหม่"),
        ({"inquiry": Inquiry(group=Group.CARD, visit=AT_TWO)}, "นัดไปหา อ. 24 พ.ย. 14.00 น."),
        ({"wish": Wish(date=TOMORROW)}, "วันที่ขอ อ. 24 พ.ย."),
        ({"fee": Fee(baht=20, basis="ตาราง")}, "ค่าธรรมเนียม 20 บาท"),
    ],
)
def test_what_is_arranged_of_a_question_is_told(fields: dict[str, Any], line: str) -> None:
    kind, *lines = _told(inquiry(advance=HOME, **({"inquiry": _home()} | fields)))
    assert line in lines
    assert kind.startswith("สอบถาม · ")


def test_a_question_that_has_ended_waits_for_no_answer() -> None:
    lines = _told(inquiry(state=State.COLLECTED))
    assert not [line for line in lines if "รอมา" in line]


def _home() -> Inquiry:
    return Inquiry(group=Group.CARD, advance=AdvanceKind.HOME_CARD, waiting_since=ago(minutes=27))


def _texts(preview: Preview) -> list[Text]:
    return preview._lines
