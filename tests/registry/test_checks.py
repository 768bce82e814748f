from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.checks import Verdict, claimed_value, compare, steps_for, verdict
from registry.defaults import OUTCOMES, STEPS
from registry.particulars import ChatLine, Particulars
from registry.request import Check, LineResult
from tests.registry.offices import NOW, clean_check

TEXTS = st.text("0123456789กขค", max_size=16)


@given(TEXTS, TEXTS)
def test_a_comparison_tells_every_difference_and_no_other(claimed: str, found: str) -> None:
    differences = compare(claimed, found)
    assert (not differences) == (claimed == found)
    for place, a, b in differences:
        assert claimed[place : place + 1] == (a or "")
        assert found[place : place + 1] == (b or "")
    same = set(range(max(len(claimed), len(found)))) - {d.place for d in differences}
    assert all(claimed[i] == found[i] for i in same)


def test_steps_follow_the_services() -> None:
    ids = [step.id for step in steps_for(STEPS, (1, 3))]
    assert "house" in ids
    assert "divorce" in ids
    assert "marriage" not in ids


def test_verdicts() -> None:
    steps = steps_for(STEPS, (2,))
    check = clean_check()
    assert verdict(steps, OUTCOMES, check) is Verdict.CLEAN
    assert verdict(steps, OUTCOMES, Check(lines=check.lines[::-1])) is Verdict.INCOMPLETE
    assert verdict(steps, OUTCOMES, Check(lines=(*check.lines, check.lines[0]))) is Verdict.INCOMPLETE
    wrong_kind = check.lines[0].model_copy(update={"kind": "attested"})
    assert verdict(steps, OUTCOMES, Check(lines=(wrong_kind, *check.lines[1:]))) is Verdict.INCOMPLETE
    wrong = check.lines[0].model_copy(update={"result": LineResult.MISMATCH})
    assert verdict(steps, OUTCOMES, Check(lines=(wrong, *check.lines[1:]))) is Verdict.MISMATCH


@pytest.mark.parametrize(
    ("number", "found"),
    [(0, Verdict.CLEAN), (2, Verdict.MISMATCH), (None, Verdict.INCOMPLETE), (77, Verdict.INCOMPLETE)],
)
def test_the_table_tells_whether_an_outcome_is_good(number: int | None, found: Verdict) -> None:
    lines = [
        line.model_copy(update={"outcome": number}) if line.kind == "outcome" else line
        for line in clean_check().lines
    ]
    assert verdict(steps_for(STEPS, (2,)), OUTCOMES, Check(lines=tuple(lines))) is found


def test_particulars_do_not_show_themselves() -> None:
    line = ChatLine(at=NOW, who="citizen", text="1#JC1-1234567-12", id="m1")
    particulars = Particulars(laser="JC1123456712", card="10400212345678", name="ตัวอย่าง ใจดี").with_line(line)
    for text in (repr(particulars), str(particulars), repr(line)):
        assert "1234567" not in text
        assert "ใจดี" not in text
    assert claimed_value(particulars, "laser") == "JC1123456712"
    assert claimed_value(None, "laser") is None
    assert particulars.without_line("m1").chat == ()


def test_the_chat_kept_with_a_request_is_bounded() -> None:
    particulars = Particulars()
    for number in range(50):
        particulars = particulars.with_line(ChatLine(at=NOW, who="citizen", text=str(number)))
    assert [line.text for line in particulars.chat] == [str(n) for n in range(30, 50)]
