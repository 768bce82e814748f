import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.difference import bracketed
from registry.checks import compare
from thai.clusters import clusters

CLAIMED = "10400212345678"


def test_the_differing_digit_stands_in_brackets() -> None:
    differences = compare(CLAIMED, "10400212345978")
    assert bracketed("10400212345978", differences, "card", masked=False) == "1040-02-12345[9]78"
    assert bracketed(CLAIMED, differences, "card", masked=False) == "1040-02-12345[6]78"


def test_neighbours_share_brackets_but_not_across_groups() -> None:
    found = "10409912345678"
    assert bracketed(found, compare(CLAIMED, found), "card", masked=False) == "1040-[99]-12345678"
    found = "10419912345678"
    assert bracketed(found, compare(CLAIMED, found), "card", masked=False) == "104[1]-[99]-12345678"


def test_where_one_text_has_ended_a_place_is_shown() -> None:
    short = CLAIMED[:-1]
    assert bracketed(short, compare(CLAIMED, short), "card", masked=False) == "1040-02-1234567[_]"


def test_masked_shows_what_differs_and_no_more() -> None:
    found = "10400292345678"
    assert bracketed(found, compare(CLAIMED, found), "card", masked=True) == "1040-02-[9]XXX5678"


def test_of_a_number_that_ends_early_no_more_is_shown_than_of_a_whole_one() -> None:
    short = CLAIMED[:10]
    assert bracketed(short, compare(CLAIMED, short), "card", masked=True) == "1040-02-XXXX[_]"


def test_another_number_altogether_is_not_read_off_the_mask() -> None:
    found = "99999999999999"
    shown = bracketed(found, compare(CLAIMED, found), "card", masked=True)
    assert "9" not in shown
    assert shown.startswith("[XXXX]-[XX]-")


def test_a_differing_mark_is_shown_with_its_consonant() -> None:
    claimed, found = "ใจดี", "ใจดิ"
    assert bracketed(found, compare(claimed, found), "name", masked=True) == "ใจ[ดิ]"


@given(st.text("0123456789", min_size=1, max_size=16), st.text("0123456789", min_size=1, max_size=16))
def test_without_its_signs_the_shown_text_is_the_text(claimed: str, found: str) -> None:
    differences = compare(claimed, found)
    shown = bracketed(found, differences, "card", masked=False)
    assert "".join(c for c in shown if c.isdigit()) == found
    assert ("[" in shown) == bool(differences)


@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from(["name", None]))
def test_any_names_can_be_shown(claimed: str, found: str, particular: None) -> None:
    shown = bracketed(found, compare(claimed, found), particular, masked=False)
    assert shown.replace("[", "").replace("]", "").replace("_", "") == found.replace("[", "").replace(
        "]", ""
    ).replace("_", "")


@pytest.mark.parametrize("text", ["", "\u0e33", "\u0e48\u0e48"])
def test_broken_thai_is_shown_whole(text: str) -> None:
    assert "".join(clusters(bracketed(text, (), "name", masked=True))) == text
