"""Textual's driver for a terminal that may go away while it is written to. Linux and macOS only."""

from __future__ import annotations

import contextlib
import sys
from io import TextIOWrapper
from typing import IO, Any, cast

assert sys.platform != "win32"  # noqa: S101  what the type checker understands

from textual.drivers.linux_driver import LinuxDriver  # noqa: E402


class LastingDriver(LinuxDriver):
    """Goes on without its terminal, so that the application can end.

    Textual writes from a thread that ends at the first failure, while the queue before it takes only so
    much: the application would wait for a place in it, for ever.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._file = cast("TextIOWrapper", _Lasting(cast("IO[str]", self._file)))


class _Lasting:
    """A stream whose text is lost, without an error, where nobody takes it."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        with contextlib.suppress(OSError):
            self._stream.write(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            self._stream.flush()

    def fileno(self) -> int:
        return self._stream.fileno()
