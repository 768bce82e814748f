"""A slip's picture as the bytes for an ESC/POS printer: strips of dots, feeds for white paper, a cut."""

from typing import TYPE_CHECKING

from PIL import Image

from printer.paper import dpi_of
from printer.strips import Feed, ink, safe_plan

if TYPE_CHECKING:
    from printer.builder import SlipBuilder


def encode(image: Image.Image, *, margins: bool = True) -> bytes:
    """Return the bytes that print a picture (mode "1", black on white, as wide as a `printer.paper.Paper`).

    The same picture gives the same bytes. They hold no text, no drawer pulse and no real-time command; where
    dots would form one, a dot is added (`printer.strips.without_real_time`). Without margins white at the
    left is sent as dots, for printers that do not know GS L. Raises `BadPicture`.
    """
    from printer.builder import SlipBuilder  # loads python-escpos, which only printing needs

    builder = SlipBuilder()
    builder.begin(dpi_of(image.width))
    raster(builder, image, margins=margins)
    builder.cut()
    output: bytes = builder.output
    return output


def raster(builder: "SlipBuilder", image: Image.Image, *, margins: bool = True) -> None:
    """Add a picture to a slip; the left margin is 0 before and after it."""
    safe, parts = safe_plan(image, margins=margins)
    for part in parts:
        if isinstance(part, Feed):
            builder.feed(part.rows)
        else:
            builder.indent(part.left)
            builder.strip(ink(safe, part), part.width // 8)
    builder.indent(0)
