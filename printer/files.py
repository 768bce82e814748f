"""A printer that is a file: a device file such as /dev/usb/lp0, or a plain file that collects slips."""

import os
import stat
import sys
import time
from pathlib import Path

from printer.devices import Delivery
from printer.errors import BadDevice, OutputFailed, PrinterUnreachable
from printer.status import UNKNOWN, PrinterStatus


class FileDevice:
    """Writes each slip to a device file within the time limit, or appends it whole to a plain file."""

    def __init__(self, path: Path, *, timeout: float) -> None:
        self._path = path
        self._timeout = timeout

    def send(self, data: bytes, *, job: int | None = None) -> Delivery:  # noqa: ARG002
        """Write a slip; see `printer.devices.Device`."""
        try:
            mode = self._path.stat().st_mode
        except FileNotFoundError as error:
            # A printer that is unplugged has no device file: a plain file made there would swallow slips.
            if self._path.is_relative_to("/dev"):
                raise PrinterUnreachable(_reason(error)) from error
            mode = stat.S_IFREG
        except OSError as error:
            raise PrinterUnreachable(_reason(error)) from error
        if stat.S_ISREG(mode):
            _append(self._path, data)
        elif stat.S_ISDIR(mode) or sys.platform == "win32":
            raise BadDevice("file:///PATH")
        else:
            from printer.device_files import write_device

            write_device(self._path, data, time.monotonic() + self._timeout)
        return Delivery.SENT

    def status(self) -> PrinterStatus:
        """See `printer.devices.Device`: a file cannot tell."""
        return UNKNOWN


def _append(path: Path, data: bytes) -> None:
    """Append with one write, which other writers cannot come into; take back what did not fit."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    try:
        file = os.open(path, flags, 0o600)
    except OSError as error:
        raise PrinterUnreachable(_reason(error)) from error
    try:
        before = os.fstat(file).st_size
        written = os.write(file, data)
        if written < len(data):
            if os.fstat(file).st_size == before + written:
                os.ftruncate(file, before)
            raise OutputFailed(path.name)
        os.fsync(file)
    except OSError as error:
        raise OutputFailed(_reason(error)) from error
    finally:
        os.close(file)


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
