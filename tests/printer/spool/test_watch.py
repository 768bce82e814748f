from __future__ import annotations

import datetime as dt
from pathlib import Path

from printer.spool.press import Press, Rules, Step
from printer.spool.store import Spool
from printer.spool.watch import Watch
from printer.status import UNKNOWN, Condition, PrinterStatus
from tests.printer.spool.fake_printer import FakePrinter, new_job


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_it_is_due_now_and_then_and_sooner_while_something_is_wrong() -> None:
    clock = Clock()
    watch = Watch(dt.timedelta(seconds=30), clock)

    def due_after(seconds: float) -> bool:
        clock.now += seconds
        return watch.due

    assert due_after(0)
    watch.heard(PrinterStatus.of())
    assert [due_after(29.9), due_after(0.1)] == [False, True]
    watch.heard(PrinterStatus.of(Condition.COVER_OPEN))
    assert [due_after(9.9), due_after(0.1)] == [False, True]


def test_one_that_cannot_tell_is_left_alone_until_it_can() -> None:
    clock = Clock()
    watch = Watch(dt.timedelta(seconds=30), clock)
    for _ in range(3):
        assert watch.due
        watch.heard(UNKNOWN)
        clock.now += 60
    assert not watch.due
    watch.heard(PrinterStatus.of())
    clock.now += 60
    assert watch.due


def test_it_can_be_switched_off() -> None:
    assert not Watch(dt.timedelta(0), Clock()).due


def test_the_press_tells_only_what_is_new(tmp_path: Path) -> None:
    clock = Clock()
    printer = FakePrinter()
    with Spool(tmp_path / "spool.sqlite") as spool:
        press = Press(spool, lambda: printer, Rules())
        press._watch = Watch(dt.timedelta(seconds=30), clock)
        assert press.step() is Step.IDLE
        assert press.look()
        assert press.status == PrinterStatus.of()
        clock.now += 31
        assert not press.look()
        printer.conditions = frozenset({Condition.NO_PAPER})
        clock.now += 5
        assert not press.look(), "it is not time yet"
        clock.now += 30
        assert press.look()
        assert press.status == PrinterStatus.of(Condition.NO_PAPER)


def test_printing_counts_as_asking(tmp_path: Path) -> None:
    printer = FakePrinter()
    with Spool(tmp_path / "spool.sqlite") as spool:
        press = Press(spool, lambda: printer, Rules())
        assert spool.submit(new_job("request", b"slip")) is not None
        assert press.step() is Step.WENT
        asked = printer.asked
        assert not press.look()
        assert printer.asked == asked


def test_the_printer_is_kept_from_job_to_job(tmp_path: Path) -> None:
    """It remembers what it can do, and that a slip was cut short."""
    printer = FakePrinter()
    opened: list[FakePrinter] = []

    def open_device() -> FakePrinter:
        opened.append(printer)
        return printer

    with Spool(tmp_path / "spool.sqlite") as spool:
        press = Press(spool, open_device, Rules())
        for about in ("one", "two"):
            spool.submit(new_job(about, about.encode()))
            assert press.step() is Step.WENT
    assert len(opened) == 1
