from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.number_blocks import block, live_number, numbers

COUNTERS = st.one_of(st.integers(0, 120).map(str), st.text("0123456789 ab๓", max_size=3))


def test_counter_three_begins_with_a831() -> None:
    first = list(itertools.islice(numbers("A", "3", 0), 11))
    assert (first[0], first[9], first[10]) == ("A831", "A840", "A8301")
    assert next(numbers("A", "3", 1)) == "A832"


@given(st.sets(COUNTERS, min_size=2, max_size=6))
def test_no_two_counters_have_a_number_in_common(counters: set[str]) -> None:
    for one, other in itertools.combinations(counters, 2):
        assert not set(block(one)) & set(block(other))


@given(COUNTERS, st.integers(0, 200))
def test_a_block_gives_each_number_once_and_then_none(counter: str, given_: int) -> None:
    whole = list(numbers("B", counter, 0))
    assert len(set(whole)) == len(whole)
    assert list(numbers("B", counter, given_)) == whole[given_:]


@given(st.integers(1, 30_000))
def test_the_daemon_never_gives_a_number_of_a_block(nth: int) -> None:
    number = live_number(nth)
    assert not any(number in block(str(counter)) for counter in range(100))
    assert live_number(nth + 1) > number


@pytest.mark.parametrize("name", ["03", "100", "-1", "๓", "พิเศษ", "", "3a"])
def test_a_name_that_is_no_number_has_no_block(name: str) -> None:
    assert block(name) == ()
