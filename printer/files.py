"""A printer that is a file: a device file such as /dev/usb/lp0, or a plain file that collects slips."""

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from printer.devices import Delivery
from printer.errors import BadDevice, OutputFailed, PrinterUnreachable
from printer.status import UNKNOWN, Condition, PrinterStatus
from printer.talking import Manner, TalkingPrinter

if TYPE_CHECKING:
    from printer.lines import Line


class FileDevice:
    """Talks with a printer behind a device file, or appends each slip whole to a plain file."""

    def __init__(self, path: Path, manner: Manner) -> None:
        self._path = path
        self._printer = TalkingPrinter(self._open, manner)

    def send(self, data: bytes, *, job: int | None = None) -> Delivery:
        """See `printer.devices.Device`."""
        if not self._is_plain():
            return self._printer.send(data, job=job)
        _append(self._path, data)
        return Delivery.SENT

    def status(self) -> PrinterStatus:
        """See `printer.devices.Device`: a plain file cannot tell."""
        try:
            return UNKNOWN if self._is_plain() else self._printer.status()
        except PrinterUnreachable:
            return PrinterStatus.of(Condition.UNPLUGGED)
        except BadDevice:
            # A folder stands there now.
            return UNKNOWN

    def mistrust(self) -> None:
        """See `printer.devices.mistrust`."""
        self._printer.mistrust()

    def _is_plain(self) -> bool:
        try:
            mode = self._path.stat().st_mode
        except FileNotFoundError as error:
            # A printer that is unplugged has no device file: a plain file made there would swallow slips.
            if self._path.is_relative_to("/dev"):
                raise PrinterUnreachable(_reason(error)) from error
            return True
        except OSError as error:
            raise PrinterUnreachable(_reason(error)) from error
        if not stat.S_ISREG(mode) and (stat.S_ISDIR(mode) or sys.platform == "win32"):
            raise BadDevice("file:///PATH")
        return stat.S_ISREG(mode)

    def _open(self, _: float) -> "Line":
        if sys.platform != "win32":
            from printer.lines.device_file import open_file

            return open_file(self._path)
        else:  # noqa: RET505 - the type checker reads only the branch of its platform
            raise BadDevice("file:///PATH")


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
