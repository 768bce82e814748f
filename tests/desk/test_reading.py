import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.reading import kept_name, normalised, well_formed, written
from thai.keyboard import to_thai

CARD = "1040-02-12345678"
LASER = "JC1-1234567-12"


@pytest.mark.parametrize("typed", [CARD, "1040 02 12345678", "10400212345678", "๑๐๔๐-๐๒-๑๒๓๔๕๖๗๘"])
def test_numbers_are_compared_without_their_separators(typed: str) -> None:
    assert normalised(typed, "card") == "10400212345678"


@pytest.mark.parametrize("typed", [CARD, "10400212345678", "2222-22-22222222"])
def test_a_number_typed_in_the_thai_layout_is_the_number(typed: str) -> None:
    assert normalised(to_thai(typed), "card") in {normalised(typed, "card"), to_thai(typed)}
    assert normalised(to_thai(CARD), "card") == "10400212345678"


def test_a_laser_code_typed_in_the_thai_layout_is_the_code() -> None:
    assert normalised(to_thai(LASER), "laser") == normalised(LASER.lower(), "laser") == "JC1123456712"


def test_the_letter_o_is_not_a_zero() -> None:
    assert not well_formed(normalised("104O-02-12345678", "card"), "card")


def test_a_pid_needs_its_check_digit() -> None:
    assert well_formed(normalised("1-1040-00000-01-0", "pid"), "pid")
    assert not well_formed(normalised("1-1040-00000-01-1", "pid"), "pid")


def test_names_agree_whatever_order_their_marks_were_typed_in() -> None:
    assert normalised("  เเก้ว   น้ํา ", "name") == normalised("แก้ว น้ำ", "name")


def test_the_kept_name_has_its_own_spelling_on_one_line_within_bounds() -> None:
    assert kept_name(" John \x1b]52;c;x\x07\n  McDoe ") == "John ]52;c;x McDoe"
    assert len(kept_name("ก" * 5000)) == 200


@given(st.text(max_size=40), st.sampled_from(["laser", "card", "pid"]))
def test_any_text_can_be_written_in_groups_without_losing_a_character(value: str, particular: str) -> None:
    plain = value.replace("-", "")
    assert written(plain, particular).replace("-", "") == plain  # type: ignore[arg-type]


def test_numbers_are_written_as_on_the_card() -> None:
    assert written("10400212345678", "card") == CARD
    assert written("JC1123456712", "laser") == LASER
    assert written("1104000000010", "pid") == "1-1040-00000-01-0"
