"""Clerks of a demonstration, added as an operator adds them while the daemon runs."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

from desk.demo.programs import START_SECONDS, DemoError, command, environment


class NewClerk:
    """`bangkhae-sync clerk add`, which has begun and waits for the PIN before it opens the database."""

    def __init__(self, process: subprocess.Popen[str], pin: str) -> None:
        self._process, self._pin = process, pin

    def write_down(self) -> None:
        """Give the PIN and wait until the clerk is known; raises DemoError."""
        try:
            _, errors = self._process.communicate(f"{self._pin}\n", START_SECONDS)
        except subprocess.TimeoutExpired:
            raise DemoError("the clerk could not be added in time") from None
        if self._process.returncode:
            raise DemoError(errors.strip() or "the clerk could not be added")


@contextlib.contextmanager
def new_clerk(config: Path, pin: str, clerk: str, name: str, role: str) -> Iterator[NewClerk]:
    """Begin to add a clerk; only ``write_down`` does it."""
    process = subprocess.Popen(
        command(config, "clerk", "add", clerk, "--name", name, "--role", role),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environment(),
    )
    with process:
        try:
            yield NewClerk(process, pin)
        finally:
            if process.poll() is None:
                process.kill()
