"""From a slip's data to its bytes at the printer: ours against python-escpos' full raster of the same paper.

Network: a listener on loopback that stamps bytes as they come. Serial: the virtual printer's pseudo-terminal,
which really takes as long as its baud rate says; a few lines run at once. At 9600 baud, where a full raster
takes two minutes, one paper is really played; what all of them take is reckoned from their bytes and the time
to make them, and called so.
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
from typing import TYPE_CHECKING, cast

from bench.figures import Figure
from printer.builder import SlipBuilder
from printer.devices import Device, open_device
from printer.escpos_bytes import encode
from printer.paper import WIDTHS, Paper, Width
from printer.samples import sample
from printer.simulator.printer import VirtualPrinter
from printer.slip import Slip
from printer.typeset import typeset

if TYPE_CHECKING:
    from printer.simulator.machine import Machine

_ROUNDS = 9
_HALF = 0.5
# On loopback no byte takes time: what is told is that cutting the picture costs no more than it saves there.
_NOT_LATER = 1.5
_SAMPLES = (1, 2, 3)
_SLOW, _QUICK = 9_600, 115_200
# One start bit, eight of data, one stop bit.
_BITS_A_BYTE = 10
# Sample, paper and baud; the slowest first, beside which the others run.
_PLAYED: tuple[tuple[int, Width, int], ...] = (
    (1, 58, _SLOW),
    *((number, width, _QUICK) for number in _SAMPLES for width in WIDTHS),
)
# More lines than that, and what is told is how they wait for one processor.
_AT_ONCE = 4
_BEGINNING = 64
_TICK = 0.001
_QUIET_SECONDS = 0.05
_PATIENCE = 180.0
_QUIET = "?status=no&confirm=no"

Encoder = Callable[[Slip, Width], bytes]


def run() -> list[Figure]:
    """Measure bytes, network and serial lines."""
    papers = [(number, width) for number in _SAMPLES for width in WIDTHS]
    return [
        *(_bytes(number, width) for number, width in papers),
        *_network(),
        *(_first_byte(baud) for baud in (_QUICK, _SLOW)),
        *_serial(),
        *(_reckoned(number, width, _SLOW) for number, width in papers),
    ]


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


def _first_byte(baud: int) -> Figure:
    """Measure until the first bytes of a slip are at a serial printer; its rest is left out."""
    slips = _different()
    firsts: list[list[float]] = [[], []]
    with _serial_line(baud) as (device, stamps):
        # What goes before a program's first slip is no part of it.
        device.send(b"")
        for _ in range(_ROUNDS + 1):
            for which, encoder in enumerate((_ours, _full)):
                time.sleep(_QUIET_SECONDS)
                stamps.clear()
                begin = time.perf_counter()
                device.send(encoder(next(slips), 58)[:_BEGINNING])
                while len(stamps) < _BEGINNING:
                    time.sleep(_TICK)
                firsts[which].append(stamps[0] - begin)
    ours, theirs = map(_median_ms, firsts)
    return _figure(f"print, {baud} baud: data to first byte", ours, theirs, "ms", _NOT_LATER)


class _Stamps:
    """Stands at a serial line in a printer's place, and notes when bytes came, a time for each."""

    def __init__(self) -> None:
        self.came: list[float] = []

    def connect(self, speak: Callable[[bytes], None]) -> None:
        """Say nothing."""

    def receive(self, data: bytes) -> None:
        self.came += [time.perf_counter()] * len(data)

    def disconnect(self) -> None:
        """Keep nothing."""


@contextmanager
def _serial_line(baud: int) -> Iterator[tuple[Device, list[float]]]:
    from printer.simulator.serial_front import SerialFront

    stamps = _Stamps()
    front = SerialFront(cast("Machine", stamps), baud)
    try:
        yield open_device(front.url + _QUIET.replace("?", "&"), timeout=_PATIENCE), stamps.came
    finally:
        front.close()


def _reckoned(number: int, width: Width, baud: int) -> Figure:
    ours, theirs = (_seconds(encoder, number, width, baud) for encoder in (_ours, _full))
    return _figure(f"print {number}, {width} mm, {baud} baud: last byte, reckoned", ours, theirs, "s", _HALF)


def _seconds(encoder: Encoder, number: int, width: Width, baud: int) -> float:
    begin = time.perf_counter()
    size = len(encoder(sample(number), width))
    return time.perf_counter() - begin + size * _BITS_A_BYTE / baud


def _serial() -> list[Figure]:
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        playing = [pool.submit(_played, *paper, encoder) for paper in _PLAYED for encoder in (_ours, _full)]
        taken = [one.result() for one in playing]
    return [
        _figure(
            f"print {number}, {width} mm, {baud} baud: data to last byte",
            taken[2 * at],
            taken[2 * at + 1],
            "s",
            _HALF,
        )
        for at, (number, width, baud) in enumerate(_PLAYED)
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
