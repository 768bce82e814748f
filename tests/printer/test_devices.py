import sys
from pathlib import Path

import pytest

from printer.devices import Delivery, open_device
from printer.errors import BadDevice, DeviceNotYet
from printer.files import FileDevice
from printer.network import NetworkDevice


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
def test_network_addresses(url: str, host: str, port: int) -> None:
    device = open_device(url)
    assert isinstance(device, NetworkDevice)
    assert (device._host, device._port) == (host, port)
    assert device._wait_for_end == ("false" not in url)


@pytest.mark.parametrize(
    "url", ["usb://04b8:0202", "serial:///dev/ttyS0", "cups://office", "windows://XP-80"]
)
def test_later_devices_say_so(url: str) -> None:
    with pytest.raises(DeviceNotYet) as caught:
        open_device(url)
    assert "รุ่นต่อไป" in str(caught.value)


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
        "tcp://192.0.2.7\r\n",
        "tcp://192.0.2.7 ",
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
    assert isinstance(device, FileDevice)
    assert device.send(b"slip", job=7) is Delivery.SENT
    assert not device.status().known
    assert path.read_bytes() == b"slip"


def test_windows_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(Path, "is_absolute", lambda path: str(path).startswith("C:"))
    device = open_device("file:///C:/slips/a%20b.bin")
    assert isinstance(device, FileDevice)
    assert str(device._path) == "C:/slips/a b.bin"
