import sys
from pathlib import Path

import pytest

from printer.devices import Delivery, open_device
from printer.errors import BadDevice
from printer.files import FileDevice
from printer.lines import network
from printer.lines.serial_port import SerialPort
from printer.spoolers.cups import CupsQueue
from printer.spoolers.windows import WindowsPrinter
from printer.talking import TalkingPrinter


class AskedError(Exception):
    """Stands for a connection: where to and how."""


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("tcp://192.0.2.7", "192.0.2.7", 9100),
        ("tcp://192.0.2.7:9101/", "192.0.2.7", 9101),
        ("tcp://[2001:db8::7]:9100", "2001:db8::7", 9100),
        ("tcp://[::1]", "::1", 9100),
        ("TCP://slip-printer.example?waiteof=false", "slip-printer.example", 9100),
    ],
)
def test_network_addresses(url: str, host: str, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(host: str, port: int, _: float, *, wait_for_end: bool) -> network.NetworkLine:
        raise AskedError(host, port, wait_for_end)

    monkeypatch.setattr(network, "connect", connect)
    with pytest.raises(AskedError) as caught:
        open_device(url).send(b"slip")
    assert caught.value.args == (host, port, "false" not in url)


@pytest.mark.parametrize(
    ("url", "port"),
    [
        ("serial:///dev/ttyUSB0?baud=115200", SerialPort("/dev/ttyUSB0", 115_200)),
        ("serial://COM3", SerialPort("COM3", 9600)),
        ("serial://COM12?baud=38400&flow=dsrdtr", SerialPort("COM12", 38_400, "dsrdtr")),
    ],
)
def test_serial_addresses(url: str, port: SerialPort, monkeypatch: pytest.MonkeyPatch) -> None:
    def open_port(port: SerialPort) -> None:
        raise AskedError(port)

    monkeypatch.setattr("printer.lines.serial_port.open_port", open_port)
    with pytest.raises(AskedError) as caught:
        open_device(url).send(b"slip")
    assert caught.value.args == (port,)


def test_a_printer_of_each_kind() -> None:
    assert isinstance(open_device("usb://04B8:0202/J1%2F2"), TalkingPrinter)
    assert isinstance(open_device("cups://front_desk"), CupsQueue)
    windows = open_device("windows://EPSON TM-T82 (ช่อง 3)")
    assert isinstance(windows, WindowsPrinter)
    assert windows._name == "EPSON TM-T82 (ช่อง 3)"
    shared = open_device("windows:////office-pc/XP-80")
    assert isinstance(shared, WindowsPrinter)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "printer",
        "192.0.2.7:9100",
        "http://192.0.2.7",
        "tcp://",
        "tcp://:9100",
        "tcp://192.0.2.7:0",
        "tcp://192.0.2.7:65536",
        "tcp://192.0.2.7:-1",
        "tcp://192.0.2.7:x",
        "tcp://[::1",
        "tcp://u:p@192.0.2.7",
        "tcp://192.0.2.7/queue",
        "tcp://192.0.2.7#x",
        "tcp://192.0.2.7?waiteof=maybe",
        "tcp://192.0.2.7?speed=1",
        "tcp://192.0.2.7?confirm=always",
        "tcp://192.0.2.7?status=yes",
        "tcp://192.0.2.7\r\n",
        "tcp://192.0.2.7 ",
        "usb://",
        "usb://04b8",
        "usb://04b8:02",
        "usb://zzzz:0202",
        "usb://04b8:0202?baud=9600",
        "serial://",
        "serial://ttyUSB0",
        "serial:///dev/ttyUSB0?baud=fast",
        "serial:///dev/ttyUSB0?baud=٩٦٠٠",
        "serial:///dev/ttyUSB0?baud=1",
        "serial:///dev/ttyUSB0?flow=maybe",
        "serial://COM0",
        "cups://",
        "cups://-o",
        "cups://a b",
        "cups://a/b",
        "cups://a%0Ab",
        "windows://",
        "windows://%00",
        "windows://XP-80?raw=no",
        "file://",
        "file://server/share/slip.bin",
        "file:slip.bin",
        "file:///slip.bin?x=1",
        "file:///a%00b",
        "\x1b[2J",
    ],
)
def test_bad_addresses_are_refused_in_one_line(url: str) -> None:
    with pytest.raises(BadDevice) as caught:
        open_device(url)
    assert len(str(caught.value).splitlines()) == 1
    assert str(caught.value).isprintable()


def test_directories_are_no_printers(tmp_path: Path) -> None:
    with pytest.raises(BadDevice):
        open_device(tmp_path.as_uri())


def test_file_addresses_with_spaces_and_thai(tmp_path: Path) -> None:
    path = tmp_path / "ใบ คิว.escpos"
    device = open_device(path.as_uri())
    assert device.send(b"slip", job=7) is Delivery.SENT
    assert not device.status().known
    assert path.read_bytes() == b"slip"


def test_windows_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(Path, "is_absolute", lambda path: str(path).startswith("C:"))
    device = open_device("file:///C:/slips/a%20b.bin")
    assert isinstance(device, FileDevice)
    assert str(device._path) == "C:/slips/a b.bin"
