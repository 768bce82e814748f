"""The desk's keys while three printers print without a pause, one of them its own, against keys in quiet.

The printers and what is sent to the other two live in a process of their own, as they do in an office; they
print as fast as a plain slip printer does.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from bench.desk import FEW, OUR_FIRST, desk, milliseconds_a_key
from bench.figures import Figure
from printer.devices import open_device
from printer.escpos_bytes import encode
from printer.samples import sample
from printer.simulator import VirtualPrinter
from printer.simulator.habits import Habits
from printer.spool.places import counter_place
from printer.spool.slips import new_id, submit
from printer.spool.store import Spool
from printer.typeset import typeset

ROUNDS: Final = 3
GOAL: Final = 1.5
_ROWS_A_SECOND: Final = 1600.0
_AHEAD: Final = 3
_LOOK_SECONDS: Final = 0.2


def run() -> list[Figure]:
    """Measure in turns, quiet and busy; the median of the rounds on either side."""
    busy, quiet = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(ROUNDS):
            without = desk(folder / f"quiet-{number}", FEW)
            quiet.append(statistics.median(milliseconds_a_key(without, OUR_FIRST)))
            with _printing(folder / f"busy-{number}") as command:
                busy.append(statistics.median(milliseconds_a_key(command, OUR_FIRST)))
    ours, theirs = statistics.median(busy), statistics.median(quiet)
    ratio = ours / theirs
    name = "desk: key while three printers print"
    return [Figure(name, ours, theirs, "ms", f"<= {GOAL}x", ratio, ratio <= GOAL)]


@contextmanager
def _printing(folder: Path) -> Iterator[list[str]]:
    """Let three printers print until the end; yields the command of a desk that one of them hangs on."""
    helper = [sys.executable, "-m", "bench.keys_beside_print", str(folder)]
    with subprocess.Popen(helper, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        command = desk(folder, FEW, process.stdout.readline().strip())
        print("go", file=process.stdin, flush=True)
        try:
            yield command
        finally:
            process.stdin.close()
            printed = [int(count) for count in process.stdout.readline().split()]
            if min(printed, default=0) < 1:
                raise RuntimeError(f"printers stood still: {printed}")


def _help(folder: Path) -> None:
    """Be the three printers, and everybody who prints on them, until nobody reads along any more."""
    over = threading.Event()
    with ExitStack() as stack:
        printers = [
            stack.enter_context(VirtualPrinter(habits=Habits(rows_a_second=_ROWS_A_SECOND))) for _ in range(3)
        ]
        print(printers[0].url, flush=True)
        sys.stdin.readline()
        threads = [threading.Thread(target=_feed, args=(folder, over))]
        threads += [threading.Thread(target=_send, args=(virtual.url, over)) for virtual in printers[1:]]
        for thread in threads:
            thread.start()
        sys.stdin.read()
        over.set()
        for thread in threads:
            thread.join()
        print(*(len(virtual.jobs) for virtual in printers), flush=True)


def _feed(folder: Path, over: threading.Event) -> None:
    """Keep some slips waiting in the desk's spool: the desk prints them."""
    data = encode(typeset(sample(1), 80))
    with Spool(counter_place(folder).file) as spool:
        while not over.wait(_LOOK_SECONDS):
            for _ in range(_AHEAD - len(spool.open_jobs())):
                submit(spool, sample(1), lambda _: data, job_id=new_id())


def _send(url: str, over: threading.Event) -> None:
    device = open_device(url)
    while not over.is_set():
        device.send(encode(typeset(sample(2), 80)))


if __name__ == "__main__":
    _help(Path(sys.argv[1]))
