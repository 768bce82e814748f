"""The page for the office's wall: a code that opens the chat with the day's check-in text, as PNG or PDF."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from registry.errors import ConfigurationError
from registry.sealing import Keyring
from registry.settings import Settings
from sync.line import wall_code
from sync.line.messages import arriving
from sync.line.messages import wall as say

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

DPI: Final = 200
PAGE: Final = (1654, 2339)
"""A4 upright at ``DPI``."""
_MARGIN: Final = 120
_SMALLEST: Final = 24
_CODE_SIDE: Final = 1050
_QUIET_ZONE: Final = 4


def save(out: Path, *, keys: Keyring, settings: Settings, day: dt.date) -> None:
    """Draw a day's page into a file whose name ends with .png or .pdf; raises ConfigurationError."""
    kind = out.suffix.lower()
    if kind not in {".png", ".pdf"}:
        raise ConfigurationError(f"{out}: the name must end with .png or .pdf")
    if not settings.line.basic_id:
        raise ConfigurationError("configuration: line.basic_id: needed for the code on the wall")
    try:
        page = draw(keys, settings, day)
        page.save(
            out, format=kind[1:].upper(), **({"resolution": DPI} if kind == ".pdf" else {"dpi": (DPI, DPI)})
        )
    except OSError as error:
        raise ConfigurationError(f"{out} cannot be written: {type(error).__name__}") from None


def draw(keys: Keyring, settings: Settings, day: dt.date) -> Image.Image:
    """Return the page of a day, black on white."""
    from PIL import Image, ImageDraw

    code = wall_code.code(keys, settings.office.id, day)
    page = Image.new("L", PAGE, 255)
    pen = ImageDraw.Draw(page)
    at = _MARGIN
    for line in say.heading(settings.office.name, settings.office.service_point):
        at = _write(pen, line.text, line.size, at, bold=line.bold)
    picture = _qr(wall_code.link(settings.line.basic_id, arriving.text(code)))
    page.paste(picture, ((PAGE[0] - picture.width) // 2, at))
    at += picture.height
    for line in say.steps(arriving.text(code), day):
        at = _write(pen, line.text, line.size, at, bold=line.bold)
    return page


def _write(pen: ImageDraw.ImageDraw, text: str, size: int, at: int, *, bold: bool) -> int:
    """Write a line in the middle, smaller where it is too long; returns where the next one begins."""
    room = PAGE[0] - 2 * _MARGIN
    while size > _SMALLEST and _font(size, bold=bold).getlength(text) > room:
        size -= 2
    pen.text((PAGE[0] // 2, at), text, fill=0, font=_font(size, bold=bold), anchor="ma")
    return at + round(size * 1.6)


@cache
def _font(size: int, *, bold: bool) -> Any:
    """Return Sarabun; Thai needs RAQM, or marks would lie over each other."""
    import fontpkg
    from PIL import ImageFont, features

    if not features.check("raqm"):
        raise ConfigurationError("the page cannot be drawn: Pillow has no RAQM here")
    try:
        path = fontpkg.path("Sarabun", weight=700 if bold else 400)
        return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.RAQM)
    except (fontpkg.FontpkgError, OSError) as error:
        raise ConfigurationError(f"the page cannot be drawn: no Sarabun ({type(error).__name__})") from None


def _qr(content: str) -> Image.Image:
    """Return a code with its quiet zone, in whole dots for each module."""
    from PIL import Image
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    code: Any = QRCode(error_correction=ERROR_CORRECT_M, border=_QUIET_ZONE)
    code.add_data(content)
    code.make()
    rows = code.get_matrix()
    small = Image.new("L", (len(rows), len(rows)), 255)
    small.putdata([0 if dark else 255 for row in rows for dark in row])
    module = _CODE_SIDE // len(rows)
    return small.resize((len(rows) * module,) * 2, Image.Resampling.NEAREST)
