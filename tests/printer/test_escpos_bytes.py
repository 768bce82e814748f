from collections.abc import Iterator
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from printer.decoder import decode
from printer.errors import BadPicture
from printer.escpos_bytes import encode
from printer.paper import Width
from printer.samples import sample
from printer.strips import REAL_TIME, Feed, ink, plan, without_real_time
from printer.typeset import typeset

WIDTHS: tuple[Width, ...] = get_args(Width)


@st.composite
def pictures(draw: st.DrawFn) -> Image.Image:
    """Draw pictures of runs of equal rows: white, black, noise, and bytes that look like commands."""
    row = draw(st.integers(1, 9))
    runs = draw(st.lists(st.tuples(st.integers(0, 300), _rows(row)), max_size=6))
    data = b"".join(line * count for count, line in runs) or b"\0" * row
    return ImageChops.invert(Image.frombytes("1", (row * 8, len(data) // row), data))


def _rows(row: int) -> st.SearchStrategy[bytes]:
    nasty = st.sampled_from([0x10, 0x04, 0x05, 0x14, 0x1B, 0x1D, 0x70, 0x00, 0xFF])
    return st.one_of(
        st.just(b"\0" * row),
        st.binary(min_size=row, max_size=row),
        st.lists(nasty, min_size=row, max_size=row).map(bytes),
    )


@settings(deadline=None)
@given(pictures())
def test_what_is_encoded_comes_out_on_paper(picture: Image.Image) -> None:
    safe = without_real_time(picture)
    (paper,) = decode(encode(picture), picture.width) or [Image.new("1", (picture.width, 0))]
    assert paper.size == picture.size
    assert paper.tobytes() == safe.tobytes()


@settings(deadline=None)
@given(pictures())
def test_without_margins_the_paper_is_the_same(picture: Image.Image) -> None:
    safe = without_real_time(picture, margins=False)
    data = encode(picture, margins=False)
    (paper,) = decode(data, picture.width) or [Image.new("1", (picture.width, 0))]
    assert paper.tobytes() == safe.tobytes()
    assert b"\x1dL" not in encode(typeset(sample(1), 58), margins=False)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_180_dpi_head_gets_its_own_dots(width: Width) -> None:
    picture = typeset(sample(2), width, 180)
    data = encode(picture)
    assert data[:6] == b"\x1b@\x1dP\xb4\xb4"
    assert [paper.tobytes() for paper in decode(data, picture.width)] == [picture.tobytes()]


@settings(deadline=None)
@given(pictures())
def test_mending_adds_single_dots_and_only_where_needed(picture: Image.Image) -> None:
    safe = without_real_time(picture)
    assert without_real_time(safe) is safe
    before, after = picture.convert("L"), safe.convert("L")
    changed = ImageChops.difference(before, after)
    added = ImageChops.logical_and(changed.convert("1"), picture)
    assert added.tobytes() == changed.convert("1").tobytes(), "dots are only ever added"
    strips = [part for part in plan(picture) if not isinstance(part, Feed)]
    needed = sum(len(REAL_TIME.findall(ink(picture, strip))) for strip in strips)
    assert changed.histogram()[255] == needed


@settings(deadline=None)
@given(pictures())
def test_no_real_time_command_is_anywhere_in_the_bytes(picture: Image.Image) -> None:
    data = encode(picture)
    assert not any(pair in data for pair in (b"\x10\x04", b"\x10\x05", b"\x10\x14"))


@pytest.mark.parametrize("second", [0x04, 0x05, 0x14])
@pytest.mark.parametrize(
    "rows",
    [(bytes((0x10, 0)), True), (bytes((0xFF, 0x10)), False)],
    ids=["inside a row", "from one row to the next"],
)
def test_real_time_pairs_are_mended(rows: tuple[bytes, bool], second: int) -> None:
    first, inside = rows
    data = bytes((first[0], second)) * 12 if inside else (first + bytes((second, 0xFF))) * 12
    picture = ImageChops.invert(Image.frombytes("1", (16, len(data) // 2), data))
    out = encode(picture)
    assert bytes((0x10, second)) not in out
    assert out.count(bytes((0x18, second))) >= 12
    assert decode(out, 16)[0].tobytes() == without_real_time(picture).tobytes()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_slip_comes_out_exactly_and_in_fewer_bytes(number: int, width: Width) -> None:
    picture = typeset(sample(number), width)
    data = encode(picture)
    (paper,) = decode(data, picture.width)
    assert paper.tobytes() == picture.tobytes()
    assert len(data) <= (0.5 if number < 3 else 0.57) * (picture.width // 8) * picture.height


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_commands_of_a_slip_are_few_and_harmless(number: int) -> None:
    data = encode(typeset(sample(number), 80))
    commands = list(_commands(data))
    assert commands[:2] == [b"\x1b@", b"\x1dP"]
    assert commands[-2:] == [b"\x1bd", b"\x1dV"]
    assert set(commands[2:-2]) == {b"\x1bJ", b"\x1dv", b"\x1dL"}


def _commands(data: bytes) -> Iterator[bytes]:
    """Walk the bytes by the lengths that the standard gives, apart from the decoder."""
    lengths = {b"\x1b@": 2, b"\x1dP": 4, b"\x1dL": 4, b"\x1bJ": 3, b"\x1bd": 3, b"\x1dV": 3}
    at = 0
    while at < len(data):
        name = data[at : at + 2]
        yield name
        if name == b"\x1dv":
            across, down = data[at + 4] + 256 * data[at + 5], data[at + 6] + 256 * data[at + 7]
            at += 8 + across * down
        else:
            at += lengths[name]


def test_the_same_picture_gives_the_same_bytes_and_no_word(capfd: pytest.CaptureFixture[str]) -> None:
    assert encode(typeset(sample(1), 58)) == encode(typeset(sample(1), 58))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "picture",
    [Image.new("L", (8, 8)), Image.new("1", (12, 8)), Image.new("1", (584, 8)), Image.new("1", (0, 8))],
)
def test_other_pictures_are_refused(picture: Image.Image) -> None:
    with pytest.raises(BadPicture):
        encode(picture)


def test_white_is_white_however_it_is_stored() -> None:
    picture = Image.new("1", (16, 8), 1)
    picture.paste(0, (0, 0, 4, 8))
    assert decode(encode(picture), 16)[0].tobytes() == picture.tobytes()


def test_white_space_costs_next_to_nothing() -> None:
    assert len(encode(Image.new("1", (576, 2000), 255))) < 50


def test_strips_and_feeds_stay_within_one_byte_and_a_small_buffer() -> None:
    for number in (1, 2, 3):
        for part in plan(typeset(sample(number), 80)):
            if isinstance(part, Feed):
                assert 0 < part.rows <= 255
            else:
                assert (part.bottom - part.top) * part.width // 8 <= 2048
