"""A slip's picture as the bytes for an ESC/POS printer: strips of dots, feeds for white paper, a cut."""

from PIL import Image

from printer.strips import Feed, plan, without_real_time


def encode(image: Image.Image) -> bytes:
    """Return the bytes that print a picture (mode "1", black on white, a multiple of 8 up to 576 dots wide).

    The same picture gives the same bytes. They hold no text, no drawer pulse and no real-time command; where
    dots would form one, a dot is added (`printer.strips.without_real_time`). Raises `BadPicture`.
    """
    from printer.builder import SlipBuilder  # loads python-escpos, which only printing needs

    safe = without_real_time(image)
    builder = SlipBuilder()
    builder.begin()
    for part in plan(safe):
        if isinstance(part, Feed):
            builder.feed(part.rows)
        else:
            builder.strip(safe.crop((0, part.top, part.width, part.bottom)))
    builder.cut()
    output: bytes = builder.output
    return output
