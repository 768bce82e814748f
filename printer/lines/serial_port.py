"""A printer on a serial port (pyserial): as slow as its baud rate, and patient accordingly."""

import contextlib
import errno
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from printer.addresses import Address
from printer.errors import (
    BadDevice,
    NotAllowed,
    PrinterBusy,
    PrinterError,
    PrinterInterrupted,
    PrinterTimeout,
    PrinterUnreachable,
)
from printer.lines import LineClosed
from printer.lines.timing import left, left_or_zero

if TYPE_CHECKING:
    from serial import Serial

_PLACE = re.compile(r"/.+|COM[1-9][0-9]{0,2}", re.IGNORECASE)
_FLOWS = ("none", "rtscts", "dsrdtr", "xonxoff")
# One start bit, eight of data, one stop bit.
_BITS_A_BYTE = 10
_PIECE = 512
_TICK = 0.01


@dataclass(frozen=True, slots=True)
class SerialPort:
    """A port, its speed in baud, and who says stop: nobody, or the printer by a wire or a character."""

    name: str
    baud: int = 9600
    flow: Literal["none", "rtscts", "dsrdtr", "xonxoff"] = "none"

    @property
    def bytes_a_second(self) -> float:
        """Return what the line carries."""
        return self.baud / _BITS_A_BYTE


def parse(address: Address) -> SerialPort:
    """Take port, ``baud`` and ``flow`` out of an address; raises `BadDevice`."""
    flow = address.option("flow", "none", _FLOWS)
    baud = address.number("baud", 9600, 1200, 921_600)
    if not _PLACE.fullmatch(address.place):
        raise BadDevice("serial:///dev/ttyUSB0 | serial://COM3")
    return SerialPort(address.place, baud, flow)  # type: ignore[arg-type] # one of _FLOWS


class SerialLine:
    """An open serial port; a slip counts as written when it has left for the wire."""

    listens = True

    def __init__(self, port: "Serial", bytes_a_second: float) -> None:
        self._port = port
        self._seconds_a_byte = 1 / bytes_a_second
        self._whole = True

    def write(self, data: bytes, deadline: float) -> None:
        """See `printer.lines.Line`; waits until all has left: adapters take kilobytes ahead unseen."""
        self._whole = False
        due = time.monotonic() + len(data) * self._seconds_a_byte
        for start in range(0, len(data), _PIECE):
            with _told():
                self._port.write_timeout = left(deadline)
                self._port.write(data[start : start + _PIECE])
        with _told():
            time.sleep(max(0.0, min(due - time.monotonic(), left(deadline))))
        self._drain(deadline)
        self._whole = True

    def read(self, deadline: float) -> bytes:
        """See `printer.lines.Line`."""
        try:
            self._port.timeout = left_or_zero(deadline)
            return bytes(self._port.read(max(1, self._port.in_waiting)))
        except OSError as error:
            raise LineClosed from error

    def finish(self, deadline: float) -> None:
        """See `printer.lines.Line`."""
        self._drain(deadline)

    def port_status(self) -> int | None:
        """See `printer.lines.Line`: a serial port has none."""
        return None

    def close(self) -> None:
        """See `printer.lines.Line`: what a stopped printer does not take would hold the closing up."""
        with contextlib.suppress(OSError):
            if not self._whole:
                self._port.reset_output_buffer()
        with contextlib.suppress(OSError):
            self._port.close()

    def _drain(self, deadline: float) -> None:
        with _told():
            while self._port.out_waiting:
                time.sleep(min(_TICK, left(deadline)))


class _told:  # noqa: N801 - reads as a word
    """Turns what a port raises into what a printer's line raises.

    A port tells nobody how much of a piece had gone when it failed: it may always have been some.
    """

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        from serial import SerialTimeoutException

        if isinstance(error, PrinterError):
            return
        if isinstance(error, SerialTimeoutException | TimeoutError):
            raise PrinterTimeout from error
        if isinstance(error, OSError):
            raise PrinterInterrupted from error


def open_port(port: SerialPort) -> SerialLine:
    """Open a serial port for this program alone.

    Raises `PrinterUnreachable`, `PrinterBusy` or `NotAllowed`.
    """
    import serial

    try:
        opened = serial.Serial(
            port.name,
            baudrate=port.baud,
            timeout=0,
            write_timeout=1,
            rtscts=port.flow == "rtscts",
            dsrdtr=port.flow == "dsrdtr",
            xonxoff=port.flow == "xonxoff",
            exclusive=True,
        )
    except (OSError, ValueError) as error:
        raise _refusal(error)(port.name) from error
    with contextlib.suppress(OSError):
        opened.reset_input_buffer()
    return SerialLine(opened, port.bytes_a_second)


def _refusal(error: Exception) -> type[PrinterUnreachable]:
    number = getattr(error, "errno", None)
    if number in (errno.EBUSY, errno.EAGAIN) or "PermissionError(13" in str(error):
        return PrinterBusy
    return NotAllowed if number in (errno.EACCES, errno.EPERM) else PrinterUnreachable


def ports() -> list[tuple[str, str]]:
    """Return the serial ports of this machine that lead somewhere: name and description."""
    from serial.tools import list_ports

    found = [(port.device, port.description) for port in list_ports.comports() if port.hwid != "n/a"]
    return sorted((str(name), str(description)) for name, description in found)
