"""Writing to a POSIX device file such as /dev/usb/lp0 or a pipe, without ever waiting beyond a deadline."""

import contextlib
import os
import select
import sys
import time
from pathlib import Path

from printer.errors import DeviceNotYet, PrinterInterrupted, PrinterTimeout, PrinterUnreachable

assert sys.platform != "win32", "device files exist on POSIX systems only"  # noqa: S101 - read by mypy


def write_device(path: Path, data: bytes, deadline: float) -> None:
    """Write all bytes before the deadline (monotonic seconds): a printer without paper takes nothing."""
    try:
        file = os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError as error:
        raise PrinterUnreachable(str(error.strerror)) from error
    try:
        if os.isatty(file):
            raise DeviceNotYet("serial://")
        _pour(file, data, deadline)
    finally:
        with contextlib.suppress(OSError):
            os.close(file)


def _pour(file: int, data: bytes, deadline: float) -> None:
    view = memoryview(data)
    sent = 0
    while sent < len(data):
        _await_room(file, deadline)
        try:
            sent += os.write(file, view[sent:])
        except BlockingIOError:
            continue
        except OSError as error:
            raise (PrinterInterrupted if sent else PrinterUnreachable)(str(error.strerror)) from error
    _await_room(file, deadline)


def _await_room(file: int, deadline: float) -> None:
    """Wait until the device takes more: Linux' usblp calls back what it still has on its way when closed."""
    left = deadline - time.monotonic()
    if left <= 0 or not select.select([], [file], [], left)[1]:
        raise PrinterTimeout
