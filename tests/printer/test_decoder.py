import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printer.decoder import Decoder, decode
from printer.errors import UnknownCommand
from printer.escpos_bytes import encode
from printer.samples import sample
from printer.typeset import typeset

DOT = b"\x1dv0\x00\x01\x00\x01\x00\x80"
CUT = b"\x1dV\x00"


def _black(data: bytes, width: int = 16) -> list[tuple[int, int]]:
    (paper,) = decode(data, width)
    return [
        (across, down)
        for down in range(paper.height)
        for across in range(paper.width)
        if not paper.getpixel((across, down))
    ]


def test_dots_and_feeds_go_where_a_printer_puts_them() -> None:
    assert _black(DOT + b"\x1bJ\x05" + DOT + CUT) == [(0, 0), (0, 6)]
    assert _black(DOT + b"\x1bd\x01" + DOT + CUT) == [(0, 0), (0, 31)]
    assert _black(b"\x1ba\x02" + DOT + b"\x1b@" + DOT + CUT) == [(8, 0), (0, 1)]
    assert _black(b"\x1ba1" + DOT + CUT, 24) == [(8, 0)]


def test_feeds_follow_the_motion_unit() -> None:
    assert _black(b"\x1dP\xcb\xcb\x1bJ\x0a" + DOT) == [(0, 10)]
    assert _black(b"\x1dP\x00\x66\x1bJ\x0a" + DOT) == [(0, 20)]


def test_the_feed_to_the_knife_is_not_part_of_the_slip() -> None:
    assert [paper.height for paper in decode(DOT + b"\x1bd\x06" + CUT + DOT + b"\x1bd\x06", 8)] == [1, 181]
    assert decode(b"", 8) == []


@pytest.mark.parametrize(
    "data",
    [
        b"A",
        b"\x1bp\x00\x19\xfa",
        b"\x10\x04\x01",
        b"\x1d(L",
        b"\x1b*\x00",
        b"\x1dVx",
        b"\x1ba\x09",
        b"\x1dv1",
        b"\x1dv0\x01\x01\x00\x01\x00\x80",
        b"\x1dv0\x00\x03\x00\x01\x00" + b"\0" * 3,
        b"\x1dv0\x00\x00\x00\x01\x00",
        b"\x1dv0\x00\x02\x00\x01\x00\x10\x14",
        b"\x1b",
        DOT[:-1],
        DOT[:5],
        b"\x1dV",
        b"\x1dVB",
        b"\x1bJ",
    ],
)
def test_what_has_no_place_in_a_slip_is_an_error(data: bytes) -> None:
    with pytest.raises(UnknownCommand):
        decode(data, 16)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        papers = decode(data, 16)
    except UnknownCommand:
        return
    assert all(paper.width == 16 for paper in papers)


@pytest.fixture(scope="module")
def two_slips() -> bytes:
    return encode(typeset(sample(1), 58)) + encode(typeset(sample(3), 58))


@settings(deadline=None, max_examples=30)
@given(lengths=st.lists(st.integers(1, 4000), max_size=12))
def test_pieces_make_no_difference(two_slips: bytes, lengths: list[int]) -> None:
    data = two_slips
    decoder, at, papers = Decoder(384), 0, []
    for length in [*lengths, len(data)]:
        papers += decoder.feed(data[at : at + length])
        at += length
    papers += decoder.finish()
    assert [paper.picture.tobytes() for paper in papers] == [
        typeset(sample(number), 58).tobytes() for number in (1, 3)
    ]
    assert b"".join(paper.raw for paper in papers) == data
