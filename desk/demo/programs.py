"""The daemon's programs as processes of a demonstration: started, stopped, and away for a while."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from desk.errors import DeskError

# A machine that does much else takes its time.
START_SECONDS: Final = 90.0
STOP_SECONDS: Final = 10.0


class DemoError(DeskError):
    """The demonstration could not be set up; one line for whoever started it."""


def command(config: Path, *words: str) -> list[str]:
    """Return the line that starts one of the daemon's programs."""
    verb, *rest = words
    return [sys.executable, "-m", "sync.cli", verb, "--config", str(config), *rest]


def environment() -> dict[str, str]:
    """Return the environment without the office's configuration and proxy: a demonstration stands alone."""
    own = {name: value for name, value in os.environ.items() if not _is_the_offices(name.upper())}
    return own | {"PYTHONUTF8": "1"}


def _is_the_offices(name: str) -> bool:
    return name.startswith("BANGKHAE_") or name.endswith("_PROXY")


@contextlib.contextmanager
def program(config: Path, log: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run one of the daemon's programs for as long as the block lasts."""
    with log.open("ab") as errors:
        process = subprocess.Popen(
            command(config, *words),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE if words[0] == "simulate" else errors,
            stderr=errors,
            env=environment(),
        )
        try:
            yield process
        finally:
            stop(process, by_stdin=words[0] == "simulate")


def stop(process: subprocess.Popen[bytes], *, by_stdin: bool) -> None:
    """End a program: as it was asked to, or at once."""
    if process.stdin:
        process.stdin.close()
    if not by_stdin:
        process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()


def wait_for(port: int, daemon: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the daemon listens; raises DemoError."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and daemon.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
            return
        time.sleep(0.05)
    raise DemoError(last_line(log, "the daemon did not start"))


def last_line(log: Path, otherwise: str) -> str:
    """Return the last line of a log."""
    lines = log.read_text("utf-8", "replace").splitlines()
    return lines[-1] if lines else otherwise


class Daemon:
    """The daemon, which can go down and come up again: to the desk, its line is cut."""

    def __init__(self, config: Path, port: int, log: Path) -> None:
        self._config, self._port, self._log = config, port, log
        self._running = contextlib.ExitStack()

    def start(self) -> None:
        """Start it; ``come_up`` also waits until it listens."""
        self._process = self._running.enter_context(program(self._config, self._log, "serve"))

    def come_up(self) -> None:
        """Start it and wait until it listens; raises DemoError."""
        self.start()
        self.wait()

    def wait(self) -> None:
        """Wait until it listens; raises DemoError."""
        wait_for(self._port, self._process, self._log)

    def go_down(self) -> None:
        """Stop it; nothing where it is stopped already."""
        self._running.close()
