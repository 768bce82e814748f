"""Ready answers: what is known is filled in, what is not stays to be seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from registry.answers import ReadyAnswer, blanks, filled


def test_what_is_known_is_filled_in_and_the_rest_stays() -> None:
    text = "เรื่อง {อ้างอิง} นัด { วันนัด } {เอกสาร}"
    done = filled(text, {"อ้างอิง": "BK-9QRT", "วันนัด": "พ. 25 พ.ย.", "เอกสาร": ""})
    assert done == "เรื่อง BK-9QRT นัด พ. 25 พ.ย. {เอกสาร}"
    assert blanks(done) == ["เอกสาร"]


def test_what_is_filled_in_is_not_filled_again() -> None:
    assert filled("{เรื่อง}", {"เรื่อง": "{อ้างอิง}", "อ้างอิง": "BK-1"}) == "{อ้างอิง}"


@given(st.text(), st.dictionaries(st.text(), st.text()))
def test_nothing_that_is_written_breaks_it(text: str, known: dict[str, str]) -> None:
    assert isinstance(filled(text, known), str)


@pytest.mark.parametrize("text", ["", "\x1b\x07", "x" * 3501])
def test_an_answer_has_a_text_that_can_be_sent(text: str) -> None:
    with pytest.raises(ValidationError):
        ReadyAnswer(id="a", title="ชื่อ", text=text)
