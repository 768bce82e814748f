"""The steps towards Windows' spooler, with one that is played: its library itself needs Windows."""

import sys

import pytest

from printer.devices import Delivery, open_device
from printer.errors import (
    DriverMissing,
    PrinterInterrupted,
    PrinterNotReady,
    PrinterTimeout,
    PrinterUnreachable,
)
from printer.spoolers.spooler import SpoolerFailed
from printer.spoolers.windows import WindowsPrinter, system_spooler
from printer.status import UNKNOWN, Condition, PrinterStatus


class PlayedSpooler:
    def __init__(self) -> None:
        self.bits = (0, 0)
        self.jobs: dict[int, bytes] = {}
        self.printed: list[tuple[str, str, bytes]] = []
        self.polls = 0
        self.stuck = False
        self.fails: SpoolerFailed | None = None

    def names(self) -> list[str]:
        return ["XP-80"]

    def status(self, printer: str) -> tuple[int, int]:
        if printer not in self.names():
            raise SpoolerFailed
        return self.bits

    def print_raw(self, printer: str, title: str, data: bytes) -> int:
        if self.fails:
            raise self.fails
        self.jobs[5] = data
        self.printed.append((printer, title, data))
        return 5

    def has_job(self, printer: str, number: int) -> bool:
        self.polls += 1
        if self.polls > 1 and not self.stuck:
            self.jobs.clear()
        return number in self.jobs

    def delete_job(self, printer: str, number: int) -> None:
        del self.jobs[number]


def test_a_slip_is_sent_when_the_spooler_has_passed_it_on() -> None:
    spooler = PlayedSpooler()
    printer = WindowsPrinter("XP-80", 3, spooler)
    assert printer.send(b"slip", job=9) is Delivery.SENT
    assert spooler.printed == [("XP-80", "slip 9", b"slip")]
    assert not spooler.jobs


def test_a_slip_that_stays_is_taken_back() -> None:
    spooler = PlayedSpooler()
    spooler.stuck = True
    with pytest.raises(PrinterTimeout) as caught:
        WindowsPrinter("XP-80", 0.1, spooler).send(b"slip")
    assert caught.value.may_have_printed
    assert not spooler.jobs


def test_a_spooler_that_fails_when_it_has_the_slip_leaves_a_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> bool:
        raise SpoolerFailed

    monkeypatch.setattr(PlayedSpooler, "has_job", gone)
    with pytest.raises(PrinterInterrupted) as caught:
        WindowsPrinter("XP-80", 1, PlayedSpooler()).send(b"slip")
    assert caught.value.may_have_printed


@pytest.mark.parametrize("began", [False, True])
def test_a_failure_says_whether_paper_may_have_come(began: bool) -> None:
    spooler = PlayedSpooler()
    spooler.fails = SpoolerFailed(began=began)
    with pytest.raises(PrinterTimeout if began else PrinterUnreachable) as caught:
        WindowsPrinter("XP-80", 1, spooler).send(b"slip")
    assert caught.value.may_have_printed == began


@pytest.mark.parametrize(
    ("bits", "status"),
    [
        ((0, 0), UNKNOWN),
        ((0x10, 0), PrinterStatus.of(Condition.NO_PAPER)),
        ((0x400000, 0), PrinterStatus.of(Condition.COVER_OPEN)),
        ((0x400, 0), PrinterStatus.of(Condition.BUSY)),
        ((0, 0x400), PrinterStatus.of(Condition.OFFLINE)),
        ((0x1000, 0), PrinterStatus.of(Condition.UNPLUGGED)),
    ],
)
def test_windows_bits_in_words(bits: tuple[int, int], status: PrinterStatus) -> None:
    spooler = PlayedSpooler()
    spooler.bits = bits
    printer = WindowsPrinter("XP-80", 1, spooler)
    assert printer.status() == status
    if not status.may_print:
        with pytest.raises(PrinterNotReady):
            printer.send(b"slip")
        assert not spooler.printed


def test_a_printer_that_windows_does_not_know_is_unplugged() -> None:
    assert WindowsPrinter("TM-T82", 1, PlayedSpooler()).status() == PrinterStatus.of(Condition.UNPLUGGED)


@pytest.mark.skipif(sys.platform == "win32", reason="elsewhere than on Windows")
def test_elsewhere_it_says_that_windows_is_missing() -> None:
    with pytest.raises(DriverMissing, match="Windows"):
        system_spooler()
    with pytest.raises(DriverMissing):
        open_device("windows://XP-80").status()
