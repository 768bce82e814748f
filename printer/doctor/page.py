"""The page that `bangkhae-printer test` prints: a made-up slip, marked as training."""

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from printer.paper import Width
    from printer.settings import PrinterSettings


def test_page(settings: "PrinterSettings", width: "Width") -> bytes:
    """Return the bytes of the test page for this printer."""
    from printer.escpos_bytes import encode
    from printer.samples import sample
    from printer.typeset import typeset

    slip = replace(sample(1, settings.office), training=True)
    return encode(typeset(slip, width, settings.dpi), margins=settings.margins)
