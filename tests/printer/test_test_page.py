import pytest
import zxingcpp
from PIL import ImageChops

from printer.decoder import Decoder
from printer.paper import HEADS, WIDTHS, Dpi, Paper, Width
from printer.settings import PrinterSettings
from printer.test_page import CODE_PAGES, MODULES, codes, measures, page


@pytest.mark.parametrize("dpi", HEADS)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_shows_every_candidate_and_is_cut(width: Width, dpi: Dpi) -> None:
    data = page(PrinterSettings(width=width, dpi=dpi, code_page=33))
    (printed,) = Decoder(Paper(width, dpi).dots).feed(data)
    for number in (*CODE_PAGES, 33):
        assert b"\x1bt" + bytes((number,)) in data
        assert f"{number:3} one   ที่นี่น้ำผู้ใหญ่กตัญญู" in printed.lines
        assert any(line.startswith(f"{number:3} three ") for line in printed.lines)
    assert printed.raw.endswith(b"\x1dV\x00")
    assert not any(pair in data for pair in (b"\x10\x04", b"\x10\x05", b"\x10\x14", b"\x1bp"))


@pytest.mark.parametrize("dpi", HEADS)
@pytest.mark.parametrize("width", WIDTHS)
def test_both_edges_of_the_line_are_drawn(width: Width, dpi: Dpi) -> None:
    paper = Paper(width, dpi)
    picture = measures(PrinterSettings(width=width, dpi=dpi))
    for column in (0, paper.dots - 1):
        ink = ImageChops.invert(picture.crop((column, 0, column + 1, picture.height)))
        assert ink.histogram()[255] >= paper.across(4)


def test_a_bar_is_as_long_as_it_says_on_its_own_head() -> None:
    for dpi in HEADS:
        own = Paper(80, dpi)
        picture = measures(PrinterSettings(dpi=dpi))
        lengths = {_solid(picture, row) for row in range(picture.height)}
        assert own.across(40) in lengths
        assert own.across(40) / own.dpi * 25.4 == pytest.approx(40, abs=0.1)


def _solid(picture: object, row: int) -> int:
    """Return the length of the only ink of a row, which begins at the left edge; 0 where it is otherwise."""
    line = ImageChops.invert(picture.crop((0, row, picture.width, row + 1)))  # type: ignore[attr-defined]
    box, black = line.getbbox(), line.histogram()[255]
    return black if box and box[0] == 0 and box[2] == black else 0


@pytest.mark.parametrize("paper", [Paper(58), Paper(80), Paper(58, 180), Paper(80, 180)])
def test_another_reader_finds_the_code_at_each_size(paper: Paper) -> None:
    found = zxingcpp.read_barcodes(codes(paper).convert("L"))
    assert [code.text for code in found] == ["BK-9QRT"] * len(MODULES)


def test_without_margins_the_page_never_tells_one() -> None:
    assert b"\x1dL" not in page(PrinterSettings(margins=False))
    assert b"\x1dL" in page(PrinterSettings())
