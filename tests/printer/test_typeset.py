"""The paper itself. After a wanted change: BANGKHAE_UPDATE_GOLDEN=1 pytest tests/printer/test_typeset.py."""

import os
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, features

from printer import fonts, qr
from printer.content import Band, Boxed, blocks
from printer.errors import BadSlip, TypesettingUnavailable
from printer.paper import Dpi, Paper, Width
from printer.samples import sample
from printer.sheet import sheet_for
from printer.slip import Slip, SlipLine
from printer.strips import REAL_TIME, Strip, ink, plan
from printer.typeset import draw, typeset
from tests.printer.conftest import MakeSlip

GOLDEN = Path(__file__).parent / "golden"
WIDTHS: tuple[Width, ...] = get_args(Width)
HEADS: tuple[Dpi, ...] = get_args(Dpi)
DOTS = {58: 384, 80: 576}


@pytest.mark.parametrize("dpi", HEADS)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("number", [1, 2, 3])
def test_samples_look_as_approved(number: int, width: Width, dpi: Dpi) -> None:
    picture = typeset(sample(number), width, dpi)
    file = GOLDEN / f"sample-{number}-{width}{'' if dpi == 203 else f'-{dpi}'}.png"
    if os.environ.get("BANGKHAE_UPDATE_GOLDEN"):
        picture.save(file, "PNG", dpi=(dpi, dpi), optimize=True)
    with Image.open(file) as approved:
        assert (picture.mode, picture.size) == ("1", approved.size)
        different = ImageChops.logical_xor(picture, approved.convert("1")).getbbox()
    assert different is None, f"differs from {file.name} within {different}"


@pytest.mark.parametrize("number", [1, 3])
def test_a_slip_is_as_large_on_either_head(number: int) -> None:
    coarse, fine = (typeset(sample(number), 80, dpi).height / dpi for dpi in (180, 203))
    assert coarse == pytest.approx(fine, rel=0.02)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_qr_code_on_the_paper_is_the_code(make_slip: MakeSlip, width: Width) -> None:
    for content in ("BK-9QRT", "https://bangkhae.example/r/BK-9QRT?day=2026", "ก" * 20, "x" * 120):
        slip = make_slip(qr=content)
        module = _find_code(typeset(slip, width), qr.modules(content))
        assert module >= qr.SMALLEST_MODULE


def _find_code(paper: Image.Image, matrix: tuple[tuple[bool, ...], ...]) -> int:
    """Return the module size at which code and quiet zone stand on the paper, sampled dot by dot."""
    side = len(matrix)
    for module in range(qr.SMALLEST_MODULE, 12):
        framed = Image.new("1", (side + 8, side + 8), 255)
        for down, row in enumerate(matrix):
            for across, dark in enumerate(row):
                framed.putpixel((across + 4, down + 4), 0 if dark else 255)
        code = framed.resize(((side + 8) * module,) * 2, Image.Resampling.NEAREST)
        if _contains(paper, code):
            return module
    return 0


def _contains(paper: Image.Image, part: Image.Image) -> bool:
    """Tell whether the part stands somewhere on the paper, by its first inked row."""
    if part.width > paper.width:
        return False
    paper_rows = [paper.crop((0, y, paper.width, y + 1)).convert("L").tobytes() for y in range(paper.height)]
    part_rows = [part.crop((0, y, part.width, y + 1)).convert("L").tobytes() for y in range(part.height)]
    first = next(y for y, row in enumerate(part_rows) if b"\x00" in row)
    for top in range(paper.height - part.height + 1):
        left = paper_rows[top + first].find(part_rows[first])
        if (
            left >= 0
            and part.tobytes() == paper.crop((left, top, left + part.width, top + part.height)).tobytes()
        ):
            return True
    return False


@pytest.mark.parametrize("width", WIDTHS)
def test_reprint_and_training_are_bands_at_both_ends(width: Width) -> None:
    slip = sample(3)
    parts = blocks(slip)
    assert [part.text for part in parts if isinstance(part, Band)] == [
        "ฝึกอบรม – ใช้จริงไม่ได้",
        "พิมพ์ซ้ำ ครั้งที่ 2",
    ] * 2
    paper = typeset(slip, width)
    for rows in ((0, 0, paper.width, 60), (0, paper.height - 60, paper.width, paper.height)):
        part = paper.crop(rows)
        assert part.histogram()[0] > part.width * part.height * 0.5, "a band is mostly black"
    assert not any(isinstance(part, Band) for part in blocks(sample(1)))


@pytest.mark.parametrize("width", WIDTHS)
def test_every_slip_says_that_it_is_no_receipt(make_slip: MakeSlip, width: Width) -> None:
    boxed = [part for part in blocks(make_slip()) if isinstance(part, Boxed)]
    assert [part.text for part in boxed] == ["ไม่ใช่ใบเสร็จรับเงิน"]
    assert _contains(typeset(make_slip(), width), draw(boxed[0], sheet_for(Paper(width))))


HOSTILE = [
    "\x1bp\x00\x19\xfa\x1dV\x00 [bold]x[/] <b> \x10\x14\x01\x00\x01",
    "ก" * 3000,
    "่้๊๋์ํ" * 300,
    "ิ่" * 40,
    "\u202e\u2066abc\u2069\ud800",
    "🂡😀 汉字 ქართული ﷺ",
    " ",
    "W" * 500,
    "ำำำ เเเ ไไไ",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("width", WIDTHS)
def test_hostile_text_makes_a_bounded_clean_picture(make_slip: MakeSlip, text: str, width: Width) -> None:
    slip = make_slip(
        office=text + "ก",
        queue_number=text,
        reference=text + "1",
        qr="BK-1",
        masked_name=text,
        counter=text,
        clerk=text,
        notes=(text,) * 30,
        lines=(SlipLine(text, 99),) * 20,
        fee=999_999,
        reprint=999,
        training=True,
    )
    _is_sound(typeset(slip, width), width)


def _is_sound(paper: Image.Image, width: Width) -> None:
    assert paper.mode == "1"
    assert paper.width == DOTS[width]
    assert paper.height < 20_000
    strips = [part for part in plan(paper) if isinstance(part, Strip)]
    assert not any(REAL_TIME.search(ink(paper, strip)) for strip in strips)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    text=st.text(alphabet=st.sampled_from("กขปญฎูิีึื่้๊๋็์ําำเแโ ๆabc19.-\x1b[]/\n"), max_size=60),
    width=st.sampled_from(WIDTHS),
)
def test_any_thai_makes_a_sound_picture(text: str, width: Width) -> None:
    try:
        slip = replace(sample(1), clerk=text, masked_name=text, notes=(text,), lines=(SlipLine(text, 1),))
    except BadSlip:
        return
    _is_sound(typeset(slip, width), width)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_slip_with_next_to_nothing_is_still_a_slip(make_slip: MakeSlip, width: Width) -> None:
    empty: Slip = make_slip(
        queue_number=None, lines=(), fee=0, appointment=None, masked_name=None, counter="", clerk=""
    )
    _is_sound(typeset(empty, width), width)
    assert typeset(empty, width).height < typeset(make_slip(), width).height


def test_the_queue_number_fills_its_room_whatever_its_length(make_slip: MakeSlip) -> None:
    for number in ("1", "A001", "WWWWWWWW"):
        paper = typeset(make_slip(queue_number=number), 58)
        assert paper.width == 384


def test_the_same_slip_is_the_same_picture() -> None:
    assert typeset(sample(2), 80).tobytes() == typeset(sample(2), 80).tobytes()


def test_without_raqm_there_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "check", lambda name: name != "raqm")
    fonts._font.cache_clear()
    with pytest.raises(TypesettingUnavailable) as caught:
        fonts.Style(11).length("ก")
    fonts._font.cache_clear()
    assert "RAQM" in str(caught.value)
    assert "\n" not in str(caught.value)
