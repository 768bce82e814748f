from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from desk.pasted import PlainPaste

START, END = "\x1b[200~", "\x1b[201~"
PIECES = st.lists(st.sampled_from([START, END, "\x1b", "[20", "0~", "1~", "y", "\x9b8m", "น้ำ", "\x1b[20~"]))


def _plain(pieces: Iterable[str]) -> str:
    plain = PlainPaste()
    return "".join(map(plain.of, pieces))


def test_keys_go_on_as_they_came_and_at_once() -> None:
    plain = PlainPaste()
    for key in ("\x1b", "\x1b[A", "y", "\x1b[200", "\x1bOP"):
        assert plain.of(key) == key


def test_a_sequence_in_a_paste_is_no_key() -> None:
    harm = f"{START}ก\x1b[20~{'y' * 40}\x1b\x00\x9b\n{END}z"
    messages = list(XTermParser().feed(_plain([harm])))
    assert [type(each) for each in messages] == [events.Paste, events.Key]
    assert isinstance(messages[0], events.Paste)
    assert messages[0].text == f"ก[20~{'y' * 40}\n"


def test_after_a_paste_keys_are_keys_again() -> None:
    assert _plain([START, "a\x1b", "[201", "~\x1b[A"]) == f"{START}a{END}\x1b[A"


@given(PIECES)
def test_wherever_it_is_parted_it_is_the_same(pieces: list[str]) -> None:
    whole = "".join(pieces)
    # What may be the beginning of the end is not out yet.
    assert _plain([*whole, END]) == _plain([whole, END]) == _plain([*pieces, END])
