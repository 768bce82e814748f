from math import ceil

import pytest
from PIL import Image, ImageChops, ImageDraw

from printer.fonts import Style
from printer.layout import _TO_DOTS, line, lines, pair, paragraph
from printer.paper import Paper
from printer.sheet import sheet_for

# Tone marks over upper vowels, vowels under feet, SARA AM with a tone mark, marks without a base, overhangs.
HARD = [
    "ที่นี่ปี้ป่าฝ่ายฟ้าญูฐุฎูฏฺ",
    "น้ำ คำ้ กำา ก่ำ",
    "ปี๊ ป็ ฬั้ ฮึ่ม ผู้ผู่ ฎี้ ณัฏฐ์",
    "ิก ่ ้้้ เแโใไ",
    "jfgqy ÅÇ f (]",
    "ๆฯ๏๚๛ ๐๑๒๓",
]
STYLES = sorted(
    {
        getattr(sheet_for(paper), name)
        for paper in (Paper(58), Paper(80), Paper(58, 180), Paper(80, 180))
        for name in ("office", "small", "body", "mark", "fee")
    },
    key=lambda style: (style.size, style.weight),
)


def _ink(picture: Image.Image) -> Image.Image:
    box = ImageChops.invert(picture.convert("L")).getbbox()
    return picture.crop(box) if box else picture


@pytest.mark.parametrize("text", HARD)
def test_no_mark_is_clipped(text: str) -> None:
    for style in STYLES:
        wide = Image.new("L", (int(style.length(text)) + 400, style.size * 8), 255)
        ImageDraw.Draw(wide).text((200, style.size * 4), text, font=style.font, fill=0, anchor="ls")
        whole = _ink(wide.point(_TO_DOTS, "1"))
        assert _ink(line(text, style).picture).tobytes() == whole.tobytes(), style


def test_tone_marks_stand_over_upper_vowels() -> None:
    """The basic layout of Pillow merges the tone mark into the vowel: its ink is no higher."""
    style = Style(40)
    low, high = style.font.getbbox("นี", anchor="ls"), style.font.getbbox("นี่", anchor="ls")
    assert high[1] < low[1] - 4


def test_paragraphs_keep_every_letter_within_the_width() -> None:
    style = Style(26, 500)
    text = "สำเนาทะเบียนบ้านจากฐานข้อมูลกลาง (ท.ร. 14/1) พร้อมรับรองความถูกต้อง" * 3
    for width in (120, 262, 384):
        set_lines = lines(text, style, width)
        assert all(part.picture.width <= width + 2 for part in set_lines)
        assert paragraph(text, style, width).width == width


def test_names_break_at_spaces_unless_that_costs_a_line() -> None:
    style = Style(30)
    name = "ณัฏฐ์ชญาน์ภัสสร เกียรติกุลวงศ์ไพบูลย์"
    width = ceil(style.length(name)) - 10
    assert len(lines(name, style, width, at_spaces=True)) == 2
    first = lines(name, style, width, at_spaces=True)[0].picture.width
    assert first == line("ณัฏฐ์ชญาน์ภัสสร", style).picture.width


def test_columns_share_their_baseline() -> None:
    small, large = line("ก", Style(20)), line("ก", Style(60))
    row = pair([small], [large], 200)[0]
    assert row.baseline == large.baseline
    left = ImageChops.invert(row.picture.crop((0, 0, 40, row.picture.height))).getbbox()
    right = ImageChops.invert(row.picture.crop((120, 0, 200, row.picture.height))).getbbox()
    assert left is not None
    assert right is not None
    assert abs(left[3] - right[3]) <= 1


def test_lines_never_overlap() -> None:
    """Two lines whose marks reach towards each other keep all their ink."""
    style = Style(26, 500)
    upper, lower = "ญูฎูปูฏุ" * 2, "ปี้ฟิ้ป๊ฝึ่" * 2
    both = paragraph(f"{upper} {lower}", style, int(max(style.length(upper), style.length(lower))) + 4)
    alone = sum(_black(line(text, style).picture) for text in (upper, lower))
    assert _black(both) == alone


def _black(picture: Image.Image) -> int:
    return picture.histogram()[0]
