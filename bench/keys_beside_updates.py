"""The desk's keys while many requests change, against keys among few that stand still."""

from __future__ import annotations

import contextlib
import datetime as dt
import statistics
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.desk import key_times
from bench.figures import Figure
from bench.served_desk import desk_at
from registry.records import Record
from tests.desk.daemon import Daemon
from tests.desk.mirrors import pending, session

FEW: Final = 100
MANY: Final = 10_000
UPDATES: Final = 10.0
ROUNDS: Final = 3
KEY_GOAL: Final = 1.3


def run() -> list[Figure]:
    """Measure in turns, under updates and calm; the round least disturbed on either side."""
    loaded, calm = [], []
    with tempfile.TemporaryDirectory() as name:
        for at in range(ROUNDS):
            loaded.append(_milliseconds(Path(name) / f"many-{at}", MANY, updates=True))
            calm.append(_milliseconds(Path(name) / f"few-{at}", FEW, updates=False))
    ratio = min(loaded) / min(calm)
    title = f"desk: key, {MANY:,} requests and {UPDATES:.0f} updates/s"
    return [Figure(title, min(loaded), min(calm), "ms", f"<= {KEY_GOAL}", ratio, ratio <= KEY_GOAL)]


def _milliseconds(folder: Path, rows: int, *, updates: bool) -> float:
    now = dt.datetime.now(dt.UTC)
    daemon = Daemon(session(expires_at=now + dt.timedelta(hours=8)))
    changing = _updates(daemon, now) if updates else contextlib.nullcontext()
    with desk_at(daemon, folder, rows, now) as shown, changing:
        return statistics.median(key_times(shown))


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
