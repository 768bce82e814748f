import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thai.clusters import cell_width, clusters
from thai.wrapping import words, wrap

mixed = st.text(
    st.one_of(
        st.sampled_from("กนเแาำํัีู่้ๆ ()a1😀\n\u200d漢"),
        st.sampled_from("สำเนาทะเบียนบ้าน"),
        st.characters(codec=None),
    ),
    max_size=60,
)


@given(mixed)
def test_words_join_back_and_tear_no_cluster(text: str) -> None:
    found = words(text)
    assert "".join(found) == text
    assert [c for word in found for c in clusters(word)] == clusters(text)


@settings(max_examples=200)
@given(mixed, st.integers(1, 12))
def test_wrap_keeps_every_cluster_and_the_width(text: str, cells: int) -> None:
    lines = wrap(text, cells)
    assert all(cell_width(line) <= cells or len(clusters(line)) == 1 for line in lines)
    visible = [c for line in lines for c in clusters(line) if c.strip(" ")]
    expected = [c for line in text.split("\n") for c in clusters(line) if c.strip(" ")]
    assert visible == expected


def test_words() -> None:
    assert words("ขอคัดสำเนาทะเบียนบ้าน 2 ฉบับ") == ["ขอ", "คัด", "สำเนา", "ทะเบียน", "บ้าน", " ", "2", " ", "ฉบับ"]
    assert words("") == []
    assert words("😀😀 ขอคัดสำเนา") == ["😀", "😀", " ", "ขอ", "คัด", "สำเนา"]


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("สำเนาทะเบียนบ้าน 2 ฉบับ", 9, ["สำเนา", "ทะเบียนบ้าน", "2 ฉบับ"]),
        ("ก\n\nข\n", 5, ["ก", "", "ข", ""]),
        ("รับเร็วๆ", 5, ["รับ", "เร็วๆ"]),
        ("บ้าน (ด่วน)", 6, ["บ้าน", "(ด่วน)"]),
        ("น้ำน้ำน้ำ", 1, ["น้ำ", "น้ำ", "น้ำ"]),
        ("aaaaaaa", 3, ["aaa", "aaa", "a"]),
        ("กข  ", 2, ["กข"]),
        ("กขค    ง", 2, ["กข", "ค", "ง"]),
        ("aaaa   ", 2, ["aa", "aa"]),
        ("👍🏽🇹🇭 สำเนาทะเบียนบ้าน", 11, ["👍🏽🇹🇭 สำเนา", "ทะเบียนบ้าน"]),
        ("", 4, [""]),
    ],
)
def test_wrap(text: str, cells: int, expected: list[str]) -> None:
    assert wrap(text, cells) == expected


def test_wrap_measures_as_told() -> None:
    assert wrap("สำเนาทะเบียนบ้าน", 200, lambda piece: 25.5 * cell_width(piece)) == ["สำเนา", "ทะเบียน", "บ้าน"]


def test_a_very_long_word_is_measured_little_more_than_once() -> None:
    measured = 0

    def measure(piece: str) -> float:
        nonlocal measured
        measured += len(piece)
        return cell_width(piece)

    word = "เ" * 10_000
    assert "".join(wrap(word, 40, measure)) == word
    assert measured < 30 * len(word)


def test_icu_is_loaded_on_first_use_only() -> None:
    loaded = "any(m.startswith(('icu4py', 'stdnum')) for m in sys.modules)"
    code = f"import sys, thai.wrapping, thai.identity; sys.exit({loaded})"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
