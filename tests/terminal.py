"""A real pseudo-terminal for a terminal program: its screen, keys and timing. Linux and macOS only."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import struct
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pyte
from wcwidth import wcwidth

if sys.platform == "win32":
    raise ImportError("tests.terminal needs a pseudo-terminal: Linux or macOS")

import fcntl
import pty
import termios

KEYS: Final = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "delete": "\x1b[3~",
    "left": "\x1b[D",
    "right": "\x1b[C",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "f12": "\x1b[24~",
    "ctrl+q": "\x11",
}
"""What a terminal sends for a named key."""


class TerminalError(Exception):
    """The program ended, or did not show what was waited for; the screen's text is the message."""


class _ThaiScreen(pyte.Screen):
    """A screen that keeps Thai vowels and tone marks in the cell of their consonant."""

    def draw(self, data: str) -> None:
        for character in data:
            if wcwidth(character) != 0:
                super().draw(character)
                continue
            line, column = self.buffer[self.cursor.y], max(self.cursor.x - 1, 0)
            line[column] = line[column]._replace(data=line[column].data + character)
            self.dirty.add(self.cursor.y)


class Terminal:
    """A program in a pseudo-terminal of ``columns`` x ``rows``."""

    def __init__(
        self,
        command: Sequence[str],
        columns: int = 120,
        rows: int = 36,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.screen = _ThaiScreen(columns, rows)
        self.written = bytearray()
        self.exit_code: int | None = None
        self._stream = pyte.ByteStream(self.screen)
        variables = dict(os.environ) | {
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LC_ALL": "C.UTF-8",
            "COLUMNS": str(columns),
            "LINES": str(rows),
        }
        variables |= environment or {}
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:  # pragma: no cover  the child becomes the program
            os.execvpe(command[0], list(command), variables)  # noqa: S606
        self.resize(columns, rows)

    @property
    def text(self) -> str:
        """The screen's lines, without the spaces at their ends."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def read(self, seconds: float) -> bool:
        """Read what comes within so many seconds; whether anything came. Raises TerminalError at the end."""
        ready, _, _ = select.select([self._fd], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            data = b""
        if not data:
            self._reap()
            raise TerminalError(f"the program ended with {self.exit_code}:\n{self.text}")
        self.written += data
        # The emulator knows fewer sequences than real terminals; what it does not know changes no text.
        with contextlib.suppress(Exception):
            self._stream.feed(data)
        return True

    def wait_for(self, text: str, seconds: float = 30) -> float:
        """Read until a text is on screen; return the seconds since the start."""
        until = time.perf_counter() + seconds
        while text not in self.text:
            if time.perf_counter() > until:
                raise TerminalError(f"{text!r} is not on screen after {seconds} s:\n{self.text}")
            self.read(0.05)
        return time.perf_counter() - self.started

    def wait_for_end(self, seconds: float = 30) -> int:
        """Read until the program has ended; return its exit code."""
        until = time.perf_counter() + seconds
        with contextlib.suppress(TerminalError):
            while time.perf_counter() < until:
                self.read(0.05)
        if self.exit_code is None:
            raise TerminalError(f"the program still runs after {seconds} s:\n{self.text}")
        return self.exit_code

    def settle(self, quiet: float, limit: float = 5.0) -> float | None:
        """Read until ``quiet`` seconds bring nothing; return when the last byte came, None for none."""
        last = None
        until = time.perf_counter() + limit
        while time.perf_counter() < until:
            if self.read(quiet):
                last = time.perf_counter()
            elif last is not None or time.perf_counter() > until - limit + 1.0:
                break
        return last

    def press(self, *keys: str) -> None:
        """Send keys by name or character."""
        for key in keys:
            self.send(KEYS.get(key, key))

    def send(self, text: str) -> None:
        """Send text at once, as a scanner or a paste does."""
        os.write(self._fd, text.encode())

    def time_key(self, key: str, quiet: float = 0.03) -> float | None:
        """Press a key and return the seconds until the screen had settled, the quiet time left out."""
        pressed = time.perf_counter()
        self.press(key)
        last = self.settle(quiet)
        return None if last is None else last - pressed

    def resize(self, columns: int, rows: int) -> None:
        """Make the window larger or smaller, as dragging its corner does."""
        self.screen.resize(rows, columns)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def hang_up(self) -> None:
        """Take the terminal away, as closing its window does."""
        os.close(self._fd)

    def wait_for_exit(self, seconds: float = 30) -> int:
        """Wait for the end of a program that has no terminal any more; return its exit code."""
        until = time.perf_counter() + seconds
        while os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            if time.perf_counter() > until:
                raise TerminalError(f"the program still runs after {seconds} s without its terminal")
            time.sleep(0.02)
        self._reap()
        assert self.exit_code is not None
        return self.exit_code

    def close(self) -> None:
        """End the program, if it still runs."""
        with contextlib.suppress(OSError):
            if self.exit_code is None:
                os.kill(self.pid, signal.SIGKILL)
                self._reap()
        with contextlib.suppress(OSError):
            os.close(self._fd)

    def _reap(self) -> None:
        _, status = os.waitpid(self.pid, 0)
        self.exit_code = os.waitstatus_to_exitcode(status)


@contextlib.contextmanager
def terminal(
    command: Sequence[str],
    columns: int = 120,
    rows: int = 36,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Terminal]:
    """Run a program in a terminal for as long as the block lasts."""
    running = Terminal(command, columns, rows, environment)
    try:
        yield running
    finally:
        running.close()
