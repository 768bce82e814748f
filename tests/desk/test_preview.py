from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from desk.messages import work_list as m
from desk.widgets.preview import Preview, describe
from registry.particulars import ChatLine
from tests.desk.driving import settle
from tests.desk.fakes import SIZES, FakeBackend, desk_app
from tests.desk.people import NOW, PARTICULARS, record, request
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


def _texts(preview: Preview) -> list[Text]:
    return preview._lines
