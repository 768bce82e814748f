from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.line.message_json import (
    MessageError,
    PickDate,
    Tap,
    confirm_message,
    fit,
    text_message,
    units,
)
from tests.line_openapi import assert_valid

YES, NO = Tap("ยืนยัน", "confirm=x/1"), Tap("แก้ไข", "edit")


@given(st.text(alphabet="กำ้ีป่🎉e\u0301 x", max_size=60), st.integers(2, 40))
def test_a_fitted_text_is_within_its_limit_and_a_beginning_of_the_text(text: str, limit: int) -> None:
    fitted = fit(text, limit)
    assert units(fitted) <= limit
    assert fitted == text or text.startswith(fitted.removesuffix("…"))
    assert (fitted == text) is (units(text) <= limit)


def test_lengths_are_utf_16_units_and_no_character_is_torn() -> None:
    assert units("😀") == 2
    assert fit("😀😀😀", 5) == "😀😀…"
    assert fit("😀😀😀", 4) == "😀…"
    assert fit("น้ำน้ำน้ำ", 5) == "น้ำ…"


def test_texts_and_labels_of_people_are_cut() -> None:
    message = text_message("ก" * 6000, [Tap("ข" * 30, "help", "ค" * 400)])
    assert units(message["text"]) == 5000
    action = message["quickReply"]["items"][0]["action"]
    assert units(action["label"]) == 20
    assert units(action["displayText"]) == 300
    assert_valid("Message", message)


def test_a_confirm_question_has_the_templates_own_limits() -> None:
    message = confirm_message("ก" * 2000, YES, NO)
    assert units(message["altText"]) == 1500
    assert units(message["template"]["text"]) == 240
    assert [action["label"] for action in message["template"]["actions"]] == ["ยืนยัน", "แก้ไข"]
    assert_valid("Message", message)


@pytest.mark.parametrize(
    "make",
    [
        lambda: text_message(""),
        lambda: text_message(" \n "),
        lambda: confirm_message(" ", YES, NO),
        lambda: text_message("x", [YES] * 14),
        lambda: text_message("x", [Tap("x", "ข้อมูล" * 60)]),
        lambda: text_message("x", [Tap("x", "")]),
        lambda: text_message("x", [Tap(" ", "help")]),
    ],
)
def test_what_only_a_program_gets_wrong_is_an_error_without_the_content(make: object) -> None:
    with pytest.raises(MessageError) as error:
        make()  # type: ignore[operator]
    assert "ข้อมูล" not in str(error.value)


def test_the_date_picker_has_bounds_that_line_accepts() -> None:
    first = dt.date(2026, 11, 24)
    message = text_message("x", [PickDate("วันอื่น", "pick", first, first + dt.timedelta(days=1))])
    action = message["quickReply"]["items"][0]["action"]
    assert (action["min"], action["max"], action["mode"]) == ("2026-11-24", "2026-11-25", "date")
    assert_valid("Message", message)
    single = text_message("x", [PickDate("วันอื่น", "pick", first, first)])
    assert "min" not in single["quickReply"]["items"][0]["action"]
    assert_valid("Message", single)
