"""A printer on the network (port 9100): every step has the same deadline, and success means it read all."""

import socket
import time

from printer.devices import Delivery
from printer.errors import PrinterInterrupted, PrinterTimeout, PrinterUnreachable
from printer.status import UNKNOWN, PrinterStatus

_CONNECT_TIMEOUT = 4.0


class NetworkDevice:
    """Sends each slip over a connection of its own, IPv4 or IPv6.

    The system takes a slip into its buffers even when the printer reads nothing. So the end of the slip is
    marked by closing our side, and the printer's closing of its own is awaited, as CUPS does; `wait_for_end`
    false is for printers that keep the line open (the same as CUPS' ``waiteof=false``).
    """

    def __init__(self, host: str, port: int, *, timeout: float, wait_for_end: bool = True) -> None:
        self._host = host
        self._port = port
        self._timeout = timeout
        self._wait_for_end = wait_for_end

    def send(self, data: bytes, *, job: int | None = None) -> Delivery:  # noqa: ARG002
        """Send a slip; see `printer.devices.Device`."""
        deadline = time.monotonic() + self._timeout
        with self._connected(deadline) as connection:
            self._transfer(connection, data, deadline)
            try:
                connection.shutdown(socket.SHUT_WR)
                if self._wait_for_end:
                    self._await_end(connection, deadline)
            except TimeoutError as error:
                raise PrinterTimeout(self._name) from error
            except OSError as error:
                raise PrinterInterrupted(self._name) from error
        return Delivery.SENT

    def status(self) -> PrinterStatus:
        """See `printer.devices.Device`."""
        return UNKNOWN

    @property
    def _name(self) -> str:
        return f"{self._host}:{self._port}"

    def _connected(self, deadline: float) -> socket.socket:
        """Connect to the first address that answers; looking a name up has the system's time limit."""
        until = min(deadline, time.monotonic() + _CONNECT_TIMEOUT)
        try:
            addresses = socket.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise PrinterUnreachable(self._name) from error
        for untried, (family, kind, protocol, _, address) in zip(
            range(len(addresses), 0, -1), addresses, strict=True
        ):
            connection = socket.socket(family, kind, protocol)
            try:
                # A silent first address leaves the others their share of the time.
                connection.settimeout(_left(until) / untried)
                connection.connect(address)
            except OSError:
                connection.close()
            else:
                return connection
        raise PrinterUnreachable(self._name)

    def _transfer(self, connection: socket.socket, data: bytes, deadline: float) -> None:
        view = memoryview(data)
        sent = 0
        while sent < len(data):
            try:
                connection.settimeout(_left(deadline))
                sent += connection.send(view[sent:])
            except TimeoutError as error:
                raise PrinterTimeout(self._name) from error
            except OSError as error:
                raise (PrinterInterrupted if sent else PrinterUnreachable)(self._name) from error

    def _await_end(self, connection: socket.socket, deadline: float) -> None:
        """Read until the printer closes; what it says meanwhile (status bytes) is not asked for."""
        while True:
            connection.settimeout(_left(deadline))
            if not connection.recv(4096):
                return


def _left(deadline: float) -> float:
    """Return the seconds left; `TimeoutError` when there are none: 0 means never waiting to a socket."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
