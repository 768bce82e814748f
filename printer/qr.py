"""The QR code of a slip: its modules, and the picture with the quiet zone that readers need."""

from functools import lru_cache
from typing import Any

from PIL import Image

from printer.errors import BadSlip

QUIET_ZONE = 4
SMALLEST_MODULE = 4


@lru_cache(maxsize=16)
def modules(content: str) -> tuple[tuple[bool, ...], ...]:
    """Return the dark modules of a code (level M) by rows, without the quiet zone."""
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.exceptions import DataOverflowError
    from qrcode.main import QRCode

    code: Any = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(content)
    try:
        code.make()
    except (DataOverflowError, ValueError) as error:
        raise BadSlip("qr") from error
    return tuple(tuple(bool(dark) for dark in row) for row in code.get_matrix())


def module_size(content: str, room: int) -> int:
    """Return how many dots a module may have so that the code with its quiet zone fits into so many dots."""
    return room // (len(modules(content)) + 2 * QUIET_ZONE)


def picture(content: str, module: int) -> Image.Image:
    """Draw a code with its quiet zone, `module` dots a module; mode "1", black on white."""
    rows = modules(content)
    side = len(rows)
    small = Image.new("1", (side + 2 * QUIET_ZONE,) * 2, 255)
    small.paste(Image.frombytes("1", (side, side), _packed(rows)), (QUIET_ZONE, QUIET_ZONE))
    return small.resize((small.width * module, small.height * module), Image.Resampling.NEAREST)


def _packed(rows: tuple[tuple[bool, ...], ...]) -> bytes:
    width = (len(rows) + 7) // 8 * 8
    lines = ("".join("0" if dark else "1" for dark in row).ljust(width, "0") for row in rows)
    return b"".join(int(line, 2).to_bytes(width // 8, "big") for line in lines)
