from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageFilter

from printer import qr
from printer.paper import HEADS, WIDTHS, Dpi, Width
from printer.samples import sample
from printer.typeset import typeset

GOLDEN = Path(__file__).parent / "golden"


def test_a_code_has_its_finder_patterns_and_a_quiet_zone() -> None:
    rows = qr.modules("BK-9QRT")
    assert len(rows) == 21
    finder = [(True,) * 7, (True,) + (False,) * 5 + (True,), (True, False, True, True, True, False, True)]
    assert [row[:7] for row in rows[:3]] == finder
    picture = qr.picture("BK-9QRT", 5)
    assert picture.size == (29 * 5, 29 * 5)
    assert picture.crop((0, 0, picture.width, 20)).getextrema() == (255, 255)
    assert picture.getpixel((20, 20)) == 0


@pytest.mark.parametrize("content", ["BK-9QRT", "x" * 120, "ก" * 40])
def test_the_picture_is_the_matrix(content: str) -> None:
    rows = qr.modules(content)
    picture = qr.picture(content, 3)
    seen = tuple(
        tuple(
            picture.getpixel(((across + 4) * 3 + 1, (down + 4) * 3 + 1)) == 0 for across in range(len(rows))
        )
        for down in range(len(rows))
    )
    assert seen == rows


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("sample-*.png")), ids=lambda file: file.stem)
def test_another_reader_finds_the_reference_on_the_paper(file: Path) -> None:
    with Image.open(file) as picture:
        (found,) = zxingcpp.read_barcodes(picture.convert("L"))
    number = int(file.stem.split("-")[1])
    assert (found.text, found.ec_level) == (sample(number).reference, "M")
    across = found.position.top_right.x - found.position.top_left.x
    assert across >= 21 * qr.SMALLEST_MODULE


@pytest.mark.parametrize("dpi", HEADS)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_pale_and_crooked_print_is_still_read(width: Width, dpi: Dpi) -> None:
    paper = typeset(sample(1), width, dpi).convert("L")
    pale = paper.filter(ImageFilter.GaussianBlur(1.2)).point([128 + level // 2 for level in range(256)])
    for angle in (0, 7, 90, 180):
        seen = zxingcpp.read_barcodes(pale.rotate(angle, expand=True, fillcolor=255))
        assert [code.text for code in seen] == ["BK-9QRT"]
