"""Windows' print spooler by its own library (winspool.drv), its functions called as thinly as can be."""

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from printer.spoolers.spooler import SpoolerFailed

assert sys.platform == "win32", "this spooler exists on Windows only"  # noqa: S101 - read by mypy

_LOCAL_AND_CONNECTED = 0x2 | 0x4
_DELETE = 5


class DocInfo(ctypes.Structure):
    """DOC_INFO_1W."""

    _fields_ = (
        ("title", ctypes.c_wchar_p),
        ("file", ctypes.c_wchar_p),
        ("kind", ctypes.c_wchar_p),
    )


class PrinterInfo(ctypes.Structure):
    """PRINTER_INFO_2W, up to the fields that are read."""

    _fields_ = (
        *((name, ctypes.c_wchar_p) for name in ("server", "name", "share", "port", "driver", "comment")),
        ("location", ctypes.c_wchar_p),
        ("mode", ctypes.c_void_p),
        *((name, ctypes.c_wchar_p) for name in ("separator", "processor", "kind", "parameters")),
        ("security", ctypes.c_void_p),
        *((name, ctypes.c_uint32) for name in ("attributes", "priority", "default_priority")),
        *((name, ctypes.c_uint32) for name in ("start", "until", "status", "jobs", "speed")),
    )


class PrinterName(ctypes.Structure):
    """PRINTER_INFO_4W."""

    _fields_ = (
        ("name", ctypes.c_wchar_p),
        ("server", ctypes.c_wchar_p),
        ("attributes", ctypes.c_uint32),
    )


class WindowsSpooler:
    """This machine's spooler; see `printer.spoolers.spooler.Spooler`."""

    def __init__(self) -> None:
        self._call = ctypes.WinDLL("winspool.drv", use_last_error=True)

    def names(self) -> list[str]:
        """See `Spooler`."""
        needed, count = ctypes.c_uint32(), ctypes.c_uint32()
        ask = self._call.EnumPrintersW
        ask(_LOCAL_AND_CONNECTED, None, 4, None, 0, ctypes.byref(needed), ctypes.byref(count))
        room = ctypes.create_string_buffer(needed.value or 1)
        if not ask(_LOCAL_AND_CONNECTED, None, 4, room, needed, ctypes.byref(needed), ctypes.byref(count)):
            return []
        found = ctypes.cast(room, ctypes.POINTER(PrinterName))
        return [str(found[index].name) for index in range(count.value)]

    def status(self, printer: str) -> tuple[int, int]:
        """See `Spooler`."""
        with self._opened(printer) as handle:
            needed = ctypes.c_uint32()
            self._call.GetPrinterW(handle, 2, None, 0, ctypes.byref(needed))
            room = ctypes.create_string_buffer(needed.value or 1)
            if not self._call.GetPrinterW(handle, 2, room, needed, ctypes.byref(needed)):
                raise SpoolerFailed
            info = PrinterInfo.from_buffer(room)
            return int(info.status), int(info.attributes)

    def print_raw(self, printer: str, title: str, data: bytes) -> int:
        """See `Spooler`."""
        with self._opened(printer) as handle:
            number = self._call.StartDocPrinterW(handle, 1, ctypes.byref(DocInfo(title, None, "RAW")))
            if number <= 0:
                raise SpoolerFailed
            written = ctypes.c_uint32()
            done = self._call.WritePrinter(handle, data, len(data), ctypes.byref(written))
            if not done or written.value != len(data):
                self._call.SetJobW(handle, number, 0, None, _DELETE)
                raise SpoolerFailed(began=True)
            if not self._call.EndDocPrinter(handle):
                raise SpoolerFailed(began=True)
            return int(number)

    def has_job(self, printer: str, number: int) -> bool:
        """See `Spooler`."""
        with self._opened(printer) as handle:
            needed = ctypes.c_uint32()
            self._call.GetJobW(handle, number, 1, None, 0, ctypes.byref(needed))
            return needed.value > 0

    def delete_job(self, printer: str, number: int) -> None:
        """See `Spooler`."""
        with self._opened(printer) as handle:
            self._call.SetJobW(handle, number, 0, None, _DELETE)

    @contextmanager
    def _opened(self, printer: str) -> Iterator[ctypes.c_void_p]:
        handle = ctypes.c_void_p()
        if not self._call.OpenPrinterW(printer, ctypes.byref(handle), None):
            raise SpoolerFailed
        try:
            yield handle
        finally:
            self._call.ClosePrinter(handle)
