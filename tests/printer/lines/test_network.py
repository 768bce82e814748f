import socket
import struct
import threading
import time

import pytest

from printer.devices import Delivery, open_device
from printer.errors import PrinterError, PrinterInterrupted, PrinterTimeout, PrinterUnreachable
from printer.lines.network import NetworkLine, answers_at

SLIP = b"\x1b@" + b"\0" * 20_000


def _url(server: socket.socket, query: str = "") -> str:
    """Return the address of a printer that is not asked how it is: these tests are about the line."""
    return f"tcp://127.0.0.1:{server.getsockname()[1]}?status=no{query.replace('?', '&')}"


@pytest.mark.parametrize("size", [10, 20_000, 30_000_000])
def test_a_printer_that_never_reads_is_an_error_within_the_time(listener: socket.socket, size: int) -> None:
    begin = time.monotonic()
    with pytest.raises(PrinterTimeout) as caught:
        open_device(_url(listener), timeout=0.3).send(b"\0" * size)
    assert time.monotonic() - begin < 2
    assert caught.value.may_have_printed


def test_a_printer_that_reads_and_stays_silent_is_waited_for_only_so_long(listener: socket.socket) -> None:
    def stay() -> None:
        connection, _ = listener.accept()
        with connection:
            _read_all(connection)
            done.wait(5)

    done = threading.Event()
    thread = threading.Thread(target=stay)
    thread.start()
    with pytest.raises(PrinterTimeout):
        open_device(_url(listener), timeout=0.3).send(SLIP)
    done.set()
    thread.join()


def test_such_a_printer_can_be_told_apart_in_its_address(listener: socket.socket) -> None:
    open_device(_url(listener, "?waiteof=false"), timeout=0.3).send(SLIP)


def test_a_dripping_answer_does_not_extend_the_time(listener: socket.socket) -> None:
    def drip() -> None:
        connection, _ = listener.accept()
        with connection:
            _read_all(connection)
            while not done.wait(0.02):
                try:
                    connection.sendall(b"\x12")
                except OSError:
                    return

    done = threading.Event()
    thread = threading.Thread(target=drip)
    thread.start()
    begin = time.monotonic()
    with pytest.raises(PrinterTimeout):
        open_device(_url(listener), timeout=0.3).send(SLIP)
    assert time.monotonic() - begin < 2
    done.set()
    thread.join()


def _read_all(connection: socket.socket) -> bytes:
    connection.settimeout(5)
    return b"".join(iter(lambda: connection.recv(65536), b""))


def test_a_good_printer_gets_every_byte(listener: socket.socket) -> None:
    got: list[bytes] = []

    def read() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.sendall(b"status")
            got.append(_read_all(connection))

    thread = threading.Thread(target=read)
    thread.start()
    assert open_device(_url(listener), timeout=5).send(SLIP) is Delivery.SENT
    thread.join()
    assert got[0].endswith(SLIP)
    assert not got[0].removesuffix(SLIP).strip(b"\0\x1b@")


def test_a_reset_is_an_error(listener: socket.socket) -> None:
    def reset() -> None:
        connection, _ = listener.accept()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        taken = 0
        while taken < 50_000:
            taken += len(connection.recv(1000))
        connection.close()

    thread = threading.Thread(target=reset)
    thread.start()
    with pytest.raises(PrinterInterrupted) as caught:
        open_device(_url(listener), timeout=5).send(b"\0" * 30_000_000)
    thread.join()
    assert caught.value.may_have_printed


def test_a_refused_connection_printed_nothing(listener: socket.socket) -> None:
    url = _url(listener)
    listener.close()
    with pytest.raises(PrinterUnreachable) as caught:
        open_device(url, timeout=2).send(SLIP)
    assert not caught.value.may_have_printed


@pytest.mark.parametrize("host", ["no-such-host.invalid", "x" * 70 + ".invalid"])
def test_a_name_nobody_knows(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    def unknown(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(-2, "Name or service not known")

    if len(host) < 64:
        monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(PrinterUnreachable):
        open_device(f"tcp://{host}").send(SLIP)


def test_the_second_address_of_a_name_is_tried(
    monkeypatch: pytest.MonkeyPatch, listener: socket.socket
) -> None:
    port = listener.getsockname()[1]
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        closed = unused.getsockname()[1]
    kind = (socket.AF_INET, socket.SOCK_STREAM, 0, "")
    both = [(*kind, ("127.0.0.1", closed)), (*kind, ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    open_device("tcp://slip-printer.example?waiteof=false&status=no", timeout=2).send(SLIP)


def test_a_silent_first_address_leaves_time_for_the_second(
    monkeypatch: pytest.MonkeyPatch, listener: socket.socket
) -> None:
    """A connection that is never answered waits for all the time it is given."""
    tried: list[float] = []

    class Silent(socket.socket):
        def connect(self, address: tuple[str, int]) -> None:  # type: ignore[override]
            if address[0] == "192.0.2.1":
                given = self.gettimeout() or 0.0
                tried.append(given)
                clock.now += given
                raise TimeoutError
            super().connect(address)

    class Clock:
        now = 100.0

        def __call__(self) -> float:
            return self.now

    clock = Clock()
    kind = (socket.AF_INET, socket.SOCK_STREAM, 0, "")
    port = listener.getsockname()[1]
    both = [(*kind, ("192.0.2.1", port)), (*kind, ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    monkeypatch.setattr(socket, "socket", Silent)
    monkeypatch.setattr(time, "monotonic", clock)
    open_device("tcp://slip-printer.example?waiteof=false&status=no", timeout=4).send(SLIP)
    assert tried == [2.0]


def test_no_time_at_all_is_an_error_too(listener: socket.socket) -> None:
    with pytest.raises(PrinterError):
        open_device(_url(listener), timeout=0).send(SLIP)


def test_one_that_never_stops_speaking_does_not_hold_the_closing_up() -> None:
    class Endless(socket.socket):
        heard = 0

        def recv(self, size: int, flags: int = 0) -> bytes:
            Endless.heard += 1
            assert Endless.heard < 1000
            return b"\x14" * 100

    line = NetworkLine(Endless(), "printer")
    line.close()
    assert Endless.heard


@pytest.mark.parametrize(("host", "port"), [("a..b", 9100), ("127.0.0.1", 99_999), ("x" * 70, 9100)])
def test_a_place_that_cannot_be_has_nobody(host: str, port: int) -> None:
    assert not answers_at(host, port, 0.1)
