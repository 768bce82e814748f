import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai.number_forms import CARD, FORMS, LASER, PID, NumberForm

forms = st.sampled_from(list(FORMS.values()))


def test_numbers_are_written_as_on_the_cards() -> None:
    assert LASER.written("JC1123456712") == "JC1-1234567-12"
    assert CARD.written("10400212345678") == "1040-02-12345678"
    assert PID.written("1104000000010") == "1-1040-00000-01-0"
    assert CARD.written("104002123") == "1040-02-123"
    assert CARD.written("1040") == "1040"
    assert CARD.written("104002123456789") == "1040-02-123456789"
    assert PID.written("") == ""


@given(forms, st.text("0123456789", max_size=20))
def test_grouping_loses_nothing(form: NumberForm, number: str) -> None:
    groups = form.grouped(number)
    assert "".join("".join(group) for group in groups) == number
    assert all(groups)
    assert [len(group) for group in groups[:-1]] == list(form.groups[: max(0, len(groups) - 1)])


@given(forms, st.text("123456789", max_size=20))
def test_a_mask_shows_its_places_and_no_other(form: NumberForm, number: str) -> None:
    masked = form.masked(number).replace("-", "")
    assert len(masked) == len(number)
    shown = {at for at, sign in enumerate(masked) if sign != "X"}
    assert shown == (form.readable(len(number)) if len(number) == form.length else set())
    assert all(masked[at] == number[at] for at in shown)
    assert len(shown) <= sum(form.shown)


@pytest.mark.parametrize("length", [0, 1, 2, 9, 14, 20])
def test_readable_places_stay_within_the_number(length: int) -> None:
    for form in FORMS.values():
        assert form.readable(length) <= set(range(length))
