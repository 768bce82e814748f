from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.line.dialogue.buttons import Press, data, date_in, notice_mark, press, time_in
from sync.line.dialogue.written_buttons import written


@pytest.mark.parametrize(
    ("word", "arguments"),
    [
        ("help", ()),
        ("cancel", ()),
        ("cancel", ("01900000-0000-7000-8000-000000000001",)),
        ("confirm", ("01900000-0000-7000-8000-000000000001", 12)),
        ("survey", ("01900000-0000-7000-8000-000000000001", "speed", 5)),
        ("survey", ("01900000-0000-7000-8000-000000000001", "source", 10)),
        ("survey-skip", ("01900000-0000-7000-8000-000000000001", "end")),
        ("consent", ("yes", notice_mark("ฉบับที่ 2"))),
        ("time", ("10:30",)),
        ("date", ("2026-12-01",)),
    ],
)
def test_what_is_written_on_a_button_is_read_back(word: str, arguments: tuple[object, ...]) -> None:
    assert press(data(word, *arguments)) == Press(word, "/".join(map(str, arguments)))


@pytest.mark.parametrize(
    "text",
    [
        "", "=", "x", "help=1", "service=0", "service=6", "service=๑", "copies=0", "copies=100",
        "date=2026-1-1",
        "time=10.30", "confirm=a", "confirm=a/b", "confirm=a/1/2", "drop=", "drop=a b", "drop=" + "a" * 41,
        "survey=a/mood/3", "survey=a/speed/0",
        "survey=a/source/x", "survey-skip=a/all", "consent=yes", "consent=yes/xyz", "edit=mood", "HELP",
        "help\n",
        "move=../x", "service=1\n",
    ],
)  # fmt: skip
def test_what_no_button_of_ours_says_is_not_believed(text: str) -> None:
    assert press(text) is None


@given(st.text(max_size=400))
def test_any_data_is_read_or_refused(text: str) -> None:
    pressed = press(text)
    assert pressed is None or data(pressed.word, *pressed.parts) == text or text.endswith("=")


def test_days_and_times_that_do_not_exist_are_nothing() -> None:
    assert date_in("2026-02-29") is None
    assert date_in("2026-12-01") == dt.date(2026, 12, 1)
    assert time_in("24:00") is None
    assert time_in("08:05") == dt.time(8, 5)


@pytest.mark.parametrize("text", ["มาได้ค่ะ", "ไปตามนัดครับ", "จะไปรับตามนัดเดิม", "มาแน่นอนค่า", "ไปรับได้แน่นอนครับ"])
def test_who_says_to_come_has_tapped_the_button(text: str) -> None:
    pressed = written(text, draft=False)
    assert pressed is not None
    assert pressed.word == "coming"


@pytest.mark.parametrize("text", ["ไปได้ไหม", "มาได้กี่โมง", "ไปรับวันศุกร์ได้", "ให้แม่ไปรับได้ไหม", "ไม่ได้มา", "มา"])
def test_a_question_about_coming_is_no_promise(text: str) -> None:
    assert written(text, draft=False) is None
