"""The page for the counter: a code that adds the office's account as a friend."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sync import drawing
from sync.line.messages import account as say

if TYPE_CHECKING:
    from PIL import Image

ADD: Final = "https://line.me/R/ti/p/{basic_id}"
_MARGIN: Final = 120
_CODE_SIDE: Final = 1000


def save(out: Path, *, office: str, basic_id: str) -> None:
    """Draw the page into a PNG or PDF; raises ConfigurationError."""
    drawing.save_page(draw(office, basic_id), out)


def draw(office: str, basic_id: str) -> Image.Image:
    """Return the page, black on white; ``basic_id`` with its @."""
    from PIL import Image, ImageDraw

    page = Image.new("L", drawing.A4, 255)
    pen = ImageDraw.Draw(page)
    middle, room = drawing.A4[0] // 2, drawing.A4[0] - 2 * _MARGIN
    at = _MARGIN + 60
    for text, size in zip(say.poster_lines(office), (64, 104, 64), strict=True):
        drawing.write(pen, text, (middle, at), size, room, bold=size > 64)
        at += round(size * 1.2) + 50
    code = drawing.qr_code(ADD.format(basic_id=basic_id), _CODE_SIDE)
    page.paste(code, (middle - code.width // 2, at))
    at += code.height + 50
    drawing.write(pen, f"LINE ID: {basic_id}", (middle, at), 72, room, bold=True)
    at += 130
    for text in say.POSTER_STEPS:
        drawing.write(pen, text, (middle, at), 56, room)
        at += 92
    drawing.write(pen, say.POSTER_SERVICES, (middle, at + 50), 46, room)
    return page
