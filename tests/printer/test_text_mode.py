"""Slips as text: what a printer with its own Thai font is told, read back by the decoder."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from printer.builder import SlipBuilder
from printer.content import blocks
from printer.decoder import Decoder
from printer.decoder import Paper as Printed
from printer.errors import BadSlip, UnknownCommand
from printer.paper import COMPOSITIONS, Composition, Paper
from printer.rendering import Renderer
from printer.samples import sample
from printer.settings import PrinterSettings
from printer.slip import Slip, SlipLine
from printer.strips import REAL_TIME
from printer.text_mode import TextStyle, encode_text, lines_of
from tests.printer.test_typeset import HOSTILE
from thai.clusters import cell_width

PAPERS = [(Paper(58), 32), (Paper(58, 180), 30), (Paper(80, 180), 42), (Paper(80), 48), (Paper(80), 42)]


def _data(
    slip: Slip, paper: Paper, columns: int, composition: Composition = "one-pass", page: int = 21
) -> bytes:
    return encode_text(blocks(slip), paper, TextStyle(columns, page, composition))


def _printed(data: bytes, paper: Paper) -> Printed:
    (printed,) = Decoder(paper.dots).feed(data)
    return printed


@pytest.mark.parametrize(("paper", "columns"), PAPERS)
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_slip_says_everything_within_its_columns(number: int, paper: Paper, columns: int) -> None:
    slip = sample(number)
    lines = _printed(_data(slip, paper, columns), paper).lines
    assert all(cell_width(line) <= columns for line in lines)
    said = "".join("".join(lines).split())
    for text in (slip.queue_number, slip.reference, slip.masked_name, "ไม่ใช่ใบเสร็จรับเงิน", slip.clerk):
        assert text is not None
        assert "".join(text.split()) in said
    assert ("ฝึกอบรม" in said) == (said.count("พิมพ์ซ้ำ") == 2) == slip.training


def test_the_code_page_and_double_size_are_told() -> None:
    data = _data(sample(1), Paper(80), 48, page=255)
    assert data.startswith(b"\x1b@\x1dP\xcb\xcb\x1c.\x1bt\xff")
    assert b"\x1d!\x11\x1bE\x01" in data
    large = data.index(b"\x1d!\x11")
    assert b"A001\n" in data[large : large + 60]
    assert data[:-6].endswith(b"\x1d!\x00\x1bE\x00") or b"\x1d!\x00\x1bE\x00" in data[-12:]


def test_the_code_is_on_the_paper_as_a_picture() -> None:
    printed = _printed(_data(sample(1), Paper(58), 32), Paper(58))
    assert b"\x1dv0\x00" in printed.raw
    assert b"\x1d(k" not in printed.raw


@pytest.mark.parametrize("composition", COMPOSITIONS)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_slips_send_only_what_a_slip_may(text: str, composition: Composition) -> None:
    slip = replace(
        sample(3),
        office=text + "ก",
        queue_number=text,
        reference=text + "1",
        qr="BK-1",
        masked_name=text,
        counter=text,
        clerk=text,
        notes=(text,) * 8,
        lines=(SlipLine(text, 99),) * 20,
    )
    _is_harmless(_data(slip, Paper(58), 32, composition), Paper(58))


def _is_harmless(data: bytes, paper: Paper) -> None:
    """Hold the bytes to the decoder, which knows no drawer and no status, and to a bare search."""
    assert _printed(data, paper).picture.width == paper.dots
    assert not REAL_TIME.search(data)
    for forbidden in (b"\x1bp", b"\x10", b"\x1d(", b"\x1bu", b"\x07"):
        texts = b"".join(part for part in _without_pictures(data))
        assert forbidden not in texts.replace(b"\x1bJ\x10", b"")


def _without_pictures(data: bytes) -> list[bytes]:
    parts, at = [], 0
    while (found := data.find(b"\x1dv0\x00", at)) >= 0:
        parts.append(data[at:found])
        across, down = data[found + 4] + 256 * data[found + 5], data[found + 6] + 256 * data[found + 7]
        at = found + 8 + across * down
    return [*parts, data[at:]]


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    text=st.text(max_size=60),
    where=st.sampled_from(PAPERS),
    composition=st.sampled_from(COMPOSITIONS),
)
def test_any_text_prints_harmlessly(text: str, where: tuple[Paper, int], composition: Composition) -> None:
    try:
        slip = replace(sample(1), clerk=text, masked_name=text, notes=(text,), lines=(SlipLine(text, 1),))
    except BadSlip:
        return
    paper, columns = where
    _is_harmless(_data(slip, paper, columns, composition), paper)


@pytest.mark.parametrize("data", [b"\x1b", b"\n", b"\x10", b"\x7f", b"\x9b", b"\xa0", b"\0"])
def test_the_builder_itself_takes_no_control_character(data: bytes) -> None:
    with pytest.raises(BadSlip):
        SlipBuilder().row(b"A" + data, 30)


def test_the_decoder_takes_no_characters_outside_text_mode_and_no_line_too_long() -> None:
    with pytest.raises(UnknownCommand):
        Decoder(384).feed(b"A\n")
    with pytest.raises(UnknownCommand):
        Decoder(384).feed(b"\x1bt\x15" + b"A" * 33 + b"\n")
    (paper,) = Decoder(384).feed(b"\x1bt\x15" + b"A" * 32 + b"\n\x1dV\x00")
    assert paper.lines == ("A" * 32,)


def test_three_passes_are_read_back_in_columns() -> None:
    lines = _printed(_data(sample(1), Paper(80), 48, "three-pass"), Paper(80)).lines
    letters = next(index for index, line in enumerate(lines) if line.startswith("ผรอง"))
    assert lines[letters - 1].startswith("้้")
    assert lines[letters + 1] == "ู"


def test_text_costs_a_fraction_of_the_picture() -> None:
    text, raster = (
        Renderer(PrinterSettings(width=58, mode=mode)).data(sample(2)) for mode in ("text", "raster")
    )
    assert len(text) < len(raster) / 5
    wide = Renderer(PrinterSettings(mode="text", columns=42)).data(sample(1))
    assert max(map(cell_width, _printed(wide, Paper(80)).lines)) == 42


def test_a_time_stays_together_in_a_narrow_column() -> None:
    for block in blocks(sample(2)):
        texts = [line.text.strip() for line in lines_of(block, 32)]
        assert "น." not in texts
        assert not any("\N{NO-BREAK SPACE}" in text for text in texts)
