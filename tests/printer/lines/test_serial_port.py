"""A slip over a pseudo-terminal that is as slow as a serial line."""

import errno
import sys
import time
from collections.abc import Callable

import pytest

from printer.devices import Delivery, open_device
from printer.errors import NotAllowed, PrinterBusy, PrinterError, PrinterTimeout, PrinterUnreachable
from printer.escpos_bytes import encode
from printer.simulator import VirtualPrinter
from printer.status import Condition, PrinterStatus
from tests.printer.test_talking import WIDTH, picture

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


@pytest.mark.parametrize("baud", [9600, 115_200])
def test_a_slip_comes_out_whole_and_no_sooner_than_the_line_carries_it(baud: int) -> None:
    slip = picture(4, rows=8)
    data = encode(slip)
    with VirtualPrinter(WIDTH, baud=baud) as printer:
        device = open_device(printer.serial_url, timeout=3)
        assert device.status() == PrinterStatus.of()
        begin = time.monotonic()
        assert device.send(data) is Delivery.CONFIRMED
        assert time.monotonic() - begin >= len(data) * 10 / baud
        assert printer.wait_for_jobs(1)[0].picture.tobytes() == slip.tobytes()
        printer.control.trouble(Condition.NO_PAPER)
        assert device.status() == PrinterStatus.of(Condition.NO_PAPER)


def test_the_time_for_a_slip_grows_with_the_slowness_of_the_line() -> None:
    """300 rows take 1.3 s at 115,200 baud: more than the second that a slip has on a quick line."""
    slip = picture(5)
    with VirtualPrinter(WIDTH, baud=115_200) as printer:
        device = open_device(printer.serial_url, timeout=1)
        assert device.send(encode(slip)) is Delivery.CONFIRMED
        assert printer.wait_for_jobs(1)[0].picture.tobytes() == slip.tobytes()


def test_a_printer_that_takes_nothing_is_a_timeout() -> None:
    import os
    import tty

    ours, theirs = os.openpty()
    tty.setraw(theirs)
    try:
        url = f"serial://{os.ttyname(theirs)}?baud=921600&status=no"
        begin = time.monotonic()
        with pytest.raises(PrinterTimeout) as caught:
            open_device(url, timeout=0.3).send(b"\0" * 20_000)
        assert caught.value.may_have_printed
        assert time.monotonic() - begin < 3
    finally:
        os.close(ours)
        os.close(theirs)


def test_a_port_is_held_by_one_program_alone() -> None:
    with VirtualPrinter(WIDTH, baud=115_200) as printer:
        from printer.addresses import parse
        from printer.lines.serial_port import open_port
        from printer.lines.serial_port import parse as parse_port

        line = open_port(parse_port(parse(printer.serial_url)))
        device = open_device(printer.serial_url)
        assert device.status() == PrinterStatus.of(Condition.BUSY)
        with pytest.raises(PrinterBusy):
            device.send(b"slip")
        line.close()
        assert device.status() == PrinterStatus.of()


def test_no_such_port() -> None:
    device = open_device("serial:///dev/bangkhae-no-such-port")
    assert device.status() == PrinterStatus.of(Condition.UNPLUGGED)
    with pytest.raises(PrinterUnreachable):
        device.send(b"slip")


@pytest.mark.parametrize(("slip_goes", "doubt"), [(False, False), (True, True)])
def test_a_cable_pulled_at_the_first_byte_leaves_a_doubt_only_of_the_slip(
    slip_goes: bool, doubt: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A port does not tell how much of a piece had gone when it failed."""
    with VirtualPrinter(WIDTH, baud=115_200) as printer:
        import serial

        write: Callable[[serial.Serial, bytes], int] = serial.Serial.write
        slip = encode(picture(5))

        def pulled(port: serial.Serial, data: bytes) -> int:
            if not slip_goes or (len(data) > 100 and slip.startswith(bytes(data))):
                raise serial.SerialException(errno.EIO, "gone")
            return write(port, data)

        monkeypatch.setattr(serial.Serial, "write", pulled)
        with pytest.raises(PrinterError) as caught:
            open_device(printer.serial_url).send(slip)
        assert caught.value.may_have_printed is doubt
        assert isinstance(caught.value, PrinterUnreachable) is not doubt


@pytest.mark.parametrize(
    ("number", "kind"),
    [(errno.EACCES, NotAllowed), (errno.EBUSY, PrinterBusy), (errno.EIO, PrinterUnreachable)],
)
def test_a_port_that_is_refused_says_why(
    number: int, kind: type[PrinterError], monkeypatch: pytest.MonkeyPatch
) -> None:
    import serial

    def refuse(*_: object, **__: object) -> None:
        raise serial.SerialException(number, "no")

    monkeypatch.setattr(serial, "Serial", refuse)
    with pytest.raises(kind):
        open_device("serial://COM7").send(b"slip")


def test_a_cable_pulled_in_a_slip_may_have_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    with VirtualPrinter(WIDTH, baud=115_200) as printer:
        import serial

        write: Callable[[serial.Serial, bytes], int] = serial.Serial.write
        pieces = 0

        def pulled(port: serial.Serial, data: bytes) -> int:
            nonlocal pieces
            pieces += len(data) > 400
            if pieces > 20:
                raise serial.SerialException(errno.EIO, "gone")
            return write(port, data)

        monkeypatch.setattr(serial.Serial, "write", pulled)
        with pytest.raises(PrinterError) as caught:
            open_device(printer.serial_url).send(encode(picture(5)))
        assert caught.value.may_have_printed
