"""The desk against a bare Textual DataTable with the same rows, side by side in real pseudo-terminals."""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bench.figures import Figure
from tests.desk.mirrors import make, reference
from tests.terminal import Terminal, terminal

FEW: Final = 100
MANY: Final = 10_000
STARTS: Final = 5
PRESSES: Final = 60
ROUNDS: Final = 4
START_GOAL: Final = 0.7
KEY_GOAL: Final = 1.3
_BARE: Final = Path(__file__).with_name("bare_table.py")
_DESK: Final = "import sys; from desk.cli import main; sys.exit(main(sys.argv[1:]))"
OUR_FIRST: Final = reference(0)
_THEIR_FIRST: Final = "BK-0000"


def run() -> list[Figure]:
    """Return the time to the first usable list, and from key to settled screen with few and many requests."""
    with tempfile.TemporaryDirectory() as folder:
        ours = {rows: desk(Path(folder) / str(rows), rows) for rows in (FEW, MANY)}
        theirs = {rows: [sys.executable, str(_BARE), str(rows)] for rows in (FEW, MANY)}
        figures = [_start(ours[MANY], theirs[MANY])]
        figures += [_keys(rows, ours[rows], theirs[rows]) for rows in (FEW, MANY)]
    return figures


def desk(folder: Path, rows: int, printer: str = "") -> list[str]:
    """Make a desk with an open session and a mirror; return the command that opens it."""
    folder.mkdir()
    make(folder, rows, dt.datetime.now(dt.UTC))
    config = folder / "config.toml"
    # Nobody listens on port 9: a desk whose daemon is away opens just as fast.
    config.write_text(
        f'[desk]\ndata_dir = "{folder.as_posix()}"\nserver = "http://127.0.0.1:9"\n'
        f'[printer]\ndevice = "{printer}"\n',
        "utf-8",
    )
    return [sys.executable, "-c", _DESK, "--config", str(config)]


def _start(ours: Sequence[str], theirs: Sequence[str]) -> Figure:
    mine, bare = [], []
    for _ in range(STARTS):
        mine.append(_seconds_to_list(ours, OUR_FIRST))
        bare.append(_seconds_to_list(theirs, _THEIR_FIRST))
    name = f"desk: first usable work list, {MANY:,} requests"
    return _figure(name, statistics.median(mine), statistics.median(bare), "s", START_GOAL)


def _keys(rows: int, ours: Sequence[str], theirs: Sequence[str]) -> Figure:
    mine, bare = [], []
    for _ in range(ROUNDS):
        mine.append(statistics.median(milliseconds_a_key(ours, OUR_FIRST)))
        bare.append(statistics.median(milliseconds_a_key(theirs, _THEIR_FIRST)))
    # The round least disturbed by whatever else the machine does, on either side.
    name = f"desk: key to settled screen, {rows:,} requests"
    return _figure(name, min(mine), min(bare), "ms", KEY_GOAL)


def _seconds_to_list(command: Sequence[str], first: str) -> float:
    with terminal(command) as shown:
        return shown.wait_for(first, 60)


def milliseconds_a_key(command: Sequence[str], first: str) -> list[float]:
    """Return the times of single presses, first down a screen and on, then up again."""
    with terminal(command) as shown:
        shown.wait_for(first, 60)
        shown.settle(1.0)
        return key_times(shown)


def key_times(shown: Terminal) -> list[float]:
    """Return the milliseconds of single presses on a list that stands in front."""
    keys = ["down"] * (PRESSES // 2) + ["up"] * (PRESSES // 2)
    times = [shown.time_key(key) for key in keys]
    return [seconds * 1000 for seconds in times if seconds is not None]


def _figure(name: str, ours: float, theirs: float, unit: str, goal: float) -> Figure:
    ratio = ours / theirs
    return Figure(name, ours, theirs, unit, f"<= {goal}", ratio, ratio <= goal)
