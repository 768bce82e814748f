"""A warm slip against bare drawing and encoding of its texts, and its bytes against the full raster."""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from itertools import count

from PIL import Image, ImageDraw

from bench.figures import Figure
from printer import qr
from printer.builder import SlipBuilder
from printer.content import blocks
from printer.escpos_bytes import encode
from printer.paper import Paper, Width
from printer.samples import sample
from printer.sheet import sheet_for
from printer.slip import Slip
from printer.typeset import typeset

_ROUNDS = 15
_SLOWER_AT_MOST = 3.0
_BYTES_AT_MOST = 0.5


def run() -> list[Figure]:
    """Measure samples 1 and 2 at both widths: time to bytes in milliseconds, and bytes."""
    figures = []
    for number in (1, 2):
        for width in (58, 80):
            figures += _measure(number, 58 if width == 58 else 80)
    return figures


def _measure(number: int, width: Width) -> list[Figure]:
    name = f"slip {number}, {width} mm"
    size = typeset(sample(number), width).size
    slips = _different(sample(number))
    ours, bare = _timed(
        lambda: encode(typeset(next(slips), width)),
        lambda: _bare(next(slips), width, size),
    )
    full = size[0] // 8 * size[1]
    sent = len(encode(typeset(sample(number), width)))
    return [
        _figure(f"{name}: warm, drawn and encoded", ours * 1000, bare * 1000, "ms", _SLOWER_AT_MOST),
        _figure(f"{name}: bytes sent of the full raster", sent, full, "bytes", _BYTES_AT_MOST),
    ]


def _figure(name: str, ours: float, theirs: float, unit: str, limit: float) -> Figure:
    ratio = ours / theirs
    return Figure(
        name, round(ours, 1), round(theirs, 1), unit, f"<= {limit:g}x", round(ratio, 2), ratio <= limit
    )


def _different(slip: Slip) -> Iterator[Slip]:
    """Yield slips as they follow each other at a counter: number, reference, name and code change."""
    for number in count(100):
        reference = f"BK-{number:04d}"
        yield replace(
            slip,
            queue_number=f"A{number % 1000:03d}",
            reference=reference,
            qr=reference,
            masked_name=f"สมหญิง {number} จ.",
        )


def _timed(*works: Callable[[], object]) -> list[float]:
    """Return the median seconds of each work, taken in turns so that a busy machine slows all alike."""
    for work in works:
        work()
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(_ROUNDS):
        for work, seconds in zip(works, taken, strict=True):
            begin = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - begin)
    return [statistics.median(seconds) for seconds in taken]


def _bare(slip: Slip, width: Width, size: tuple[int, int]) -> bytes:
    """Draw the slip's texts and code on a page and encode it whole, nothing remembered or left out."""
    sheet = sheet_for(Paper(width))
    page = Image.new("L", size, 255)
    pen = ImageDraw.Draw(page)
    for down, text in enumerate(_texts(blocks(slip))):
        style = sheet.queue if text == slip.queue_number else sheet.body
        pen.text((0, down * sheet.body.pitch % size[1]), text, font=style.font, fill=0)
    page.paste(qr.picture(slip.qr, 7), (0, 0))
    builder = SlipBuilder()
    builder.image(page.point([0] * 150 + [255] * 106, "1"), impl="bitImageRaster")
    builder.cut()
    output: bytes = builder.output
    return output


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from _texts(inner)
    elif is_dataclass(part):
        for field in fields(part):
            yield from _texts(getattr(part, field.name))
