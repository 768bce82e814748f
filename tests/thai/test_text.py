import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai.text import ascii_digits, clean, fold

anything = st.text(st.characters(codec=None), max_size=60)
thai = st.text(st.sampled_from("กนมรเแะาำํัิีุู่้๊๋์็ๆ๐๙ -–\u200b\n"), max_size=30)


@given(st.one_of(anything, thai))
def test_clean_is_idempotent_and_leaves_nothing_that_steers_a_terminal(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert once == unicodedata.normalize("NFC", once)
    assert {unicodedata.category(c) for c in once if c != "\n"}.isdisjoint({"Cc", "Cf", "Cs", "Co", "Cn"})
    once.encode()


@given(st.one_of(anything, thai))
def test_fold_is_idempotent_and_has_one_spelling_for_spaces_and_digits(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert not set(once) & set("๐๑๒๓๔๕๖๗๘๙\n\t")
    assert "  " not in once
    assert "เเ" not in once
    assert "ํา" not in once


@pytest.mark.parametrize(
    ("dirty", "expected"),
    [
        ("a\tb\r\nc\rd\ne", "a b\nc\nd\ne"),
        ("\x1b[31mแดง\x1b]52;c;eA==\x07", "[31mแดง]52;c;eA=="),
        ("\x9b31mก\x7f", "31mก"),
        ("\u202eabc\u2066\u200b\u200d\ufeff\u00ad", "abc"),
        ("❤\ufe0f\U000e0041", "❤"),
        ("\ud800ก\ue000\U0010ffff\u0378", "ก"),
        ("ก\u2028ข\u2029ค", "ก\nข\nค"),
        ("e\u0301", "é"),
        ("ก\u0e48\u0e39", "ก\u0e39\u0e48"),
        ("[/][@click=app.quit]", "[/][@click=app.quit]"),
    ],
)
def test_clean(dirty: str, expected: str) -> None:
    assert clean(dirty) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("ส\u0e4d\u0e32เนา", "สำเนา"),
        ("น\u0e4d\u0e49\u0e32", "น้ำ"),
        ("น\u0e49\u0e4d\u0e32", "น้ำ"),
        ("น\u0e4d\u0e32\u0e49", "น้ำ"),
        ("น\u0e33\u0e49", "น้ำ"),
        ("เเล้ว", "แล้ว"),
        ("ที\u0e48\u0e48", "ที่"),
        ("ท\u0e48\u0e35", "ที่"),
        ("บา\u0e49น", "บ้าน"),
        ("หยา\u0e48", "หย่า"),
        ("คะ\u0e48", "ค่ะ"),
        ("บ\u0e49า\u0e49น", "บ้าน"),
        ("\u0e32\u0e49", "\u0e32\u0e49"),
        ("๑＃ＪＣ１−１２３４５６７–๑๒", "1#jc1-1234567-12"),
        ("1040‑02—12345678", "1040-02-12345678"),
        ("  a \u00a0\n\u3000 B ", "a b"),
        ("1⁄12∕69", "1/12/69"),
        ("10\u200b40", "1040"),
    ],
)
def test_fold(written: str, expected: str) -> None:
    assert fold(written) == expected


def test_thai_digits_become_plain_ones() -> None:
    assert ascii_digits("วันที่ ๐๑/๑๒/๒๕๖๙") == "วันที่ 01/12/2569"
