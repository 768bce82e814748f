from hypothesis import given
from hypothesis import strategies as st

from printer.decoder import Decoder
from printer.escpos_bytes import encode
from printer.samples import sample
from printer.talk.extent import least_seconds
from printer.typeset import typeset


def test_a_slip_takes_at_least_as_long_as_its_rows() -> None:
    for number in (1, 2, 3):
        data = encode(typeset(sample(number), 80))
        decoder = Decoder(576)
        decoder.feed(data)
        # The decoder also moves the paper past the knife.
        assert 0 < least_seconds(data) <= decoder.rows / 8000
        assert least_seconds(data) > 0.9 * typeset(sample(number), 80).height / 8000


@given(st.binary(max_size=200))
def test_any_bytes_have_an_extent(data: bytes) -> None:
    assert least_seconds(data) >= 0


def test_what_is_inside_a_picture_moves_no_paper() -> None:
    inside = b"\x1bJ\xff\x1dv0\0\1\0\xff\xff"
    picture = b"\x1dv0\0" + len(inside).to_bytes(2, "little") + b"\1\0" + inside
    assert least_seconds(picture) == 1 / 8000
