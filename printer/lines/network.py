"""A printer on the network (port 9100), by IPv4 or IPv6: every step has a deadline."""

import contextlib
import socket
import time

from printer.errors import PrinterInterrupted, PrinterTimeout, PrinterUnreachable
from printer.lines import LineClosed
from printer.lines.timing import left, left_or_zero

CONNECT_TIMEOUT = 4.0
_PIECE = 65536
_MOST_PIECES = 64


class NetworkLine:
    """One connection to a printer.

    The system takes a slip into its buffers even when the printer reads nothing. So the end of the slip is
    marked by closing our side, and the printer's closing of its own is awaited, as CUPS does; `wait_for_end`
    false is for printers that keep the line open (the same as CUPS' ``waiteof=false``).
    """

    listens = True

    def __init__(self, connection: socket.socket, name: str, *, wait_for_end: bool = True) -> None:
        self._connection = connection
        self._name = name
        self._wait_for_end = wait_for_end

    def write(self, data: bytes, deadline: float) -> None:
        """See `printer.lines.Line`."""
        view = memoryview(data)
        sent = 0
        while sent < len(data):
            try:
                self._connection.settimeout(left(deadline))
                sent += self._connection.send(view[sent:])
            except TimeoutError as error:
                raise PrinterTimeout(self._name) from error
            except OSError as error:
                raise (PrinterInterrupted if sent else PrinterUnreachable)(self._name) from error

    def read(self, deadline: float) -> bytes:
        """See `printer.lines.Line`."""
        try:
            self._connection.settimeout(left(deadline))
            data = self._connection.recv(_PIECE)
        except TimeoutError:
            return b""
        except OSError as error:
            raise LineClosed from error
        if not data:
            raise LineClosed
        return data

    def finish(self, deadline: float) -> None:
        """See `printer.lines.Line`; what the printer says meanwhile is not asked for."""
        try:
            self._connection.shutdown(socket.SHUT_WR)
            while self._wait_for_end:
                self._connection.settimeout(left(deadline))
                if not self._connection.recv(_PIECE):
                    return
        except TimeoutError as error:
            raise PrinterTimeout(self._name) from error
        except OSError as error:
            raise PrinterInterrupted(self._name) from error

    def port_status(self) -> int | None:
        """See `printer.lines.Line`: a network has none."""
        return None

    def close(self) -> None:
        """See `printer.lines.Line`; what the printer said unasked is taken, or closing would be a reset."""
        with contextlib.suppress(OSError):
            self._connection.setblocking(False)  # noqa: FBT003 - the socket's own signature
            # One that speaks faster than anybody reads is not heard out.
            for _ in range(_MOST_PIECES):
                if not self._connection.recv(_PIECE):
                    break
        self._connection.close()


def connect(host: str, port: int, deadline: float, *, wait_for_end: bool = True) -> NetworkLine:
    """Connect to the first address that answers, within 4 s; a name's look-up has the system's time limit.

    Raises `PrinterUnreachable`.
    """
    name = f"{host}:{port}"
    until = min(deadline, time.monotonic() + CONNECT_TIMEOUT)
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise PrinterUnreachable(name) from error
    for untried, (family, kind, protocol, _, address) in zip(
        range(len(addresses), 0, -1), addresses, strict=True
    ):
        connection = socket.socket(family, kind, protocol)
        try:
            # A silent first address leaves the others their share of the time.
            connection.settimeout(left(until) / untried)
            connection.connect(address)
        except OSError:
            connection.close()
        else:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return NetworkLine(connection, name, wait_for_end=wait_for_end)
    raise PrinterUnreachable(name)


def answers_at(host: str, port: int, seconds: float) -> bool:
    """Tell whether something takes connections there; for looking for printers, not for printing."""
    deadline = time.monotonic() + seconds
    try:
        with socket.create_connection((host, port), left_or_zero(deadline) or 0.01):
            return True
    except (OSError, UnicodeError, OverflowError):
        # No host has such a name, no port such a number.
        return False
