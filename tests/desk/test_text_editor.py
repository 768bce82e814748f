"""Several lines of Thai: what is shown is what was typed, and the caret never stands inside a sign."""

from __future__ import annotations

import itertools

from hypothesis import example, given, settings
from hypothesis import strategies as st

from desk.text_editor import TextEditor, units
from thai.clusters import cell_width, clusters
from thai.text import clean

THAI = st.text(alphabet="กนำ้้ิ่ท ะเแabc \n🙂", max_size=60)
STEPS = st.lists(
    st.sampled_from(
        ["left", "right", "up", "down", "home", "end", "backspace", "delete", "delete_word", "undo"]
    ),
    max_size=25,
)


def edges(text: str) -> set[int]:
    places, at = {0}, 0
    for cluster in clusters(text):
        at += len(cluster)
        places.add(at)
    return places


@given(THAI, STEPS, st.integers(2, 30))
@example("a\nำ", ["up", "delete"], 2)
@example("a ำ", ["left", "delete_word"], 2)
@settings(deadline=None)
def test_the_caret_stays_between_signs_and_every_sign_is_shown_once(
    text: str, steps: list[str], width: int
) -> None:
    editor = TextEditor(500, text)
    editor.width = width
    for step in steps:
        getattr(editor, step)()
        assert editor.caret in edges(editor.text) or step in {"backspace", "undo"}
        spans = editor.spans()
        assert spans[0].start == 0
        assert spans[-1].next == len(editor.text) + 1
        for here, after in itertools.pairwise(spans):
            assert here.start <= here.end <= here.next == after.start
            assert not editor.text[here.end : here.next].strip(" \n")
        line, column = editor.place()
        assert 0 <= line < len(spans)
        assert 0 <= column <= width


def test_a_long_thai_text_breaks_at_words_and_up_and_down_keep_the_column() -> None:
    editor = TextEditor(5000, "กรุณานำบัตรประจำตัวประชาชนและสำเนาทะเบียนบ้านมาด้วย")
    editor.width = 20
    lines = [editor.text[span.start : span.end] for span in editor.spans()]
    assert "".join(lines) == editor.text
    assert len(lines) > 1
    assert all(cell_width(line) <= 20 for line in lines)
    editor.home()
    assert editor.up()
    assert editor.down()
    assert editor.place() == (len(lines) - 1, 0)


def test_the_limit_is_lines_own_and_nothing_is_torn() -> None:
    editor = TextEditor(5)
    assert not editor.insert("กก🙂🙂")
    assert editor.text == "กก🙂"
    assert editor.units == units(editor.text) == 4
    assert not editor.insert("น้ำ")
    assert editor.text == "กก🙂"


def test_what_a_terminal_could_obey_is_not_taken() -> None:
    editor = TextEditor(100)
    editor.insert("ก\x1b[2J\x07\u202eข\r\nค")
    assert editor.text == clean("ก\x1b[2J\x07\u202eข\r\nค") == "ก[2Jข\nค"


def test_a_change_is_taken_back_in_one_step() -> None:
    editor = TextEditor(100, "เดิม")
    editor.insert(" คำตอบสำเร็จรูปยาว")
    editor.undo()
    assert editor.text == "เดิม"
    editor.undo()
    assert editor.text == "เดิม"
