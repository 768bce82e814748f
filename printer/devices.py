"""Where a slip is sent: a printer's address from the configuration made into something that takes bytes."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Protocol, runtime_checkable

from printer.addresses import Address, parse
from printer.errors import BadDevice
from printer.status import PrinterStatus

DEFAULT_PORT = 9100
TIMEOUT = 15.0


class Delivery(StrEnum):
    """How far a slip is known to have come when nothing went wrong."""

    SENT = "sent"
    """The printer, its spooler or the file took all of it: paper is likely, not certain."""
    CONFIRMED = "confirmed"
    """The printer itself said that this slip is on paper."""


class Device(Protocol):
    """Something that prints bytes."""

    def send(self, data: bytes, *, job: int | None = None) -> Delivery:
        """Hand over one whole slip within a bounded time, or raise a `PrinterError`.

        `job` is the spool's number of the slip, by which a printer that can confirms it. The error's
        `may_have_printed` decides what is known after it: false (`PrinterUnreachable`, `PrinterNotReady`
        among others) that nothing was sent, true (`PrinterTimeout`, `PrinterInterrupted`, `PrinterStopped`)
        that paper may have come out.
        """

    def status(self) -> PrinterStatus:
        """Ask the printer how it is, within a bounded time and never while a slip is being sent.

        Never raises for what a printer does or fails to do: one that cannot be reached is UNPLUGGED, one
        that gives no believable answer is not `known`. Raises `DriverMissing`, which no waiting mends.
        """


@runtime_checkable
class Mistrusting(Protocol):
    """A device that can keep a slip apart from the rest of one before it."""

    def mistrust(self) -> None:
        """See `mistrust`."""


def mistrust(device: Device) -> None:
    """Say that the last slip may have been cut short, by the end of a program for example.

    The printer may then wait for the rest of a picture and would take the next slip for it. The next one is
    preceded by as many zeros as any command can need, and by a cut, so that no citizen gets another's half.
    """
    if isinstance(device, Mistrusting):
        device.mistrust()


def open_device(url: str, timeout: float = TIMEOUT) -> Device:
    """Return the device of an address; nothing is touched before the first slip or question.

    ``tcp://HOST:PORT`` (port 9100 if none; ``tcp://[::1]:9100``), ``usb://VVVV:PPPP[/SERIAL]``,
    ``serial:///dev/ttyUSB0?baud=115200`` or ``serial://COM3``, ``cups://QUEUE``, ``windows://PRINTER NAME``,
    ``file:///PATH`` (a device file, or a plain file that collects slips). What may stand behind ``?`` is told
    in docs/install.md. `timeout` is in seconds for one slip.

    Keep the device for as long as its printer is used: it remembers what the printer can do, and what was
    cut short. Raises `BadDevice`.
    """
    address = parse(url)
    kinds = {
        "tcp": _tcp,
        "usb": _usb,
        "serial": _serial,
        "cups": _cups,
        "windows": _windows,
        "file": _file,
    }
    return kinds[address.kind](address, timeout)


def _tcp(address: Address, timeout: float) -> Device:
    from printer.lines import network
    from printer.talking import TalkingPrinter, manner_of

    parts = address.parts
    try:
        port = DEFAULT_PORT if parts.port is None else parts.port
    except ValueError as error:
        raise BadDevice("port 1-65535") from error
    host = parts.hostname
    if not host or not port or parts.path not in ("", "/"):
        raise BadDevice("tcp://HOST:PORT")
    waits = address.option("waiteof", "true", ("true", "false")) == "true"
    manner = manner_of(address, timeout)
    address.expect_no_more("waiteof | status | confirm")
    return TalkingPrinter(lambda deadline: network.connect(host, port, deadline, wait_for_end=waits), manner)


def _usb(address: Address, timeout: float) -> Device:
    from printer.lines import usb_port
    from printer.talking import TalkingPrinter, manner_of

    which = usb_port.parse(address.place)
    manner = manner_of(address, timeout)
    address.expect_no_more("status | confirm")
    return TalkingPrinter(lambda _: usb_port.open_printer(which), manner)


def _serial(address: Address, timeout: float) -> Device:
    from printer.lines import serial_port
    from printer.talking import TalkingPrinter, manner_of

    port = serial_port.parse(address)
    manner = manner_of(address, timeout, bytes_a_second=port.bytes_a_second)
    address.expect_no_more("baud | flow | status | confirm")
    return TalkingPrinter(lambda _: serial_port.open_port(port), manner)


def _cups(address: Address, timeout: float) -> Device:
    from printer.spoolers.cups import CupsQueue

    address.expect_no_more("cups://QUEUE")
    return CupsQueue(address.place, timeout)


def _windows(address: Address, timeout: float) -> Device:
    from printer.spoolers.windows import WindowsPrinter

    address.expect_no_more("windows://PRINTER NAME")
    return WindowsPrinter(address.place, timeout)


def _file(address: Address, timeout: float) -> Device:
    from printer.files import FileDevice
    from printer.talking import manner_of

    path = address.place.removeprefix(address.parts.netloc)
    if sys.platform == "win32":
        path = path.removeprefix("/")
    if address.parts.netloc not in ("", "localhost") or not Path(path).is_absolute() or Path(path).is_dir():
        raise BadDevice("file:///PATH")
    manner = manner_of(address, timeout)
    address.expect_no_more("status | confirm")
    return FileDevice(Path(path), manner)
