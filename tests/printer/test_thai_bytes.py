import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer.paper import COMPOSITIONS, Composition
from printer.thai_bytes import Rows, plain, rows
from thai.clusters import cell_width


def test_one_pass_is_tis_620_as_it_is_typed() -> None:
    assert rows("น้ำ กี่ A1 ฿", "one-pass") == Rows((), "น้ำ กี่ A1 ฿".encode("tis-620"), ())


@pytest.mark.parametrize(
    ("text", "above", "letters", "below"),
    [
        ("กา", [], "กา", []),
        ("ที่", ["่", "ี"], "ท", []),
        ("ผู้ร้อง", ["้้"], "ผรอง", ["ู"]),
        ("น้ำ", ["้", "ํ"], "นา", []),
        ("ก็ดี", ["็ ี".replace(" ", "")], "กด", []),
        ("่ก", ["่"], "ก", []),
        ("ก้้้", ["้", "้", "้"], "ก", []),
        ("", [], "", []),
    ],
)
def test_three_passes_put_each_mark_in_its_letters_column(
    text: str, above: list[str], letters: str, below: list[str]
) -> None:
    made = rows(text, "three-pass")
    assert [row.decode("tis-620") for row in made.above] == above
    assert made.letters.decode("tis-620") == letters
    assert [row.decode("tis-620") for row in made.below] == below


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("😀", "?"),
        ("汉", "?"),
        ("═│▓•", "=|#*"),
        ("a\xa0b–c", "a b-c"),
        ("\x1b\x10\x04\x7f\x9b", "?????"),
        ("é", "?"),
    ],
)
def test_what_has_no_byte_is_seen_to_be_missing(text: str, seen: str) -> None:
    assert plain(text) == seen
    assert rows(text, "one-pass").letters == seen.encode("ascii")


@given(text=st.text(max_size=60), composition=st.sampled_from(COMPOSITIONS))
def test_no_byte_is_a_control(text: str, composition: Composition) -> None:
    made = rows(text, composition)
    data = b"".join((*made.above, made.letters, *made.below))
    assert all(0x20 <= byte < 0x7F or byte > 0xA0 for byte in data)


@given(st.text(alphabet=st.sampled_from("กขปญฎูิีึื่้๊๋็์ําำเแโ ๆabc19."), max_size=40))
def test_three_passes_keep_every_character_and_the_columns(text: str) -> None:
    made = rows(text, "three-pass")
    every = b"".join((*made.above, made.letters, *made.below)).decode("tis-620").replace(" ", "")
    assert sorted(every) == sorted(text.replace("\u0e33", "\u0e4d\u0e32").replace(" ", ""))
    spelt = text.lstrip("".join(chr(code) for code in (0xE31, *range(0xE34, 0xE3B), *range(0xE47, 0xE4F))))
    assert len(made.letters) == cell_width(spelt)
    assert all(len(row) <= max(1, len(made.letters)) for row in (*made.above, *made.below))
