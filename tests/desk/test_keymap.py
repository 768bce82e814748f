from __future__ import annotations

import pytest

from desk.keymap import binding_keys, digit, shown, spellings
from thai.keyboard import to_thai


def test_a_letter_counts_in_both_layouts() -> None:
    assert spellings("a") == ("a", "ฟ")
    assert binding_keys("f2 l") == "f2,l,ส"


def test_a_named_key_has_one_spelling() -> None:
    assert spellings("enter") == ("enter",)


def test_a_comma_is_named_so_that_a_binding_can_hold_it() -> None:
    assert "," not in spellings(",")
    assert binding_keys(",").split(",") == ["comma", "ม"]


@pytest.mark.parametrize(("key", "words"), [("f9", "F9"), ("escape", "Esc"), ("?", "?"), ("l", "L")])
def test_keys_are_shown_as_on_the_keyboard(key: str, words: str) -> None:
    assert shown(key) == words


@pytest.mark.parametrize("number", range(10))
def test_a_digit_key_is_read_in_either_layout_and_as_a_thai_digit(number: int) -> None:
    assert digit(str(number)) == number
    assert digit(to_thai(str(number))) == number
    assert digit("๐๑๒๓๔๕๖๗๘๙"[number]) == number


@pytest.mark.parametrize("character", [None, "", "a", "ฟ", "12", "½", "²", "\x1b"])
def test_anything_else_is_no_digit(character: str | None) -> None:
    assert digit(character) is None
