"""The page that shows which settings a printer needs: rulers, darkness, Thai in every way, codes, the cut."""

from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw

from printer import messages, qr
from printer.builder import SlipBuilder
from printer.escpos_bytes import raster
from printer.layout import blank, line, paragraph, stack
from printer.paper import COMPOSITIONS, HEADS, Paper
from printer.sheet import Sheet, sheet_for
from printer.text_mode import TextLine, add_line

if TYPE_CHECKING:
    from printer.rendering import Choices

CODE_PAGES: Final = (11, 20, 21, 23, 26, 47, 48, 70, 255)
"""Numbers under which makers keep a Thai page. In python-escpos 3.1's table of printers CP874 is 21 (Epson,
Star and others), 11 (Wincor TH230), 47 (RP326), 48 (KR-306) and 70 (P822D). Epson's Thai character codes 42,
11 and 18 are 20, 21 and 26, as libraries for Thai on TM printers have it. Samsung's SRP-275 keeps code 42 at
23, and calls 255 the page that the printer is set to (its operator's manual, ESC t)."""
MODULES: Final = (4, 5, 6)
_SAMPLE_MM: Final = 40
_STEPS: Final = 8


def page(choices: "Choices") -> bytes:
    """Return the bytes of the test page for a printer's settings."""
    paper = Paper(choices.width, choices.dpi)
    builder = SlipBuilder()
    builder.begin(paper.dpi)
    raster(builder, measures(choices), margins=choices.margins)
    _code_pages(builder, choices)
    raster(builder, codes(paper), margins=choices.margins)
    builder.cut()
    output: bytes = builder.output
    return output


def measures(choices: "Choices") -> Image.Image:
    """Draw the first part: what is set, rulers, steps, darkness, Thai as a picture."""
    paper = Paper(choices.width, choices.dpi)
    sheet = sheet_for(paper)
    told = messages.test_settings(paper.width, paper.dpi, paper.dots, choices.mode)
    parts = [
        paragraph(messages.TEST_TITLE, sheet.office, paper.dots, align="center"),
        paragraph(told, sheet.small, paper.dots, align="center"),
        _labelled(messages.TEST_WIDTH, _ruler(paper, sheet), sheet),
        *(
            _labelled(messages.test_dpi(dpi, _SAMPLE_MM), _bar(paper, Paper(paper.width, dpi)), sheet)
            for dpi in HEADS
        ),
        _labelled(messages.TEST_STEPS, _steps(paper), sheet),
        _labelled(messages.TEST_DARKNESS, _bands(paper), sheet),
        _labelled(messages.TEST_PICTURE, paragraph(messages.THAI_SAMPLE, sheet.body, paper.dots), sheet),
        paragraph(messages.TEST_PAGES, sheet.small, paper.dots),
    ]
    return stack([*parts, blank(1, 0)], paper.dots, gap=sheet.gap)


def codes(paper: Paper) -> Image.Image:
    """Draw the last part: a code at three sizes."""
    sheet = sheet_for(paper)
    parts = [blank(1, 0), paragraph(messages.TEST_CODES, sheet.small, paper.dots)]
    for module in MODULES:
        label = line(messages.dots(module), sheet.small).picture
        parts += [label, qr.picture(messages.TEST_CODE, module)]
    parts.append(paragraph(messages.TEST_CUT, sheet.small, paper.dots))
    return stack(parts, paper.dots, gap=sheet.gap // 2)


def _code_pages(builder: SlipBuilder, choices: "Choices") -> None:
    """Write a line for each candidate number and composition; digits come out whatever the page is."""
    for number in sorted({*CODE_PAGES, choices.code_page}):
        builder.begin_text(number)
        for composition in COMPOSITIONS:
            label = f"{number:3} {composition.partition('-')[0]:5} "
            add_line(builder, TextLine(label + messages.THAI_SHORT), composition)


def _labelled(text: str, picture: Image.Image, sheet: Sheet) -> Image.Image:
    return stack([paragraph(text, sheet.small, sheet.dots), picture], sheet.dots, gap=sheet.gap // 2)


def _ruler(paper: Paper, sheet: Sheet) -> Image.Image:
    """Draw the whole line's width with both of its edges, a tick each millimetre and a number each ten."""
    tall = paper.across(4)
    ruler = blank(paper.dots, tall + sum(sheet.small.extent))
    pen = ImageDraw.Draw(ruler)
    millimetre = 0
    while (across := paper.across(millimetre)) < paper.dots:
        height = tall if millimetre % 10 == 0 else tall * 3 // 4 if millimetre % 5 == 0 else tall // 2
        pen.line((across, 0, across, height), fill=0, width=1)
        if millimetre % 10 == 0:
            number = line(str(millimetre), sheet.small).picture
            ruler.paste(number, (min(across, paper.dots - number.width), tall))
        millimetre += 1
    pen.rectangle((0, 0, 1, tall), fill=0)
    pen.rectangle((paper.dots - 2, 0, paper.dots - 1, tall), fill=0)
    return ruler


def _bar(paper: Paper, other: Paper) -> Image.Image:
    """Draw a bar that is 40 mm long on the other head."""
    bar = blank(paper.dots, paper.across(3))
    ImageDraw.Draw(bar).rectangle((0, 0, other.across(_SAMPLE_MM) - 1, bar.height), fill=0)
    return bar


def _steps(paper: Paper) -> Image.Image:
    """Draw a stair from the left edge to the right: each step is a strip with a margin of its own."""
    across, down = paper.dots // _STEPS, paper.across(3)
    stair = blank(paper.dots, down * _STEPS)
    pen = ImageDraw.Draw(stair)
    for step in range(_STEPS):
        box = (step * across, step * down, (step + 1) * across - 1, (step + 1) * down - 1)
        pen.rectangle(box, fill=0)
    return stair


def _bands(paper: Paper) -> Image.Image:
    """Draw black, half and quarter grey of single dots, and thin lines: what a head too hot or cold shows."""
    down = paper.across(6) // 4 * 4
    # Four rows of a pattern, eight dots a byte, 0 is black.
    patterns = (b"\x00" * 4, b"\x55\xaa\x55\xaa", b"\x77\xff\xdd\xff", b"\x77" * 4)
    rows = (row for pattern in patterns for row in pattern * (down // 4))
    data = b"".join(bytes((row,)) * (paper.dots // 8) for row in rows)
    return Image.frombytes("1", (paper.dots, down * len(patterns)), data)
