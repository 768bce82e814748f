"""Where printers are looked for: on this machine, and on the network only where it was asked for."""

import ipaddress
import re
import socket
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from printer.devices import DEFAULT_PORT, open_device
from printer.doctor import messages
from printer.errors import PrinterError
from printer.status import PrinterStatus

_BAUDS = (9600, 19_200, 38_400, 115_200)
_KNOCK_SECONDS = 0.5
_KNOCKERS = 32
_DEVICE_FILES = (Path("/dev/usb"), re.compile(r"lp\d+"))


@dataclass(frozen=True, slots=True)
class Found:
    """Something that may be a printer: its address, what it calls itself, and how it is (None: not asked)."""

    url: str
    name: str
    status: PrinterStatus | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A kind of printer that could not be looked for, and why, in one line."""

    kind: str
    why: str


def everywhere(
    *,
    addresses: Sequence[str] = (),
    subnet: bool = False,
    try_serial: bool = False,
) -> Iterator[Found | Skipped]:
    """Look for printers, those that this machine has first; each is asked how it is.

    Networks are left alone unless `addresses` or `subnet` ask for them. Serial ports are only named unless
    `try_serial`: what hangs on one may be a card reader, and is not spoken to unasked.
    """
    yield from _guarded("usb", _usb)
    yield from _device_files()
    if sys.platform == "win32":
        yield from _guarded("windows", _windows)
    else:
        yield from _guarded("cups", _cups)
    yield from _guarded("serial", lambda: _serial(try_them=try_serial))
    yield from network([*addresses, *(own_subnet() if subnet else [])])


def ask(url: str, name: str) -> Found:
    """Ask a printer how it is."""
    return Found(url, name, open_device(url).status())


def network(addresses: Iterable[str]) -> Iterator[Found]:
    """Knock at addresses (``HOST`` or ``HOST:PORT``), many at a time, and ask who opens."""
    from printer.lines.network import answers_at

    def knock(address: str) -> str | None:
        host, port = _host_and_port(address)
        return address if answers_at(host, port, _KNOCK_SECONDS) else None

    with ThreadPoolExecutor(_KNOCKERS) as knockers:
        for address in filter(None, knockers.map(knock, addresses)):
            host, port = _host_and_port(address)
            yield ask(f"tcp://{f'[{host}]' if ':' in host else host}:{port}", messages.NETWORK)


def own_subnet() -> list[str]:
    """Return the neighbours of this machine in its private network (254 of them), none elsewhere."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent by this: the system only says from which address it would.
            probe.connect(("192.0.2.1", 9))
            own = ipaddress.ip_address(probe.getsockname()[0])
        except OSError:
            return []
    if not own.is_private or own.is_loopback:
        return []
    hosts = ipaddress.ip_network(f"{own}/24", strict=False).hosts()
    return [str(host) for host in hosts if host != own]


def _host_and_port(address: str) -> tuple[str, int]:
    """Read ``HOST``, ``HOST:PORT``, ``[IPV6]:PORT`` or ``IPV6``."""
    if address.count(":") > 1 and not address.startswith("["):
        return address, DEFAULT_PORT
    host, colon, port = address.rpartition(":") if not address.endswith("]") else (address, "", "")
    number = int(port) if colon and port.isascii() and port.isdigit() else DEFAULT_PORT
    return (host if colon else address).strip("[]"), number


def _guarded(kind: str, look: Callable[[], Iterator[Found]]) -> Iterator[Found | Skipped]:
    try:
        yield from look()
    except PrinterError as error:
        yield Skipped(kind, f"{error.thai}{f' ({error.detail})' if error.detail else ''}")


def _usb() -> Iterator[Found]:
    from printer.lines.usb_port import printers

    for printer, name in printers():
        yield ask(printer.url, name or "USB")


def _device_files() -> Iterator[Found]:
    folder, names = _DEVICE_FILES
    if folder.is_dir():
        for file in sorted(folder.iterdir()):
            if names.fullmatch(file.name):
                yield ask(file.as_uri(), messages.DEVICE_FILE)


def _cups() -> Iterator[Found]:
    from printer.spoolers.cups import queues

    for queue in queues():
        yield ask(f"cups://{quote(queue)}", messages.QUEUE)


def _windows() -> Iterator[Found]:
    from printer.spoolers.windows import system_spooler

    for name in system_spooler().names():
        yield ask(f"windows://{quote(name)}", messages.WINDOWS)


def _serial(*, try_them: bool) -> Iterator[Found]:
    from printer.lines.serial_port import ports

    for name, description in ports():
        label = f"{messages.SERIAL_PORT} {description}"
        urls = [f"serial://{name}?baud={baud}" for baud in _BAUDS]
        found = _first_that_answers(urls, label) if try_them else None
        yield found or Found(urls[0], label)


def _first_that_answers(urls: Sequence[str], label: str) -> Found | None:
    asked = (ask(url, label) for url in urls)
    return next((found for found in asked if found.status is not None and found.status.known), None)
