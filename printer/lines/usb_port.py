"""A printer on USB (pyusb over libusb), by maker's and product number: no driver or spooler between."""

import contextlib
import errno
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from printer.errors import (
    BadDevice,
    DriverMissing,
    NotAllowed,
    PrinterBusy,
    PrinterInterrupted,
    PrinterTimeout,
    PrinterUnreachable,
)
from printer.lines import LineClosed
from printer.lines.timing import left

if TYPE_CHECKING:
    from usb.core import Device, Endpoint, Interface

_PLACE = re.compile(r"([0-9a-f]{4}):([0-9a-f]{4})(?:/(.+))?", re.IGNORECASE)
_PRINTER_CLASS, _ANY_CLASS = 7, 0xFF
_IPP_OVER_USB = 4
_PIECE = 4096
# Printer class requests, USB Device Class Definition for Printing Devices 1.1.
_DEVICE_TO_HOST, _GET_DEVICE_ID, _GET_PORT_STATUS = 0xA1, 0, 1
_GONE = frozenset({errno.ENODEV, errno.ENOENT, errno.ENXIO})


@dataclass(frozen=True, slots=True)
class UsbPrinter:
    """A maker's and a product's number, and the serial number where several of one kind are plugged in."""

    vendor: int
    product: int
    serial: str | None = None

    @property
    def url(self) -> str:
        """Return its address for the configuration."""
        from urllib.parse import quote

        tail = f"/{quote(self.serial, safe='')}" if self.serial else ""
        return f"usb://{self.vendor:04x}:{self.product:04x}{tail}"


def parse(place: str) -> UsbPrinter:
    """Read ``04b8:0202`` or ``04b8:0202/SERIAL``; raises `BadDevice`."""
    match = _PLACE.fullmatch(place)
    if match is None:
        raise BadDevice("usb://VVVV:PPPP[/SERIAL]")
    return UsbPrinter(int(match[1], 16), int(match[2], 16), match[3])


class UsbLine:
    """A claimed printer interface with its two pipes; the way back is missing on the plainest printers."""

    def __init__(
        self, interface: "Interface", out: "Endpoint", back: "Endpoint | None", release: Callable[[], None]
    ) -> None:
        self._interface = interface
        self._out = out
        self._back = back
        self._release = release
        self.listens = back is not None

    def write(self, data: bytes, deadline: float) -> None:
        """See `printer.lines.Line`: a printer without paper takes nothing, for as long as it likes."""
        from usb.core import USBError, USBTimeoutError

        sent = 0
        while sent < len(data):
            try:
                sent += self._out.write(data[sent : sent + _PIECE], _milliseconds(left(deadline)))
            except (USBTimeoutError, TimeoutError) as error:
                raise PrinterTimeout from error
            except USBError as error:
                # Part of a piece may have gone: only a printer that is not there surely got nothing.
                nothing = not sent and error.errno in _GONE
                raise (PrinterUnreachable if nothing else PrinterInterrupted) from error

    def read(self, deadline: float) -> bytes:
        """See `printer.lines.Line`."""
        from usb.core import USBError, USBTimeoutError

        if self._back is None:
            return b""
        try:
            return bytes(self._back.read(_PIECE, _milliseconds(left(deadline))))
        except (USBTimeoutError, TimeoutError):
            return b""
        except USBError as error:
            raise LineClosed from error

    def finish(self, deadline: float) -> None:
        """See `printer.lines.Line`: what was written is in the printer."""

    def port_status(self) -> int | None:
        """See `printer.lines.Line`."""
        from usb.core import USBError

        try:
            answer = self._interface.device.ctrl_transfer(
                _DEVICE_TO_HOST, _GET_PORT_STATUS, 0, self._interface.bInterfaceNumber, 1, 500
            )
        except (USBError, NotImplementedError):
            return None
        return int(answer[0]) if len(answer) == 1 else None

    def close(self) -> None:
        """See `printer.lines.Line`."""
        self._release()


def open_printer(which: UsbPrinter) -> UsbLine:
    """Claim a printer's interface, for as long as the line is open.

    Raises `DriverMissing` (no libusb), `NotAllowed`, `PrinterBusy` or `PrinterUnreachable`.
    """
    device = next((device for device in _devices() if _is(device, which)), None)
    if device is None:
        raise PrinterUnreachable(which.url)
    with _told(which):
        return _claim(device)


def printers() -> list[tuple[UsbPrinter, str]]:
    """Return the printers that are plugged in, with the name that they give themselves.

    Raises `DriverMissing` (no libusb) or `PrinterUnreachable`.
    """
    return [(_name_of(device), _identity(device)) for device in _devices() if _is_printer(device)]


def _devices() -> Iterator["Device"]:
    import usb.core

    try:
        yield from usb.core.find(find_all=True)
    except usb.core.NoBackendError as error:
        raise DriverMissing("libusb-1.0") from error
    except usb.core.USBError as error:
        raise PrinterUnreachable from error


def _is(device: "Device", which: UsbPrinter) -> bool:
    if (device.idVendor, device.idProduct) != (which.vendor, which.product):
        return False
    return which.serial is None or _serial(device) == which.serial


def _serial(device: "Device") -> str | None:
    """Return the serial number, None where there is none or it may not be read."""
    with contextlib.suppress(Exception):  # pyusb raises ValueError, USBError and NotImplementedError here
        return str(device.serial_number) if device.serial_number else None
    return None


def _name_of(device: "Device") -> UsbPrinter:
    return UsbPrinter(device.idVendor, device.idProduct, _serial(device))


def _is_printer(device: "Device") -> bool:
    """Tell whether it has a printer interface; what does not say what it is, is none."""
    from usb.core import USBError

    try:
        return _interface_of(device) is not None
    except USBError:
        return False


def _interface_of(device: "Device") -> "Interface | None":
    """Return the printer interface, rather one that talks both ways; one of no class where there is none."""
    interfaces = [interface for configuration in device for interface in configuration]
    ordered = sorted(
        (
            interface
            for interface in interfaces
            if interface.bInterfaceClass == _PRINTER_CLASS and interface.bInterfaceProtocol != _IPP_OVER_USB
        ),
        key=lambda interface: -interface.bInterfaceProtocol,
    )
    plain = [interface for interface in interfaces if interface.bInterfaceClass == _ANY_CLASS]
    return next((interface for interface in [*ordered, *plain] if _pipe(interface, out=True)), None)


def _pipe(interface: "Interface", *, out: bool) -> "Endpoint | None":
    from usb import util

    wanted = util.ENDPOINT_OUT if out else util.ENDPOINT_IN
    for endpoint in interface:
        if (
            util.endpoint_direction(endpoint.bEndpointAddress) == wanted
            and util.endpoint_type(endpoint.bmAttributes) == util.ENDPOINT_TYPE_BULK
        ):
            return endpoint
    return None


def _claim(device: "Device") -> UsbLine:
    from usb import util

    interface = _interface_of(device)
    out = _pipe(interface, out=True) if interface is not None else None
    if interface is None or out is None:
        raise PrinterUnreachable(_name_of(device).url)
    number = interface.bInterfaceNumber
    detached = _detach(device, number)

    def release() -> None:
        with contextlib.suppress(Exception):  # the cable may be out: there is nothing to give back then
            util.release_interface(device, number)
        if detached:
            with contextlib.suppress(Exception):
                device.attach_kernel_driver(number)
        util.dispose_resources(device)

    try:
        _configure(device)
        util.claim_interface(device, number)
        if interface.bAlternateSetting:
            interface.set_altsetting()
    except BaseException:
        release()
        raise
    return UsbLine(interface, out, _pipe(interface, out=False), release)


def _detach(device: "Device", number: int) -> bool:
    """Take the printer from the system's own driver (Linux' usblp); tell whether it had it."""
    try:
        if device.is_kernel_driver_active(number):
            device.detach_kernel_driver(number)
            return True
    except NotImplementedError:
        pass
    return False


def _configure(device: "Device") -> None:
    """Choose the first configuration where none is: choosing again would reset the printer."""
    from usb.core import USBError

    try:
        device.get_active_configuration()
    except USBError:
        device.set_configuration()


def _identity(device: "Device") -> str:
    """Return maker and model as the printer tells them (IEEE 1284), else an empty text."""
    interface = _interface_of(device)
    if interface is None:
        return ""
    number = interface.bInterfaceNumber << 8
    try:
        answer = bytes(device.ctrl_transfer(_DEVICE_TO_HOST, _GET_DEVICE_ID, 0, number, 1024, 500))
    except Exception:  # noqa: BLE001 - a name is a courtesy; what pyusb raises differs by system
        return ""
    fields = dict(
        part.split(":", 1) for part in answer[2:].decode("ascii", "replace").split(";") if ":" in part
    )
    words = (fields.get(long) or fields.get(short) or "" for long, short in _FIELDS)
    return "".join(c for c in " ".join(words).strip() if c.isprintable())[:60]


_FIELDS = (("MANUFACTURER", "MFG"), ("MODEL", "MDL"))


@contextlib.contextmanager
def _told(which: UsbPrinter) -> Iterator[None]:
    from usb.core import USBError

    try:
        yield
    except USBError as error:
        kinds: dict[Any, type[PrinterUnreachable]] = {
            errno.EACCES: NotAllowed,
            errno.EPERM: NotAllowed,
            errno.EBUSY: PrinterBusy,
        }
        raise kinds.get(error.errno, PrinterUnreachable)(which.url) from error


def _milliseconds(seconds: float) -> int:
    return max(1, int(seconds * 1000))
