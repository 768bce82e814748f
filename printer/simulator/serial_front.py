"""The virtual printer's serial plug: a pseudo-terminal that is as slow as its baud rate."""

import contextlib
import os
import select
import sys
import threading
import time
import tty

from printer.simulator.machine import Machine

assert sys.platform != "win32", "pseudo-terminals exist on POSIX systems only"  # noqa: S101 - read by mypy

_SIP = 32
_TICK = 0.02


class SerialFront:
    """Reads for the machine at a serial line's speed, and speaks for it; a context manager."""

    def __init__(self, machine: Machine, baud: int) -> None:
        self._machine = machine
        self._baud = baud
        self._ours, self._theirs = os.openpty()
        # A line that echoes and edits is a terminal's; a printer's takes every byte as it is.
        tty.setraw(self._theirs)
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Return the address, ``serial:///dev/pts/N?baud=…``."""
        return f"serial://{os.ttyname(self._theirs)}?baud={self._baud}"

    def close(self) -> None:
        """Pull the plug."""
        self._ending.set()
        self._thread.join()
        for end in (self._ours, self._theirs):
            os.close(end)

    def _serve(self) -> None:
        def speak(answer: bytes) -> None:
            with contextlib.suppress(OSError):
                os.write(self._ours, answer)

        self._machine.connect(speak)
        due = time.monotonic()
        while not self._ending.is_set():
            if not self._there(0):
                # The wire has been silent; while bytes wait it carries them one after the other.
                if not self._there(_TICK):
                    continue
                due = time.monotonic()
            data = os.read(self._ours, _SIP)
            due += len(data) * 10 / self._baud
            self._ending.wait(max(0.0, due - time.monotonic()))
            self._machine.receive(data)
        self._machine.disconnect()

    def _there(self, seconds: float) -> bool:
        return bool(select.select([self._ours], [], [], seconds)[0])
