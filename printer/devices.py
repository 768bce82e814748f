"""Where a slip is sent: a printer's address from the configuration made into something that takes bytes."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from printer.errors import BadDevice, DeviceNotYet
from printer.status import PrinterStatus

DEFAULT_PORT = 9100
TIMEOUT = 15.0
_LATER = frozenset({"usb", "serial", "cups", "windows"})


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
        `may_have_printed` decides what is known after it: false (`PrinterUnreachable` among others) that
        nothing was sent, true (`PrinterTimeout`, `PrinterInterrupted`) that paper may have come out.
        """

    def status(self) -> PrinterStatus:
        """Ask the printer how it is, within a bounded time and never while a slip is being sent.

        Never raises for what a printer does or fails to do: one that cannot be reached is UNPLUGGED, one
        that gives no believable answer is not `known`.
        """


def open_device(url: str, timeout: float = TIMEOUT) -> Device:
    """Return the device of an address; nothing is touched before the first slip.

    ``tcp://HOST:PORT`` (port 9100 if none; ``tcp://[::1]:9100``; ``?waiteof=false`` for a printer that never
    closes its side) or ``file:///PATH`` (a device file, or a plain file that collects slips). `timeout` is in
    seconds for one slip. Raises `BadDevice`, or `DeviceNotYet` for kinds that a later version drives.
    """
    parts = _split(url)
    if parts.scheme in _LATER:
        raise DeviceNotYet(f"{parts.scheme}://")
    if parts.scheme == "tcp":
        return _tcp(parts, timeout)
    if parts.scheme == "file":
        return _file(parts, timeout)
    raise BadDevice("tcp:// | file://")


def _split(url: str) -> SplitResult:
    if any(character.isspace() or not character.isprintable() for character in url):
        raise BadDevice("tcp:// | file://")
    try:
        return urlsplit(url)
    except ValueError as error:
        raise BadDevice("tcp:// | file://") from error


def _tcp(parts: SplitResult, timeout: float) -> Device:
    from printer.network import NetworkDevice

    try:
        port = DEFAULT_PORT if parts.port is None else parts.port
    except ValueError as error:
        raise BadDevice("port 1-65535") from error
    options = parse_qs(parts.query, keep_blank_values=True)
    waits = options.pop("waiteof", ["true"])[-1]
    if not parts.hostname or not port or parts.path not in ("", "/") or parts.username or parts.fragment:
        raise BadDevice("tcp://HOST:PORT")
    if options or waits not in ("true", "false"):
        raise BadDevice("waiteof=true|false")
    return NetworkDevice(parts.hostname, port, timeout=timeout, wait_for_end=waits == "true")


def _file(parts: SplitResult, timeout: float) -> Device:
    from printer.files import FileDevice

    path = unquote(parts.path)
    if sys.platform == "win32":
        path = path.removeprefix("/")
    if parts.netloc not in ("", "localhost") or parts.query or parts.fragment or not Path(path).is_absolute():
        raise BadDevice("file:///PATH")
    if "\0" in path or Path(path).is_dir():
        raise BadDevice("file:///PATH")
    return FileDevice(Path(path), timeout=timeout)
