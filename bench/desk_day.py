"""A day at the desk in a real pseudo-terminal: its memory, and its keys while requests keep changing."""

from __future__ import annotations

import contextlib
import datetime as dt
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.figures import Figure
from registry.records import Record
from registry.states import State
from tests.desk.daemon import Daemon, serving
from tests.desk.mirrors import make, pending, reference, session
from tests.terminal import Terminal, terminal

REQUESTS: Final = 2000
AT_ONCE: Final = 10
"""So many requests come while one is looked at here: two hundred in a day of a clerk with others beside."""
WARM: Final = 400
FEW: Final = 100
MANY: Final = 10_000
UPDATES: Final = 10.0
PRESSES: Final = 60
ROUNDS: Final = 3
MEMORY_GOAL: Final = 1.1
KEY_GOAL: Final = 1.3
_DESK: Final = "import sys; from desk.cli import main; sys.exit(main(sys.argv[1:]))"
_PAGE_BYTES: Final = 4096
_ROUND: Final = ("f2", "f2", "1", "f3", "escape", "f1", "escape", "\x10", "escape")
"""What a clerk also does beside the requests: lists, search, help, palette."""
_LIST: Final = "เรียกคิวถัดไป"
_CHECK: Final = "ผลรวม"
"""What only the list, and only the check, says."""


def run() -> list[Figure]:
    """Return memory after a day's work against memory after its first part, and keys under load."""
    with tempfile.TemporaryDirectory() as folder:
        figures = [_memory(Path(folder) / "day")]
        figures.append(_keys(Path(folder)))
    return figures


def _memory(folder: Path) -> Figure:
    """Work through a day without its pauses: requests come, one is taken and looked at, all are collected."""
    with _desk(folder, FEW) as (shown, daemon, now):
        start = _megabytes(shown.pid)
        warm = start
        for first in range(0, REQUESTS, AT_ONCE):
            records = [pending(FEW + first + at, now) for at in range(AT_ONCE)]
            daemon.put(*records)
            _look_at_the_newest(shown)
            daemon.put(*(_collected(record) for record in records))
            if first % 40 == 0:
                _press(shown, *_ROUND)
            if first == WARM:
                warm = _megabytes(shown.pid)
        shown.settle(0.3)
        end = _megabytes(shown.pid)
    name = f"desk: memory after {REQUESTS:,} requests ({start:.0f} MiB at the start)"
    return Figure(name, end, warm, "MiB", f"<= {MEMORY_GOAL}", end / warm, end / warm <= MEMORY_GOAL)


def _look_at_the_newest(shown: Terminal) -> None:
    """Take a request, and leave it again."""
    _press(shown, "end", "enter")
    shown.wait_for(_CHECK)
    _press(shown, "escape")
    shown.wait_for(_LIST)


def _collected(record: Record) -> Record:
    done = record.request.model_copy(update={"state": State.COLLECTED, "version": 9})
    return record.model_copy(update={"request": done})


def _keys(folder: Path) -> Figure:
    loaded, calm = [], []
    for at in range(ROUNDS):
        with _desk(folder / f"many-{at}", MANY) as (shown, daemon, now), _updates(daemon, now):
            loaded.append(statistics.median(_times(shown)))
        with _desk(folder / f"few-{at}", FEW) as (shown, _, _):
            calm.append(statistics.median(_times(shown)))
    ratio = min(loaded) / min(calm)
    name = f"desk: key, {MANY:,} requests and {UPDATES:.0f} updates/s"
    return Figure(name, min(loaded), min(calm), "ms", f"<= {KEY_GOAL}", ratio, ratio <= KEY_GOAL)


@contextlib.contextmanager
def _desk(folder: Path, rows: int) -> Iterator[tuple[Terminal, Daemon, dt.datetime]]:
    """Run a desk whose mirror is up to date with a daemon that has as many requests."""
    now = dt.datetime.now(dt.UTC)
    folder.mkdir()
    make(folder, rows, now)
    daemon = Daemon(session(expires_at=now + dt.timedelta(hours=8)))
    daemon.put(*(pending(number, now) for number in range(rows)))
    config = folder / "config.toml"
    with serving(daemon):
        config.write_text(f'[desk]\ndata_dir = "{folder.as_posix()}"\nserver = "{daemon.address}"\n', "utf-8")
        with terminal([sys.executable, "-c", _DESK, "--config", str(config)]) as shown:
            shown.wait_for(reference(0), 60)
            shown.wait_for("● เชื่อม", 60)
            shown.settle(1.0)
            yield shown, daemon, now


@contextlib.contextmanager
def _updates(daemon: Daemon, now: dt.datetime) -> Iterator[None]:
    """Change requests all over the list, as long as the block lasts."""
    over = threading.Event()

    def change() -> None:
        number = 0
        while not over.wait(1 / UPDATES):
            number = (number + 997) % MANY
            daemon.put(_newer(pending(number, now), number))

    worker = threading.Thread(target=change)
    worker.start()
    try:
        yield
    finally:
        over.set()
        worker.join()


def _newer(record: Record, number: int) -> Record:
    return record.model_copy(
        update={"request": record.request.model_copy(update={"version": 2 + number % 7})}
    )


def _press(shown: Terminal, *keys: str) -> None:
    """Press keys as fast as the desk takes them, but each on its own."""
    for key in keys:
        shown.press(key)
        shown.settle(0.008, 0.5)


def _times(shown: Terminal) -> list[float]:
    keys = ["down"] * (PRESSES // 2) + ["up"] * (PRESSES // 2)
    times = [shown.time_key(key) for key in keys]
    return [seconds * 1000 for seconds in times if seconds is not None]


def _megabytes(pid: int) -> float:
    """Return the memory a process has in use, in MiB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * _PAGE_BYTES / 2**20
