"""The page for the office's wall: a code that opens the chat with the day's check-in text, as PNG or PDF."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Final

from registry.errors import ConfigurationError
from registry.sealing import Keyring
from registry.settings import Settings
from sync import drawing
from sync.line import wall_code
from sync.line.messages import arriving
from sync.line.messages import wall as say

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

PAGE: Final = drawing.A4
_MARGIN: Final = 120
_CODE_SIDE: Final = 1050


def save(out: Path, *, keys: Keyring, settings: Settings, day: dt.date) -> None:
    """Draw a day's page into a file whose name ends with .png or .pdf; raises ConfigurationError."""
    if not settings.line.basic_id:
        raise ConfigurationError("configuration: line.basic_id: needed for the code on the wall")
    drawing.save_page(draw(keys, settings, day), out)


def draw(keys: Keyring, settings: Settings, day: dt.date) -> Image.Image:
    """Return the page of a day, black on white."""
    from PIL import Image, ImageDraw

    code = wall_code.code(keys, settings.office.id, day)
    page = Image.new("L", PAGE, 255)
    pen = ImageDraw.Draw(page)
    at = _MARGIN
    for line in say.heading(settings.office.name, settings.office.service_point):
        at = _write(pen, line.text, line.size, at, bold=line.bold)
    picture = drawing.qr_code(wall_code.link(settings.line.basic_id, arriving.text(code)), _CODE_SIDE)
    page.paste(picture, ((PAGE[0] - picture.width) // 2, at))
    at += picture.height
    for line in say.steps(arriving.text(code), day):
        at = _write(pen, line.text, line.size, at, bold=line.bold)
    return page


def _write(pen: ImageDraw.ImageDraw, text: str, size: int, at: int, *, bold: bool) -> int:
    """Write a line in the middle, smaller where it is too long; returns where the next one begins."""
    used = drawing.fitting(text, size, PAGE[0] - 2 * _MARGIN, bold=bold)
    pen.text((PAGE[0] // 2, at), text, fill=0, font=used, anchor="ma")
    return at + int(used.size * 1.6)
