"""A POSIX device file such as /dev/usb/lp0, or a pipe, without ever waiting beyond a deadline."""

import contextlib
import errno
import fcntl
import os
import select
import struct
import sys
from pathlib import Path

from printer.errors import BadDevice, PrinterBusy, PrinterInterrupted, PrinterTimeout, PrinterUnreachable
from printer.lines import LineClosed
from printer.lines.timing import left_or_zero

assert sys.platform != "win32", "device files exist on POSIX systems only"  # noqa: S101 - read by mypy

# Linux' usblp: LPGETSTATUS of include/uapi/linux/lp.h.
_LPGETSTATUS = 0x060B


class DeviceFileLine:
    """An open device file; one that cannot be read (a pipe, an old driver) is written only."""

    def __init__(self, file: int, *, readable: bool) -> None:
        self._file = file
        self.listens = readable

    def write(self, data: bytes, deadline: float) -> None:
        """See `printer.lines.Line`: a printer without paper takes nothing."""
        view = memoryview(data)
        sent = 0
        while sent < len(data):
            self._await_room(deadline)
            try:
                sent += os.write(self._file, view[sent:])
            except BlockingIOError:
                continue
            except OSError as error:
                raise (PrinterInterrupted if sent else PrinterUnreachable)(str(error.strerror)) from error

    def read(self, deadline: float) -> bytes:
        """See `printer.lines.Line`."""
        if not self.listens:
            return b""
        while select.select([self._file], [], [], left_or_zero(deadline))[0]:
            try:
                data = os.read(self._file, 4096)
            except BlockingIOError:
                continue
            except OSError as error:
                raise LineClosed from error
            # At its end (/dev/null, a driver without a way back) it could be read for ever.
            self.listens = bool(data)
            return data
        return b""

    def finish(self, deadline: float) -> None:
        """See `printer.lines.Line`: Linux' usblp calls back what it still has on its way when closed."""
        self._await_room(deadline)

    def port_status(self) -> int | None:
        """See `printer.lines.Line`."""
        try:
            answer: bytes = fcntl.ioctl(self._file, _LPGETSTATUS, struct.pack("i", 0))
        except OSError:
            return None
        return int(struct.unpack("i", answer)[0]) & 0xFF

    def close(self) -> None:
        """See `printer.lines.Line`."""
        with contextlib.suppress(OSError):
            os.close(self._file)

    def _await_room(self, deadline: float) -> None:
        if not select.select([], [self._file], [], left_or_zero(deadline))[1]:
            raise PrinterTimeout


def open_file(path: Path) -> DeviceFileLine:
    """Open a device file for both ways where it has them.

    Raises `PrinterUnreachable`, `PrinterBusy` (another program has it), or `BadDevice` for a serial port,
    which has a kind of its own.
    """
    flags = os.O_NONBLOCK | os.O_NOCTTY
    readable = not path.is_fifo()
    try:
        file = os.open(path, flags | (os.O_RDWR if readable else os.O_WRONLY))
    except PermissionError:
        file, readable = _write_only(path, flags), False
    except OSError as error:
        raise (PrinterBusy if error.errno == errno.EBUSY else PrinterUnreachable)(
            str(error.strerror)
        ) from error
    if os.isatty(file):
        os.close(file)
        raise BadDevice("serial:///dev/tty…?baud=…")
    return DeviceFileLine(file, readable=readable)


def _write_only(path: Path, flags: int) -> int:
    try:
        return os.open(path, flags | os.O_WRONLY)
    except OSError as error:
        raise PrinterUnreachable(str(error.strerror)) from error
