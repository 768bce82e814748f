"""The virtual printer's network card: port 9100 on the loopback interface, one connection at a time."""

import contextlib
import ipaddress
import socket
import struct
import threading

from printer.simulator.habits import Habits
from printer.simulator.machine import Machine

_PATIENCE = 10.0
_TICK = 0.02


class NetworkFront:
    """Listens, reads for the machine and speaks for it; can be unplugged and plugged in again."""

    def __init__(self, machine: Machine, habits: Habits, host: str, port: int) -> None:
        if not ipaddress.ip_address(host).is_loopback:
            raise ValueError("the virtual printer listens on the loopback interface only")
        self._machine = machine
        self._habits = habits
        self._host = host
        self._listener: socket.socket | None = None
        self._connection: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._ending = threading.Event()
        self.port = port
        self.plug_in()

    @property
    def url(self) -> str:
        """Return the address, ``tcp://127.0.0.1:PORT``."""
        return f"tcp://{f'[{self._host}]' if ':' in self._host else self._host}:{self.port}"

    def plug_in(self) -> None:
        """Listen, on the same port as before; nothing where it listens already."""
        if self._listener is not None:
            return
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        self._listener = socket.create_server((self._host, self.port), family=family)
        self._listener.settimeout(_TICK)
        self.port = int(self._listener.getsockname()[1])
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(self._listener, self._ending), daemon=True)
        self._thread.start()

    def unplug(self) -> None:
        """Be gone: connections are refused, the one there is breaks."""
        self._ending.set()
        self.hang_up()
        # It may be waiting for room in the buffer of a printer that cannot print.
        self._machine.cut_line()
        if self._thread is not None:
            self._thread.join()
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    def hang_up(self) -> None:
        """Break the connection there is, as a cut line does."""
        connection = self._connection
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                connection.shutdown(socket.SHUT_RDWR)

    def _serve(self, listener: socket.socket, ending: threading.Event) -> None:
        while not ending.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            with connection:
                self._connection = connection
                self._attend(connection, ending)
                self._connection = None

    def _attend(self, connection: socket.socket, ending: threading.Event) -> None:
        connection.settimeout(_PATIENCE)

        def speak(answer: bytes) -> None:
            with contextlib.suppress(OSError):
                connection.sendall(answer)

        self._machine.connect(speak)
        try:
            while not ending.is_set():
                if not self._habits.reads:
                    ending.wait(_TICK)
                    continue
                data = connection.recv(self._next_piece())
                if not data:
                    return
                self._machine.receive(data)
                if self._count(len(data)):
                    self.hang_up()
                    return
        except OSError:
            return
        finally:
            self._machine.disconnect()

    def _next_piece(self) -> int:
        limit = self._habits.hang_up_after
        return 4096 if limit is None else max(1, min(4096, limit))

    def _count(self, size: int) -> bool:
        """Count bytes towards the end of the line; tell whether it is reached."""
        if self._habits.hang_up_after is None:
            return False
        self._habits.hang_up_after -= size
        if self._habits.hang_up_after > 0:
            return False
        self._habits.hang_up_after = None
        return True
