from hypothesis import given
from hypothesis import strategies as st

from desk.line_editor import LineEditor
from thai.clusters import clusters
from thai.text import clean


def test_the_caret_steps_over_whole_thai_characters() -> None:
    editor = LineEditor("น้ำดี")
    editor.left()
    editor.insert("X")
    assert editor.text == "น้ำXดี"
    editor.home()
    editor.right()
    editor.insert("Y")
    assert editor.text == "น้ำYXดี"


def test_delete_never_orphans_a_mark_and_backspace_corrects_a_tone() -> None:
    editor = LineEditor("ก้อน")
    editor.home()
    editor.delete()
    assert editor.text == "อน"
    editor = LineEditor("🇹x🇭")
    editor.home()
    editor.right()
    editor.delete()
    assert (editor.text, editor.caret) == ("🇹🇭", 2)
    editor = LineEditor("ก้")
    editor.backspace()
    assert editor.text == "ก"


def test_hostile_paste_is_one_clean_bounded_line() -> None:
    editor = LineEditor(limit=10)
    editor.insert("a\x1b]52;c;eA==\x07\u202eb\nc" + "d" * 5000)
    assert editor.text == "a]52;c;eA="
    editor.insert("more")
    assert len(editor.text) == 10


MOVES = st.lists(
    st.sampled_from(["left", "right", "home", "end", "backspace", "delete", "clear"])
    | st.text(max_size=4).map(lambda text: f"+{text}"),
    max_size=30,
)


@given(MOVES)
def test_whatever_is_pressed_the_caret_stays_inside(moves: list[str]) -> None:
    editor = LineEditor(limit=20)
    for move in moves:
        if move.startswith("+"):
            editor.insert(move[1:])
        else:
            getattr(editor, move)()
        assert 0 <= editor.caret <= len(editor.text) <= 20
        assert "\n" not in editor.text
        assert clean(editor.text).count("\x1b") == 0
    assert "".join(clusters(editor.text)) == editor.text
