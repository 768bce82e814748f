import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from printer.cli import main
from printer.doctor import finding
from printer.doctor.finding import Found, Skipped, everywhere, network
from printer.doctor.report import findings
from printer.errors import DriverMissing
from printer.samples import sample
from printer.simulator import VirtualPrinter
from printer.status import UNKNOWN, Condition, PrinterStatus
from printer.typeset import typeset


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    with VirtualPrinter(576) as printer:
        yield printer


@pytest.fixture(autouse=True)
def nothing_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let no printer of the machine that runs the tests be found."""
    monkeypatch.chdir(tmp_path)
    for kind in ("_usb", "_device_files", "_cups", "_windows"):
        monkeypatch.setattr(finding, kind, lambda: iter(()))
    monkeypatch.setattr("printer.lines.serial_port.ports", list)


def test_the_status_in_words_and_for_programs(
    printer: VirtualPrinter, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["status", "--device", printer.url]) == 0
    assert capsys.readouterr().out == "พร้อม\n"
    printer.control.trouble(Condition.NO_PAPER, Condition.PAPER_LOW)
    assert main(["status", "--device", printer.url]) == 1
    assert "กระดาษหมด" in capsys.readouterr().out
    assert main(["status", "--device", printer.url, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["conditions"] == ["no_paper"]
    assert (told["known"], told["may_print"]) == (True, False)


def test_a_test_page_says_how_far_it_came(
    printer: VirtualPrinter, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["test", "--device", printer.url]) == 0
    assert "ยืนยัน" in capsys.readouterr().out
    assert printer.wait_for_jobs(1)[0].picture.tobytes() != typeset(sample(1), 80).tobytes()
    file = tmp_path / "page.bin"
    assert main(["test", "--device", file.as_uri(), "--width", "58"]) == 0
    assert "กรุณาดู" in capsys.readouterr().out
    assert file.read_bytes().endswith(b"\x1dV\x00")


def test_a_test_page_is_not_sent_to_a_printer_without_paper(
    printer: VirtualPrinter, capsys: pytest.CaptureFixture[str]
) -> None:
    printer.control.trouble(Condition.NO_PAPER)
    assert main(["test", "--device", printer.url]) == 1
    assert "กระดาษหมด" in capsys.readouterr().err
    assert printer.jobs == []


def test_no_printer_configured_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("test", "status"):
        assert main([command]) == 1
        assert len(capsys.readouterr().err.splitlines()) == 1


def test_the_doctor_finds_what_it_is_told_to_look_at(
    printer: VirtualPrinter, capsys: pytest.CaptureFixture[str]
) -> None:
    address = printer.url.removeprefix("tcp://")
    assert main(["doctor", "--address", address, "--address", "127.0.0.1:1"]) == 0
    said = capsys.readouterr().out
    assert f"{printer.url}: พร้อม" in said
    assert "127.0.0.1:1:" not in said
    assert tomllib.loads(said[said.rindex("[printer]") :]) == {"printer": {"device": printer.url}}


def test_the_doctor_says_when_there_is_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "ไม่พบเครื่องพิมพ์" in said
    assert "กรุณา" in said.splitlines()[-1]


def test_one_missing_driver_does_not_hide_the_other_printers(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> Iterator[Found]:
        raise DriverMissing("libusb-1.0")

    monkeypatch.setattr(finding, "_usb", missing)
    monkeypatch.setattr(
        finding, "_device_files", lambda: iter([Found("file:///dev/usb/lp0", "lp0", UNKNOWN)])
    )
    skipped, found = everywhere()
    assert isinstance(skipped, Skipped)
    assert "libusb" in skipped.why
    assert isinstance(found, Found)


def test_serial_ports_are_not_spoken_to_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(url: str, name: str) -> Found:
        raise AssertionError(url)

    monkeypatch.setattr("printer.lines.serial_port.ports", lambda: [("COM4", "USB Serial")])
    monkeypatch.setattr(finding, "ask", refuse)
    (found,) = everywhere()
    assert isinstance(found, Found)
    assert found.status is None


def test_asked_to_a_serial_port_is_tried_at_every_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(url: str, name: str) -> Found:
        return Found(url, name, PrinterStatus.of() if url.endswith("=38400") else UNKNOWN)

    monkeypatch.setattr("printer.lines.serial_port.ports", lambda: [("COM4", "USB Serial")])
    monkeypatch.setattr(finding, "ask", ask)
    (found,) = everywhere(try_serial=True)
    assert isinstance(found, Found)
    assert found.url == "serial://COM4?baud=38400"


@pytest.mark.parametrize(
    ("address", "host", "port"),
    [
        ("192.0.2.7", "192.0.2.7", 9100),
        ("192.0.2.7:9101", "192.0.2.7", 9101),
        ("[2001:db8::7]:9101", "2001:db8::7", 9101),
        ("2001:db8::7", "2001:db8::7", 9100),
        ("[2001:db8::7]", "2001:db8::7", 9100),
    ],
)
def test_addresses_are_read_as_people_write_them(
    address: str, host: str, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    knocked: list[tuple[str, int]] = []

    def answers_at(host: str, port: int, _: float) -> bool:
        knocked.append((host, port))
        return False

    monkeypatch.setattr("printer.lines.network.answers_at", answers_at)
    assert list(network([address])) == []
    assert knocked == [(host, port)]


@pytest.mark.parametrize("own", ["8.8.8.8", "127.0.0.1"])
def test_only_a_private_network_is_searched(own: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Probe:
        def __init__(self, *_: object) -> None: ...
        def __enter__(self) -> "Probe":
            return self

        def __exit__(self, *_: object) -> None: ...
        def connect(self, address: object) -> None: ...
        def getsockname(self) -> tuple[str, int]:
            return (own, 1)

    monkeypatch.setattr("socket.socket", Probe)
    assert finding.own_subnet() == []


def test_what_a_device_calls_itself_cannot_talk_to_the_terminal() -> None:
    found = [Found('usb://04b8:0202/\x1b[2J"', "EPSON\x1b]52;c;x\x07", PrinterStatus.of())]
    said = list(findings(found, None))
    assert all(line.isprintable() for line in said)
    assert tomllib.loads("\n".join(said[-2:]))
