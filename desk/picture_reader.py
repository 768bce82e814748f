"""Reads a citizen's picture in a process of its own: bytes in on standard input, plain pixels out.

A file from outside may be made to crash, to hang or to grow: then this process ends, and the desk goes on.
Nothing is written to the disk.
"""

from __future__ import annotations

import contextlib
import io
import sys
from typing import Final

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_PIXELS: Final = {"JPEG": 120_000_000, "PNG": 30_000_000}
"""A JPEG is read at a smaller scale; a PNG has to be held whole."""
SIDE: Final = 2400
"""The longer side of what comes out, in pixels: enough to read a document, 17 MB at most."""
MEMORY: Final = 1024 * 1024 * 1024
SECONDS: Final = 20
NOT_A_PICTURE: Final = 3


def pixels(data: bytes) -> tuple[int, int, bytes]:
    """Return width, height and RGB bytes of a JPEG or PNG, upright; raises ValueError for anything else."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = max(MOST_PIXELS.values())
    try:
        with Image.open(io.BytesIO(data), formats=tuple(MOST_PIXELS)) as image:
            _expect_bounded(image.format or "", image.width * image.height)
            image.draft("RGB", (SIDE, SIDE))
            image.thumbnail((SIDE, SIDE))
            upright = ImageOps.exif_transpose(image)
            flat = Image.new("RGB", upright.size, "white")
            seen = upright.convert("RGBA") if "A" in upright.getbands() or upright.mode == "P" else None
            flat.paste(seen or upright.convert("RGB"), mask=seen)
            return flat.width, flat.height, flat.tobytes()
    except Exception as error:
        # Whatever the library raises, it is about what the citizen sent.
        raise ValueError("not a picture") from error


def _expect_bounded(kind: str, number: int) -> None:
    if number > MOST_PIXELS[kind]:
        raise ValueError("too many pixels")


def _bound() -> None:
    """Let this process neither grow nor run on; where the system cannot, its parent still waits no longer."""
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> int:
    """Read one picture; the answer is ``WIDTH HEIGHT`` in a line, then the pixels."""
    _bound()
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        width, height, rgb = pixels(data if len(data) <= MOST_BYTES else b"")
    except (ValueError, MemoryError):
        return NOT_A_PICTURE
    sys.stdout.buffer.write(f"{width} {height}\n".encode() + rgb)
    return 0


if __name__ == "__main__":
    sys.exit(main())
