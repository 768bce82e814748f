import contextlib
import socket
import threading
from urllib.parse import urlsplit

import pytest

from printer.devices import Delivery, open_device
from printer.escpos_bytes import encode
from printer.samples import sample
from printer.simulator import VirtualPrinter
from printer.simulator.habits import Habits
from printer.status import Condition
from printer.typeset import typeset


def test_slips_come_out_in_order_as_they_were_set() -> None:
    pictures = [typeset(sample(number), 80) for number in (1, 2, 3)]
    jobs = [encode(picture) for picture in pictures]
    with VirtualPrinter(576) as printer:
        device = open_device(printer.url)
        assert {device.send(job) for job in jobs} == {Delivery.CONFIRMED}
        papers = printer.wait_for_jobs(3)
        assert printer.errors == []
    assert all(paper.raw.endswith(job) for paper, job in zip(papers, jobs, strict=True))
    assert [paper.picture.tobytes() for paper in papers] == [picture.tobytes() for picture in pictures]


def test_ipv6_prints_as_well() -> None:
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    try:
        printer = VirtualPrinter(384, host="::1")
    except OSError:
        pytest.skip("this machine has no ::1")
    with printer:
        assert "[::1]" in printer.url
        assert open_device(printer.url).send(encode(typeset(sample(1), 58))) is Delivery.CONFIRMED
        assert len(printer.wait_for_jobs(1)) == 1


@pytest.mark.parametrize(
    ("junk", "said"),
    [
        (b"\x1bp\x00\x19\xfa", "1b 70"),
        (b"\x1bJ\x20", "without a cut"),
        (b"\x10\x14\x01\x00\x05", "DLE DC4"),
        (b"\x1dv0\0\x30\0\x10\0" + b"\x10\x14\x01\x00\x05" * 10, "DLE DC4"),
    ],
)
def test_what_a_printer_would_choke_on_is_recorded(junk: bytes, said: str) -> None:
    with VirtualPrinter(384) as printer:
        address = urlsplit(printer.url)
        assert address.port is not None
        with socket.create_connection(("127.0.0.1", address.port), timeout=5) as connection:
            connection.sendall(junk)
        with pytest.raises(TimeoutError):
            printer.wait_for_jobs(1)
        assert said in printer.errors[0]


def test_it_ends_although_a_client_stays() -> None:
    with VirtualPrinter(384) as printer:
        port = urlsplit(printer.url).port
        assert port is not None
        connection = socket.create_connection(("127.0.0.1", port), timeout=5)
    # A reset where it was still waiting to be accepted, an end otherwise.
    with connection, contextlib.suppress(ConnectionResetError):
        assert connection.recv(1) == b""


def test_only_loopback() -> None:
    with pytest.raises(ValueError, match="loopback"):
        VirtualPrinter(host="192.0.2.1")


@pytest.mark.parametrize("end", ["unplug", "cycle_power"])
def test_a_full_printer_without_paper_can_still_be_unplugged(end: str) -> None:
    with VirtualPrinter(576, habits=Habits(buffer=4096)) as printer:
        printer.control.trouble(Condition.NO_PAPER)
        address = urlsplit(printer.url)
        assert address.port is not None
        with socket.create_connection(("127.0.0.1", address.port), timeout=5) as connection:
            connection.settimeout(0.2)
            with contextlib.suppress(TimeoutError):
                # More than buffer and sockets hold: the printer waits for room by then.
                connection.sendall(bytes(8_000_000))
            ended = threading.Thread(target=getattr(printer.control, end), daemon=True)
            ended.start()
            ended.join(5)
            assert not ended.is_alive()
