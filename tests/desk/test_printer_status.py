"""What is wrong with the printer stands in the status line before anybody prints."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from desk.backend import Status
from desk.events import StatusChanged
from desk.messages import shell
from desk.printer_words import PrinterWords, printer_words
from desk.widgets.status_bar import status_text
from printer.simulator import VirtualPrinter
from printer.spool import owner as owner_module
from printer.spool import press as press_module
from printer.spool.watch import Watch
from printer.status import UNKNOWN, Condition, PrinterStatus
from tests.desk.daemon import Daemon
from tests.desk.fakes import FakeBackend
from tests.desk.live_desk import Desk


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owner_module, "_LOOK_SECONDS", 0.02)
    often = dt.timedelta(seconds=0.05)
    monkeypatch.setattr(press_module, "Watch", lambda _every: Watch(often))


async def test_a_cover_that_is_opened_is_told_although_nobody_prints(
    tmp_path: Path, daemon: Daemon, quick: None
) -> None:
    with VirtualPrinter(576) as printer:
        desk = Desk(tmp_path, daemon.address, printer.url)
        try:
            await desk.online()
            await desk.until(lambda: desk.backend.status().printer == shell.PRINTER_SET)
            printer.control.trouble(Condition.COVER_OPEN)
            await desk.until(lambda: desk.backend.status().printer == "ฝาเครื่องพิมพ์เปิดอยู่")
            assert not desk.backend.status().printer_ready
            assert desk.heard(StatusChanged)
            printer.control.mend()
            await desk.until(lambda: desk.backend.status().printer == shell.PRINTER_SET)
        finally:
            desk.backend.close()
        assert printer.jobs == []


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (None, PrinterWords(shell.PRINTER_SILENT, shell.PRINTER_SILENT_SHORT, ready=True, warns=False)),
        (UNKNOWN, PrinterWords(shell.PRINTER_SILENT, shell.PRINTER_SILENT_SHORT, ready=True, warns=False)),
        (
            PrinterStatus.of(),
            PrinterWords(shell.PRINTER_SET, shell.PRINTER_READY_SHORT, ready=True, warns=False),
        ),
        (PrinterStatus.of(Condition.PAPER_LOW), PrinterWords("กระดาษใกล้หมด", ready=True)),
        (PrinterStatus.of(Condition.BUSY), PrinterWords("เครื่องพิมพ์กำลังทำงาน", ready=True, warns=False)),
        (
            PrinterStatus.of(Condition.NO_PAPER, Condition.COVER_OPEN),
            PrinterWords("ฝาเครื่องพิมพ์เปิดอยู่"),
        ),
    ],
)
def test_words_for_the_status_line(status: PrinterStatus | None, words: PrinterWords) -> None:
    assert printer_words(status) == words


@pytest.mark.parametrize("condition", Condition)
@pytest.mark.parametrize(("wide", "room"), [(True, 90), (False, 52)])
def test_every_condition_fits_whole_at_both_widths(
    condition: Condition, wide: bool, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = FakeBackend()
    words = printer_words(PrinterStatus.of(condition))
    status = dataclasses.replace(
        backend.status(),
        online=False,
        unsent=12,
        printer=words.text,
        printer_short=words.short,
        printer_ready=words.ready,
        printer_warns=words.warns,
    )
    monkeypatch.setattr(backend, "status", lambda: status)
    line = status_text(backend, wide=wide)
    assert words.text in line.plain
    assert line.cell_length <= room
    sign = shell.PRINTER_READY if words.ready else shell.PRINTER_NOT_READY
    assert f"{sign} {words.text}" in line.plain


def test_a_narrow_line_says_paper_is_low_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ready and short of paper is not the same as ready."""
    backend = FakeBackend()
    low = Status(online=True, printer="กระดาษใกล้หมด", printer_ready=True, unsent=0, printer_warns=True)
    monkeypatch.setattr(backend, "status", lambda: low)
    line = status_text(backend, wide=False)
    assert "กระดาษใกล้หมด" in line.plain
    assert any(str(span.style) == "$warning" for span in line.spans)


@pytest.mark.parametrize("wide", [True, False])
def test_a_desk_that_connects_says_so_without_warning(wide: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    backend = FakeBackend()
    status = Status(online=False, printer="พร้อม", printer_ready=True, unsent=0, connecting=True)
    monkeypatch.setattr(backend, "status", lambda: status)
    line = status_text(backend, wide=wide)
    assert "กำลัง" in line.plain
    assert "ขาด" not in line.plain
    assert not any("$warning" in str(span.style) for span in line.spans)
