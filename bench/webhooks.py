"""Signed one-event webhooks made durable, 32 at a time: the daemon, the naive service, the bare limit.

All on SQLite with WAL and synchronous=FULL, one after the other in this run, on the same requests. The
daemon seals what it keeps and works off its inbox meanwhile; the other two do neither.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.daemon import ROOT, daemon, free_port, running, signed_request
from bench.figures import Figure
from bench.load import write_requests

CONNECTIONS: Final = 32
SECONDS: Final = 3.0
REQUESTS: Final = 60_000
ROUNDS: Final = 2


def run() -> list[Figure]:
    """Measure each contender in turn, twice, and keep each one's better round."""
    best: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="webhooks-", dir=os.environ.get("BENCH_DIR")) as folder:
        file = Path(folder) / "requests"
        write_requests(file, [signed_request(number) for number in range(REQUESTS)])
        for turn in range(ROUNDS):
            for name in ("limit", "ours", "naive"):
                result = _measure(name, file, Path(folder) / f"{name}{turn}")
                if name not in best or result["rate"] > best[name]["rate"]:
                    best[name] = result
    return _figures(best["ours"], best["naive"], best["limit"])


def _measure(name: str, file: Path, folder: Path) -> dict[str, float]:
    folder.mkdir()
    with _contender(name, folder) as port:
        done = subprocess.run(
            [sys.executable, "-m", "bench.load", str(port), str(file), str(CONNECTIONS), str(SECONDS)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            timeout=SECONDS + 40,
            check=True,
        )
    result: dict[str, float] = json.loads(done.stdout)
    if result["refused"]:
        raise RuntimeError(f"{name} refused {result['refused']:.0f} requests")
    return {**result, "rate": result["answered"] / result["seconds"]}


@contextlib.contextmanager
def _contender(name: str, folder: Path) -> Iterator[int]:
    if name == "ours":
        with daemon(folder) as port:
            yield port
        return
    port = free_port()
    command = [sys.executable, "-m", f"bench.webhooks_{name}", str(port), str(folder / "events.sqlite")]
    with running(command, folder, port):
        yield port


def _figures(ours: dict[str, float], naive: dict[str, float], limit: dict[str, float]) -> list[Figure]:
    return [
        _figure("webhooks a second, to the naive service", "rate", "/s", ours, naive, at_least=8),
        _figure("webhooks a second, to the bare limit", "rate", "/s", ours, limit, at_least=0.4),
        _figure("webhook p99, to the bare limit", "p99_ms", "ms", ours, limit, at_most=4),
    ]


def _figure(
    name: str,
    key: str,
    unit: str,
    ours: dict[str, float],
    theirs: dict[str, float],
    *,
    at_least: float = 0.0,
    at_most: float = float("inf"),
) -> Figure:
    ratio = ours[key] / theirs[key]
    goal = f">= {at_least:g}" if at_least else f"<= {at_most:g}"
    return Figure(name, ours[key], theirs[key], unit, goal, ratio, at_least <= ratio <= at_most)
