"""A printer on the loopback interface: takes slips like port 9100 does and keeps the paper as pictures."""

import contextlib
import ipaddress
import socket
import socketserver
import threading
from types import TracebackType
from typing import Self

from printer.decoder import Decoder, Paper
from printer.errors import PrinterError

_PATIENCE = 10.0


class VirtualPrinter:
    """A network printer for tests and the demo, used as a context manager.

    `jobs` holds what was printed and cut, in order; `errors` one line for each thing a real printer would
    have choked on. `url` is the address for `printer.devices.open_device`.
    """

    def __init__(self, width_dots: int = 576, host: str = "127.0.0.1", port: int = 0) -> None:
        if not ipaddress.ip_address(host).is_loopback:
            raise ValueError("the virtual printer listens on the loopback interface only")
        self.width_dots = width_dots
        self.jobs: list[Paper] = []
        self.errors: list[str] = []
        self._changed = threading.Condition()
        self._server = _Server(self, host, port)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """Return the printer's address, ``tcp://127.0.0.1:PORT``."""
        host, port = self._server.server_address[:2]
        name = f"[{host!s}]" if self._server.address_family == socket.AF_INET6 else str(host)
        return f"tcp://{name}:{port}"

    def wait_for_jobs(self, count: int, timeout: float = 5.0) -> list[Paper]:
        """Return the jobs once there are so many; `TimeoutError` if they do not come, or an error does."""
        with self._changed:
            self._changed.wait_for(lambda: len(self.jobs) >= count or self.errors, timeout)
            if len(self.jobs) < count:
                raise TimeoutError(
                    f"{len(self.jobs)} of {count} slips; {'; '.join(self.errors) or 'no error'}"
                )
            return list(self.jobs)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join()

    def take(self, papers: list[Paper], error: str | None = None) -> None:
        """Record what a connection brought."""
        with self._changed:
            self.jobs += papers
            if error:
                self.errors.append(error)
            self._changed.notify_all()


class _Server(socketserver.ThreadingTCPServer):
    def __init__(self, printer: VirtualPrinter, host: str, port: int) -> None:
        self.printer = printer
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__((host, port), _Connection)

    def keep(self, connection: socket.socket, *, is_open: bool) -> None:
        with self._lock:
            (self._open.add if is_open else self._open.discard)(connection)

    def hang_up(self) -> None:
        """End connections that a client left open, so that closing the server waits for nobody."""
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


class _Connection(socketserver.BaseRequestHandler):
    server: _Server
    request: socket.socket

    def setup(self) -> None:
        self.request.settimeout(_PATIENCE)
        self.server.keep(self.request, is_open=True)

    def handle(self) -> None:
        decoder = Decoder(self.server.printer.width_dots)
        try:
            while data := self.request.recv(65536):
                self.server.printer.take(decoder.feed(data))
            if decoder.finish():
                self.server.printer.take([], "a slip without a cut")
        except PrinterError as error:
            self.server.printer.take([], error.detail)
        except OSError as error:
            self.server.printer.take([], f"connection: {error}")

    def finish(self) -> None:
        self.server.keep(self.request, is_open=False)
