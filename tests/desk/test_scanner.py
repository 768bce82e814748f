from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.references import reference_in
from desk.scanner import BURST, ScanCatcher
from registry.identifiers import REFERENCE_ALPHABET
from thai.keyboard import to_thai

GAP = 0.03


def _burst(catcher: ScanCatcher, text: str, start: float = 0.0, step: float = 0.01) -> float:
    now = start
    for character in text:
        catcher.add(character, now)
        now += step
    return now - step


def test_six_quick_characters_are_a_scan() -> None:
    catcher = ScanCatcher(GAP)
    end = _burst(catcher, "BK9QRT")
    assert catcher.continues(end + GAP)
    assert catcher.finish(end) == "BK9QRT"
    assert not catcher.holding


def test_five_quick_characters_are_typing() -> None:
    catcher = ScanCatcher(GAP)
    end = _burst(catcher, "BK9QR")
    assert catcher.finish(end) is None
    assert catcher.take() == "BK9QR"


def test_a_pause_ends_the_burst() -> None:
    catcher = ScanCatcher(GAP)
    end = _burst(catcher, "BK")
    assert not catcher.continues(end + GAP * 1.1)


def test_the_enter_of_a_scan_is_swallowed_once_and_only_in_time() -> None:
    catcher = ScanCatcher(GAP)
    end = _burst(catcher, "BK-9QRT")
    assert catcher.finish(end) is not None
    assert catcher.swallows_enter(end + GAP)
    assert not catcher.swallows_enter(end + GAP)
    end = _burst(catcher, "BK-9QRT")
    assert catcher.finish(end) is not None
    assert not catcher.swallows_enter(end + 1)


def test_no_enter_is_swallowed_without_a_scan() -> None:
    assert not ScanCatcher(GAP).swallows_enter(0)


def test_a_key_that_is_held_down_is_no_scan() -> None:
    catcher = ScanCatcher(GAP)
    end = _burst(catcher, "0" * (BURST - 1))
    one_less = catcher.repeats
    end = _burst(catcher, "0", end + 0.01)
    assert (one_less, catcher.repeats) == (False, True)
    assert catcher.finish(end) is None
    assert catcher.take() == "0" * BURST
    _burst(catcher, "A" * BURST + "B")
    assert not catcher.repeats


@given(st.text(min_size=1, max_size=30))
def test_what_is_held_is_never_lost(text: str) -> None:
    catcher = ScanCatcher(GAP)
    end = _burst(catcher, text)
    scan = catcher.finish(end)
    assert (scan if len(text) >= BURST else catcher.take()) == text


@given(st.text(alphabet=REFERENCE_ALPHABET, min_size=4, max_size=4))
def test_a_reference_is_read_however_it_was_scanned(body: str) -> None:
    reference = f"BK-{body}"
    assert reference_in(reference) == reference
    assert reference_in(reference.lower()) == reference
    assert reference_in(f"BK{body}") == reference
    assert reference_in(f"https://desk.example/{reference}") == reference
    assert reference_in(to_thai(reference)) == reference
    assert reference_in(to_thai(reference.lower())) == reference


@pytest.mark.parametrize(
    "text", ["", "8850999320014", "https://example.com/", "BK-9QR", "BK-9QRTT", "XBKXX-9QRT", "BK-0000"]
)
def test_anything_else_is_no_reference(text: str) -> None:
    assert reference_in(text) is None


@given(st.text(max_size=60))
def test_reading_a_scan_never_fails(text: str) -> None:
    found = reference_in(text)
    assert found is None or found[-5] == "-"
