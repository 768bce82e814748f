"""From a slip's data to its bytes at the printer: ours against python-escpos' full raster of the same paper.

Network: a listener on loopback that stamps bytes as they come. Serial: the virtual printer's pseudo-terminal,
which really takes as long as its baud rate says; all lines run at once.
"""

import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from itertools import count

from bench.figures import Figure
from printer.builder import SlipBuilder
from printer.devices import open_device
from printer.escpos_bytes import encode
from printer.paper import WIDTHS, Paper, Width
from printer.samples import sample
from printer.simulator.printer import VirtualPrinter
from printer.slip import Slip
from printer.typeset import typeset

_ROUNDS = 9
_HALF = 0.5
# On loopback no byte takes time: what is told is that cutting the picture costs no more than it saves there.
_NOT_LATER = 1.5
# Sample, paper and baud: the day's usual slip, and the longest one with the most ink.
_PAPERS: tuple[tuple[int, Width, int], ...] = (
    (1, 58, 115_200),
    (3, 80, 115_200),
    (1, 58, 9_600),
    (3, 58, 9_600),
)
_PATIENCE = 180.0
_QUIET = "?status=no&confirm=no"

Encoder = Callable[[Slip, Width], bytes]


def run() -> list[Figure]:
    """Measure bytes, network and serial lines."""
    figures = [_bytes(number, width) for number in (1, 2, 3) for width in WIDTHS]
    return [*figures, *_network(), *_serial()]


def _ours(slip: Slip, width: Width) -> bytes:
    return encode(typeset(slip, width))


def _full(slip: Slip, width: Width) -> bytes:
    """Encode the same picture as python-escpos does when it is handed one."""
    builder = SlipBuilder()
    builder.image(typeset(slip, width), impl="bitImageRaster")
    builder.cut()
    output: bytes = builder.output
    return output


def _bytes(number: int, width: Width) -> Figure:
    ours, theirs = len(_ours(sample(number), width)), len(_full(sample(number), width))
    return _figure(f"print {number}, {width} mm: bytes", ours, theirs, "bytes", _HALF)


def _network() -> list[Figure]:
    slips = _different()
    firsts: list[list[float]] = [[], []]
    lasts: list[list[float]] = [[], []]
    for _ in range(_ROUNDS + 1):
        for which, encoder in enumerate((_ours, _full)):
            first, last = _sent(encoder, next(slips))
            firsts[which].append(first)
            lasts[which].append(last)
    return [
        _figure(
            f"print, network: data to {name} byte", _median_ms(ours), _median_ms(theirs), "ms", _NOT_LATER
        )
        for name, (ours, theirs) in (("first", firsts), ("last", lasts))
    ]


def _median_ms(seconds: list[float]) -> float:
    return statistics.median(seconds[1:]) * 1000


def _sent(encoder: Encoder, slip: Slip) -> tuple[float, float]:
    """Send one slip; return the seconds from its data until the first and the last byte were there."""
    with _listening() as (url, stamps):
        begin = time.perf_counter()
        open_device(url).send(encoder(slip, 80))
    return stamps[0] - begin, stamps[-1] - begin


@contextmanager
def _listening() -> Iterator[tuple[str, list[float]]]:
    stamps: list[float] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take() -> None:
            connection, _ = server.accept()
            with connection:
                while connection.recv(65536):
                    stamps.append(time.perf_counter())

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}{_QUIET}", stamps
        thread.join(_PATIENCE)


def _serial() -> list[Figure]:
    with ThreadPoolExecutor(2 * len(_PAPERS)) as pool:
        playing = [pool.submit(_played, *paper, encoder) for paper in _PAPERS for encoder in (_ours, _full)]
        taken = [one.result() for one in playing]
    return [
        _figure(
            f"print {number}, {width} mm, {baud} baud: data to last byte",
            taken[2 * at],
            taken[2 * at + 1],
            "s",
            _HALF,
        )
        for at, (number, width, baud) in enumerate(_PAPERS)
    ]


def _played(number: int, width: Width, baud: int, encoder: Encoder) -> float:
    # A counter is warm: fonts are loaded by the day's first slip.
    encoder(sample(number), width)
    with VirtualPrinter(Paper(width).dots, baud=baud) as printer:
        begin = time.perf_counter()
        url = printer.serial_url + _QUIET.replace("?", "&")
        open_device(url, timeout=_PATIENCE).send(encoder(sample(number), width))
        printer.wait_for_jobs(1, timeout=_PATIENCE)
        return time.perf_counter() - begin


def _different() -> Iterator[Slip]:
    for number in count(100):
        yield replace(sample(1), queue_number=f"A{number}", reference=f"BK-{number:04d}", qr="")


def _figure(name: str, ours: float, theirs: float, unit: str, limit: float) -> Figure:
    ratio = ours / theirs
    return Figure(
        name, round(ours, 1), round(theirs, 1), unit, f"<= {limit:g}x", round(ratio, 2), ratio <= limit
    )
