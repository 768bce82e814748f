"""A desk in a real pseudo-terminal at a daemon that answers: what the benchmarks of a working desk share."""

from __future__ import annotations

import contextlib
import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.desk.daemon import Daemon, serving
from tests.desk.mirrors import make, pending, reference
from tests.terminal import Terminal, terminal

DESK: Final = (sys.executable, "-c", "import sys; from desk.cli import main; sys.exit(main(sys.argv[1:]))")
_HOURS_OPEN: Final = 12


@contextlib.contextmanager
def desk_at(
    daemon: Daemon,
    folder: Path,
    rows: int,
    now: dt.datetime,
    *,
    program: Sequence[str] = DESK,
    printer: str = "",
) -> Iterator[Terminal]:
    """Run a desk whose mirror is up to date with a daemon that has as many requests, from its list on."""
    folder.mkdir()
    make(folder, rows, now)
    daemon.put(*(pending(number, now) for number in range(rows)))
    config = folder / "config.toml"
    with serving(daemon):
        config.write_text(
            f'[desk]\ndata_dir = "{folder.as_posix()}"\nserver = "{daemon.address}"\n'
            f'[printer]\ndevice = "{printer}"\n',
            "utf-8",
        )
        with terminal([*program, "--config", str(config)]) as shown:
            shown.wait_for(reference(0), 60)
            shown.wait_for("● เชื่อม", 60)
            shown.settle(1.0)
            yield shown
