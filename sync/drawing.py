"""Pictures that the daemon's commands make: Thai text in Sarabun, codes, A4 pages as PNG or PDF."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from registry.errors import ConfigurationError

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

DPI: Final = 200
A4: Final = (1654, 2339)
"""Upright at ``DPI``."""
_SMALLEST: Final = 20
_QUIET_ZONE: Final = 4


def font(size: int, *, bold: bool = False) -> Any:
    """Return Sarabun in a size of dots. Thai needs RAQM, or marks would lie over each other.

    Raises ConfigurationError where one of them is missing.
    """
    return _font(size, 700 if bold else 400)


@cache
def _font(size: int, weight: int) -> Any:
    import fontpkg
    from PIL import ImageFont, features

    if not features.check("raqm"):
        raise ConfigurationError("the picture cannot be drawn: Pillow has no RAQM here")
    try:
        path = fontpkg.path("Sarabun", weight=weight)
        return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.RAQM)
    except (fontpkg.FontpkgError, OSError) as error:
        raise ConfigurationError(
            f"the picture cannot be drawn: no Sarabun ({type(error).__name__})"
        ) from None


def fitting(text: str, size: int, room: int, *, bold: bool = False) -> Any:
    """Return the font in which a line has room, in ``size`` or smaller."""
    while size > _SMALLEST and font(size, bold=bold).getlength(text) > room:
        size -= 2
    return font(size, bold=bold)


def write(
    pen: ImageDraw.ImageDraw, text: str, middle: tuple[int, int], size: int, room: int, **style: Any
) -> None:
    """Write a line around a point; ``style``: ``fill`` (a colour), ``bold``."""
    used = fitting(text, size, room, bold=bool(style.get("bold")))
    pen.text(middle, text, fill=style.get("fill", 0), font=used, anchor="mm")


def qr_code(content: str, side: int) -> Image.Image:
    """Return a code with its quiet zone, at most ``side`` dots wide, in whole dots for each module."""
    from PIL import Image
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    code: Any = QRCode(error_correction=ERROR_CORRECT_M, border=_QUIET_ZONE)
    code.add_data(content)
    code.make()
    rows = code.get_matrix()
    small = Image.new("L", (len(rows), len(rows)), 255)
    small.putdata([0 if dark else 255 for row in rows for dark in row])
    module = side // len(rows)
    return small.resize((len(rows) * module,) * 2, Image.Resampling.NEAREST)


def save_page(page: Image.Image, out: Path) -> None:
    """Write an A4 page into a file whose name ends with .png or .pdf; raises ConfigurationError."""
    kind = out.suffix.lower()
    if kind not in {".png", ".pdf"}:
        raise ConfigurationError(f"{out}: the name must end with .png or .pdf")
    options: dict[str, Any] = {"resolution": DPI} if kind == ".pdf" else {"dpi": (DPI, DPI)}
    try:
        page.save(out, format=kind[1:].upper(), **options)
    except OSError as error:
        raise ConfigurationError(f"{out} cannot be written: {type(error).__name__}") from None
