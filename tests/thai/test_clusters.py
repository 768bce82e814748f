import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai.clusters import _by_the_rules, boundary, cell_width, clusters, crop, pad

mixed = st.text(
    st.one_of(
        st.sampled_from("กนเแโาำํัิีุู่้๊๋์a1 -…\r\n❤\ufe0f\u200d😀👍🏽🇹🇭漢각\u1112\u1161\u11ab\u0301"),
        st.characters(codec=None),
    ),
    max_size=40,
)


@given(mixed)
def test_clusters_join_back(text: str) -> None:
    assert "".join(clusters(text)) == text
    assert all(clusters(text))


@given(st.text(st.one_of(st.sampled_from(" a1~"), st.characters(min_codepoint=0xE01, max_codepoint=0xE5B))))
def test_usual_text_is_split_by_the_same_rules(text: str) -> None:
    assert clusters(text) == _by_the_rules(text)


@given(mixed)
def test_no_cluster_but_the_first_begins_with_a_mark_or_sara_am(text: str) -> None:
    for before, cluster in zip(clusters(text), clusters(text)[1:], strict=False):
        if not before.endswith(("\r", "\n")) and before.isprintable():
            assert cluster[0] not in "ัิีุู่้๊๋์ำ\u0e4d\u0301\ufe0f\u200d"


@given(mixed, st.integers(0, 20))
def test_crop_never_exceeds_nor_splits(text: str, cells: int) -> None:
    cropped = crop(text, cells)
    assert cell_width(cropped) <= cells
    head = clusters(cropped.removesuffix("…"))
    assert cropped == text or head == clusters(text)[: len(head)]


@given(mixed, st.integers(0, 20))
def test_pad_is_exact(text: str, cells: int) -> None:
    assert cell_width(pad(text, cells)) == cells


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("น้ำใจ", ["น้ำ", "ใ", "จ"]),
        ("น\u0e4d\u0e49\u0e32ๆ", ["น\u0e4d\u0e49\u0e32", "ๆ"]),
        ("เก้าอี้", ["เ", "ก้", "า", "อี้"]),
        ("👨\u200d👩\u200d👧x", ["👨\u200d👩\u200d👧", "x"]),
        ("👍🏽🇹🇭🇱🇦", ["👍🏽", "🇹🇭", "🇱🇦"]),
        ("a\r\nb", ["a", "\r\n", "b"]),
        ("\n่", ["\n", "่"]),
        ("각", ["각"]),
        ("", []),
    ],
)
def test_clusters(text: str, expected: list[str]) -> None:
    assert clusters(text) == expected


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("น้ำ", 2),
        ("ปู่ญ่า", 3),
        ("漢字", 4),
        ("😀", 2),
        ("🇹🇭", 2),
        ("❤\ufe0f", 2),
        ("👨\u200d👩\u200d👧", 2),
        ("\x1b\u200b", 0),
    ],
)
def test_cell_width_is_what_the_terminal_uses(text: str, width: int) -> None:
    assert cell_width(text) == width


def test_crop_keeps_what_fits_and_drops_an_ellipsis_that_does_not() -> None:
    assert crop("น้ำตาล", 5) == "น้ำตาล"
    assert crop("น้ำตาล", 3) == "น้ำ…"
    assert crop("น้ำตาล", 2) == "…"
    assert crop("กขค", 1, "...") == "ก"
    assert crop("กขค", 0) == ""
    assert pad("น้ำ", 4) == "น้ำ  "
    assert pad("漢字", 3) == "漢…"


@pytest.mark.parametrize(
    ("text", "at", "place"),
    [("", 0, 0), ("น้ำดี", 1, 3), ("น้ำดี", 3, 3), ("aำ", 1, 2), ("ab", 2, 2)],
)
def test_the_next_boundary(text: str, at: int, place: int) -> None:
    assert boundary(text, at) == place
