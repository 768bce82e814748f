"""A printer of Windows: a slip is handed to its spooler raw, past every driver."""

import sys
import time

from printer.devices import Delivery
from printer.errors import (
    BadDevice,
    DriverMissing,
    PrinterInterrupted,
    PrinterNotReady,
    PrinterTimeout,
    PrinterUnreachable,
)
from printer.spoolers.spooler import Spooler, SpoolerFailed
from printer.status import UNKNOWN, Condition, PrinterStatus

_TICK = 0.25
# PRINTER_STATUS_… of winspool.h.
_STATUS = (
    (0x00000001, Condition.OFFLINE),  # paused
    (0x00000002, Condition.FAULT),
    (0x00000008, Condition.FAULT),  # paper jam
    (0x00000010, Condition.NO_PAPER),
    (0x00000040, Condition.FAULT),  # paper problem
    (0x00000080, Condition.OFFLINE),
    (0x00000100, Condition.BUSY),
    (0x00000200, Condition.BUSY),
    (0x00000400, Condition.BUSY),  # printing
    (0x00001000, Condition.UNPLUGGED),  # not available
    (0x00004000, Condition.BUSY),  # processing
    (0x00100000, Condition.FAULT),  # user intervention
    (0x00400000, Condition.COVER_OPEN),
)
_WORK_OFFLINE = 0x00000400


class WindowsPrinter:
    """Hands each slip to a printer of Windows and waits until the spooler has passed it on."""

    def __init__(self, name: str, timeout: float, spooler: Spooler | None = None) -> None:
        if not name.strip() or len(name) > 220:
            raise BadDevice("windows://PRINTER NAME")
        self._name = name
        self._timeout = timeout
        self._given = spooler

    def send(self, data: bytes, *, job: int | None = None) -> Delivery:
        """See `printer.devices.Device`: a slip that stays in the queue is taken back."""
        deadline = time.monotonic() + self._timeout
        spooler = self._spooler()
        status = self.status()
        if not status.may_print:
            raise PrinterNotReady(status=status)
        title = "slip" if job is None else f"slip {job}"
        try:
            number = spooler.print_raw(self._name, title, data)
        except SpoolerFailed as error:
            raise (PrinterTimeout if error.began else PrinterUnreachable)(self._name) from error
        try:
            while spooler.has_job(self._name, number):
                if time.monotonic() >= deadline:
                    spooler.delete_job(self._name, number)
                    raise PrinterTimeout(self._name)
                time.sleep(_TICK)
        except SpoolerFailed as error:
            raise PrinterInterrupted(self._name) from error
        return Delivery.SENT

    def status(self) -> PrinterStatus:
        """See `printer.devices.Device`: only trouble is known; 0 is said of every raw printer."""
        try:
            status, attributes = self._spooler().status(self._name)
        except SpoolerFailed:
            return PrinterStatus.of(Condition.UNPLUGGED)
        conditions = {condition for bit, condition in _STATUS if status & bit}
        if attributes & _WORK_OFFLINE:
            conditions.add(Condition.OFFLINE)
        return PrinterStatus(frozenset(conditions)) if conditions else UNKNOWN

    def _spooler(self) -> Spooler:
        if self._given is None:
            self._given = system_spooler()
        return self._given


def system_spooler() -> Spooler:
    """Return the spooler of this machine; raises `DriverMissing` anywhere but on Windows."""
    if sys.platform == "win32":
        from printer.spoolers.winspool import WindowsSpooler

        return WindowsSpooler()
    else:  # noqa: RET505 - the type checker reads only the branch of its platform
        raise DriverMissing("Windows")
